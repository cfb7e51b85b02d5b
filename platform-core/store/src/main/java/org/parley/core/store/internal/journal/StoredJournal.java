// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.parley.core.event.Change;
import org.parley.core.event.Journal;
import org.parley.core.record.Commit;
import org.parley.core.record.Shape;
import org.parley.core.store.internal.database.Database;
import org.parley.core.store.internal.database.Dialect;
import org.parley.core.store.internal.database.Sequence;
import org.parley.core.store.internal.schema.Catalogue;
import org.parley.core.store.internal.schema.Table;
import org.parley.core.store.internal.schema.Tables;

/** The change journal: one row a change, written in the change's own transaction. */
@Component(
    service = {Journal.class, StoredJournal.class},
    immediate = true)
public final class StoredJournal implements Journal {
  private static final String SELECT =
      "SELECT j.journal_position, j.happened_at, j.type_id, j.record_id, j.record_version,"
          + " j.operation, j.actor_id, j.actor_name, j.through, j.cause, j.depth,"
          + " j.model_version, j.changes, j.more_changes, p.changes, p.more_changes"
          + " FROM parley_journal j LEFT JOIN parley_journal_personal p"
          + " ON p.journal_position = j.journal_position WHERE ";

  private final Database database;
  private final Catalogue catalogue;
  private final InFlight inFlight;
  private final FieldChanges fieldChanges;
  private final List<Runnable> wakes = new CopyOnWriteArrayList<>();

  @Activate
  public StoredJournal(@Reference Database database, @Reference Catalogue catalogue) {
    this.database = database;
    this.catalogue = catalogue;
    this.fieldChanges = new FieldChanges(catalogue);
    long last =
        database.read(
            connection -> {
              try (Statement statement = connection.createStatement();
                  ResultSet row =
                      statement.executeQuery("SELECT MAX(journal_position) FROM parley_journal")) {
                row.next();
                return row.getLong(1);
              }
            });
    this.inFlight = new InFlight(new Sequence(database.dialect(), "parley_position", 1_000), last);
  }

  /**
   * Writes a commit's rows within its transaction, after all its records are written and locked.
   * {@link #settle} must follow, whatever becomes of the transaction.
   *
   * @return the position of each write
   */
  public long[] write(Connection connection, Commit commit, Tables tables) throws SQLException {
    long[] positions = inFlight.take(commit.writes().size(), connection);
    try {
      insert(connection, commit, tables, positions);
      return positions;
    } catch (SQLException | RuntimeException | Error e) {
      inFlight.land(positions[0]);
      throw e;
    }
  }

  /** Tells that the transaction of these positions is over. */
  public void settle(long[] positions) {
    inFlight.land(positions[0]);
  }

  /** Wakes those who follow the journal. */
  public void wake() {
    wakes.forEach(Runnable::run);
  }

  private void insert(Connection connection, Commit commit, Tables tables, long[] positions)
      throws SQLException {
    Dialect dialect = database.dialect();
    Instant at = Instant.now().truncatedTo(ChronoUnit.MICROS);
    int personal = 0;
    try (PreparedStatement journal =
            connection.prepareStatement(
                "INSERT INTO parley_journal (journal_position, happened_at, type_id, record_id,"
                    + " record_version, operation, actor_id, actor_name, through, cause, depth,"
                    + " model_version, changes, more_changes)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        PreparedStatement side =
            connection.prepareStatement(
                "INSERT INTO parley_journal_personal (journal_position, changes, more_changes)"
                    + " VALUES (?, ?, ?)")) {
      for (int i = 0; i < positions.length; i++) {
        Commit.Write write = commit.writes().get(i);
        Table table = tables.of(write.type().name());
        FieldChanges.Split split = fieldChanges.split(table, write.changes());
        journal.setLong(1, positions[i]);
        dialect.bind(journal, 2, at);
        journal.setInt(3, table.id());
        journal.setLong(4, write.after().id());
        journal.setLong(5, write.after().version());
        journal.setString(6, write.operation().name());
        journal.setLong(7, commit.principal().userId());
        journal.setString(8, commit.principal().name());
        journal.setString(9, commit.through());
        journal.setLong(10, commit.cause());
        journal.setInt(11, commit.depth());
        journal.setLong(12, tables.model().version());
        bindLong(journal, 13, split.open());
        journal.addBatch();
        if (split.personal() != null) {
          side.setLong(1, positions[i]);
          bindLong(side, 2, split.personal());
          side.addBatch();
          personal++;
        }
      }
      journal.executeBatch();
      if (personal > 0) {
        side.executeBatch();
      }
    }
  }

  /** Into the plain column where it fits, else into the one after it. */
  private void bindLong(PreparedStatement statement, int index, String text) throws SQLException {
    boolean fits = text == null || text.length() <= database.dialect().longestPlainText();
    database.dialect().bind(statement, index, Shape.TEXT, fits ? text : null);
    database.dialect().bind(statement, index + 1, Shape.LONG_TEXT, fits ? null : text);
  }

  @Override
  public List<Change> read(long after, int limit) {
    long horizon = inFlight.horizon();
    if (after >= horizon) {
      return List.of();
    }
    return query(
        "j.journal_position > ? AND j.journal_position <= ?"
            + " ORDER BY j.journal_position FETCH FIRST ? ROWS ONLY",
        after,
        horizon,
        (long) limit);
  }

  @Override
  public List<Change> history(String type, long recordId, long before, int limit) {
    Optional<Integer> typeId = catalogue.typeId(type);
    if (typeId.isEmpty()) {
      return List.of();
    }
    return query(
        "j.type_id = ? AND j.record_id = ? AND j.journal_position < ?"
            + " ORDER BY j.journal_position DESC FETCH FIRST ? ROWS ONLY",
        (long) typeId.get(),
        recordId,
        before,
        (long) limit);
  }

  private List<Change> query(String condition, Object... values) {
    return database.read(
        connection -> {
          try (PreparedStatement query = connection.prepareStatement(SELECT + condition)) {
            for (int i = 0; i < values.length; i++) {
              database.dialect().bind(query, i + 1, values[i]);
            }
            List<Change> found = new ArrayList<>();
            try (ResultSet row = query.executeQuery()) {
              while (row.next()) {
                found.add(change(row));
              }
            }
            return found;
          }
        });
  }

  private Change change(ResultSet row) throws SQLException {
    String open = row.getString(13);
    String more = open == null ? row.getString(14) : null;
    String personal = row.getString(15);
    String morePersonal = personal == null ? row.getString(16) : null;
    return new Change(
        row.getLong(1),
        (Instant) database.dialect().read(row, 2, Shape.TIMESTAMP),
        catalogue.typeName(row.getInt(3)),
        row.getLong(4),
        row.getLong(5),
        Change.Operation.valueOf(row.getString(6)),
        new Change.Actor(row.getLong(7), row.getString(8)),
        row.getString(9),
        row.getLong(10),
        row.getInt(11),
        row.getLong(12),
        fieldChanges.join(open == null ? more : open, personal == null ? morePersonal : personal));
  }

  @Override
  public long horizon() {
    return inFlight.horizon();
  }

  @Override
  public AutoCloseable onCommit(Runnable wake) {
    // Each subscription by itself, also when the same wake is given twice.
    Runnable own = wake::run;
    wakes.add(own);
    return () -> wakes.remove(own);
  }
}
