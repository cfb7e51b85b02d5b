// SPDX-License-Identifier: Apache-2.0
package org.parley.core.rest.internal.calendar;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.parley.api.error.ErrorKind;
import org.parley.api.error.ParleyException;
import org.parley.api.security.Principal;
import org.parley.core.record.Field;
import org.parley.core.record.RecordStore;
import org.parley.core.record.RecordType;
import org.parley.core.record.Result;
import org.parley.core.record.View;

/**
 * A view of the kind calendar as one principal sees it: brought by a module, or saved by a person.
 *
 * @param type as the principal sees it
 * @param filter FIQL, or null
 * @param columns what else is told of each record
 */
public record CalendarView(
    RecordType type, String label, String filter, View.Calendar when, List<Field> columns) {

  /**
   * Looks for a view by its name, or its number.
   *
   * @return empty where there is none, where it is no calendar, or where it may not be read
   */
  public static Optional<CalendarView> find(
      RecordStore records, Principal principal, String typeName, String view) {
    RecordType type = records.model(principal).types().get(typeName);
    if (type == null) {
      return Optional.empty();
    }
    return view.matches("[0-9]+")
        ? saved(records, principal, type, view)
        : type.views().stream()
            .filter(one -> one.name().equals(view) && one.calendar() != null)
            .findFirst()
            .map(one -> of(type, one.label(), one.filter(), one.calendar(), one.columns()));
  }

  private static CalendarView of(
      RecordType type, String label, String filter, View.Calendar when, List<String> columns) {
    Set<Field> told = new LinkedHashSet<>();
    for (String name : columns) {
      Field field = type.fields().get(name);
      boolean said = name.equals(when.place()) || name.equals(when.start());
      if (field != null && !field.hidden() && !said && !name.equals(when.day())) {
        told.add(field);
      }
    }
    return new CalendarView(type, label, filter, when, List.copyOf(told));
  }

  private static Optional<CalendarView> saved(
      RecordStore records, Principal principal, RecordType type, String view) {
    Result found;
    try {
      found = records.get(principal, "view", Long.parseLong(view), null, null);
    } catch (ParleyException e) {
      if (e.kind() == ErrorKind.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
    boolean fits =
        "calendar".equals(found.record().get("kind"))
            && type.name().equals(found.record().get("target"));
    if (!fits) {
      return Optional.empty();
    }
    Map<?, ?> settings = found.record().get("settings") instanceof Map<?, ?> map ? map : Map.of();
    View.Calendar when = when(type, settings);
    Object filter = found.record().get("filter");
    List<String> columns =
        settings.get("columns") instanceof List<?> list
            ? list.stream()
                .map(one -> one instanceof Map<?, ?> column ? column.get("name") : one)
                .map(String::valueOf)
                .toList()
            : List.of();
    return when.start() == null && when.day() == null
        ? Optional.empty()
        : Optional.of(
            of(type, found.title(), filter == null ? null : filter.toString(), when, columns));
  }

  /** What people's settings say, as far as it fits the type; what they leave out is guessed. */
  private static View.Calendar when(RecordType type, Map<?, ?> settings) {
    String start = named(type, settings, "start", Set.of("date", "datetime"));
    String day = named(type, settings, "day", Set.of("date"));
    if (start == null && day == null) {
      start = first(type, "datetime");
      day = start == null ? first(type, "date") : null;
    }
    String kind = start == null ? "" : type.fields().get(start).kind().name();
    return new View.Calendar(
        start,
        start == null ? null : named(type, settings, "end", Set.of(kind)),
        kind.equals("datetime") ? named(type, settings, "duration", Set.of("duration")) : null,
        day,
        null,
        null,
        named(type, settings, "place", Set.of("text", "url")),
        Map.of());
  }

  private static String first(RecordType type, String kind) {
    return type.fields().values().stream()
        .filter(field -> !field.system() && !field.hidden() && field.kind().name().equals(kind))
        .map(Field::name)
        .findFirst()
        .orElse(null);
  }

  private static String named(RecordType type, Map<?, ?> settings, String what, Set<String> kinds) {
    Field field = type.fields().get(String.valueOf(settings.get(what)));
    return field != null && !field.hidden() && kinds.contains(field.kind().name())
        ? field.name()
        : null;
  }
}
