// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.eclipse.persistence.exceptions.DatabaseException;
import org.eclipse.persistence.exceptions.OptimisticLockException;
import org.eclipse.persistence.sessions.server.ClientSession;
import org.parley.api.error.ErrorKind;
import org.parley.api.error.ParleyException;
import org.parley.api.record.Record;
import org.parley.core.event.Change;
import org.parley.core.record.Commit;
import org.parley.core.record.Storage.StaleWrite;
import org.parley.core.store.internal.database.Database;
import org.parley.core.store.internal.database.Failure;
import org.parley.core.store.internal.file.ContentUses;
import org.parley.core.store.internal.schema.Table;
import org.parley.core.store.internal.schema.Table.Placed;
import org.parley.core.store.internal.session.ModelSession;

/**
 * One commit: rows first, so that they are locked; then the journal's positions, so that these grow
 * along each record's changes; all in one database transaction, tried again as long as it only
 * collides with others.
 */
final class Transaction {
  private final ModelSession session;
  private final Operations operations;
  private final Database database;
  private final Commit commit;
  private final Refusals refusals;

  Transaction(ModelSession session, Operations operations, Commit commit) {
    this.session = session;
    this.operations = operations;
    this.database = operations.database();
    this.commit = commit;
    this.refusals = new Refusals(database.dialect(), operations.catalogue());
  }

  /** The position of each write. */
  List<Long> run() {
    if (commit.writes().isEmpty()) {
      return List.of();
    }
    database.requireRoom();
    long[] positions;
    try (UniqueValues.Held held = operations.uniqueValues().hold(session.tables(), commit)) {
      positions = database.attempt(this::attempt);
    }
    operations.journal().wake();
    return LongStream.of(positions).boxed().toList();
  }

  private long[] attempt() throws SQLException {
    ClientSession client = session.begin();
    long[] positions = null;
    try {
      client.beginTransaction();
      try {
        Connection connection = ModelSession.connection(client);
        write(client, connection);
        forget(connection);
        Words.keep(connection, session.tables(), commit.writes());
        noteContents(connection);
        new Checks(database.dialect(), session.tables(), connection, commit).run();
        keepExternalIds(connection);
        positions = operations.journal().write(connection, commit, session.tables());
        client.commitTransaction();
      } catch (SQLException | RuntimeException | Error e) {
        rollBack(client, e);
        throw e;
      }
      return positions;
    } catch (DatabaseException e) {
      throw refusals.of(Operation.cause(e));
    } catch (SQLException e) {
      throw refusals.of(e);
    } finally {
      if (positions != null) {
        operations.journal().settle(positions);
      }
      client.release();
    }
  }

  private void noteContents(Connection connection) throws SQLException {
    for (Commit.Write write : commit.writes()) {
      Table table = session.tables().of(write.type().name());
      ContentUses.note(connection, database.dialect(), table, write);
    }
  }

  private static void rollBack(ClientSession client, Throwable reason) {
    try {
      client.rollbackTransaction();
    } catch (RuntimeException e) {
      reason.addSuppressed(e);
    }
  }

  /** Writes in order, neighbouring new rows of one type together. */
  private void write(ClientSession client, Connection connection) throws SQLException {
    List<Record> created = new ArrayList<>();
    for (Commit.Write write : commit.writes()) {
      boolean create = write.operation() == Change.Operation.CREATE;
      boolean other = !created.isEmpty() && !created.get(0).type().equals(write.after().type());
      if (!create || other) {
        insert(connection, created);
      }
      if (create) {
        created.add(write.after());
      } else if (write.operation() == Change.Operation.PURGE) {
        remove(connection, write);
      } else {
        update(client, write);
      }
    }
    insert(connection, created);
  }

  /** Takes a row away that lies in the trash. */
  private void remove(Connection connection, Commit.Write write) throws SQLException {
    Record before = write.before().orElseThrow();
    String table = session.tables().of(write.type().name()).name();
    try (PreparedStatement delete =
        connection.prepareStatement(
            "DELETE FROM "
                + table
                + " WHERE id = ? AND version = ? AND "
                + Table.DELETED
                + " IS NOT NULL")) {
      delete.setLong(1, before.id());
      delete.setLong(2, before.version());
      if (delete.executeUpdate() == 0) {
        throw new StaleWrite(before.type(), before.id());
      }
    } catch (SQLException e) {
      if (database.dialect().failure(e) != Failure.FOREIGN_KEY) {
        throw e;
      }
      throw new ParleyException(
          ErrorKind.CONFLICT,
          "in_use",
          write.type().label()
              + " "
              + before.id()
              + " is still named by other records in the trash, or by those of a removed plugin."
              + " Delete these for good first.",
          e);
    }
  }

  /** What the journal keeps of people goes with what is erased or taken away for good. */
  private void forget(Connection connection) throws SQLException {
    for (Commit.Write write : commit.writes()) {
      if (write.operation() == Change.Operation.PURGE
          || write.operation() == Change.Operation.ERASE) {
        int type = session.tables().of(write.type().name()).id();
        long id = write.after().id();
        operations.journal().forgetPersonal(connection, type, id);
        if (write.operation() == Change.Operation.PURGE) {
          try (PreparedStatement delete =
              connection.prepareStatement("DELETE FROM parley_external WHERE record_id = ?")) {
            delete.setLong(1, id);
            delete.executeUpdate();
          }
        }
      }
    }
  }

  private void insert(Connection connection, List<Record> created) throws SQLException {
    if (!created.isEmpty()) {
      Table table = session.tables().of(created.get(0).type());
      new Inserts(table, database.dialect()).run(connection, created);
      created.clear();
    }
  }

  private void update(ClientSession client, Commit.Write write) {
    Table table = session.tables().of(write.type().name());
    Record after = write.after();
    Record before = write.before().orElseThrow();
    try {
      session.update(client, table.type().name(), columns(table, before), columns(table, after));
    } catch (OptimisticLockException e) {
      throw new StaleWrite(after.type(), after.id());
    }
  }

  private static Map<String, Object> columns(Table table, Record held) {
    Map<String, Object> columns = new LinkedHashMap<>();
    columns.put("id", held.id());
    columns.put("version", held.version());
    for (Placed placed : table.visible()) {
      Object[] values =
          placed.field().kind().split(placed.field(), held.get(placed.field().name()));
      for (int i = 0; i < values.length; i++) {
        columns.put(placed.columns().get(i).name(), values[i]);
      }
    }
    return columns;
  }

  private void keepExternalIds(Connection connection) throws SQLException {
    if (commit.writes().stream().allMatch(write -> write.externalId() == null)) {
      return;
    }
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO parley_external (source, external_id, type_id, record_id)"
                + " VALUES (?, ?, ?, ?)")) {
      for (Commit.Write write : commit.writes()) {
        if (write.externalId() != null) {
          insert.setString(1, write.source());
          insert.setString(2, write.externalId());
          insert.setInt(3, session.tables().of(write.type().name()).id());
          insert.setLong(4, write.after().id());
          insert.addBatch();
        }
      }
      insert.executeBatch();
    }
  }
}
