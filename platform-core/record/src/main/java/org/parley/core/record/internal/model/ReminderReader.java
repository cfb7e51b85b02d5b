// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.model;

import java.util.List;
import org.parley.core.record.Field;
import org.parley.core.record.RecordType;

/** Reads which field of a type reminds whom. */
record ReminderReader(TypeDraft draft, Node node) {
  RecordType.Reminder read() {
    String field = node.text("field");
    String to = node.text("to", "owner");
    String before = node.text("before");
    Field when = draft.fields.get(field);
    Field whom = draft.fields.get(to);
    if (when == null || !when.kind().name().equals("datetime")) {
      node.problem(
          "field",
          when == null ? "unknown_field" : "wrong_kind",
          "A reminder's field is a datetime field of its type.");
    } else if (!when.index()) {
      node.problem(
          "field",
          "needs_index",
          "The field " + field + " needs \"index\": true to remind anybody.");
    }
    if (whom == null || !whom.to().equals(List.of("user"))) {
      node.problem(
          "to",
          whom == null ? "unknown_field" : "wrong_kind",
          "A reminder goes to a person: a field of kind user.");
    }
    Field led = before == null ? null : draft.fields.get(before);
    if (before != null && (led == null || !led.kind().name().equals("datetime"))) {
      node.problem(
          "before",
          led == null ? "unknown_field" : "wrong_kind",
          "before names a datetime field of its type.");
    }
    return new RecordType.Reminder(field, to, before, node.text("unless"));
  }
}
