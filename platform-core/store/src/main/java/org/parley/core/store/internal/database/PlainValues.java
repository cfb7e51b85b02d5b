// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.database;

import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import org.parley.core.record.Column;
import org.parley.core.record.Shape;

/**
 * Values as all databases take and give them; only text, days and instants differ. What lies before
 * the year 1 or after 9999, which no field holds but a filter may ask for, is brought to the
 * nearest end.
 */
abstract class PlainValues implements Dialect {
  static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999Z");
  static final LocalDate LAST_DAY = LocalDate.of(9999, 12, 31);
  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
  private static final LocalDate FIRST_DAY = LocalDate.of(1, 1, 1);

  /** Sets an instant, which lies between the ends. */
  abstract void bindInstant(PreparedStatement statement, int index, Instant instant)
      throws SQLException;

  /** Sets a day, which lies between the ends. */
  abstract void bindDay(PreparedStatement statement, int index, LocalDate day) throws SQLException;

  /** Reads an instant, or null. */
  abstract Instant instant(ResultSet row, int index) throws SQLException;

  /** Reads a day, or null. */
  abstract LocalDate day(ResultSet row, int index) throws SQLException;

  /** What follows the type of a text column so that texts are compared as code points. */
  abstract String binary();

  @Override
  public String columnType(Column column) {
    return switch (column.shape()) {
      case TEXT, WORDS -> "VARCHAR(" + textWidth(column.size()) + ")" + binary();
      case LONG_TEXT -> unboundedText() + binary();
      case LONG -> "BIGINT";
      case DECIMAL -> "DECIMAL(" + Math.min(column.size(), 31) + "," + column.scale() + ")";
      case BOOLEAN -> "BOOLEAN";
      case DATE -> "DATE";
      case TIMESTAMP -> timestamp();
    };
  }

  @Override
  public int jdbcType(Shape shape) {
    return switch (shape) {
      case TEXT, WORDS -> Types.VARCHAR;
      case LONG_TEXT -> unboundedText().equals("CLOB") ? Types.CLOB : Types.VARCHAR;
      case LONG -> Types.BIGINT;
      case DECIMAL -> Types.DECIMAL;
      case BOOLEAN -> Types.BOOLEAN;
      case DATE -> Types.DATE;
      case TIMESTAMP -> Types.TIMESTAMP;
    };
  }

  @Override
  public final void bind(PreparedStatement statement, int index, Object value) throws SQLException {
    if (value instanceof String text) {
      statement.setString(index, text);
    } else if (value instanceof Long number) {
      statement.setLong(index, number);
    } else if (value instanceof Integer number) {
      statement.setInt(index, number);
    } else if (value instanceof BigDecimal number) {
      statement.setBigDecimal(index, number);
    } else if (value instanceof Boolean flag) {
      statement.setBoolean(index, flag);
    } else if (value instanceof Instant at) {
      bindInstant(statement, index, at.isBefore(FIRST) ? FIRST : at.isAfter(LAST) ? LAST : at);
    } else if (value instanceof LocalDate day) {
      LocalDate held = day.isBefore(FIRST_DAY) ? FIRST_DAY : day.isAfter(LAST_DAY) ? LAST_DAY : day;
      bindDay(statement, index, held);
    } else {
      throw new IllegalArgumentException("No column holds a " + value.getClass().getName());
    }
  }

  @Override
  public final Object read(ResultSet row, int index, Shape shape) throws SQLException {
    switch (shape) {
      case TEXT, LONG_TEXT, WORDS:
        return row.getString(index);
      case LONG:
        long number = row.getLong(index);
        return row.wasNull() ? null : (Object) number;
      case DECIMAL:
        return row.getBigDecimal(index);
      case BOOLEAN:
        boolean flag = row.getBoolean(index);
        return row.wasNull() ? null : (Object) flag;
      case DATE:
        return day(row, index);
      case TIMESTAMP:
        return instant(row, index);
      default:
        throw new IllegalArgumentException(shape.name());
    }
  }

  @Override
  public final Object readByType(ResultSet row, int index, int jdbcType) throws SQLException {
    return switch (jdbcType) {
      case Types.VARCHAR, Types.CHAR, Types.CLOB -> row.getString(index);
      case Types.BIGINT -> read(row, index, Shape.LONG);
      case Types.DECIMAL, Types.NUMERIC -> row.getBigDecimal(index);
      case Types.BOOLEAN, Types.BIT -> read(row, index, Shape.BOOLEAN);
      case Types.DATE -> day(row, index);
      case Types.TIMESTAMP -> instant(row, index);
      default -> row.getObject(index);
    };
  }
}
