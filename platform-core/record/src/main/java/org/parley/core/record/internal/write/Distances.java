// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.write;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.parley.api.record.Record;
import org.parley.core.record.RecordType;

/** A reminder ten minutes before a meeting stays ten minutes before it when the meeting moves. */
final class Distances {
  private Distances() {}

  /**
   * Moves reminders along with what they lead up to.
   *
   * @param body what the writer has given: a reminder that is named there is theirs to place
   * @param values gets what follows from it
   */
  static void keep(
      RecordType type, Record before, Map<String, Object> body, Map<String, Object> values) {
    for (RecordType.Reminder reminder : type.reminders()) {
      if (reminder.before() == null
          || body.containsKey(reminder.field())
          || !(before.get(reminder.field()) instanceof Instant reminds)
          || !(before.get(reminder.before()) instanceof Instant was)) {
        continue;
      }
      Object is = values.get(reminder.before());
      if (is instanceof Instant moved && !moved.equals(was)) {
        values.put(reminder.field(), reminds.plus(Duration.between(was, moved)));
      } else if (is == null) {
        values.remove(reminder.field());
      }
    }
  }
}
