// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.parley.core.event.Change;
import org.parley.core.record.Shape;
import org.parley.core.store.internal.database.Database;
import org.parley.core.store.internal.database.Dialect;
import org.parley.core.store.internal.schema.Catalogue;

/**
 * Reads rows of the journal, always by an index, and the personal values that belong to them by
 * their positions: joined, a database may take it into its head to read all of both tables.
 */
final class JournalReader {
  private static final int BATCH = 100;

  private final Database database;
  private final Dialect dialect;
  private final Catalogue catalogue;
  private final FieldChanges fieldChanges;

  JournalReader(Database database, Catalogue catalogue, FieldChanges fieldChanges) {
    this.database = database;
    this.dialect = database.dialect();
    this.catalogue = catalogue;
    this.fieldChanges = fieldChanges;
  }

  /** A row, still without personal values. */
  private record Line(Change change, String open) {}

  /** Changes between two positions, the first excluded, oldest first. */
  List<Change> between(long after, long upTo, int limit) {
    return read(
        dialect.readByKey("pk_parley_journal")
            + " WHERE journal_position > ? AND journal_position <= ? ORDER BY journal_position",
        limit,
        after,
        upTo);
  }

  /** Changes of a record before a position, newest first. */
  List<Change> history(int type, long recordId, long before, int limit) {
    return read(
        dialect.readByIndex("ix_parley_journal_record")
            + " WHERE type_id = ? AND record_id = ? AND journal_position < ?"
            + " ORDER BY journal_position DESC",
        limit,
        (long) type,
        recordId,
        before);
  }

  /** Changes in a part of the journal that meet some more conditions, newest first. */
  List<Change> search(long from, long before, String conditions, int limit, Object... values) {
    Object[] all = new Object[values.length + 2];
    all[0] = from;
    all[1] = before;
    System.arraycopy(values, 0, all, 2, values.length);
    return read(
        dialect.readByKey("pk_parley_journal")
            + " WHERE journal_position >= ? AND journal_position < ?"
            + conditions
            + " ORDER BY journal_position DESC",
        limit,
        all);
  }

  private List<Change> read(String condition, int limit, Object... values) {
    return database.read(
        connection -> {
          List<Line> lines = lines(connection, condition, limit, values);
          Map<Long, String> personal = new HashMap<>();
          for (int begin = 0; begin < lines.size(); begin += BATCH) {
            personal(
                connection, lines.subList(begin, Math.min(begin + BATCH, lines.size())), personal);
          }
          return lines.stream()
              .map(line -> whole(line, personal.get(line.change().position())))
              .toList();
        });
  }

  private List<Line> lines(Connection connection, String condition, int limit, Object... values)
      throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT journal_position, happened_at, type_id, record_id, record_version, operation,"
                + " actor_id, actor_name, through, cause, depth, model_version, changes,"
                + " more_changes, origin FROM parley_journal"
                + condition
                + " FETCH FIRST ? ROWS ONLY")) {
      for (int i = 0; i < values.length; i++) {
        query.setObject(i + 1, values[i]);
      }
      query.setInt(values.length + 1, limit);
      List<Line> lines = new ArrayList<>();
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          lines.add(new Line(change(row), text(row, 13)));
        }
      }
      return lines;
    }
  }

  /** A text that lies in one of two columns. */
  private static String text(ResultSet row, int index) throws SQLException {
    String plain = row.getString(index);
    return plain == null ? row.getString(index + 1) : plain;
  }

  private void personal(Connection connection, List<Line> lines, Map<Long, String> found)
      throws SQLException {
    // Always the same number of parameters, so that it is always the same statement.
    String parameters = "?" + ", ?".repeat(BATCH - 1);
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT journal_position, changes, more_changes FROM parley_journal_personal"
                + dialect.readByKey("pk_parley_journal_personal")
                + " WHERE journal_position IN ("
                + parameters
                + ")")) {
      for (int i = 0; i < BATCH; i++) {
        query.setLong(i + 1, lines.get(Math.min(i, lines.size() - 1)).change().position());
      }
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          found.put(row.getLong(1), text(row, 2));
        }
      }
    }
  }

  private Change change(ResultSet row) throws SQLException {
    return new Change(
        row.getLong(1),
        (Instant) dialect.read(row, 2, Shape.TIMESTAMP),
        catalogue.typeName(row.getInt(3)),
        row.getLong(4),
        row.getLong(5),
        Change.Operation.valueOf(row.getString(6)),
        new Change.Actor(row.getLong(7), row.getString(8), row.getLong(15)),
        row.getString(9),
        row.getLong(10),
        row.getInt(11),
        row.getLong(12),
        List.of());
  }

  private Change whole(Line line, String personal) {
    Change change = line.change();
    return new Change(
        change.position(),
        change.at(),
        change.type(),
        change.recordId(),
        change.recordVersion(),
        change.operation(),
        change.actor(),
        change.through(),
        change.cause(),
        change.depth(),
        change.modelVersion(),
        fieldChanges.join(line.open(), personal));
  }
}
