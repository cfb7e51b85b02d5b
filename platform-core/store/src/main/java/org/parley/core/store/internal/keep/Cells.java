// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.keep;

import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.parley.core.record.Shape;
import org.parley.core.store.internal.database.Dialect;
import org.parley.core.store.internal.keep.TableShape.Column;
import org.parley.core.store.internal.keep.TableShape.Kind;

/** Values as text in the one form that every database has in common, and back. */
final class Cells {
  private static final DateTimeFormatter INSTANT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'");

  private Cells() {}

  /** Which columns stand in quotes. */
  static boolean[] quoted(List<Column> columns) {
    boolean[] quoted = new boolean[columns.size()];
    for (int i = 0; i < quoted.length; i++) {
      Kind kind = columns.get(i).kind();
      quoted[i] = kind == Kind.TEXT || kind == Kind.BYTES;
    }
    return quoted;
  }

  /** Reads a value that is not bytes. */
  static String read(Dialect dialect, ResultSet row, int index, Column column) throws SQLException {
    Object value = dialect.read(row, index, shape(column.kind()));
    if (value instanceof BigDecimal number) {
      return number.toPlainString();
    }
    return value instanceof Instant instant
        ? INSTANT.format(LocalDateTime.ofInstant(instant, ZoneOffset.UTC))
        : value == null ? null : value.toString();
  }

  /** Sets a value that is neither bytes nor nothing. */
  static void bind(
      Dialect dialect, PreparedStatement statement, int index, Column column, String cell)
      throws SQLException {
    Object value =
        switch (column.kind()) {
          case TEXT -> cell;
          case WHOLE -> Long.valueOf(cell);
          case DECIMAL -> new BigDecimal(cell);
          case BOOLEAN -> truth(cell);
          case DATE -> LocalDate.parse(cell);
          case TIMESTAMP -> Instant.parse(cell);
          case BYTES -> throw new IllegalArgumentException("bytes are no text");
        };
    dialect.bind(statement, index, value);
  }

  private static boolean truth(String cell) {
    if (!cell.equals("true") && !cell.equals("false")) {
      throw new IllegalArgumentException(cell + " is neither true nor false");
    }
    return cell.equals("true");
  }

  private static Shape shape(Kind kind) {
    return switch (kind) {
      case TEXT -> Shape.TEXT;
      case WHOLE -> Shape.LONG;
      case DECIMAL -> Shape.DECIMAL;
      case BOOLEAN -> Shape.BOOLEAN;
      case DATE -> Shape.DATE;
      case TIMESTAMP -> Shape.TIMESTAMP;
      case BYTES -> throw new IllegalArgumentException("bytes are no text");
    };
  }
}
