// SPDX-License-Identifier: Apache-2.0
package org.parley.core.notification.internal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.parley.core.event.Change;

/**
 * Something to tell somebody.
 *
 * @param user whom
 * @param kind as in the record type {@code notification}
 * @param change what it comes from
 * @param fields names of what was changed
 * @param records how many records it is about
 */
record Notification(long user, String kind, Change change, List<String> fields, int records) {

  /** Which others it can be told together with. */
  String together() {
    return user + "/" + kind + "/" + change.type() + "/" + change.actor().userId();
  }

  /** The same to somebody. */
  Notification to(long whom) {
    return new Notification(whom, kind, change, fields, records);
  }

  /** The same without what its reader may not know of. */
  Notification only(Set<String> readable) {
    List<String> some = fields.stream().filter(readable::contains).toList();
    return new Notification(user, kind, change, some, records);
  }

  /** The same about one record more, the latest. */
  Notification and(Notification later) {
    return new Notification(user, kind, later.change(), List.of(), records + later.records());
  }

  /** What tells it from all others: what it comes from, and whom it is for. */
  String once() {
    return change.position() + "-" + user;
  }

  /**
   * As the body of a record.
   *
   * @param title of the record it is about
   */
  Map<String, Object> body(String title) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("owner", user);
    body.put("kind", kind);
    body.put("target", change.type());
    body.put("position", change.position());
    body.put("records", records);
    body.put("once", once());
    if (change.actor().userId() > 0) {
      body.put("actor", change.actor().userId());
    }
    if (records == 1 && change.operation() == Change.Operation.TRASH) {
      body.put("about", title.length() > 400 ? title.substring(0, 400) : title);
    } else if (records == 1) {
      body.put("record", Map.of("type", change.type(), "id", change.recordId()));
      body.put("fields", fields);
    }
    return body;
  }
}
