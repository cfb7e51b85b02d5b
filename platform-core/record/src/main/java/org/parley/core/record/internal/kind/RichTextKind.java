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

/**
 * Text with headings, lists, links and the like, as HTML that is safe to show: made so when it is
 * written, whoever writes. Filters look at its text, without case and accents.
 */
final class RichTextKind implements FieldKind, Sized {
  private static final int FOLDED = 1;

  @Override
  public String name() {
    return "richtext";
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
    return List.of(
        new Column("", Shape.LONG_TEXT, field.max()),
        new Column("folded", Shape.LONG_TEXT, field.max()));
  }

  @Override
  public Object read(Field field, Object json) {
    if (!(json instanceof String text)) {
      throw Violation.wrongKind(field, "text in HTML");
    }
    Characters.checkLength(field, text);
    Characters.check(field, text, true);
    String safe = SafeHtml.of(text);
    if (safe.isEmpty()) {
      return null;
    }
    Characters.checkLength(field, safe);
    return safe;
  }

  @Override
  public Object write(Field field, Object value) {
    return value;
  }

  @Override
  public String words(Field field, Object value) {
    return SafeHtml.text((String) value);
  }

  @Override
  public Object[] split(Field field, Object value) {
    return value == null
        ? new Object[2]
        : new Object[] {value, Folding.fold(SafeHtml.text((String) value), field.max())};
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
    Function<String, Object> folded = argument -> Folding.fold(argument, Integer.MAX_VALUE);
    return switch (operator) {
      case EQUAL, NOT_EQUAL, LIKE, NOT_LIKE ->
          Comparison.of(path, field, FOLDED, operator, arguments, folded);
      case NULL -> Comparison.of(path, field, 0, operator, arguments, folded);
      default -> throw Violation.inFilter(field, "is long text: it takes ==, != and =null= only.");
    };
  }
}
