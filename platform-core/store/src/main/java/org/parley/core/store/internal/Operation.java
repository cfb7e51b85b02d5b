// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.persistence.exceptions.DatabaseException;
import org.parley.api.record.Record;
import org.parley.core.record.Commit;
import org.parley.core.record.Condition;
import org.parley.core.record.Field;
import org.parley.core.record.Grouping;
import org.parley.core.record.Model;
import org.parley.core.record.Moments;
import org.parley.core.record.RecordType;
import org.parley.core.record.Row;
import org.parley.core.record.Selection;
import org.parley.core.record.Storage;
import org.parley.core.store.internal.database.Dialect;
import org.parley.core.store.internal.session.ModelSession;
import org.parley.core.store.internal.session.Slot;

/** One operation on one model. It holds no connection between calls. */
final class Operation implements Storage.Serving {
  private final Slot slot;
  private final ModelSession session;
  private final Operations operations;
  private boolean closed;

  Operation(Slot slot, Operations operations) {
    this.slot = slot;
    this.session = slot.session();
    this.operations = operations;
  }

  @Override
  public Model model() {
    return session.tables().model();
  }

  @Override
  public Optional<Record> find(RecordType type, long id) {
    return operations.lists().findAll(session.readers().of(type.name()), List.of(id)).stream()
        .findFirst();
  }

  /** What the database said, without EclipseLink around it. */
  static SQLException cause(DatabaseException failure) {
    return failure.getInternalException() instanceof SQLException cause
        ? cause
        : new SQLException(failure);
  }

  @Override
  public Optional<Storage.Found> find(RecordType type, long id, Map<Field, Set<Field>> along) {
    return operations.lists().find(session.readers().of(type.name(), along), id);
  }

  @Override
  public List<Record> findAll(RecordType type, List<Long> ids) {
    return ids.isEmpty()
        ? List.of()
        : operations.lists().findAll(session.readers().of(type.name()), ids);
  }

  @Override
  public List<Record> findAll(RecordType type, List<Long> ids, Set<Field> fields) {
    return ids.isEmpty()
        ? List.of()
        : operations.lists().findAll(session.readers().of(type.name(), fields), ids);
  }

  @Override
  public List<Row> list(Selection selection) {
    return operations.lists().list(session.tables(), selection);
  }

  @Override
  public List<Row> page(Selection selection) {
    return operations.lists().page(session.tables(), selection);
  }

  @Override
  public List<Moments.Moment> moments(Moments asked) {
    return operations.lists().moments(session.tables(), asked);
  }

  @Override
  public boolean isNarrow(RecordType type, Condition where, boolean trash) {
    return operations.lists().isNarrow(session.tables(), type, where, trash);
  }

  @Override
  public Storage.Counted roughly(RecordType type, Condition where, boolean trash, long cap) {
    return operations.lists().roughly(session.tables(), type, where, trash, cap);
  }

  @Override
  public Storage.Counted roughly(
      RecordType type, Condition where, List<Condition> ways, boolean trash, long cap) {
    return operations.lists().roughly(session.tables(), type, where, ways, trash, cap);
  }

  @Override
  public long count(RecordType type, Condition where, boolean trash, long cap) {
    return operations.lists().count(session.tables(), type, where, trash, cap);
  }

  @Override
  public List<Grouping.Group> summarize(Grouping grouping) {
    return operations.lists().summarize(session.tables(), grouping);
  }

  @Override
  public Optional<Grouping.Extent> extent(
      RecordType type, Condition where, boolean trash, List<Field> path, Field field) {
    return operations.lists().extent(session.tables(), type, where, trash, path, field);
  }

  @Override
  public Optional<Long> external(String source, String externalId) {
    return operations.database().read(connection -> external(connection, source, externalId));
  }

  private static Optional<Long> external(Connection connection, String source, String externalId)
      throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT record_id FROM parley_external WHERE source = ? AND external_id = ?")) {
      query.setString(1, source);
      query.setString(2, externalId);
      try (ResultSet row = query.executeQuery()) {
        return row.next() ? Optional.of(row.getLong(1)) : Optional.empty();
      }
    }
  }

  @Override
  public Map<String, Long> externals(String source, Collection<String> externalIds) {
    List<String> ids = externalIds.stream().distinct().toList();
    return operations
        .database()
        .read(
            connection -> {
              Dialect dialect = operations.database().dialect();
              int room = dialect.keysAtOnce();
              Map<String, Long> found = new HashMap<>();
              try (PreparedStatement query = connection.prepareStatement(byExternalIds(room))) {
                dialect.planEachTime(query);
                for (int from = 0; from < ids.size(); from += room) {
                  externals(query, source, ids.subList(from, ids.size()), room, found);
                }
              }
              return found;
            });
  }

  /**
   * Each by the whole key: by a list of ids Derby reads all of a source's index, and so does
   * PostgreSQL while the table grows faster than its statistics.
   */
  private static String byExternalIds(int room) {
    if (room == 1) {
      return "SELECT external_id, record_id FROM parley_external"
          + " WHERE source = ? AND external_id = ?";
    }
    return "SELECT k.id, (SELECT e.record_id FROM parley_external e"
        + " WHERE e.source = ? AND e.external_id = k.id) FROM (VALUES (CAST(? AS VARCHAR(255)))"
        + ", (CAST(? AS VARCHAR(255)))".repeat(room - 1)
        + ") AS k(id)";
  }

  /** As many as there is room for: where fewer are left, the last one is asked for again. */
  private static void externals(
      PreparedStatement query, String source, List<String> ids, int room, Map<String, Long> found)
      throws SQLException {
    query.setString(1, source);
    for (int i = 0; i < room; i++) {
      query.setString(2 + i, ids.get(Math.min(i, ids.size() - 1)));
    }
    try (ResultSet row = query.executeQuery()) {
      while (row.next()) {
        long id = row.getLong(2);
        if (id > 0) {
          found.put(row.getString(1), id);
        }
      }
    }
  }

  @Override
  public long nextId() {
    long id = operations.ids().next();
    return id > 0 ? id : operations.database().read(operations.ids()::next);
  }

  @Override
  public long nextNumber(RecordType type, Field field) {
    return operations.numbers().next(session.tables().of(type.name()).placed(field).id());
  }

  @Override
  public List<Long> commit(Commit commit) {
    return new Transaction(session, operations, commit).run();
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      slot.leave();
    }
  }
}
