// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.kind;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.parley.api.record.StoredFile;
import org.parley.core.record.Column;
import org.parley.core.record.Condition;
import org.parley.core.record.Field;
import org.parley.core.record.FieldKind;
import org.parley.core.record.Folding;
import org.parley.core.record.Operator;
import org.parley.core.record.Shape;

/**
 * A file: the hash of its content, and what it is called. The content lies elsewhere. What a body
 * gives is only a claim to a content; who writes checks it.
 */
public final class FileKind implements FieldKind {
  private static final int NAME = 1;
  private static final int FOLDED = 2;
  private static final int SIZE = 3;
  private static final int TYPE = 4;
  private static final int LONGEST_TOKEN = 100;
  private static final String EXPECTED =
      "a file that was uploaded before: {\"file\": \"…\"} as POST /api/v1/files answers it";
  private static final Set<String> KEYS = Set.of("file", "hash", "name", "size", "type");

  /**
   * What a body says stands in a field: a new upload, or the file that is there already.
   *
   * @param token of an upload, or null
   * @param hash of the file that is there, or null
   * @param name it shall have, or null for the one it has
   */
  public record Claim(String token, String hash, String name) {}

  @Override
  public String name() {
    return "file";
  }

  @Override
  public List<Column> columns(Field field) {
    return List.of(
        new Column("hash", Shape.TEXT, 64),
        new Column("", Shape.TEXT, FileName.LONGEST),
        new Column("folded", Shape.TEXT, FileName.LONGEST),
        new Column("size", Shape.LONG, 0),
        new Column("type", Shape.TEXT, 100));
  }

  @Override
  public Object read(Field field, Object json) {
    if (!(json instanceof Map<?, ?> file) || !KEYS.containsAll(file.keySet())) {
      throw Violation.wrongKind(field, EXPECTED);
    }
    String token = text(field, file, "file");
    String hash = text(field, file, "hash");
    String name = text(field, file, "name");
    if ((token == null) == (hash == null)) {
      throw Violation.wrongKind(field, EXPECTED);
    }
    return new Claim(token, hash, name == null ? null : FileName.of(name));
  }

  private static String text(Field field, Map<?, ?> file, String key) {
    Object value = file.get(key);
    boolean tooLong =
        value instanceof String text && !key.equals("name") && text.length() > LONGEST_TOKEN;
    if (value != null && !(value instanceof String) || tooLong) {
      throw Violation.wrongKind(field, EXPECTED);
    }
    return (String) value;
  }

  @Override
  public Object write(Field field, Object value) {
    StoredFile file = (StoredFile) value;
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("hash", file.hash());
    json.put("name", file.name());
    json.put("size", file.size());
    json.put("type", file.type());
    return json;
  }

  @Override
  public String words(Field field, Object value) {
    return ((StoredFile) value).name();
  }

  @Override
  public Object[] split(Field field, Object value) {
    return value instanceof StoredFile file
        ? new Object[] {
          file.hash(),
          file.name(),
          Folding.fold(file.name(), FileName.LONGEST),
          file.size(),
          file.type()
        }
        : new Object[5];
  }

  @Override
  public Object join(Field field, Object[] columns) {
    if (columns[0] == null || columns[SIZE] == null) {
      return null;
    }
    return new StoredFile(
        (String) columns[0], (String) columns[NAME], (Long) columns[SIZE], (String) columns[TYPE]);
  }

  @Override
  public int comparedColumn(Field field) {
    return FOLDED;
  }

  /** By name, as a person reads it. */
  @Override
  public Condition compare(
      List<Field> path, Field field, Operator operator, List<String> arguments) {
    return comparePart(path, field, "name", operator, arguments);
  }

  @Override
  public List<String> parts(Field field) {
    return List.of("name", "type", "size");
  }

  @Override
  public Condition comparePart(
      List<Field> path, Field field, String part, Operator operator, List<String> arguments) {
    if (operator == Operator.NULL) {
      return Comparison.empty(path, field, 0, arguments);
    }
    switch (part) {
      case "name":
        boolean pattern = operator == Operator.LIKE || operator == Operator.NOT_LIKE;
        int max = pattern ? Integer.MAX_VALUE : FileName.LONGEST;
        return Comparison.of(
            path, field, FOLDED, operator, arguments, text -> Folding.fold(text, max));
      case "type":
        return Comparison.of(
            path,
            field,
            TYPE,
            operator,
            arguments,
            text -> text.toLowerCase(java.util.Locale.ROOT));
      case "size":
        Comparison.noWildcards(field, operator);
        return Comparison.of(path, field, SIZE, operator, arguments, text -> size(field, text));
      default:
        return FieldKind.super.comparePart(path, field, part, operator, arguments);
    }
  }

  private static Object size(Field field, String text) {
    try {
      return Long.valueOf(text);
    } catch (NumberFormatException e) {
      throw Violation.inFilter(field, "has a size in bytes, which is compared with whole numbers.");
    }
  }
}
