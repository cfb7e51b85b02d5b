// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.kind;

import java.util.List;
import org.parley.core.record.Column;
import org.parley.core.record.Condition;
import org.parley.core.record.Field;
import org.parley.core.record.FieldKind;
import org.parley.core.record.Operator;
import org.parley.core.record.Shape;

/** A kind whose value lies in one column just as it is. */
abstract class SingleColumnKind implements FieldKind {
  private final String name;
  private final Shape shape;

  SingleColumnKind(String name, Shape shape) {
    this.name = name;
    this.shape = shape;
  }

  /** An argument of a filter in the column's Java type. */
  abstract Object argument(Field field, String text);

  @Override
  public final String name() {
    return name;
  }

  @Override
  public List<Column> columns(Field field) {
    return List.of(new Column("", shape, 0));
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
  public final int comparedColumn(Field field) {
    return 0;
  }

  @Override
  public Condition compare(
      List<Field> path, Field field, Operator operator, List<String> arguments) {
    Comparison.noWildcards(field, operator);
    return Comparison.of(path, field, 0, operator, arguments, text -> argument(field, text));
  }
}
