// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record;

import java.util.List;

/** What a row must meet, in terms of columns. The empty {@link And} is always met. */
public sealed interface Condition {
  /** All of them. */
  record And(List<Condition> parts) implements Condition {
    public And {
      parts = List.copyOf(parts);
    }
  }

  /** At least one of them. */
  record Or(List<Condition> parts) implements Condition {
    public Or {
      parts = List.copyOf(parts);
    }
  }

  /**
   * A comparison of one column with values. NOT_EQUAL, NOT_IN and NOT_LIKE hold for empty columns
   * too.
   *
   * @param path reference fields (to one type each) to cross first, outermost first
   * @param field the field, of the type the path ends at; also {@code id} and {@code version},
   *     which every type has as columns of these names though they are not among its fields (kind
   *     {@code id}, shape LONG)
   * @param column which of the field's columns
   * @param values in the Java types of the column's shape
   */
  record Compare(List<Field> path, Field field, int column, Operator operator, List<Object> values)
      implements Condition {
    public Compare {
      path = List.copyOf(path);
      values = List.copyOf(values);
    }
  }

  /** Met by every row. */
  Condition ALL = new And(List.of());
}
