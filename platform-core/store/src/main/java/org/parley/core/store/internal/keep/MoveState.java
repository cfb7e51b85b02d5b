// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.keep;

import java.io.IOException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;

/**
 * How far a move is, as rows of the target itself: they are committed with what they tell about, so
 * a move that was killed goes on after exactly the rows that are there.
 */
final class MoveState implements Checkpoint {
  static final String TABLE = "parley_move";

  /** No table's name. */
  private static final String SOURCE = "* source";

  private final Connection connection;

  MoveState(Connection connection) throws SQLException {
    this.connection = connection;
    Engine.execute(
        connection,
        "CREATE TABLE IF NOT EXISTS parley_move (part VARCHAR(100) NOT NULL, row_count BIGINT NOT"
            + " NULL, last_key TEXT, done BOOLEAN NOT NULL,"
            + " CONSTRAINT pk_parley_move PRIMARY KEY (part))");
  }

  /** What is moved; null before {@link #source(String)}. */
  String source() throws SQLException {
    return read(SOURCE, "last_key");
  }

  void source(String mark) throws SQLException {
    write(SOURCE, 0, mark, true);
  }

  private String read(String part, String column) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement("SELECT " + column + " FROM parley_move WHERE part = ?")) {
      query.setString(1, part);
      try (ResultSet row = query.executeQuery()) {
        return row.next() ? row.getString(1) : null;
      }
    }
  }

  private void write(String part, long rows, String key, boolean done) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO parley_move (part, row_count, last_key, done) VALUES (?, ?, ?, ?)"
                + " ON CONFLICT (part) DO UPDATE SET row_count = EXCLUDED.row_count,"
                + " last_key = EXCLUDED.last_key, done = EXCLUDED.done")) {
      insert.setString(1, part);
      insert.setLong(2, rows);
      insert.setString(3, key);
      insert.setBoolean(4, done);
      insert.executeUpdate();
    }
  }

  @Override
  public boolean isDone(String part) throws SQLException {
    return "t".equals(read(part, "done"));
  }

  @Override
  public String[] lastKey(TableShape table) throws SQLException {
    String key = read(table.name(), "last_key");
    try {
      return key == null ? null : Csv.read(new StringReader(key));
    } catch (IOException cannotBe) {
      throw new SQLException(cannotBe);
    }
  }

  @Override
  public long rows(TableShape table) throws SQLException {
    String rows = read(table.name(), "row_count");
    return rows == null ? 0 : Long.parseLong(rows);
  }

  @Override
  public void note(TableShape table, long rows, String[] key) throws SQLException {
    boolean[] quoted = new boolean[key.length];
    Arrays.fill(quoted, true);
    write(table.name(), rows, Csv.line(key, quoted), false);
  }

  @Override
  public void done(String part) throws SQLException {
    String rows = read(part, "row_count");
    write(part, rows == null ? 0 : Long.parseLong(rows), read(part, "last_key"), true);
  }
}
