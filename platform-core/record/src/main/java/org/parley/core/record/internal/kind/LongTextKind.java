// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.kind;

import java.util.List;
import org.parley.core.record.Column;
import org.parley.core.record.Condition;
import org.parley.core.record.Field;
import org.parley.core.record.FieldKind;
import org.parley.core.record.Operator;
import org.parley.core.record.Shape;

/** Text of many lines. Too long to be kept folded, so it has no order and compares as typed. */
final class LongTextKind implements FieldKind, Sized {
  @Override
  public String name() {
    return "longtext";
  }

  @Override
  public int defaultMax() {
    return 1_000_000;
  }

  @Override
  public int greatestMax() {
    return 1_000_000;
  }

  @Override
  public List<Column> columns(Field field) {
    return List.of(new Column("", Shape.LONG_TEXT, field.max()));
  }

  @Override
  public Object read(Field field, Object json) {
    if (!(json instanceof String text)) {
      throw Violation.wrongKind(field, "text");
    }
    if (text.isBlank()) {
      return null;
    }
    Characters.checkLength(field, text);
    Characters.check(field, text, true);
    return text;
  }

  @Override
  public Object write(Field field, Object value) {
    return value;
  }

  @Override
  public Object[] split(Field field, Object value) {
    return new Object[] {value};
  }

  @Override
  public Object join(Field field, Object[] columns) {
    return columns[0];
  }

  @Override
  public int comparedColumn(Field field) {
    return -1;
  }

  @Override
  public Condition compare(
      List<Field> path, Field field, Operator operator, List<String> arguments) {
    return switch (operator) {
      case EQUAL, NOT_EQUAL, LIKE, NOT_LIKE, NULL ->
          Comparison.of(path, field, 0, operator, arguments, argument -> argument);
      default -> throw Violation.inFilter(field, "is long text: it takes ==, != and =null= only.");
    };
  }
}
