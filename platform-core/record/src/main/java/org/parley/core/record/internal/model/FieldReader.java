// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.parley.api.error.ParleyException;
import org.parley.core.record.Choice;
import org.parley.core.record.Field;
import org.parley.core.record.FieldKind;
import org.parley.core.record.FileRules;
import org.parley.core.record.OnDelete;
import org.parley.core.record.internal.kind.Kinds;
import org.parley.core.record.internal.kind.SequenceKind;
import org.parley.core.record.internal.kind.Sized;
import org.parley.core.record.internal.query.RelativeTime;

/** Reads one field of a descriptor. */
final class FieldReader {
  /** Databases cannot index longer texts. */
  private static final int GREATEST_INDEXED = 500;

  private static final Set<String> CHOICES = Set.of("choice", "choices");

  private FieldReader() {}

  /** The field, or null when it cannot be made sense of; what is wrong has been reported. */
  static Field read(Node node, String plugin, boolean hidden) {
    String name = node.text("name", "");
    FieldKind kind = Kinds.named(node.text("kind", "")).orElse(null);
    if (kind == null) {
      node.problem(
          "kind",
          "unknown_kind",
          "There is no field kind \""
              + node.text("kind", "")
              + "\"; there are "
              + String.join(", ", Kinds.names())
              + ".");
    }
    String misfit =
        Names.RESERVED.contains(name)
            ? "Every record type has a field " + name + " already."
            : Names.misfit(name);
    if (misfit != null) {
      node.problem("name", name.length() > 40 ? "name_too_long" : "bad_name", misfit);
    }
    if (kind == null || misfit != null) {
      return null;
    }
    boolean decimal = Set.of("decimal", "percent").contains(kind.name());
    boolean user = kind.name().equals("user");
    boolean reference = user || kind.name().equals("reference");
    boolean sequence = kind.name().equals("sequence");
    boolean required = node.flag("required");
    Field field =
        new Field(
            name,
            node.text("label", Names.label(name)),
            kind,
            plugin,
            false,
            sequence,
            required,
            node.flag("unique") || sequence,
            node.flag("index") || reference,
            node.flag("sensitive"),
            hidden,
            max(node, kind),
            decimal ? digits(node, "precision", 19, 1, 31) : 0,
            decimal ? digits(node, "scale", kind.name().equals("percent") ? 2 : 4, 0, 31) : 0,
            node.raw("default"),
            choices(node, kind),
            user ? List.of("user") : reference ? targets(node) : List.of(),
            reference ? inverse(node) : null,
            reference && node.has("inverse") ? inverseLabel(node) : null,
            reference ? onDelete(node, required) : null,
            node.text("help"),
            sequence ? format(node) : null,
            kind.name().equals("many") ? junction(node) : null,
            fileRules(node, kind));
    if (!reference || !field.to().isEmpty()) {
      checkAttributes(node, field);
    }
    checkDefault(node, field);
    return field;
  }

  private static int max(Node node, FieldKind kind) {
    if (!(kind instanceof Sized sized)) {
      if (node.has("max")) {
        node.problem("max", "not_applicable", "A " + kind.name() + " has no max.");
      }
      return 0;
    }
    int max = node.number("max", sized.defaultMax());
    if (max < 1 || max > sized.greatestMax()) {
      node.problem(
          "max", "out_of_range", "max must lie between 1 and " + sized.greatestMax() + ".");
      return sized.defaultMax();
    }
    return max;
  }

  private static FileRules fileRules(Node node, FieldKind kind) {
    boolean file = kind.name().equals("file");
    checkApplies(node, "maxBytes", file, kind.name());
    checkApplies(node, "accept", file, kind.name());
    if (!file) {
      return null;
    }
    int maxBytes = node.number("maxBytes", 0);
    if (node.has("maxBytes") && maxBytes < 1) {
      node.problem("maxBytes", "out_of_range", "maxBytes must be at least 1.");
    }
    List<String> accept = node.texts("accept");
    for (String type : accept) {
      if (!type.matches("[a-z]+/([a-z0-9.+_-]+|\\*)") || type.length() > 100) {
        node.problem(
            "accept",
            "bad_value",
            "accept names media types in small letters, such as application/pdf or image/*.");
      }
    }
    return new FileRules(Math.max(0, maxBytes), accept);
  }

  private static int digits(Node node, String attribute, int otherwise, int least, int greatest) {
    int digits = node.number(attribute, otherwise);
    if (digits < least || digits > greatest) {
      node.problem(
          attribute,
          "out_of_range",
          attribute + " must lie between " + least + " and " + greatest + ".");
      return otherwise;
    }
    return digits;
  }

  private static List<Choice> choices(Node node, FieldKind kind) {
    List<Choice> choices = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Node choice : node.nodes("choices")) {
      String name = choice.text("name", "");
      if (!name.matches("[a-z0-9][a-z0-9_]{0,39}")) {
        choice.problem(
            "name",
            "bad_name",
            "A choice's name has at most 40 small letters, digits and _, like in_progress.");
      } else if (!names.add(name)) {
        choice.problem("name", "duplicate_choice", "There are two choices " + name + ".");
      }
      String outcome = choice.text("outcome");
      if (outcome != null && !outcome.equals("won") && !outcome.equals("lost")) {
        choice.problem("outcome", "unknown_outcome", "An outcome is won or lost.");
      }
      choices.add(
          new Choice(name, choice.text("label", Names.label(name)), choice.text("color"), outcome));
    }
    if (CHOICES.contains(kind.name()) && choices.isEmpty()) {
      node.problem("choices", "required", "A " + kind.name() + " field needs choices.");
    }
    return choices;
  }

  private static List<String> targets(Node node) {
    List<String> to = node.raw("to") instanceof String one ? List.of(one) : node.texts("to");
    if (to.isEmpty()) {
      node.problem("to", "required", "A reference needs the type it points to, or \"*\" for any.");
    } else if ((to.contains("*") || to.contains(Field.PARTY)) && to.size() > 1) {
      node.problem("to", "bad_target", "\"*\" and \"party\" mean many types and stand alone.");
    } else if (new HashSet<>(to).size() < to.size()) {
      node.problem("to", "bad_target", "A type is named twice.");
    }
    return to;
  }

  private static Field.Junction junction(Node node) {
    for (String attribute : List.of("through", "source", "target")) {
      if (node.text(attribute) == null) {
        node.problem(
            attribute,
            "required",
            "A many needs the type it goes through, and that type's references to either side.");
      }
    }
    return new Field.Junction(
        node.text("through", ""), node.text("source", ""), node.text("target", ""));
  }

  private static String format(Node node) {
    String format = node.text("format", SequenceKind.PLAIN);
    if (!SequenceKind.isFormat(format)) {
      node.problem(
          "format",
          "bad_value",
          "A format has zeros in braces, as many as there are digits at least: C-{00000}.");
      return SequenceKind.PLAIN;
    }
    return format;
  }

  private static String inverse(Node node) {
    String inverse = node.text("inverse");
    if (inverse != null && Names.misfit(inverse) != null) {
      node.problem("inverse", "bad_name", Names.misfit(inverse));
      return null;
    }
    return inverse;
  }

  private static String inverseLabel(Node node) {
    return node.text("inverseLabel", Names.label(node.text("inverse", "")));
  }

  private static OnDelete onDelete(Node node, boolean required) {
    OnDelete otherwise = required ? OnDelete.RESTRICT : OnDelete.CLEAR;
    String text = node.text("onDelete");
    if (text == null) {
      return otherwise;
    }
    OnDelete chosen =
        switch (text) {
          case "restrict" -> OnDelete.RESTRICT;
          case "clear" -> OnDelete.CLEAR;
          case "cascade" -> OnDelete.CASCADE;
          default -> null;
        };
    if (chosen == null) {
      node.problem("onDelete", "bad_value", "onDelete is restrict, clear or cascade.");
      return otherwise;
    }
    if (chosen == OnDelete.CLEAR && required) {
      node.problem("onDelete", "bad_value", "A required reference cannot be cleared.");
    }
    return chosen;
  }

  private static void checkAttributes(Node node, Field field) {
    String kind = field.kind().name();
    boolean sorts = !field.to().isEmpty() || field.kind().comparedColumn(field) >= 0;
    if (field.index() && !sorts) {
      node.problem("index", "not_applicable", "A " + kind + " cannot be indexed.");
    }
    boolean few = field.to().size() > 1;
    if (field.unique() && (!sorts || few || Set.of("money", "boolean", "file").contains(kind))) {
      node.problem("unique", "not_applicable", "A " + kind + " like this cannot be unique.");
    }
    if (sorts && (field.index() || field.unique()) && field.max() > GREATEST_INDEXED) {
      node.problem(
          field.unique() ? "unique" : "index",
          "too_long",
          "Text that is indexed or unique needs a max of at most " + GREATEST_INDEXED + ".");
    }
    if (field.scale() > field.precision()) {
      node.problem("scale", "out_of_range", "scale is at most precision.");
    }
    checkApplies(node, "precision", field.precision() > 0, kind);
    checkApplies(node, "scale", field.precision() > 0, kind);
    checkApplies(node, "choices", CHOICES.contains(kind), kind);
    for (String attribute : List.of("through", "source", "target")) {
      checkApplies(node, attribute, kind.equals("many"), kind);
    }
    checkApplies(node, "required", !kind.equals("many"), kind);
    checkApplies(node, "default", !kind.equals("many"), kind);
    checkApplies(node, "to", kind.equals("reference"), kind);
    checkApplies(node, "format", kind.equals("sequence"), kind);
    checkApplies(node, "required", !kind.equals("sequence"), kind);
    for (String attribute : List.of("inverse", "inverseLabel", "onDelete")) {
      checkApplies(node, attribute, !field.to().isEmpty(), kind);
    }
  }

  private static void checkApplies(Node node, String attribute, boolean applies, String kind) {
    if (!applies && node.has(attribute)) {
      node.problem(attribute, "not_applicable", "A " + kind + " has no " + attribute + ".");
    }
  }

  private static void checkDefault(Node node, Field field) {
    Object value = field.defaultValue();
    String kind = field.kind().name();
    if (value == null) {
      return;
    }
    if (kind.equals("user") && value.equals("me")) {
      return;
    }
    boolean secret = kind.equals("secret");
    if (!field.to().isEmpty() || field.readOnly() || field.file() != null || secret) {
      String most = kind.equals("user") ? "default but \"me\"." : "default.";
      node.problem("default", "not_applicable", "A " + kind + " has no " + most);
      return;
    }
    boolean relative = value instanceof String text && RelativeTime.isPoint(text);
    if (relative && Set.of("date", "datetime").contains(kind)) {
      return;
    }
    try {
      field.kind().read(field, value);
    } catch (ParleyException e) {
      node.problem("default", "bad_default", "The default does not fit: " + e.getMessage());
    }
  }
}
