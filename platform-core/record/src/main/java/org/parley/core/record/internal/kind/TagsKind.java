// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.kind;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.parley.core.record.Column;
import org.parley.core.record.Condition;
import org.parley.core.record.Field;
import org.parley.core.record.FieldKind;
import org.parley.core.record.Folding;
import org.parley.core.record.Operator;
import org.parley.core.record.Shape;

/** Words that people make up as they go, kept as typed and told apart without case and accents. */
final class TagsKind implements FieldKind {
  private static final int MOST = 50;
  private static final int LONGEST = 50;
  private static final int FOLDED = 1;

  @Override
  public String name() {
    return "tags";
  }

  @Override
  public List<Column> columns(Field field) {
    int length = MOST * (LONGEST + 1);
    return List.of(new Column("", Shape.TEXT, length), new Column("folded", Shape.WORDS, length));
  }

  @Override
  public Object read(Field field, Object json) {
    if (!(json instanceof List<?> tags)) {
      throw Violation.wrongKind(field, "a list of texts such as [\"vip\",\"fair 2026\"]");
    }
    Map<String, String> byFolded = new LinkedHashMap<>();
    for (Object tag : tags) {
      if (!(tag instanceof String text)) {
        throw Violation.wrongKind(field, "a list of texts such as [\"vip\",\"fair 2026\"]");
      }
      String stripped = text.strip();
      Characters.check(field, stripped, false);
      if (stripped.length() > LONGEST) {
        throw Violation.of(
            field,
            "too_long",
            "has a tag of "
                + stripped.length()
                + " characters, at most "
                + LONGEST
                + " are allowed.");
      }
      if (!folded(stripped).isEmpty()) {
        byFolded.putIfAbsent(folded(stripped), stripped);
      }
    }
    if (byFolded.size() > MOST) {
      throw Violation.of(
          field, "too_many", "has " + byFolded.size() + " tags, at most " + MOST + " are allowed.");
    }
    return byFolded.isEmpty() ? null : List.copyOf(byFolded.values());
  }

  private static String folded(String tag) {
    return Folding.fold(tag, LONGEST);
  }

  @Override
  public Object write(Field field, Object value) {
    return value;
  }

  @Override
  public String words(Field field, Object value) {
    return String.join(", ", ((List<?>) value).toArray(String[]::new));
  }

  @Override
  public Object[] split(Field field, Object value) {
    if (!(value instanceof List<?> tags)) {
      return new Object[2];
    }
    List<String> folded = new ArrayList<>();
    tags.forEach(tag -> folded.add(folded((String) tag)));
    return new Object[] {Lines.joined(tags), Lines.joined(folded)};
  }

  @Override
  public Object join(Field field, Object[] columns) {
    return Lines.split(columns[0]);
  }

  @Override
  public int comparedColumn(Field field) {
    return -1;
  }

  @Override
  public Condition compare(
      List<Field> path, Field field, Operator operator, List<String> arguments) {
    Comparison.noOrder(field, operator);
    boolean pattern = operator == Operator.LIKE || operator == Operator.NOT_LIKE;
    Function<String, Object> parse =
        text -> pattern ? Folding.fold(text, Integer.MAX_VALUE) : folded(text);
    int column = operator == Operator.NULL ? 0 : FOLDED;
    return Comparison.of(path, field, column, operator, arguments, parse);
  }
}
