// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
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

  /**
   * The newest changes of many records: first their positions, which the index tells by itself,
   * then the rows that are wanted.
   *
   * @param records ids by the number of their type
   */
  List<Change> latest(Map<Integer, List<Long>> records, long before, int limit) {
    List<Long> newest =
        database.read(
            connection -> {
              List<Long> positions = new ArrayList<>();
              for (Map.Entry<Integer, List<Long>> entry : records.entrySet()) {
                positions(connection, entry.getKey(), entry.getValue(), before, limit, positions);
              }
              positions.sort(Comparator.reverseOrder());
              return positions.subList(0, Math.min(limit, positions.size()));
            });
    List<Change> changes = new ArrayList<>();
    for (int begin = 0; begin < newest.size(); begin += BATCH) {
      List<Long> some = newest.subList(begin, Math.min(begin + BATCH, newest.size()));
      Object[] keys = new Object[BATCH];
      Arrays.setAll(keys, i -> some.get(Math.min(i, some.size() - 1)));
      changes.addAll(
          read(
              dialect.readByKey("pk_parley_journal")
                  + " WHERE journal_position IN (?"
                  + ", ?".repeat(BATCH - 1)
                  + ") ORDER BY journal_position DESC",
              BATCH,
              keys));
    }
    return changes;
  }

  private void positions(
      Connection connection, int type, List<Long> ids, long before, int limit, List<Long> found)
      throws SQLException {
    int room = dialect.keysAtOnce();
    String one =
        "SELECT j.journal_position FROM parley_journal j"
            + dialect.readByIndex("ix_parley_journal_record")
            + " WHERE j.type_id = ? AND j.record_id = %s AND j.journal_position < ?"
            + " ORDER BY j.journal_position DESC FETCH FIRST ? ROWS ONLY";
    String sql =
        room == 1
            ? one.formatted("?")
            : "SELECT n.journal_position FROM (VALUES (CAST(? AS BIGINT))"
                + ", (CAST(? AS BIGINT))".repeat(room - 1)
                + ") AS k(id) CROSS JOIN LATERAL ("
                + one.formatted("k.id")
                + ") n";
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      for (int from = 0; from < ids.size(); from += room) {
        int index = 1;
        if (room == 1) {
          query.setInt(index++, type);
          query.setLong(index++, ids.get(from));
        } else {
          for (int i = from; i < from + room; i++) {
            query.setLong(index++, i < ids.size() ? ids.get(i) : 0);
          }
          query.setInt(index++, type);
        }
        query.setLong(index++, before);
        query.setInt(index, limit);
        try (ResultSet row = query.executeQuery()) {
          while (row.next()) {
            found.add(row.getLong(1));
          }
        }
      }
    }
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
