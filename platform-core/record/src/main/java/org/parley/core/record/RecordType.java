// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.parley.api.error.ParleyException;

/**
 * A record type as it is in force, extensions of other plugins included: immutable.
 *
 * @param title template of a record's title: {@code {first_name} {last_name}}
 * @param party whether its records are people or organisations one can talk to
 * @param plugin the plugin that owns it, {@code parley} for the core's
 * @param quarantined its plugin was removed: records can be read and nothing else
 * @param nav its place in the navigation, or null when it is not shown there
 * @param duplicates names of fields that together tell that two records may be one: each list by
 *     itself
 * @param fields all fields by name, system fields first, hidden ones included
 * @param privateBy the boolean field by which its owner keeps a record to themselves, or null
 * @param reminders which of its fields remind somebody
 * @param timeline how its records stand in the timelines of those they refer to, or null where they
 *     do not
 * @param conversions what its records can be turned into
 * @param right the named right that its records are seen and changed by, whatever else roles say;
 *     or null where roles decide
 */
public record RecordType(
    String name,
    String label,
    String plural,
    String icon,
    String title,
    boolean party,
    String plugin,
    boolean quarantined,
    Nav nav,
    Map<String, Field> fields,
    List<View> views,
    List<Section> layout,
    List<List<String>> duplicates,
    String privateBy,
    List<Reminder> reminders,
    Timeline timeline,
    List<Conversion> conversions,
    String right) {
  /** Kinds whose values say little about a person by themselves, and that reports count by. */
  private static final Set<String> HARMLESS = Set.of("choice", "choices", "boolean");

  /** A type whose records stand in no timeline and are turned into nothing. */
  public RecordType(
      String name,
      String label,
      String plural,
      String icon,
      String title,
      boolean party,
      String plugin,
      boolean quarantined,
      Nav nav,
      Map<String, Field> fields,
      List<View> views,
      List<Section> layout,
      List<List<String>> duplicates,
      String privateBy,
      List<Reminder> reminders) {
    this(
        name,
        label,
        plural,
        icon,
        title,
        party,
        plugin,
        quarantined,
        nav,
        fields,
        views,
        layout,
        duplicates,
        privateBy,
        reminders,
        null,
        List.of(),
        null);
  }

  /**
   * A place in the navigation.
   *
   * @param group the heading it stands under
   * @param order place under the heading, smaller first
   * @param key the letter that goes there after a g, or null where any free one will do
   */
  public record Nav(String group, int order, String key) {}

  /**
   * A moment at which somebody is told of a record.
   *
   * @param field the indexed datetime it is told at
   * @param to the reference to the person
   * @param before the datetime it leads up to: it keeps its distance when that moves; or null
   * @param unless FIQL: of records that match nobody is told; or null
   */
  public record Reminder(String field, String to, String before, String unless) {}

  public RecordType {
    reminders = List.copyOf(reminders);
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    views = List.copyOf(views);
    layout = List.copyOf(layout);
    duplicates = List.copyOf(duplicates);
    conversions = List.copyOf(conversions);
  }

  /**
   * How its records are listed first, by the first key of its first view; by when they changed
   * where that says nothing a database could sort by. Lists of those who see few of very many
   * records are made of what each of their teams has, which lies ready in this order.
   */
  public Selection.Sort listed() {
    String sort = views.isEmpty() || views.get(0).sort() == null ? "" : views.get(0).sort();
    String first = sort.split(",", 2)[0].strip();
    boolean descending = first.startsWith("-");
    Field field = fields.get(first.replaceFirst("^[-+]", ""));
    boolean sorts =
        field != null
            && !field.hidden()
            && field.to().isEmpty()
            && (field.index() || field.unique())
            && field.kind().comparedColumn(field) >= 0;
    return sorts
        ? new Selection.Sort(field, descending)
        : new Selection.Sort(fields.get("modified_at"), true);
  }

  /** A type that reminds nobody. */
  public RecordType(
      String name,
      String label,
      String plural,
      String icon,
      String title,
      boolean party,
      String plugin,
      boolean quarantined,
      Nav nav,
      Map<String, Field> fields,
      List<View> views,
      List<Section> layout,
      List<List<String>> duplicates,
      String privateBy) {
    this(
        name,
        label,
        plural,
        icon,
        title,
        party,
        plugin,
        quarantined,
        nav,
        fields,
        views,
        layout,
        duplicates,
        privateBy,
        List.of());
  }

  /** The same with other reminders. */
  public RecordType reminding(List<Reminder> others) {
    return new RecordType(
        name,
        label,
        plural,
        icon,
        title,
        party,
        plugin,
        quarantined,
        nav,
        fields,
        views,
        layout,
        duplicates,
        privateBy,
        others,
        timeline,
        conversions,
        right);
  }

  /** The same with other fields. */
  public RecordType with(Map<String, Field> changed) {
    return new RecordType(
        name,
        label,
        plural,
        icon,
        title,
        party,
        plugin,
        quarantined,
        nav,
        changed,
        views,
        layout,
        duplicates,
        privateBy,
        reminders,
        timeline,
        conversions,
        right);
  }

  /** The same shown in another way. */
  public RecordType with(
      List<View> shownViews, List<Section> shownLayout, List<List<String>> rules) {
    return new RecordType(
        name,
        label,
        plural,
        icon,
        title,
        party,
        plugin,
        quarantined,
        nav,
        fields,
        shownViews,
        shownLayout,
        rules,
        privateBy,
        reminders,
        timeline,
        conversions,
        right);
  }

  /**
   * Whether a field's values say something of a person: they stand apart in the journal, and go
   * when personal values are erased.
   */
  public boolean isPersonal(Field field) {
    return field.sensitive() || party && !field.system() && !HARMLESS.contains(field.kind().name());
  }

  /** The same with other ways into timelines and other types. */
  public RecordType with(Timeline otherTimeline, List<Conversion> otherConversions) {
    return new RecordType(
        name,
        label,
        plural,
        icon,
        title,
        party,
        plugin,
        quarantined,
        nav,
        fields,
        views,
        layout,
        duplicates,
        privateBy,
        reminders,
        otherTimeline,
        otherConversions,
        right);
  }

  /**
   * The fields that tell where a record stands: choices that a board has columns for, or that have
   * an outcome.
   */
  public Set<String> stages() {
    Set<String> stages = new LinkedHashSet<>();
    views.stream().map(View::group).filter(Objects::nonNull).forEach(stages::add);
    fields.values().stream()
        .filter(field -> field.choices().stream().anyMatch(choice -> choice.outcome() != null))
        .forEach(field -> stages.add(field.name()));
    return stages;
  }

  /** A conversion by name, or null. */
  public Conversion conversion(String wanted) {
    return conversions.stream()
        .filter(conversion -> conversion.name().equals(wanted))
        .findFirst()
        .orElse(null);
  }

  /**
   * A visible field.
   *
   * @throws ParleyException of kind BAD_REQUEST, code {@code unknown_field}, when there is none
   */
  public Field field(String name) {
    Field field = fields.get(name);
    if (field == null || field.hidden()) {
      throw ParleyException.badRequest(
          "unknown_field", "The type " + this.name + " has no field " + name + ".");
    }
    return field;
  }
}
