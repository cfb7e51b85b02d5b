// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.kind;

import java.util.List;
import java.util.function.Function;
import org.parley.core.record.Condition;
import org.parley.core.record.Field;
import org.parley.core.record.Operator;

/** Builds comparisons of one column, checking that operator and arguments go together. */
final class Comparison {
  private Comparison() {}

  /**
   * A comparison whose arguments are parsed one by one.
   *
   * @param parse turns an argument into the Java type of the column's shape
   */
  static Condition of(
      List<Field> path,
      Field field,
      int column,
      Operator operator,
      List<String> arguments,
      Function<String, Object> parse) {
    if (operator == Operator.NULL) {
      return empty(path, field, column, arguments);
    }
    if (operator != Operator.IN && operator != Operator.NOT_IN && arguments.size() != 1) {
      throw Violation.inFilter(field, "is compared with one value.");
    }
    List<Object> values = arguments.stream().map(parse).toList();
    return new Condition.Compare(path, field, column, operator, values);
  }

  /** Whether the column is empty. */
  static Condition empty(List<Field> path, Field field, int column, List<String> arguments) {
    String wanted = arguments.size() == 1 ? arguments.get(0) : "";
    if (!wanted.equals("true") && !wanted.equals("false")) {
      throw Violation.inFilter(field, "=null= takes true or false.");
    }
    return new Condition.Compare(
        path, field, column, Operator.NULL, List.of(Boolean.valueOf(wanted)));
  }

  /** Refuses wildcards where values are no text. */
  static void noWildcards(Field field, Operator operator) {
    if (operator == Operator.LIKE || operator == Operator.NOT_LIKE) {
      throw Violation.inFilter(field, "is not text, so * has no meaning there.");
    }
  }

  /** Refuses less and greater where values have no order. */
  static void noOrder(Field field, Operator operator) {
    switch (operator) {
      case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL ->
          throw Violation.inFilter(field, "has no order: compare it with == or =in=.");
      default -> {}
    }
  }
}
