// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.access;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.parley.api.error.ParleyException;
import org.parley.core.record.Conversion;
import org.parley.core.record.Field;
import org.parley.core.record.Model;
import org.parley.core.record.RecordType;
import org.parley.core.record.Section;
import org.parley.core.record.Timeline;
import org.parley.core.record.View;
import org.parley.core.record.internal.query.FilterCompiler;
import org.parley.core.record.internal.query.RelativeTime;
import org.parley.core.record.internal.query.SortOrder;

/**
 * A model without what somebody may not read: no types, no fields, no views or sections that name
 * them. Whatever reads by it cannot tell that they exist.
 */
final class SeenModel {
  /** What a list may name besides fields. */
  private static final Set<String> PSEUDO = Set.of("title", "id", "version");

  /** Filters of views are only checked, so any moment will do. */
  private static final RelativeTime ANY_TIME = new RelativeTime(Instant.EPOCH, ZoneOffset.UTC);

  private SeenModel() {}

  static Model of(
      Model whole, Predicate<RecordType> readable, BiPredicate<RecordType, Field> field) {
    Map<String, RecordType> types = new LinkedHashMap<>();
    for (RecordType type : whole.types().values()) {
      if (readable.test(type)) {
        types.put(type.name(), fields(whole, type, readable, field));
      }
    }
    Model seen = new Model(whole.version(), whole.digest(), types);
    types.replaceAll((name, type) -> presented(seen, type));
    return new Model(whole.version(), whole.digest(), types);
  }

  private static RecordType fields(
      Model whole,
      RecordType type,
      Predicate<RecordType> readable,
      BiPredicate<RecordType, Field> readableField) {
    Map<String, Field> fields = new LinkedHashMap<>();
    type.fields()
        .forEach(
            (name, field) -> {
              RecordType through =
                  field.junction() == null ? null : whole.types().get(field.junction().through());
              // without the far side a relation has nothing to tell
              boolean joined =
                  through == null
                      || readable.test(through)
                          && readableField.test(
                              through, through.fields().get(field.junction().target()));
              if (joined && (field.system() || readableField.test(type, field))) {
                fields.put(name, field);
              }
            });
    return type.with(fields);
  }

  private static RecordType presented(Model seen, RecordType type) {
    List<View> views = new ArrayList<>();
    for (View view : type.views()) {
      boolean filtered = isReadable(() -> compile(seen, type, view.filter()));
      boolean grouped = view.group() == null || type.fields().containsKey(view.group());
      View.Calendar when = when(type, view.calendar());
      boolean placed = view.calendar() == null || when != null;
      if (filtered && grouped && placed) {
        boolean sorted = isReadable(() -> SortOrder.parse(type, view.sort()));
        boolean summed = view.sum() == null || type.fields().containsKey(view.sum());
        views.add(
            new View(
                view.name(),
                view.label(),
                view.kind(),
                known(type, view.columns()),
                sorted ? view.sort() : null,
                view.filter(),
                view.plugin(),
                view.group(),
                summed ? view.sum() : null,
                view.limits(),
                when));
      }
    }
    List<Section> layout =
        type.layout().stream()
            .map(
                section ->
                    new Section(section.name(), section.label(), known(type, section.fields())))
            .filter(section -> !section.fields().isEmpty())
            .toList();
    List<List<String>> duplicates =
        type.duplicates().stream()
            .filter(names -> type.fields().keySet().containsAll(names))
            .toList();
    List<RecordType.Reminder> reminders =
        type.reminders().stream()
            .filter(reminder -> type.fields().containsKey(reminder.field()))
            .filter(reminder -> isReadable(() -> compile(seen, type, reminder.unless())))
            .toList();
    return type.with(views, layout, duplicates)
        .reminding(reminders)
        .with(timeline(type), conversions(seen, type));
  }

  /** Without what may not be read; null where nothing is left that says when. */
  private static View.Calendar when(RecordType type, View.Calendar whole) {
    if (whole == null) {
      return null;
    }
    String start = known(type, whole.start());
    String day = known(type, whole.day());
    Map<String, Object> preset = new LinkedHashMap<>(whole.preset());
    preset.keySet().retainAll(type.fields().keySet());
    return start == null && day == null
        ? null
        : new View.Calendar(
            start,
            start == null ? null : known(type, whole.end()),
            start == null ? null : known(type, whole.duration()),
            day,
            known(type, whole.color()),
            known(type, whole.done()),
            known(type, whole.place()),
            preset);
  }

  private static String known(RecordType type, String name) {
    return name != null && type.fields().containsKey(name) ? name : null;
  }

  /** Without the fields that are not there, and nowhere where they decide what belongs to what. */
  private static Timeline timeline(RecordType type) {
    Timeline whole = type.timeline();
    return whole == null
        ? null
        : new Timeline(
            known(type, whole.at()),
            known(type, whole.kind()),
            type.fields().containsKey(String.valueOf(whole.kind())) ? whole.icons() : Map.of(),
            known(type, whole.done()),
            known(type, whole.due()),
            known(type, whole.text()),
            known(type, whole.fields()));
  }

  /** Those whose parts can all be made, without the fields that are not there. */
  private static List<Conversion> conversions(Model seen, RecordType type) {
    return type.conversions().stream()
        .filter(
            conversion ->
                conversion.into().stream().allMatch(into -> seen.types().containsKey(into.type())))
        .map(conversion -> conversion.with(name -> type.fields().containsKey(name)))
        .toList();
  }

  private static void compile(Model seen, RecordType type, String filter) {
    new FilterCompiler(seen, ANY_TIME, 0).compile(type, filter);
  }

  private static boolean isReadable(Runnable reading) {
    try {
      reading.run();
      return true;
    } catch (ParleyException e) {
      return false;
    }
  }

  private static List<String> known(RecordType type, List<String> names) {
    return names.stream()
        .filter(name -> PSEUDO.contains(name) || type.fields().containsKey(name))
        .toList();
  }
}
