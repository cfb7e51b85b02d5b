// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.parley.core.plugin.Ledger;
import org.parley.core.record.Shape;
import org.parley.core.store.internal.database.Database;
import org.parley.core.store.internal.database.Dialect;

/** The ledger of plugins in the database, jars included. */
@Component(service = Ledger.class)
public final class StoredLedger implements Ledger {
  private static final String OPERATION =
      "SELECT number, kind, plugin, from_version, to_version, step, actor, through, started_at,"
          + " finished_at, outcome FROM parley_plugin_operation ";
  private static final int LONGEST_OUTCOME = 4_000;

  private final Database database;
  private final Dialect dialect;

  @Activate
  public StoredLedger(@Reference Database database) {
    this.database = database;
    this.dialect = database.dialect();
  }

  @Override
  public List<Entry> entries() {
    return database.read(
        connection -> {
          List<Entry> entries = new ArrayList<>();
          try (PreparedStatement query =
                  connection.prepareStatement(
                      "SELECT id, version, hash, state, installed_at, installed_by"
                          + " FROM parley_plugin ORDER BY installed_at, id");
              ResultSet row = query.executeQuery()) {
            while (row.next()) {
              entries.add(
                  new Entry(
                      row.getString(1),
                      row.getString(2),
                      row.getString(3),
                      State.valueOf(row.getString(4)),
                      instant(row, 5),
                      row.getString(6)));
            }
          }
          return entries;
        });
  }

  private Instant instant(ResultSet row, int index) throws SQLException {
    return (Instant) dialect.read(row, index, Shape.TIMESTAMP);
  }

  @Override
  public Optional<byte[]> bytes(Entry entry) {
    return database.read(
        connection -> {
          try (PreparedStatement query =
              prepare(
                  connection,
                  "SELECT jar FROM parley_plugin WHERE id = ? AND version = ? AND hash = ?",
                  entry)) {
            try (ResultSet row = query.executeQuery()) {
              return row.next() ? Optional.of(row.getBytes(1)) : Optional.<byte[]>empty();
            }
          }
        });
  }

  private static PreparedStatement prepare(Connection connection, String sql, Entry key)
      throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    statement.setString(1, key.id());
    statement.setString(2, key.version());
    statement.setString(3, key.hash());
    return statement;
  }

  @Override
  public void stage(Entry entry, byte[] jar) {
    database.transaction(
        connection -> {
          delete(connection, entry);
          try (PreparedStatement insert =
              prepare(
                  connection,
                  "INSERT INTO parley_plugin (id, version, hash, state, installed_at,"
                      + " installed_by, jar) VALUES (?, ?, ?, ?, ?, ?, ?)",
                  entry)) {
            insert.setString(4, entry.state().name());
            dialect.bind(insert, 5, entry.installedAt());
            insert.setString(6, entry.installedBy());
            insert.setBytes(7, jar);
            insert.executeUpdate();
          }
          return null;
        });
  }

  private static void delete(Connection connection, Entry entry) throws SQLException {
    try (PreparedStatement delete =
        prepare(
            connection,
            "DELETE FROM parley_plugin WHERE id = ? AND version = ? AND hash = ?",
            entry)) {
      delete.executeUpdate();
    }
  }

  @Override
  public void commit(List<Entry> states, Operation operation) {
    database.transaction(
        connection -> {
          for (Entry entry : states) {
            // The state comes first in the statement, the key after it.
            try (PreparedStatement update =
                connection.prepareStatement(
                    "UPDATE parley_plugin SET state = ?"
                        + " WHERE id = ? AND version = ? AND hash = ?")) {
              update.setString(1, entry.state().name());
              update.setString(2, entry.id());
              update.setString(3, entry.version());
              update.setString(4, entry.hash());
              if (update.executeUpdate() != 1) {
                throw new IllegalStateException(
                    "The ledger has no " + entry.id() + " " + entry.version());
              }
            }
          }
          update(connection, operation);
          return null;
        });
  }

  @Override
  public void remove(Entry entry) {
    database.transaction(
        connection -> {
          delete(connection, entry);
          return null;
        });
  }

  @Override
  public Operation begin(Operation operation) {
    long number =
        database.transaction(
            connection -> {
              try (PreparedStatement insert =
                  connection.prepareStatement(
                      "INSERT INTO parley_plugin_operation (kind, plugin, from_version,"
                          + " to_version, step, actor, through, started_at, finished_at, outcome)"
                          + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                      Statement.RETURN_GENERATED_KEYS)) {
                bind(insert, operation);
                insert.executeUpdate();
                try (ResultSet key = insert.getGeneratedKeys()) {
                  key.next();
                  return key.getLong(1);
                }
              }
            });
    return new Operation(
        number,
        operation.kind(),
        operation.plugin(),
        operation.from(),
        operation.to(),
        operation.step(),
        operation.by(),
        operation.through(),
        operation.startedAt(),
        operation.finishedAt(),
        operation.outcome());
  }

  private void bind(PreparedStatement statement, Operation operation) throws SQLException {
    statement.setString(1, operation.kind());
    statement.setString(2, operation.plugin());
    statement.setString(3, operation.from());
    statement.setString(4, operation.to());
    statement.setString(5, operation.step());
    statement.setString(6, operation.by());
    statement.setString(7, operation.through());
    dialect.bind(statement, 8, Shape.TIMESTAMP, operation.startedAt());
    dialect.bind(statement, 9, Shape.TIMESTAMP, operation.finishedAt());
    String outcome = operation.outcome();
    statement.setString(
        10,
        outcome == null || outcome.length() <= LONGEST_OUTCOME
            ? outcome
            : outcome.substring(0, LONGEST_OUTCOME));
  }

  @Override
  public void update(Operation operation) {
    database.transaction(
        connection -> {
          update(connection, operation);
          return null;
        });
  }

  private void update(Connection connection, Operation operation) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE parley_plugin_operation SET kind = ?, plugin = ?, from_version = ?,"
                + " to_version = ?, step = ?, actor = ?, through = ?, started_at = ?,"
                + " finished_at = ?, outcome = ? WHERE number = ?")) {
      bind(update, operation);
      update.setLong(11, operation.number());
      if (update.executeUpdate() != 1) {
        throw new IllegalStateException("There is no operation " + operation.number());
      }
    }
  }

  @Override
  public List<Operation> unfinished() {
    return operations("WHERE finished_at IS NULL ORDER BY number");
  }

  @Override
  public List<Operation> recent(String plugin, int limit) {
    return operations(
        "WHERE plugin = ? ORDER BY number DESC FETCH FIRST ? ROWS ONLY", plugin, limit);
  }

  private List<Operation> operations(String condition, Object... values) {
    return database.read(
        connection -> {
          List<Operation> operations = new ArrayList<>();
          try (PreparedStatement query = connection.prepareStatement(OPERATION + condition)) {
            for (int i = 0; i < values.length; i++) {
              dialect.bind(query, i + 1, values[i]);
            }
            try (ResultSet row = query.executeQuery()) {
              while (row.next()) {
                operations.add(operation(row));
              }
            }
          }
          return operations;
        });
  }

  private Operation operation(ResultSet row) throws SQLException {
    return new Operation(
        row.getLong(1),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        row.getString(5),
        row.getString(6),
        row.getString(7),
        row.getString(8),
        instant(row, 9),
        instant(row, 10),
        row.getString(11));
  }
}
