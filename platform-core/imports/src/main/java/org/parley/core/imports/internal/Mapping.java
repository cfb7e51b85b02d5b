// SPDX-License-Identifier: Apache-2.0
package org.parley.core.imports.internal;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.parley.api.error.FieldError;
import org.parley.api.error.ParleyException;
import org.parley.core.record.Field;
import org.parley.core.record.Model;
import org.parley.core.record.RecordType;

/**
 * Which field is filled from which column, read from its JSON and checked against the record types.
 *
 * @param key header of the column that tells rows apart, or null where rows have no key
 * @param encoding null to guess
 * @param delimiter 0 to guess
 */
record Mapping(
    RecordType type, String key, List<Source> sources, Charset encoding, char delimiter) {
  private static final Set<String> MEMBERS =
      Set.of("type", "key", "fields", "encoding", "delimiter");
  private static final Set<String> FIELD_MEMBERS =
      Set.of("column", "match", "format", "decimal", "currency", "corrections");

  /**
   * Where a field's values come from.
   *
   * @param part the part of the field that is filled, such as the city of an address; null for all
   * @param column header of its column
   * @param match the field of the other type that a reference is looked for in, or null
   * @param cells how a cell is read
   * @param corrections what a value is read as instead
   */
  record Source(
      Field field,
      String part,
      String column,
      String match,
      CellReader cells,
      Map<String, String> corrections) {
    /** How the field, or its part, is called in mappings. */
    String name() {
      return part == null ? field.name() : field.name() + "." + part;
    }

    /** The text of a cell after corrections. */
    String corrected(String cell) {
      return corrections.getOrDefault(cell, cell);
    }
  }

  /**
   * Reads one.
   *
   * @param currency of amounts that name none
   * @throws ParleyException INVALID naming every part that is wrong
   */
  static Mapping of(Model model, String currency, Map<String, Object> json) {
    Errors errors = new Errors();
    errors.unknown("", json, MEMBERS);
    RecordType type = model.types().get(String.valueOf(json.get("type")));
    if (type == null || type.name().equals("import")) {
      errors.add("type", "unknown_type", "There is no such record type.");
      throw errors.invalid();
    }
    List<Source> sources = new ArrayList<>();
    errors
        .object(json.get("fields"), "fields")
        .forEach(
            (name, source) -> {
              Field field = fillable(type, name, errors);
              if (field != null && source instanceof Map<?, ?> given) {
                source(model, currency, field, part(name), given, errors).ifPresent(sources::add);
              } else if (field != null && source != null) {
                errors.add("fields." + name, "wrong_kind", "It must be an object.");
              }
            });
    if (sources.isEmpty() && errors.isEmpty()) {
      errors.add("fields", "required", "Fill at least one field from a column.");
    }
    String key = errors.text(json, "key", "");
    Charset encoding = encoding(errors.text(json, "encoding", ""), errors);
    String delimiter = errors.text(json, "delimiter", "");
    if (delimiter != null && delimiter.length() != 1) {
      errors.add("delimiter", "bad_value", "A delimiter is one character.");
    }
    if (!errors.isEmpty()) {
      throw errors.invalid();
    }
    return new Mapping(type, key, sources, encoding, delimiter == null ? 0 : delimiter.charAt(0));
  }

  /** Whether a field can be filled from a file of rows. */
  static boolean isFillable(Field field) {
    boolean plain = !field.hidden() && !field.readOnly() && !field.system();
    boolean own = plain || List.of("owner", "team").contains(field.name());
    return own
        && field.format() == null
        && field.junction() == null
        && field.file() == null
        && !field.kind().name().equals("secret")
        && (field.to().isEmpty() || field.refersToOne());
  }

  private static String part(String name) {
    int dot = name.indexOf('.');
    return dot < 0 ? null : name.substring(dot + 1);
  }

  private static Field fillable(RecordType type, String name, Errors errors) {
    String part = part(name);
    Field field =
        type.fields()
            .get(part == null ? name : name.substring(0, name.length() - part.length() - 1));
    List<String> parts = field == null ? List.of() : field.kind().parts(field);
    boolean known = part == null ? !isInParts(field) : parts.contains(part);
    if (field == null || !isFillable(field) || !known) {
      errors.add(
          "fields." + name,
          "unknown_field",
          type.label() + " has no field " + name + " that can be filled from a file.");
      return null;
    }
    return field;
  }

  /** Whether a field is filled part by part. */
  static boolean isInParts(Field field) {
    return field != null && field.kind().name().equals("address");
  }

  private static Optional<Source> source(
      Model model, String currency, Field field, String part, Map<?, ?> json, Errors errors) {
    int before = errors.count();
    String at = "fields." + field.name() + (part == null ? "" : "." + part);
    errors.unknown(at + ".", json, FIELD_MEMBERS);
    String column = errors.text(json, "column", at);
    if (column == null) {
      errors.add(at + ".column", "required", "Say which column it is filled from.");
    }
    String match = errors.text(json, "match", at);
    RecordType target = field.to().isEmpty() ? null : model.types().get(field.to().get(0));
    if (match != null && (target == null || !target.fields().containsKey(match))) {
      errors.add(
          at + ".match", "unknown_field", field.label() + " cannot be looked up by " + match + ".");
    }
    Map<String, String> corrections = new LinkedHashMap<>();
    errors
        .object(json.get("corrections"), at + ".corrections")
        .forEach((from, to) -> corrections.put(from, to == null ? "" : String.valueOf(to)));
    String in = errors.text(json, "currency", at);
    CellReader cells = null;
    try {
      cells =
          new CellReader(
              errors.text(json, "format", at),
              errors.text(json, "decimal", at),
              in == null ? currency : in);
    } catch (IllegalArgumentException e) {
      errors.add(at + ".format", "bad_value", "This is no pattern: " + e.getMessage());
    }
    return errors.count() > before
        ? Optional.empty()
        : Optional.of(new Source(field, part, column, match, cells, corrections));
  }

  private static Charset encoding(String name, Errors errors) {
    try {
      return name == null ? null : Charset.forName(name);
    } catch (IllegalArgumentException e) {
      errors.add("encoding", "bad_value", "There is no encoding " + name + ".");
      return null;
    }
  }

  /** What is wrong with a mapping, gathered so that all of it is told at once. */
  private static final class Errors {
    private final List<FieldError> found = new ArrayList<>();

    boolean isEmpty() {
      return found.isEmpty();
    }

    int count() {
      return found.size();
    }

    void add(String field, String code, String message) {
      found.add(new FieldError(field, code, message));
    }

    ParleyException invalid() {
      return ParleyException.invalid(found);
    }

    void unknown(String at, Map<?, ?> json, Set<String> members) {
      json.keySet().stream()
          .map(String::valueOf)
          .filter(member -> !members.contains(member))
          .forEach(
              member -> add(at + member, "unknown_field", "A mapping has no part " + member + "."));
    }

    String text(Map<?, ?> json, String member, String at) {
      Object value = json.get(member);
      if (value == null || value instanceof String) {
        return value == null || ((String) value).isEmpty() ? null : (String) value;
      }
      add(at.isEmpty() ? member : at + "." + member, "wrong_kind", "It must be text.");
      return null;
    }

    @SuppressWarnings("unchecked")
    Map<String, Object> object(Object value, String at) {
      if (value instanceof Map<?, ?> map) {
        return (Map<String, Object>) map;
      }
      if (value != null) {
        add(at, "wrong_kind", "It must be an object.");
      }
      return Map.of();
    }
  }
}
