// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.kind;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.parley.api.record.Reference;
import org.parley.core.record.Column;
import org.parley.core.record.Condition;
import org.parley.core.record.Field;
import org.parley.core.record.FieldKind;
import org.parley.core.record.Operator;
import org.parley.core.record.Shape;

/**
 * A pointer to another record. To one type or a fixed few it is a foreign key, one column per
 * target; to any or to any party it is the type's name and the id, in this order.
 */
class ReferenceKind implements FieldKind {
  private static final int ANY_ID = 1;
  private final String name;

  ReferenceKind() {
    this("reference");
  }

  ReferenceKind(String name) {
    this.name = name;
  }

  @Override
  public final String name() {
    return name;
  }

  private static boolean any(Field field) {
    return field.refersToAny();
  }

  @Override
  public List<Column> columns(Field field) {
    if (any(field)) {
      return List.of(new Column("type", Shape.TEXT, 40), new Column("id", Shape.LONG, 0));
    }
    if (field.refersToOne()) {
      return List.of(new Column("", Shape.LONG, 0, 0, field.to().get(0)));
    }
    return field.to().stream().map(target -> new Column(target, Shape.LONG, 0, 0, target)).toList();
  }

  @Override
  public Object read(Field field, Object json) {
    Object id = json;
    Object type = field.refersToOne() ? field.to().get(0) : null;
    if (json instanceof Map<?, ?> pair) {
      if (pair.size() != 2 || !(pair.get("type") instanceof String)) {
        throw Violation.wrongKind(field, expected(field));
      }
      type = pair.get("type");
      id = pair.get("id");
    }
    boolean whole = id instanceof Integer || id instanceof Long;
    if (type == null || !whole || ((Number) id).longValue() <= 0) {
      throw Violation.wrongKind(field, expected(field));
    }
    if (!any(field) && !field.to().contains(type)) {
      throw Violation.of(
          field, "wrong_kind", "can point to " + String.join(" or ", field.to()) + " only.");
    }
    return new Reference((String) type, ((Number) id).longValue());
  }

  private static String expected(Field field) {
    return field.refersToOne()
        ? "the id of a record of type " + field.to().get(0)
        : "a type and an id such as {\"type\":\"contact\",\"id\":7}";
  }

  @Override
  public Object write(Field field, Object value) {
    Reference reference = (Reference) value;
    if (field.refersToOne()) {
      return reference.id();
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("type", reference.type());
    json.put("id", reference.id());
    return json;
  }

  @Override
  public Object[] split(Field field, Object value) {
    List<Column> columns = columns(field);
    Object[] split = new Object[columns.size()];
    if (value instanceof Reference reference) {
      if (any(field)) {
        split[0] = reference.type();
        split[ANY_ID] = reference.id();
      } else {
        split[field.to().indexOf(reference.type())] = reference.id();
      }
    }
    return split;
  }

  @Override
  public Object join(Field field, Object[] columns) {
    if (any(field)) {
      return columns[ANY_ID] == null
          ? null
          : new Reference((String) columns[0], (Long) columns[ANY_ID]);
    }
    for (int i = 0; i < columns.length; i++) {
      if (columns[i] != null) {
        return new Reference(field.to().get(i), (Long) columns[i]);
      }
    }
    return null;
  }

  /** Ids are unique across all types, so the id alone tells references to any type apart. */
  @Override
  public int comparedColumn(Field field) {
    if (any(field)) {
      return ANY_ID;
    }
    return field.refersToOne() ? 0 : -1;
  }

  @Override
  public Condition compare(
      List<Field> path, Field field, Operator operator, List<String> arguments) {
    Comparison.noWildcards(field, operator);
    Comparison.noOrder(field, operator);
    if (comparedColumn(field) >= 0) {
      return Comparison.of(
          path, field, comparedColumn(field), operator, arguments, text -> id(field, text));
    }
    List<Condition> parts = new ArrayList<>();
    for (int i = 0; i < field.to().size(); i++) {
      parts.add(Comparison.of(path, field, i, operator, arguments, text -> id(field, text)));
    }
    boolean positive =
        operator == Operator.EQUAL
            || operator == Operator.IN
            || (operator == Operator.NULL && arguments.contains("false"));
    return positive ? new Condition.Or(parts) : new Condition.And(parts);
  }

  /** The id, written alone or after its type: {@code 7} or {@code contact/7}. */
  private static Object id(Field field, String text) {
    String digits = text.substring(text.lastIndexOf('/') + 1);
    try {
      return Long.valueOf(digits);
    } catch (NumberFormatException e) {
      throw Violation.inFilter(field, "is compared with ids of records.");
    }
  }
}
