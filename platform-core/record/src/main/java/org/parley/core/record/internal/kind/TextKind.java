// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.kind;

import java.util.List;
import java.util.function.Function;
import org.parley.core.record.Column;
import org.parley.core.record.Condition;
import org.parley.core.record.Field;
import org.parley.core.record.FieldKind;
import org.parley.core.record.Folding;
import org.parley.core.record.Operator;
import org.parley.core.record.Shape;

/** One line of text. A second column holds it folded: that one sorts, filters and is unique. */
class TextKind implements FieldKind, Sized {
  private static final int FOLDED = 1;
  private final String name;
  private final int defaultMax;

  TextKind() {
    this("text", 255);
  }

  TextKind(String name, int defaultMax) {
    this.name = name;
    this.defaultMax = defaultMax;
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final int defaultMax() {
    return defaultMax;
  }

  @Override
  public final int greatestMax() {
    return 4000;
  }

  @Override
  public final List<Column> columns(Field field) {
    return List.of(
        new Column("", Shape.TEXT, field.max()), new Column("folded", Shape.TEXT, field.max()));
  }

  @Override
  public final Object read(Field field, Object json) {
    if (!(json instanceof String text)) {
      throw Violation.wrongKind(field, "text");
    }
    String stripped = text.strip();
    if (stripped.isEmpty()) {
      return null;
    }
    Characters.check(field, stripped, false);
    String checked = checked(field, stripped);
    Characters.checkLength(field, checked);
    return checked;
  }

  /** Refuses what is no such text, or answers it in the form to store. */
  String checked(Field field, String text) {
    return text;
  }

  /** The form in which texts are compared. */
  String folded(String text, int max) {
    return Folding.fold(text, max);
  }

  @Override
  public final Object write(Field field, Object value) {
    return value;
  }

  @Override
  public final Object[] split(Field field, Object value) {
    return value == null
        ? new Object[2]
        : new Object[] {value, folded((String) value, field.max())};
  }

  @Override
  public final Object join(Field field, Object[] columns) {
    return columns[0];
  }

  @Override
  public final int comparedColumn(Field field) {
    return FOLDED;
  }

  @Override
  public final Condition compare(
      List<Field> path, Field field, Operator operator, List<String> arguments) {
    boolean pattern = operator == Operator.LIKE || operator == Operator.NOT_LIKE;
    Function<String, Object> parse =
        argument -> folded(argument, pattern ? Integer.MAX_VALUE : field.max());
    int column = operator == Operator.NULL ? 0 : FOLDED;
    return Comparison.of(path, field, column, operator, arguments, parse);
  }
}
