// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.parley.core.record.Conversion;
import org.parley.core.record.Field;
import org.parley.core.record.RecordType;
import org.parley.core.record.Section;
import org.parley.core.record.Timeline;
import org.parley.core.record.View;

/** A record type while its owner's descriptor and others' extensions come together. */
final class TypeDraft {
  final Node node;
  final String name;
  final String plugin;
  final boolean quarantined;
  final Map<String, Field> fields = new LinkedHashMap<>(SystemFields.all());

  /** Where each field was described, to report what only shows when all types are known. */
  final Map<String, Node> described = new LinkedHashMap<>();

  final Map<View, Node> views = new LinkedHashMap<>();
  final List<Section> layout = new ArrayList<>();
  final ConversionReader conversions = new ConversionReader(this);

  TypeDraft(Node node, String name) {
    this.node = node;
    this.name = name;
    this.plugin = node.layer().plugin();
    this.quarantined = node.layer().quarantined();
  }

  /** Adds fields of a descriptor; {@code prefix} is what their names must begin with, or null. */
  void addFields(Node from, String prefix, boolean hidden) {
    for (Node described : from.nodes("fields")) {
      Field field = FieldReader.read(described, from.layer().plugin(), hidden);
      if (field == null) {
        continue;
      }
      Field there = fields.get(field.name());
      if (there != null) {
        described.problem(
            "name",
            "duplicate_field",
            there.plugin().equals(field.plugin())
                ? "There are two fields " + field.name() + "."
                : "The plugin " + there.plugin() + " has added a field " + field.name() + ".");
      } else if (prefix != null && !field.name().startsWith(prefix + "_")) {
        described.problem(
            "name",
            "missing_prefix",
            "Fields that this plugin adds to others' types begin with " + prefix + "_.");
      } else {
        fields.put(field.name(), field);
        this.described.put(field.name(), described);
      }
    }
  }

  RecordType build(List<View> views, List<Section> layout) {
    String label = node.text("label", Names.label(name));
    List<Conversion> turned = conversions.read();
    // What tells that a record was converted is kept by the conversion alone.
    turned.forEach(
        conversion ->
            conversion.links().keySet().forEach(link -> fields.computeIfPresent(link, keep())));
    return new RecordType(
        name,
        label,
        node.text("plural", label + "s"),
        node.text("icon", "file"),
        node.text("title", defaultTitle()),
        node.flag("party"),
        plugin,
        quarantined,
        nav(),
        fields,
        views,
        layout,
        duplicates(),
        privateBy(),
        reminders(),
        timeline(),
        turned,
        node.text("right"));
  }

  private static BiFunction<String, Field, Field> keep() {
    return (name, field) -> field.kept();
  }

  private Timeline timeline() {
    if (!node.has("timeline")) {
      return null;
    }
    Node timeline = node.node("timeline");
    Map<String, String> icons = new LinkedHashMap<>();
    Node given = timeline.node("icons");
    given.names().forEach(choice -> icons.put(choice, given.text(choice, "circle")));
    List<String> shown = timeline.texts("fields");
    for (int i = 0; i < shown.size(); i++) {
      if (!fields.containsKey(shown.get(i))) {
        timeline.problem("fields/" + i, "unknown_field", noField(shown.get(i)));
      }
    }
    return new Timeline(
        part(timeline, "at", "datetime"),
        part(timeline, "kind", "choice"),
        icons,
        part(timeline, "done", "boolean"),
        part(timeline, "due", "date"),
        part(timeline, "text", "longtext", "richtext", "text"),
        shown.stream().filter(fields::containsKey).toList());
  }

  /** A field that a timeline needs for something, or null. */
  private String part(Node timeline, String attribute, String... kinds) {
    String name = timeline.text(attribute);
    Field field = name == null ? null : fields.get(name);
    if (name != null && (field == null || !List.of(kinds).contains(field.kind().name()))) {
      timeline.problem(
          attribute,
          "unknown_field",
          attribute + " names a field of its type of kind " + String.join(" or ", kinds) + ".");
      return null;
    }
    return name;
  }

  private String noField(String name) {
    return "The type " + this.name + " has no field " + name + ".";
  }

  private String privateBy() {
    String name = node.text("private");
    Field flag = name == null ? null : fields.get(name);
    if (name != null && (flag == null || !flag.kind().name().equals("boolean"))) {
      node.problem(
          "private",
          "unknown_field",
          "private names a boolean field of its type, not " + name + ".");
      return null;
    }
    return name;
  }

  private List<RecordType.Reminder> reminders() {
    return node.nodes("reminders").stream()
        .map(described -> new ReminderReader(this, described).read())
        .toList();
  }

  private RecordType.Nav nav() {
    Node nav = node.node("nav");
    String group = nav.text("group");
    return group == null
        ? null
        : new RecordType.Nav(group, nav.number("order", 0), nav.text("key"));
  }

  private List<List<String>> duplicates() {
    List<List<String>> rules = new ArrayList<>();
    for (Node rule : node.nodes("duplicates")) {
      List<String> names = rule.texts("same");
      names.stream()
          .filter(name -> !fields.containsKey(name))
          .forEach(name -> rule.problem("same", "unknown_field", noField(name)));
      rules.add(names);
    }
    return rules;
  }

  /** The first text that is required, else the first text. */
  private String defaultTitle() {
    List<Field> texts =
        fields.values().stream().filter(field -> field.kind().name().equals("text")).toList();
    return texts.stream()
        .filter(Field::required)
        .findFirst()
        .or(() -> texts.stream().findFirst())
        .map(field -> "{" + field.name() + "}")
        .orElse(Names.label(name) + " {id}");
  }
}
