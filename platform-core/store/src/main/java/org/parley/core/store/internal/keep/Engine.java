// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.keep;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What copying needs of a database beyond what serving needs of its dialect. */
interface Engine {
  /** The one that a connection belongs to. */
  static Engine of(Connection connection) throws SQLException {
    return connection.getMetaData().getDatabaseProductName().contains("Derby")
        ? new DerbyEngine()
        : new PostgresEngine();
  }

  /** As backups call it. */
  String name();

  /** Begins to read: everything as it is at one moment, whatever others write. */
  void beginSnapshot(Connection connection) throws SQLException;

  /** Lets a query hand over its rows as they are read. */
  void stream(PreparedStatement query, int rows) throws SQLException;

  /** A text column as a sort key that every database sorts alike. */
  String sortable(String column);

  /** Names of the sequences, lower case. */
  List<String> sequences(Connection connection) throws SQLException;

  /** The number that a sequence gives next. */
  long next(Connection connection, String sequence) throws SQLException;

  /** Makes a sequence go on with a number. */
  void restart(Connection connection, String sequence, long next) throws SQLException;

  /** Lets rows bring their own numbers for an identity column. */
  void openIdentity(Connection connection, String table, String column) throws SQLException;

  /** Between the columns and the values of an insert into a table with an identity column. */
  String overriding();

  /** Makes the database number again, going on with a number. */
  void closeIdentity(Connection connection, String table, String column, long next)
      throws SQLException;

  static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  static long number(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.next() ? row.getLong(1) : 0;
    }
  }

  static List<String> texts(Connection connection, String sql) throws SQLException {
    List<String> found = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        found.add(row.getString(1).toLowerCase(Locale.ROOT));
      }
    }
    return found;
  }
}
