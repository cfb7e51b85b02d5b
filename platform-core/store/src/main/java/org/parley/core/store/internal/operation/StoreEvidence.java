// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.operation;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.parley.core.operation.Evidence;
import org.parley.core.store.internal.database.Database;

/**
 * The database for a support bundle: what it is, its tables, their columns, keys and row counts.
 */
@Component
public final class StoreEvidence implements Evidence {
  private static final int COUNT_SECONDS = 10;

  private final Database database;

  @Activate
  public StoreEvidence(@Reference Database database) {
    this.database = database;
  }

  @Override
  public String file() {
    return "database.txt";
  }

  @Override
  public void write(PrintWriter out) {
    database.read(
        connection -> {
          DatabaseMetaData about = connection.getMetaData();
          out.println(about.getDatabaseProductName() + " " + about.getDatabaseProductVersion());
          out.println(about.getDriverName() + " " + about.getDriverVersion());
          String schema = connection.getSchema();
          for (String table : tables(about, schema)) {
            out.println();
            out.println(table + ": " + count(connection, table));
            columns(out, about, schema, table);
          }
          return null;
        });
  }

  private static List<String> tables(DatabaseMetaData about, String schema) throws SQLException {
    List<String> names = new ArrayList<>();
    try (ResultSet rows = about.getTables(null, schema, "%", new String[] {"TABLE"})) {
      while (rows.next()) {
        names.add(rows.getString("TABLE_NAME"));
      }
    }
    return names;
  }

  /** A table that takes too long to count is told as such. */
  private static String count(Connection connection, String table) {
    try (Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(COUNT_SECONDS);
      String name = table.replace("\"", "\"\"");
      try (ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM \"" + name + "\"")) {
        rows.next();
        return rows.getLong(1) + " rows";
      }
    } catch (SQLException e) {
      return "not counted: " + e.getMessage();
    }
  }

  private static void columns(PrintWriter out, DatabaseMetaData about, String schema, String table)
      throws SQLException {
    try (ResultSet rows = about.getColumns(null, schema, table, "%")) {
      while (rows.next()) {
        out.printf(
            "  %s %s(%d)%s%n",
            rows.getString("COLUMN_NAME"),
            rows.getString("TYPE_NAME"),
            rows.getInt("COLUMN_SIZE"),
            "NO".equals(rows.getString("IS_NULLABLE")) ? " not null" : "");
      }
    }
    try (ResultSet rows = about.getIndexInfo(null, schema, table, false, true)) {
      while (rows.next()) {
        if (rows.getString("INDEX_NAME") != null) {
          out.printf(
              "  %s %s over %s%n",
              rows.getBoolean("NON_UNIQUE") ? "index" : "key",
              rows.getString("INDEX_NAME"),
              rows.getString("COLUMN_NAME"));
        }
      }
    }
  }
}
