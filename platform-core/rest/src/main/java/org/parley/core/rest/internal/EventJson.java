// SPDX-License-Identifier: Apache-2.0
package org.parley.core.rest.internal;

import java.util.Locale;
import org.parley.core.event.Change;
import org.parley.core.event.Notice;

/** What happens, in JSON, as the REST reference shows it. */
final class EventJson {
  private EventJson() {}

  static String name(Change.Operation operation) {
    return operation.name().toLowerCase(Locale.ROOT);
  }

  static byte[] change(Change change) {
    return Json.bytes(
        json -> {
          json.writeStartObject();
          json.writeStringField("type", change.type());
          json.writeNumberField("id", change.recordId());
          json.writeNumberField("version", change.recordVersion());
          json.writeStringField("operation", name(change.operation()));
          json.writeNumberField("by", change.actor().userId());
          json.writeEndObject();
        });
  }

  static byte[] notice(Notice notice) {
    return Json.bytes(json -> Json.write(json, notice.data()));
  }
}
