// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.query;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.parley.core.record.Condition;
import org.parley.core.record.Field;
import org.parley.core.record.Grouping;
import org.parley.core.record.RecordType;
import org.parley.core.record.Shape;
import org.parley.core.store.internal.database.Dialect;
import org.parley.core.store.internal.query.Conditions.Narrow;
import org.parley.core.store.internal.schema.Table;
import org.parley.core.store.internal.schema.Table.PlacedColumn;
import org.parley.core.store.internal.schema.Tables;

/**
 * Rows counted and added up by the database, in one statement that reads each row that matches
 * once. For one connection.
 */
final class Summary {
  private final Connection connection;
  private final Dialect dialect;
  private final Table table;
  private final Conditions conditions;
  private final Sql where;
  private final String hint;

  Summary(
      Connection connection,
      Dialect dialect,
      Tables tables,
      RecordType type,
      Condition condition,
      boolean trash)
      throws SQLException {
    this.connection = connection;
    this.dialect = dialect;
    this.table = tables.of(type.name());
    this.conditions = new Conditions(dialect, tables, table);
    Sql matching = conditions.where(condition, trash);
    Narrow narrow = new Count(connection, dialect, tables, type, condition, trash).narrow();
    this.where =
        narrow == null ? matching : new Sql().add(narrow.condition()).add(" AND ").add(matching);
    this.hint = narrow == null ? "" : narrow.hint();
  }

  /** Between which values a column lies in the rows that match. */
  Optional<Grouping.Extent> extent(List<Field> path, Field field) throws SQLException {
    String column = conditions.column(path, field, 0);
    Shape shape = field.kind().columns(field).get(0).shape();
    Sql sql = from(new Sql().add("SELECT MIN(" + column + "), MAX(" + column + ")"));
    try (PreparedStatement statement = sql.prepare(connection, dialect);
        ResultSet row = statement.executeQuery()) {
      row.next();
      Object first = dialect.read(row, 1, shape);
      return first == null
          ? Optional.empty()
          : Optional.of(new Grouping.Extent(first, dialect.read(row, 2, shape)));
    }
  }

  /** The groups, the largest first. */
  List<Grouping.Group> groups(List<Grouping.Key> keys, List<Field> sums, int limit)
      throws SQLException {
    Sql inner = new Sql().add("SELECT ");
    StringBuilder outer = new StringBuilder();
    StringBuilder by = new StringBuilder();
    for (int i = 0; i < keys.size(); i++) {
      inner.add(i == 0 ? "" : ", ").add(value(keys.get(i))).add(" AS k" + i);
      by.append(i == 0 ? "k" : ", k").append(i);
    }
    outer.append(by).append(keys.isEmpty() ? "" : ", ").append("COUNT(*) AS n");
    for (int i = 0; i < sums.size(); i++) {
      inner.add(i == 0 && keys.isEmpty() ? "" : ", ").add(number(sums.get(i)) + " AS s" + i);
      outer.append(", SUM(s" + i + "), COUNT(s" + i + ")");
    }
    if (keys.isEmpty() && sums.isEmpty()) {
      inner.add("r.id");
    }
    Sql sql = new Sql().add("SELECT " + outer + " FROM (").add(from(inner)).add(") matching");
    if (!keys.isEmpty()) {
      sql.add(" GROUP BY " + by + " ORDER BY n DESC");
    }
    sql.add(" FETCH FIRST ").value(limit).add(" ROWS ONLY");
    List<Grouping.Group> groups = new ArrayList<>();
    try (PreparedStatement statement = sql.prepare(connection, dialect);
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        groups.add(group(row, keys, sums.size()));
      }
    }
    return groups;
  }

  private Grouping.Group group(ResultSet row, List<Grouping.Key> keys, int sums)
      throws SQLException {
    List<Object> values = new ArrayList<>();
    int at = 1;
    for (Grouping.Key key : keys) {
      values.add(key(row, at++, key));
    }
    long count = row.getLong(at++);
    List<Grouping.Sum> added = new ArrayList<>();
    for (int i = 0; i < sums; i++) {
      BigDecimal total = row.getBigDecimal(at++);
      added.add(new Grouping.Sum(total == null ? BigDecimal.ZERO : total, row.getLong(at++)));
    }
    return new Grouping.Group(values, count, added);
  }

  private Object key(ResultSet row, int at, Grouping.Key key) throws SQLException {
    if (key.starts().isEmpty()) {
      return dialect.read(row, at, key.field().kind().columns(key.field()).get(0).shape());
    }
    int period = row.getInt(at);
    return period < 0 ? null : key.starts().get(period);
  }

  private Sql value(Grouping.Key key) {
    String column = conditions.column(key.path(), key.field(), 0);
    if (key.starts().isEmpty()) {
      return new Sql().add(column);
    }
    Sql period = new Sql().add("CASE WHEN " + column + " IS NULL THEN -1 ELSE ");
    return halved(period, column, key.starts(), 0, key.starts().size() - 1).add(" END");
  }

  /** Which of some periods a value lies in, found as in a sorted list. */
  private static Sql halved(Sql sql, String column, List<Object> starts, int from, int to) {
    if (from == to) {
      return sql.add(Integer.toString(from));
    }
    int middle = (from + to + 1) / 2;
    sql.add("CASE WHEN " + column + " < ").value(starts.get(middle)).add(" THEN ");
    halved(sql, column, starts, from, middle - 1).add(" ELSE ");
    return halved(sql, column, starts, middle, to).add(" END");
  }

  /** A column to add up, so wide that the sum of many fits. */
  private String number(Field field) {
    PlacedColumn column = table.compared(field);
    String name = "r." + column.name();
    return column.shape() == Shape.LONG ? "CAST(" + name + " AS DECIMAL(31, 0))" : name;
  }

  private Sql from(Sql columns) {
    return columns
        .add(" FROM " + table.name() + " r" + hint)
        .add(conditions.joins())
        .add(" WHERE ")
        .add(where);
  }
}
