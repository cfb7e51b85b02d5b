// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.parley.api.error.ParleyException;
import org.parley.core.record.Conversion;
import org.parley.core.record.Conversion.Into;
import org.parley.core.record.Conversion.Source;
import org.parley.core.record.Field;
import org.parley.core.record.Model;
import org.parley.core.record.RecordType;

/** Reads what the records of a type can be turned into. */
final class ConversionReader {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]*)}");

  private final TypeDraft draft;
  private final Map<Conversion, Node> read = new LinkedHashMap<>();

  ConversionReader(TypeDraft draft) {
    this.draft = draft;
  }

  /** The conversions as they are written; {@link #check} follows when all types are known. */
  List<Conversion> read() {
    Set<String> names = new LinkedHashSet<>();
    for (Node node : draft.node.nodes("conversions")) {
      String name = node.text("name", "");
      if (Names.misfit(name) != null) {
        node.problem("name", "bad_name", Names.misfit(name));
      } else if (!names.add(name)) {
        node.problem("name", "duplicate_conversion", "There are two conversions " + name + ".");
      }
      List<Into> into = node.nodes("into").stream().map(this::into).toList();
      Map<String, String> links = new LinkedHashMap<>();
      Node linked = node.node("links");
      linked.names().forEach(field -> links.put(field, linked.text(field, "")));
      if (into.isEmpty() || links.isEmpty()) {
        node.problem("", "required", "A conversion says what it makes (into) and links it.");
      }
      Conversion conversion =
          new Conversion(
              name,
              node.text("label", Names.label(name)),
              node.text("icon", "arrow-right"),
              into,
              values(node.node("set")),
              links);
      read.put(conversion, node);
    }
    return List.copyOf(read.keySet());
  }

  private static Map<String, Object> values(Node node) {
    Map<String, Object> values = new LinkedHashMap<>();
    node.names().forEach(name -> values.put(name, node.raw(name)));
    return values;
  }

  private Into into(Node node) {
    String type = node.text("type", "");
    Map<String, Source> sources = new LinkedHashMap<>();
    Node fields = node.node("fields");
    fields.names().forEach(name -> sources.put(name, source(fields, name)));
    return new Into(node.text("name", type), type, node.flag("optional"), sources);
  }

  private Source source(Node fields, String name) {
    Object raw = fields.raw(name);
    if (raw instanceof Map<?, ?> map && map.get("made") instanceof String made) {
      return new Source.Made(made);
    }
    if (!(raw instanceof String text)) {
      return new Source.Fixed(raw);
    }
    List<String> named = new ArrayList<>();
    Matcher matcher = PLACEHOLDER.matcher(text);
    while (matcher.find()) {
      named.add(matcher.group(1));
      if (!draft.fields.containsKey(matcher.group(1))) {
        fields.problem(
            name,
            "unknown_field",
            "The type " + draft.name + " has no field " + matcher.group(1) + ".");
      }
    }
    if (named.isEmpty()) {
      return new Source.Fixed(text);
    }
    return text.equals("{" + named.get(0) + "}")
        ? new Source.Taken(named.get(0))
        : new Source.Told(text);
  }

  /** Reports what does not fit the types that records are turned into. */
  void check(RecordType type, Model model) {
    read.forEach(
        (conversion, node) -> {
          Map<String, String> made = new LinkedHashMap<>();
          List<Node> parts = node.nodes("into");
          for (int i = 0; i < parts.size(); i++) {
            check(conversion.into().get(i), parts.get(i), model, made);
          }
          checkSet(conversion, node.node("set"), type);
          conversion
              .links()
              .forEach((field, name) -> checkLink(node.node("links"), type, field, made.get(name)));
        });
  }

  private void check(Into into, Node node, Model model, Map<String, String> made) {
    RecordType target = model.types().get(into.type());
    if (target == null) {
      node.problem("type", "unknown_type", "There is no record type " + into.type() + ".");
      return;
    }
    into.fields()
        .forEach(
            (name, source) -> {
              Field field = target.fields().get(name);
              if (field == null || field.readOnly() || field.junction() != null) {
                node.problem(
                    "fields/" + name,
                    "unknown_field",
                    "The type " + target.name() + " has no field " + name + " to be written.");
              } else if (source instanceof Source.Made one
                  && !(made.containsKey(one.name())
                      && field.refersTo(model.type(made.get(one.name()))))) {
                node.problem(
                    "fields/" + name,
                    "bad_target",
                    name + " cannot point to " + one.name() + ", or that is made later.");
              } else if (source instanceof Source.Fixed one) {
                checkValue(node, "fields/" + name, field, one.value());
              }
            });
    if (made.putIfAbsent(into.name(), target.name()) != null) {
      node.problem("name", "duplicate_name", "Two parts are called " + into.name() + ".");
    }
  }

  private static void checkSet(Conversion conversion, Node node, RecordType type) {
    conversion
        .set()
        .forEach(
            (name, value) -> {
              Field field = type.fields().get(name);
              if (field == null || field.readOnly()) {
                node.problem(
                    name,
                    "unknown_field",
                    "The type " + type.name() + " has no field " + name + ".");
              } else {
                checkValue(node, name, field, value);
              }
            });
  }

  private static void checkValue(Node node, String at, Field field, Object value) {
    try {
      if (value == null || field.kind().read(field, value) == null) {
        node.problem(at, "bad_value", "Here stands a value.");
      }
    } catch (ParleyException e) {
      node.problem(at, "bad_value", "The value does not fit: " + e.getMessage());
    }
  }

  private static void checkLink(Node node, RecordType type, String name, String made) {
    Field field = type.fields().get(name);
    if (field == null || made == null || !field.to().contains(made)) {
      node.problem(
          name, "bad_target", "A link is a reference of " + type.name() + " to what is made.");
    } else if (field.required()) {
      node.problem(name, "bad_target", "A link is empty until the record is converted.");
    }
  }
}
