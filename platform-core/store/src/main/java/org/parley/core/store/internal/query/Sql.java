// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.query;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.parley.core.record.Shape;
import org.parley.core.store.internal.database.Dialect;

/**
 * A statement and its parameters, growing together. Values are always parameters: a text with
 * values in it would be compiled anew each time.
 */
final class Sql {
  /** The last guard: whatever a statement turns out to read, it ends. */
  private static final int LONGEST_SECONDS = 10;

  private final StringBuilder text = new StringBuilder();
  private final List<Object> values = new ArrayList<>();

  Sql add(String more) {
    text.append(more);
    return this;
  }

  Sql add(Sql more) {
    text.append(more.text);
    values.addAll(more.values);
    return this;
  }

  /** A parameter. */
  Sql value(Object value) {
    text.append('?');
    values.add(value);
    return this;
  }

  /** How many parameters it has. */
  int size() {
    return values.size();
  }

  boolean isEmpty() {
    return text.length() == 0;
  }

  /** That a column is not empty, so that an index over it need not be read beyond its values. */
  static Sql held(String column, Shape shape, Dialect dialect) {
    Object greatest = dialect.greatest(shape);
    return greatest == null
        ? new Sql().add(column + " IS NOT NULL")
        : new Sql().add(column + " <= ").value(greatest);
  }

  /** Equal for the same statement with the same values. */
  Object key() {
    return List.of(text.toString(), List.copyOf(values));
  }

  PreparedStatement prepare(Connection connection, Dialect dialect) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(text.toString());
    try {
      statement.setQueryTimeout(LONGEST_SECONDS);
      for (int i = 0; i < values.size(); i++) {
        dialect.bind(statement, i + 1, values.get(i));
      }
      return statement;
    } catch (SQLException | RuntimeException e) {
      statement.close();
      throw e;
    }
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
