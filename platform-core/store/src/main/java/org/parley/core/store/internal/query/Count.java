// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.query;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Set;
import org.parley.core.record.Condition;
import org.parley.core.record.RecordType;
import org.parley.core.record.Storage;
import org.parley.core.store.internal.database.Dialect;
import org.parley.core.store.internal.query.Conditions.Narrow;
import org.parley.core.store.internal.schema.Table;
import org.parley.core.store.internal.schema.Tables;

/** How many rows match, told without reading more than is worth it. For one connection. */
final class Count {
  private final Connection connection;
  private final Dialect dialect;
  private final Table table;
  private final Condition condition;
  private final boolean trash;
  private final Conditions conditions;
  private final Sql where;

  Count(
      Connection connection,
      Dialect dialect,
      Tables tables,
      RecordType type,
      Condition condition,
      boolean trash) {
    this.connection = connection;
    this.dialect = dialect;
    this.table = tables.of(type.name());
    this.condition = condition;
    this.trash = trash;
    this.conditions = new Conditions(dialect, tables, table);
    this.where = conditions.where(condition, trash);
  }

  /** Exactly, up to a cap. */
  long upTo(long cap) throws SQLException {
    Narrow narrow = narrow();
    return narrow == null
        ? matching("", where, cap)
        : matching(narrow.hint(), narrowed(narrow), cap);
  }

  /** Up to a cap among the first rows of the table, where no part of the condition leaves fewer. */
  Storage.Counted roughly(long cap) throws SQLException {
    Narrow narrow = narrow();
    String key = dialect.readByKey(table.primaryKey());
    if (narrow != null) {
      return new Storage.Counted(matching(narrow.hint(), narrowed(narrow), cap), true);
    }
    Long last = id(key);
    if (last == null || Condition.ALL.equals(condition)) {
      return new Storage.Counted(matching(key, where, cap), true);
    }
    Sql first = new Sql().add("r.id <= ").value(last).add(" AND ").add(where);
    return new Storage.Counted(matching(key, first, cap), false);
  }

  /** Adds the ids of rows that match, up to a cap, where few do. */
  void collect(Set<Long> ids, long cap) throws SQLException {
    Narrow narrow = narrow();
    Sql sql =
        new Sql()
            .add("SELECT r.id FROM " + table.name() + " r" + narrow.hint() + conditions.joins())
            .add(" WHERE ")
            .add(narrowed(narrow))
            .add(" FETCH FIRST ")
            .value(cap)
            .add(" ROWS ONLY");
    try (PreparedStatement statement = sql.prepare(connection, dialect);
        ResultSet row = statement.executeQuery()) {
      while (row.next() && ids.size() < cap) {
        ids.add(row.getLong(1));
      }
    }
  }

  boolean isNarrow() throws SQLException {
    return narrow() != null;
  }

  private Sql narrowed(Narrow narrow) {
    return new Sql().add(narrow.condition()).add(" AND ").add(where);
  }

  /** A part of the condition that an index answers and that leaves few rows, or null. */
  Narrow narrow() throws SQLException {
    for (Narrow narrow : conditions.narrows(condition, trash)) {
      boolean few =
          narrow.one()
              || count(narrow.column(), narrow.hint(), narrow.condition(), Page.MOST + 1)
                  <= Page.MOST;
      if (few) {
        return narrow;
      }
    }
    return null;
  }

  /** The id after as many rows as a page may read, or null when there are no more. */
  private Long id(String key) throws SQLException {
    Sql sql =
        new Sql()
            .add("SELECT r.id FROM " + table.name() + " r")
            .add(key)
            .add(" ORDER BY r.id OFFSET ")
            .value(Page.MOST)
            .add(" ROWS FETCH NEXT 1 ROWS ONLY");
    try (PreparedStatement statement = sql.prepare(connection, dialect);
        ResultSet row = statement.executeQuery()) {
      return row.next() ? row.getLong(1) : null;
    }
  }

  private long matching(String hint, Sql matching, long cap) throws SQLException {
    return count("r.id", hint + conditions.joins(), matching, cap);
  }

  /**
   * Counts rows.
   *
   * @param more what follows the table; it holds no values
   */
  private long count(String column, String more, Sql matching, long cap) throws SQLException {
    Sql sql =
        new Sql()
            .add("SELECT COUNT(*) FROM (SELECT " + column + " FROM " + table.name() + " r" + more)
            .add(" WHERE ")
            .add(matching)
            .add(" FETCH FIRST ")
            .value(cap)
            .add(" ROWS ONLY) counted");
    try (PreparedStatement statement = sql.prepare(connection, dialect);
        ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }
}
