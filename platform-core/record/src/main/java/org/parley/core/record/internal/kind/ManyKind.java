// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.kind;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.parley.core.record.Column;
import org.parley.core.record.Condition;
import org.parley.core.record.Field;
import org.parley.core.record.FieldKind;
import org.parley.core.record.Operator;

/**
 * Many records on the other side of a junction: no column of its own, for what it holds are the
 * records of the junction's type. A value is what a body says about those, one map each.
 */
final class ManyKind implements FieldKind {
  private static final int MOST = 200;

  @Override
  public String name() {
    return "many";
  }

  @Override
  public List<Column> columns(Field field) {
    return List.of();
  }

  @Override
  public Object read(Field field, Object json) {
    if (!(json instanceof List<?> list)) {
      throw Violation.wrongKind(field, "a list of objects such as [{\"contact\":7}]");
    }
    if (list.size() > MOST) {
      throw Violation.of(
          field, "too_many", "has " + list.size() + " records, at most " + MOST + " are allowed.");
    }
    List<Map<String, Object>> items = new ArrayList<>();
    for (Object item : list) {
      if (!(item instanceof Map<?, ?> map)) {
        throw Violation.wrongKind(field, "a list of objects such as [{\"contact\":7}]");
      }
      Map<String, Object> copy = new LinkedHashMap<>();
      map.forEach((name, value) -> copy.put(String.valueOf(name), value));
      items.add(copy);
    }
    return items;
  }

  @Override
  public Object write(Field field, Object value) {
    return value;
  }

  @Override
  public Object[] split(Field field, Object value) {
    return new Object[0];
  }

  @Override
  public Object join(Field field, Object[] columns) {
    return null;
  }

  @Override
  public int comparedColumn(Field field) {
    return -1;
  }

  @Override
  public Condition compare(
      List<Field> path, Field field, Operator operator, List<String> arguments) {
    throw Violation.inFilter(
        field, "cannot be compared; filter " + field.junction().through() + " instead.");
  }
}
