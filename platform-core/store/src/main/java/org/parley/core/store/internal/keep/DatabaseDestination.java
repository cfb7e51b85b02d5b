// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.keep;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.parley.core.store.internal.database.Dialect;
import org.parley.core.store.internal.keep.TableShape.Column;
import org.parley.core.store.internal.schema.Blueprint;

/**
 * A database that fills: the core's tables are there and empty, those of records are made when the
 * catalogue is, keys and numbers come last. What is done already is not done again.
 */
final class DatabaseDestination {
  private final Connection connection;
  private final Dialect dialect;
  private final Engine engine;
  private final Checkpoint checkpoint;
  private final Progress progress;

  /**
   * @param connection for this alone
   * @param checkpoint remembers how far it is
   */
  DatabaseDestination(
      Connection connection, Dialect dialect, Checkpoint checkpoint, Progress progress)
      throws SQLException {
    this.connection = connection;
    this.dialect = dialect;
    this.engine = Engine.of(connection);
    this.checkpoint = checkpoint;
    this.progress = progress;
    connection.setAutoCommit(false);
  }

  /** Takes all that an origin has. */
  void fill(Origin origin) {
    try {
      int catalogue = TableShapes.CATALOGUE.size();
      List<TableShape> tables = origin.tables();
      for (TableShape table : tables.subList(0, catalogue)) {
        fill(origin, table);
      }
      makeTables();
      for (TableShape table : tables.subList(catalogue, tables.size())) {
        fill(origin, table);
      }
      if (!checkpoint.isDone(Checkpoint.KEYS)) {
        finish(origin);
      }
    } catch (SQLException e) {
      throw Refusal.failed("The database refuses: " + e.getMessage(), e);
    }
  }

  private void fill(Origin origin, TableShape from) throws SQLException {
    if (checkpoint.isDone(from.name())) {
      return;
    }
    TableShape target = shape(from);
    for (Column column : target.columns()) {
      if (column.identity()) {
        engine.openIdentity(connection, target.name(), column.name());
      }
    }
    String[] last = checkpoint.lastKey(target);
    long before = checkpoint.rows(target);
    connection.commit();
    try (Origin.Rows rows = origin.rows(from, last);
        TableWriter writer =
            new TableWriter(
                connection,
                dialect,
                engine,
                target,
                from,
                origin.contents(),
                (done, row) -> {
                  checkpoint.note(target, before + done, key(target, from, row));
                  progress.at(target.name(), before + done, 0, "rows");
                })) {
      String[] written = null;
      for (String[] row = rows.next(); row != null; row = rows.next()) {
        writer.write(row);
        written = row;
      }
      writer.finish(written);
    }
    checkpoint.done(from.name());
    connection.commit();
  }

  private static String cell(TableShape table, String[] row, String column) {
    return row[table.columns().indexOf(table.column(column).orElseThrow())];
  }

  private static String[] key(TableShape target, TableShape from, String[] row) {
    return (from.key().isEmpty() ? target : from)
        .key().stream().map(column -> cell(from, row, column.name())).toArray(String[]::new);
  }

  TableShape shape(TableShape from) throws SQLException {
    boolean upper = connection.getMetaData().storesUpperCaseIdentifiers();
    return TableShapes.shape(connection, from.name(), from.type(), upper);
  }

  private void makeTables() throws SQLException {
    Set<String> there = new HashSet<>();
    try (ResultSet table =
        connection
            .getMetaData()
            .getTables(null, connection.getSchema(), "%", new String[] {"TABLE"})) {
      while (table.next()) {
        there.add(table.getString("TABLE_NAME").toLowerCase(Locale.ROOT));
      }
    }
    Blueprint blueprint = new Blueprint(dialect, connection);
    for (String adaptation : blueprint.adaptations()) {
      Engine.execute(connection, adaptation);
    }
    for (Map.Entry<String, String> table : blueprint.tables().entrySet()) {
      if (!there.contains(table.getKey())) {
        Engine.execute(connection, table.getValue());
      }
    }
    connection.commit();
  }

  /** Keys, and numbers that go on after those that are taken; in one transaction. */
  private void finish(Origin origin) throws SQLException {
    List<String> keys = new Blueprint(dialect, connection).keys();
    int made = 0;
    dialect.ddl().begin(connection);
    for (String key : keys) {
      Engine.execute(connection, key);
      progress.at("indexes and keys", ++made, keys.size(), "made");
    }
    for (TableShape table : origin.tables()) {
      for (Column column : shape(table).columns()) {
        if (column.identity()) {
          engine.closeIdentity(
              connection,
              table.name(),
              column.name(),
              1
                  + Engine.number(
                      connection, "SELECT MAX(" + column.name() + ") FROM " + table.name()));
        }
      }
    }
    Set<String> here = new HashSet<>(engine.sequences(connection));
    for (Map.Entry<String, Long> sequence : origin.sequences().entrySet()) {
      if (here.contains(sequence.getKey())) {
        engine.restart(connection, sequence.getKey(), sequence.getValue());
      }
    }
    checkpoint.done(Checkpoint.KEYS);
    connection.commit();
  }
}
