// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.query;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.parley.core.record.Selection;
import org.parley.core.store.internal.database.Dialect;
import org.parley.core.store.internal.query.Conditions.Narrow;
import org.parley.core.store.internal.schema.Table;

/**
 * How many rows indexes leave of one selection, counted in those indexes alone and no further than
 * a page may read: by that a page chooses its way. For one connection.
 */
final class Narrowing {
  private final Connection connection;
  private final Dialect dialect;
  private final Counted counted;
  private final Table table;
  private final Conditions conditions;
  private final Selection selection;

  Narrowing(
      Connection connection,
      Dialect dialect,
      Counted counted,
      Table table,
      Conditions conditions,
      Selection selection) {
    this.connection = connection;
    this.dialect = dialect;
    this.counted = counted;
    this.table = table;
    this.conditions = conditions;
    this.selection = selection;
  }

  /** A part of the condition that leaves at most so many rows, or null when none does. */
  Narrow narrow(int most) throws SQLException {
    for (Narrow narrow : conditions.narrows(selection.where(), selection.trash())) {
      if (narrow.one() || remembered(most, narrow) <= most) {
        return narrow;
      }
    }
    return null;
  }

  /** How many rows a part leaves, as it was not long ago, at most one more than asked for. */
  int remembered(int most, Narrow narrow) throws SQLException {
    return remembered(
        most,
        narrow.entries() == null
            ? entries(narrow.column(), narrow.hint(), narrow.condition())
            : narrow.entries());
  }

  private int remembered(int most, Sql entries) throws SQLException {
    Sql counting = counting(most, entries);
    return counted.of(counting.key(), () -> count(counting));
  }

  /** How many rows the table has, as it was not long ago; the greatest number when it is large. */
  int size() throws SQLException {
    int size = remembered(Page.MOST, all());
    return size > Page.MOST ? Integer.MAX_VALUE : size;
  }

  /** Whether the table has more rows than a page may read. */
  boolean isLarge() throws SQLException {
    return count(counting(Page.MOST, all())) > Page.MOST;
  }

  /** Whether an index has more entries in a range than a page may read. */
  boolean exceeds(String column, String hint, Sql range) throws SQLException {
    return count(counting(Page.MOST, entries(column, hint, range))) > Page.MOST;
  }

  private Sql all() {
    return entries("r.id", dialect.readByKey(table.primaryKey()), new Sql().add("1 = 1"));
  }

  private Sql entries(String column, String hint, Sql range) {
    return new Sql()
        .add("SELECT " + column + " FROM " + table.name() + " r")
        .add(hint)
        .add(" WHERE ")
        .add(range);
  }

  private static Sql counting(int most, Sql entries) {
    return new Sql()
        .add("SELECT COUNT(*) FROM (")
        .add(entries)
        .add(" FETCH FIRST ")
        .value(most + 1)
        .add(" ROWS ONLY) counted");
  }

  private int count(Sql counting) throws SQLException {
    try (PreparedStatement statement = counting.prepare(connection, dialect);
        ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getInt(1);
    }
  }
}
