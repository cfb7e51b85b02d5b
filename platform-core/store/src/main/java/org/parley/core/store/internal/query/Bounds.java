// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.query;

import org.parley.core.record.Condition;
import org.parley.core.record.Operator;

/** Between which values a column must lie: two ends, each open or not. */
final class Bounds {
  private final Sql lower = new Sql();
  private final Sql upper = new Sql();

  static boolean isBound(Condition.Compare compare) {
    return switch (compare.operator()) {
      case EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> true;
      default -> false;
    };
  }

  void add(Condition.Compare compare, Sql sql) {
    Operator operator = compare.operator();
    boolean equal = operator == Operator.EQUAL;
    if (equal || operator == Operator.GREATER || operator == Operator.GREATER_OR_EQUAL) {
      and(lower, sql);
    }
    if (equal || operator == Operator.LESS || operator == Operator.LESS_OR_EQUAL) {
      and(upper, sql);
    }
  }

  void below(Sql sql) {
    and(upper, sql);
  }

  private static void and(Sql all, Sql more) {
    all.add(all.isEmpty() ? "" : " AND ").add(more);
  }

  boolean isBoundedAbove() {
    return !upper.isEmpty();
  }

  boolean isEmpty() {
    return lower.isEmpty() && upper.isEmpty();
  }

  /** Adds the end that is reached last when the column is read up or down. */
  Sql far(Sql range, boolean descending) {
    Sql end = descending ? lower : upper;
    return end.isEmpty() ? range : range.add(" AND ").add(end);
  }

  Sql whole() {
    Sql whole = new Sql().add(lower);
    and(whole, upper.isEmpty() ? new Sql().add("1 = 1") : upper);
    return whole;
  }
}
