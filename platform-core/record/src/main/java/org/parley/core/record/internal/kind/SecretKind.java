// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.kind;

import java.util.List;
import java.util.Map;
import org.parley.core.record.Column;
import org.parley.core.record.Condition;
import org.parley.core.record.Field;
import org.parley.core.record.FieldKind;
import org.parley.core.record.Operator;
import org.parley.core.record.Sealed;
import org.parley.core.record.Shape;

/**
 * What goes in and never comes out again, such as a password for another system: all that is told
 * of it is that it is set. What a body gives is only the plain text; who writes seals it.
 */
public final class SecretKind implements FieldKind, Sized {
  /** All that anybody is told of a secret. */
  private static final Map<String, Object> SET = Map.of("set", true);

  /** Four bytes a character at most, four signs for three of them, and what sealing adds. */
  private static final int GREATEST_SEALED = 24_000;

  /**
   * What a body gives.
   *
   * @param text the secret, or null for the one that stands there
   */
  public record Plain(String text) {
    @Override
    public String toString() {
      return "•••";
    }
  }

  @Override
  public String name() {
    return "secret";
  }

  @Override
  public int defaultMax() {
    return 1_000;
  }

  @Override
  public int greatestMax() {
    return 4_000;
  }

  @Override
  public List<Column> columns(Field field) {
    return List.of(new Column("", Shape.LONG_TEXT, GREATEST_SEALED));
  }

  /** Blanks around it are part of it; what was answered means the one that stands there. */
  @Override
  public Object read(Field field, Object json) {
    if (SET.equals(json)) {
      return new Plain(null);
    }
    if (!(json instanceof String text)) {
      throw Violation.wrongKind(field, "text, or null to clear it");
    }
    if (text.isEmpty()) {
      return null;
    }
    Characters.checkLength(field, text);
    Characters.check(field, text, true);
    return new Plain(text);
  }

  @Override
  public Object write(Field field, Object value) {
    return SET;
  }

  @Override
  public String words(Field field, Object value) {
    return "•••";
  }

  @Override
  public Object[] split(Field field, Object value) {
    return new Object[] {value instanceof Sealed sealed ? sealed.text() : null};
  }

  @Override
  public Object join(Field field, Object[] columns) {
    return columns[0] == null ? null : new Sealed((String) columns[0]);
  }

  @Override
  public int comparedColumn(Field field) {
    return -1;
  }

  @Override
  public Condition compare(
      List<Field> path, Field field, Operator operator, List<String> arguments) {
    if (operator != Operator.NULL) {
      throw Violation.inFilter(field, "is a secret: it takes =null= only.");
    }
    return Comparison.empty(path, field, 0, arguments);
  }
}
