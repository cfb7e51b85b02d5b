// SPDX-License-Identifier: Apache-2.0
package org.parley.core.search.internal;

import java.util.List;
import org.parley.core.record.Column;
import org.parley.core.record.Condition;
import org.parley.core.record.Field;
import org.parley.core.record.FieldKind;
import org.parley.core.record.Operator;

/** A kind that has a name, and whose values are texts. */
record FakeKind(String name) implements FieldKind {
  @Override
  public List<Column> columns(Field field) {
    return List.of();
  }

  @Override
  public Object read(Field field, Object json) {
    return json;
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
    throw new UnsupportedOperationException();
  }
}
