// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.eclipse.persistence.exceptions.DatabaseException;
import org.eclipse.persistence.exceptions.OptimisticLockException;
import org.eclipse.persistence.sessions.server.ClientSession;
import org.parley.api.error.ErrorKind;
import org.parley.api.error.FieldError;
import org.parley.api.error.ParleyException;
import org.parley.api.record.Record;
import org.parley.api.record.Reference;
import org.parley.core.event.Change;
import org.parley.core.record.Commit;
import org.parley.core.record.Storage.StaleWrite;
import org.parley.core.store.internal.database.Database;
import org.parley.core.store.internal.database.Failure;
import org.parley.core.store.internal.file.ContentUses;
import org.parley.core.store.internal.schema.Catalogue.Culprit;
import org.parley.core.store.internal.schema.Table;
import org.parley.core.store.internal.schema.Table.Placed;
import org.parley.core.store.internal.session.ModelSession;

/**
 * One commit: rows first, so that they are locked; then the journal's positions, so that these grow
 * along each record's changes; all in one database transaction, tried again as long as it only
 * collides with others.
 */
final class Transaction {
  private static final Pattern KEY = Pattern.compile("\\b((?:UQ|FK)_\\d+|PK_PARLEY_EXTERNAL)\\b");

  private final ModelSession session;
  private final Operations operations;
  private final Database database;
  private final Commit commit;

  Transaction(ModelSession session, Operations operations, Commit commit) {
    this.session = session;
    this.operations = operations;
    this.database = operations.database();
    this.commit = commit;
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
        Words.keep(connection, session.tables(), commit.writes());
        noteContents(connection);
        checkUnique(connection);
        checkReads(connection);
        checkReferences(connection);
        keepExternalIds(connection);
        positions = operations.journal().write(connection, commit, session.tables());
        client.commitTransaction();
      } catch (SQLException | RuntimeException | Error e) {
        rollBack(client, e);
        throw e;
      }
      return positions;
    } catch (DatabaseException e) {
      throw refused(Operation.cause(e));
    } catch (SQLException e) {
      throw refused(e);
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
      } else {
        update(client, write);
      }
    }
    insert(connection, created);
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

  /**
   * Looks whether a value that became unique by an update is held by another record too, where the
   * database may miss it.
   */
  private void checkUnique(Connection connection) throws SQLException {
    if (!database.dialect().uniqueKeysMissRevivedValues()) {
      return;
    }
    for (Commit.Write write : commit.writes()) {
      if (write.operation() == Change.Operation.CREATE) {
        continue;
      }
      Table table = session.tables().of(write.type().name());
      for (Placed placed : table.fields().values()) {
        String field = placed.field().name();
        boolean comes =
            write.operation() == Change.Operation.RESTORE
                || !Objects.equals(
                    write.before().map(before -> before.get(field)).orElse(null),
                    write.after().get(field));
        if (placed.key() != null
            && comes
            && isTwice(connection, table, placed.key(), write.after().id())) {
          throw notUnique(field, null);
        }
      }
    }
  }

  private static boolean isTwice(Connection connection, Table table, String key, long id)
      throws SQLException {
    String value;
    try (PreparedStatement query =
        connection.prepareStatement("SELECT " + key + " FROM " + table.name() + " WHERE id = ?")) {
      query.setLong(1, id);
      try (ResultSet row = query.executeQuery()) {
        value = row.next() ? row.getString(1) : null;
      }
    }
    if (value == null) {
      return false;
    }
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT id FROM " + table.name() + " WHERE " + key + " = ? AND id <> ?")) {
      query.setString(1, value);
      query.setLong(2, id);
      try (ResultSet row = query.executeQuery()) {
        return row.next();
      }
    }
  }

  /** Records that were read to decide stay as they were read until the transaction ends. */
  private void checkReads(Connection connection) throws SQLException {
    Map<String, Long> written = new HashMap<>();
    for (Commit.Write write : commit.writes()) {
      written.put(
          write.after().type() + "/" + write.after().id(),
          write.before().map(Record::version).orElse(0L));
    }
    for (Commit.Read read : commit.reads()) {
      String type = read.type().name();
      Long before = written.get(type + "/" + read.id());
      // What is written too has been compared and locked by its own update.
      long version = before != null ? before : version(connection, type, read.id());
      if (version != read.version()) {
        throw new StaleWrite(type, read.id());
      }
    }
  }

  /** The version of a row, which is held from now on; 0 when there is none. */
  private long version(Connection connection, String type, long id) throws SQLException {
    String table = session.tables().of(type).name();
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT version FROM " + table + " WHERE id = ?" + database.dialect().holdRows())) {
      query.setLong(1, id);
      try (ResultSet row = query.executeQuery()) {
        return row.next() ? row.getLong(1) : 0;
      }
    }
  }

  /** References to any type have no foreign key: what they point at must be there. */
  private void checkReferences(Connection connection) throws SQLException {
    Set<Reference> checked = new HashSet<>();
    for (Commit.Write write : commit.writes()) {
      for (Placed placed : session.tables().of(write.type().name()).visible()) {
        String field = placed.field().name();
        boolean keyed = placed.columns().stream().anyMatch(c -> c.column().target() != null);
        if (keyed
            || !(write.after().get(field) instanceof Reference to)
            || write.before().filter(before -> to.equals(before.get(field))).isPresent()
            || !checked.add(to)) {
          continue;
        }
        if (!session.tables().byType().containsKey(to.type())
            || version(connection, to.type(), to.id()) == 0) {
          throw noSuchRecord(field, null);
        }
      }
    }
  }

  private void keepExternalIds(Connection connection) throws SQLException {
    for (Commit.Write write : commit.writes()) {
      if (write.externalId() == null) {
        continue;
      }
      try (PreparedStatement insert =
          connection.prepareStatement(
              "INSERT INTO parley_external (source, external_id, type_id, record_id)"
                  + " VALUES (?, ?, ?, ?)")) {
        insert.setString(1, write.source());
        insert.setString(2, write.externalId());
        insert.setInt(3, session.tables().of(write.type().name()).id());
        insert.setLong(4, write.after().id());
        insert.executeUpdate();
      }
    }
  }

  /** Turns a broken key into an error of its field; what may be tried again is handed on. */
  private SQLException refused(SQLException failure) {
    Failure kind = database.dialect().failure(failure);
    if (kind == Failure.VALUE) {
      throw new ParleyException(
          ErrorKind.INVALID,
          "invalid",
          "A value does not fit its field.",
          List.of(new FieldError("fields", "out_of_range", "A value does not fit its field.")),
          failure);
    }
    if (kind != Failure.UNIQUE && kind != Failure.FOREIGN_KEY) {
      return failure;
    }
    Matcher key =
        KEY.matcher(String.valueOf(failure.getMessage()).toUpperCase(java.util.Locale.ROOT));
    if (!key.find()) {
      return failure;
    }
    String field =
        operations.catalogue().culprit(key.group(1)).map(Culprit::field).orElse("external_id");
    if (kind == Failure.FOREIGN_KEY) {
      throw noSuchRecord(field, failure);
    }
    throw notUnique(field, failure);
  }

  private static ParleyException notUnique(String field, SQLException cause) {
    String message = "Another record has this value already.";
    return new ParleyException(
        ErrorKind.INVALID,
        "invalid",
        message,
        List.of(new FieldError(field, "not_unique", message)),
        cause);
  }

  private static ParleyException noSuchRecord(String field, SQLException cause) {
    String message = "There is no such record.";
    return new ParleyException(
        ErrorKind.INVALID,
        "invalid",
        message,
        List.of(new FieldError(field, "no_such_record", message)),
        cause);
  }
}
