// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.keep;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** PostgreSQL. */
final class PostgresEngine implements Engine {
  static final String NAME = "postgresql";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void beginSnapshot(Connection connection) throws SQLException {
    // To sort a big table may take longer than answers usually do.
    connection.setNetworkTimeout(Runnable::run, 0);
    connection.setReadOnly(true);
    connection.setAutoCommit(false);
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
  }

  @Override
  public void stream(PreparedStatement query, int rows) throws SQLException {
    query.setFetchSize(rows);
  }

  @Override
  public String sortable(String column) {
    return column + " COLLATE \"C\"";
  }

  @Override
  public List<String> sequences(Connection connection) throws SQLException {
    // Those of identity columns hang on their column and are not meant.
    return Engine.texts(
        connection,
        "SELECT c.relname FROM pg_class c WHERE c.relkind = 'S'"
            + " AND c.relnamespace = current_schema()::regnamespace"
            + " AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid"
            + " AND d.classid = 'pg_class'::regclass AND d.deptype IN ('i', 'a')) ORDER BY 1");
  }

  @Override
  public long next(Connection connection, String sequence) throws SQLException {
    return Engine.number(
        connection,
        "SELECT CASE WHEN q.is_called THEN q.last_value + s.seqincrement ELSE q.last_value END"
            + " FROM "
            + sequence
            + " q, pg_sequence s WHERE s.seqrelid = '"
            + sequence
            + "'::regclass");
  }

  @Override
  public void restart(Connection connection, String sequence, long next) throws SQLException {
    Engine.execute(connection, "ALTER SEQUENCE " + sequence + " RESTART WITH " + next);
  }

  @Override
  public void openIdentity(Connection connection, String table, String column) {
    // Said by each insert.
  }

  @Override
  public String overriding() {
    return " OVERRIDING SYSTEM VALUE";
  }

  @Override
  public void closeIdentity(Connection connection, String table, String column, long next)
      throws SQLException {
    Engine.execute(
        connection, "ALTER TABLE " + table + " ALTER COLUMN " + column + " RESTART WITH " + next);
  }
}
