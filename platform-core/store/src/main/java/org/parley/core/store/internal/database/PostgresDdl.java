// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * PostgreSQL changes the shape of a table at once, provided that it gets the lock; what takes long
 * (indexes, checks of what is there) it does beside those who work, outside a transaction.
 */
final class PostgresDdl implements Ddl {
  // Microseconds a row, as measured on 300,000 rows with four indexes, on two busy cores.
  private static final double INDEX = 5;
  private static final double FOREIGN_KEY = 0.5;
  private static final double COPY = 100;

  /** What a lock that is held for a moment may cost others. */
  private static final Cost MOMENT = new Cost(30, 30);

  /** How many rows are so few that nobody notices how a key is made. */
  private static final int FEW = 1_000;

  private static Cost beside(double microseconds, LongSupplier rows) {
    return new Cost(MOMENT.running() + (long) (rows.getAsLong() * microseconds / 1_000), 0);
  }

  /**
   * A change that waits for its lock makes everybody behind it wait too: it gives up soon and is
   * tried again. LOCAL, since the connection goes back into the pool.
   */
  @Override
  public void begin(Connection connection) throws SQLException {
    takeYourTime(connection);
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET LOCAL lock_timeout = '2s'");
    }
  }

  @Override
  public void clear(Connection connection, String key) throws SQLException {
    takeYourTime(connection);
    List<String> left = new ArrayList<>();
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT 'ALTER TABLE ' || conrelid::regclass || ' DROP CONSTRAINT ' || conname"
                + " FROM pg_constraint WHERE conname = ?"
                + " AND connamespace = current_schema()::regnamespace"
                + " UNION ALL SELECT 'DROP INDEX CONCURRENTLY ' || oid::regclass FROM pg_class"
                + " WHERE relname = ? AND relkind = 'i'"
                + " AND relnamespace = current_schema()::regnamespace")) {
      query.setString(1, key);
      query.setString(2, key);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          left.add(row.getString(1));
        }
      }
    }
    try (Statement statement = connection.createStatement()) {
      for (String drop : left) {
        statement.execute(drop);
      }
    }
  }

  /** An index over millions of rows may be longer in coming than answers usually are. */
  private static void takeYourTime(Connection connection) throws SQLException {
    connection.setNetworkTimeout(Runnable::run, 0);
  }

  @Override
  public Alteration addColumn(String table, String definition) {
    return Alteration.of("ALTER TABLE " + table + " ADD COLUMN " + definition, MOMENT);
  }

  @Override
  public Alteration copyColumn(String table, String from, String to, LongSupplier rows) {
    // Readers go on; who wants to change a record that is copied already waits to the end.
    return Alteration.of(
        "UPDATE " + table + " SET " + to + " = " + from,
        Cost.waiting((long) (rows.getAsLong() * COPY / 1_000)));
  }

  @Override
  public Alteration widen(String table, String column, String type) {
    return Alteration.of(
        "ALTER TABLE " + table + " ALTER COLUMN " + column + " SET DATA TYPE " + type, MOMENT);
  }

  @Override
  public boolean keysKeepTheirWidth() {
    return false;
  }

  @Override
  public String computedUnlessTrashed(String column, String type, String deletedAt) {
    return null;
  }

  @Override
  public Alteration addComputed(String table, String definition, LongSupplier rows) {
    throw new UnsupportedOperationException("Unique keys leave the trash out by themselves.");
  }

  @Override
  public Alteration index(String table, String name, String over, LongSupplier rows) {
    return index("INDEX", table, name, "(" + over + ")", rows);
  }

  @Override
  public Alteration unique(
      String table, String name, String column, String deletedAt, LongSupplier rows) {
    String over = "(" + column + ") WHERE " + deletedAt + " IS NULL";
    return index("UNIQUE INDEX", table, name, over, rows);
  }

  private static Alteration index(
      String sort, String table, String name, String over, LongSupplier rows) {
    boolean online = rows.getAsLong() > FEW;
    String create =
        "CREATE " + sort + (online ? " CONCURRENTLY " : " ") + name + " ON " + table + " " + over;
    return new Alteration(List.of(create), online, online ? beside(INDEX, rows) : MOMENT);
  }

  @Override
  public Alteration foreignKey(
      String table, String name, String column, String to, LongSupplier rows) {
    boolean online = rows.getAsLong() > FEW;
    String add =
        "ALTER TABLE "
            + table
            + " ADD CONSTRAINT "
            + name
            + " FOREIGN KEY ("
            + column
            + ") REFERENCES "
            + to
            + " (id)";
    return online
        ? new Alteration(
            List.of(add + " NOT VALID", "ALTER TABLE " + table + " VALIDATE CONSTRAINT " + name),
            true,
            beside(FOREIGN_KEY, rows))
        : Alteration.of(add, MOMENT);
  }

  @Override
  public String drop(String table, String name, KeySort sort) {
    return sort == KeySort.FOREIGN
        ? "ALTER TABLE " + table + " DROP CONSTRAINT " + name
        : "DROP INDEX " + name;
  }
}
