// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.query;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Objects;
import org.parley.api.error.ParleyException;
import org.parley.core.record.Column;
import org.parley.core.record.Operator;
import org.parley.core.record.Shape;

/** One column compared with values. */
final class Comparison {
  /** Numbers of values in IN, so that few different statements are compiled. */
  private static final int[] SIZES = {1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000};

  private static final String NEVER = "1 = 0";

  private final String name;
  private final Column column;

  /**
   * @param name as it stands in the statement, with its table
   */
  Comparison(String name, Column column) {
    this.name = name;
    this.column = column;
  }

  /**
   * The same of words that lie in the index of words: a row meets it when one of its words does, or
   * none where the operator is a negation.
   *
   * @param field the catalogue's number of the field
   * @param id the record's id as it stands in the statement, with its table
   * @param hint to look words up by their key
   */
  static void words(
      Sql sql, Operator operator, List<Object> values, int field, String id, String hint) {
    boolean none =
        operator == Operator.NOT_EQUAL
            || operator == Operator.NOT_IN
            || operator == Operator.NOT_LIKE;
    sql.add(none ? "NOT " : "").add("EXISTS (SELECT 1 FROM parley_word w").add(hint).add(" WHERE ");
    words(sql, operator, values, field);
    sql.add(" AND w.record_id = ").add(id).add(")");
  }

  /** Which rows of the index of words meet a comparison, or its opposite if it is a negation. */
  static void words(Sql sql, Operator operator, List<Object> values, int field) {
    boolean pattern = operator == Operator.LIKE || operator == Operator.NOT_LIKE;
    sql.add("w.field_id = ").value(field).add(" AND ");
    new Comparison("w.word", new Column("", Shape.TEXT, 100))
        .compile(sql, pattern ? Operator.LIKE : Operator.IN, values);
  }

  void compile(Sql sql, Operator operator, List<Object> values) {
    switch (operator) {
      case NULL -> sql.add(name).add((Boolean) values.get(0) ? " IS NULL" : " IS NOT NULL");
      case EQUAL, IN -> in(sql, values);
      case NOT_EQUAL, NOT_IN -> not(sql, values);
      case LIKE -> like(sql, pattern((String) values.get(0)));
      case NOT_LIKE -> {
        sql.add("(NOT (");
        like(sql, pattern((String) values.get(0)));
        orEmpty(sql.add(")"));
      }
      case LESS -> order(sql, "<", values.get(0));
      case LESS_OR_EQUAL -> order(sql, "<=", values.get(0));
      case GREATER -> order(sql, ">", values.get(0));
      case GREATER_OR_EQUAL -> order(sql, ">=", values.get(0));
      default -> throw new IllegalArgumentException(operator.name());
    }
  }

  private void not(Sql sql, List<Object> values) {
    sql.add("(NOT (");
    in(sql, values);
    orEmpty(sql.add(")"));
  }

  private void orEmpty(Sql sql) {
    sql.add(" OR ").add(name).add(" IS NULL)");
  }

  private void in(Sql sql, List<Object> values) {
    List<Object> possible = values.stream().filter(this::canBeHeld).toList();
    if (possible.isEmpty()) {
      sql.add(NEVER);
    } else if (column.shape() == Shape.LONG_TEXT) {
      // Long texts cannot be compared by "=".
      sql.add("(");
      for (int i = 0; i < possible.size(); i++) {
        sql.add(i == 0 ? "" : " OR ");
        like(sql, literal((String) possible.get(i)));
      }
      sql.add(")");
    } else if (possible.size() == 1) {
      sql.add(name).add(" = ").value(possible.get(0));
    } else {
      sql.add(name).add(" IN (");
      int size = size(possible.size());
      for (int i = 0; i < size; i++) {
        sql.add(i == 0 ? "" : ", ").value(possible.get(Math.min(i, possible.size() - 1)));
      }
      sql.add(")");
    }
  }

  static int size(int count) {
    for (int size : SIZES) {
      if (size >= count) {
        return size;
      }
    }
    return count;
  }

  private boolean canBeHeld(Object value) {
    return column.shape() != Shape.DECIMAL
        || beyond((BigDecimal) value) == 0 && fits((BigDecimal) value);
  }

  /** Whether it has no more digits after the point than the column. */
  private boolean fits(BigDecimal value) {
    return value.stripTrailingZeros().scale() <= column.scale();
  }

  /** -1 below, 1 above all that the column can hold. */
  private int beyond(BigDecimal value) {
    BigDecimal bound = BigDecimal.ONE.scaleByPowerOfTen(column.size() - column.scale());
    return value.compareTo(bound) >= 0 ? 1 : value.compareTo(bound.negate()) <= 0 ? -1 : 0;
  }

  private void order(Sql sql, String operator, Object value) {
    if (column.shape() == Shape.LONG_TEXT) {
      throw ParleyException.badRequest("bad_filter", "A long text has no order to compare by.");
    }
    Object bound = Objects.requireNonNull(value);
    String with = operator;
    if (column.shape() == Shape.DECIMAL) {
      BigDecimal number = (BigDecimal) value;
      int beyond = beyond(number);
      if (beyond != 0) {
        boolean all = (beyond > 0) == operator.startsWith("<");
        sql.add(all ? name + " IS NOT NULL" : NEVER);
        return;
      }
      if (!fits(number)) {
        // Between two values of the column: below the next one up is up to the next one down.
        bound = number.setScale(column.scale(), RoundingMode.FLOOR);
        with = operator.startsWith("<") ? "<=" : ">";
      }
    }
    sql.add(name).add(" ").add(with).add(" ").value(bound);
  }

  private void like(Sql sql, String pattern) {
    sql.add(name).add(" LIKE ").value(pattern).add(" ESCAPE '\\'");
  }

  private static String pattern(String text) {
    return literal(text).replace("*", "%");
  }

  private static String literal(String text) {
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
  }
}
