// SPDX-License-Identifier: Apache-2.0
package org.parley.core.notification.internal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A reminder whose time has come.
 *
 * @param field the field of the record that says when
 */
record DueReminder(String type, long record, long user, String field, Instant due) {
  /** More than these of one type for one person at once are told together. */
  private static final int ONE_BY_ONE = 3;

  /** Keys of one bundle; a field holds 64 KB. */
  private static final int MOST = 300;

  /** What is told once: a record, a moment, a person. Moved to another moment, it is another. */
  String key() {
    return type + "/" + record + "/" + field + "/" + due.toEpochMilli() + "/" + user;
  }

  /** What a mail about it has to know. */
  Told told() {
    return new Told(key(), "reminder", type, record, false, 0, List.of(), 1);
  }

  /** Notifications of some of them, as bodies; those of many bear the keys of each. */
  static List<Map<String, Object>> bodies(List<DueReminder> reminders) {
    Map<String, List<DueReminder>> together = new LinkedHashMap<>();
    for (DueReminder one : reminders) {
      together.computeIfAbsent(one.user() + "/" + one.type(), key -> new ArrayList<>()).add(one);
    }
    List<Map<String, Object>> bodies = new ArrayList<>();
    for (List<DueReminder> all : together.values()) {
      if (all.size() <= ONE_BY_ONE) {
        all.forEach(one -> bodies.add(one.body(one, 1)));
        continue;
      }
      for (int from = 0; from < all.size(); from += MOST) {
        List<DueReminder> some = all.subList(from, Math.min(all.size(), from + MOST));
        Map<String, Object> body = some.get(0).body(some.get(some.size() - 1), some.size());
        body.put("key", "together/" + some.get(0).key());
        body.put("fields", some.stream().map(DueReminder::key).toList());
        bodies.add(body);
      }
    }
    return bodies;
  }

  private Map<String, Object> body(DueReminder last, int records) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("owner", user);
    body.put("kind", "reminder");
    body.put("target", type);
    body.put("records", records);
    body.put("due", last.due().toString());
    body.put("key", key());
    if (records == 1) {
      body.put("record", Map.of("type", type, "id", record));
    }
    return body;
  }
}
