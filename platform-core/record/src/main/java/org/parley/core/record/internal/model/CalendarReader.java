// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.model;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.parley.core.record.Field;
import org.parley.core.record.View;

/** Reads which fields of a type say when something is, for a view of the kind calendar. */
record CalendarReader(TypeDraft draft, Node node) {
  private static final Set<String> WHEN = Set.of("date", "datetime");

  View.Calendar read() {
    Field start = field("start", WHEN, "a date or datetime field");
    Field end = field("end", WHEN, "a date or datetime field");
    Field duration = field("duration", Set.of("duration"), "a duration field");
    Field day = field("day", Set.of("date"), "a date field");
    Field color = field("color", Set.of("choice"), "a choice field");
    Field done = field("done", Set.of("boolean"), "a boolean field");
    Field place = field("place", Set.of("text", "url"), "a text or url field");
    if (!node.has("start") && !node.has("day")) {
      node.problem("", "required", "A calendar says by start or by day when something is.");
    }
    if (end != null && (start == null || end.kind() != start.kind())) {
      node.problem("end", "wrong_kind", "end names a field of the same kind as start.");
    }
    if (duration != null && end != null) {
      node.problem("duration", "conflict", "A calendar has an end or a duration, not both.");
    }
    if (duration != null && (start == null || !start.kind().name().equals("datetime"))) {
      node.problem("duration", "wrong_kind", "A duration belongs to a start that is a datetime.");
    }
    return new View.Calendar(
        name(start),
        name(end),
        name(duration),
        name(day),
        name(color),
        name(done),
        name(place),
        preset());
  }

  private Map<String, Object> preset() {
    Node given = node.node("preset");
    Map<String, Object> preset = new LinkedHashMap<>();
    for (String name : given.names()) {
      if (!draft.fields.containsKey(name)) {
        given.problem(
            name, "unknown_field", "The type " + draft.name + " has no field " + name + ".");
      } else if (given.raw(name) != null) {
        preset.put(name, given.raw(name));
      }
    }
    return preset;
  }

  private Field field(String attribute, Set<String> kinds, String words) {
    String name = node.text(attribute);
    Field field = name == null ? null : draft.fields.get(name);
    if (name != null && field == null) {
      node.problem(
          attribute, "unknown_field", "The type " + draft.name + " has no field " + name + ".");
    } else if (field != null && !kinds.contains(field.kind().name())) {
      node.problem(
          attribute,
          "wrong_kind",
          attribute + " names " + words + "; " + name + " is of kind " + field.kind().name() + ".");
      return null;
    }
    return field;
  }

  private static String name(Field field) {
    return field == null ? null : field.name();
  }
}
