// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.parley.core.event.Change;
import org.parley.core.event.Journal;
import org.parley.core.record.Commit;
import org.parley.core.record.Shape;
import org.parley.core.store.internal.database.Database;
import org.parley.core.store.internal.database.Dialect;
import org.parley.core.store.internal.database.Kept;
import org.parley.core.store.internal.database.Sequence;
import org.parley.core.store.internal.schema.Catalogue;
import org.parley.core.store.internal.schema.Table;
import org.parley.core.store.internal.schema.Tables;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The change journal: one row a change, written in the change's own transaction. */
@Component(
    service = {Journal.class, StoredJournal.class},
    immediate = true)
public final class StoredJournal implements Journal {
  private static final Logger LOG = LoggerFactory.getLogger(StoredJournal.class);

  private static final String CONSUMER = "consumer.";

  private final Database database;
  private final Catalogue catalogue;
  private final Horizon horizon;
  private final FieldChanges fieldChanges;
  private final JournalReader reader;
  private final JournalSearch searcher;
  private final List<Runnable> wakes = new CopyOnWriteArrayList<>();
  private final Watch watch;

  @Activate
  public StoredJournal(@Reference Database database, @Reference Catalogue catalogue) {
    this.database = database;
    this.catalogue = catalogue;
    this.fieldChanges = new FieldChanges(catalogue);
    this.reader = new JournalReader(database, catalogue, fieldChanges);
    this.searcher = new JournalSearch(database, reader);
    this.horizon =
        database.dialect().isAlone()
            ? new InFlight(
                new Sequence(
                    database.dialect(), "parley_position", database.dialect().positionBlock()),
                last(database))
            : new Gaps(database);
    this.watch = horizon.movesUnseen() ? new Watch(horizon, this::tellConsumers) : null;
  }

  private static long last(Database database) {
    return database.read(
        connection -> {
          try (Statement statement = connection.createStatement();
              ResultSet row =
                  statement.executeQuery("SELECT MAX(journal_position) FROM parley_journal")) {
            row.next();
            return row.getLong(1);
          }
        });
  }

  @Deactivate
  public void close() {
    if (watch != null) {
      watch.stop();
    }
  }

  /**
   * Writes a commit's rows within its transaction, after all its records are written and locked.
   * {@link #settle} must follow, whatever becomes of the transaction.
   *
   * @return the position of each write
   */
  public long[] write(Connection connection, Commit commit, Tables tables) throws SQLException {
    long[] positions = horizon.take(commit.writes().size(), connection);
    try {
      insert(connection, commit, tables, positions);
      return positions;
    } catch (SQLException | RuntimeException | Error e) {
      settle(positions);
      throw e;
    }
  }

  /** Tells that the transaction of these positions is over. */
  public void settle(long[] positions) {
    horizon.land(positions);
  }

  /**
   * Wakes those who follow the journal. What they do wrong is not the fault of what was committed.
   */
  public void wake() {
    tellConsumers();
  }

  private void tellConsumers() {
    for (Runnable wake : wakes) {
      try {
        wake.run();
      } catch (RuntimeException e) {
        LOG.error("A consumer of the journal failed when it was woken", e);
      }
    }
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
                    + " model_version, changes, more_changes, origin)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
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
        journal.setLong(15, commit.principal().origin());
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

  /** Deletes the personal values of all that was ever done to a record, in its transaction. */
  public void forgetPersonal(Connection connection, int type, long id) throws SQLException {
    try (PreparedStatement positions =
            connection.prepareStatement(
                "SELECT journal_position FROM parley_journal"
                    + database.dialect().readByIndex("ix_parley_journal_record")
                    + " WHERE type_id = ? AND record_id = ?");
        PreparedStatement delete =
            connection.prepareStatement(
                "DELETE FROM parley_journal_personal WHERE journal_position = ?")) {
      positions.setInt(1, type);
      positions.setLong(2, id);
      try (ResultSet row = positions.executeQuery()) {
        while (row.next()) {
          delete.setLong(1, row.getLong(1));
          delete.addBatch();
        }
      }
      delete.executeBatch();
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
    long settled = horizon.settled();
    return after >= settled ? List.of() : reader.between(after, settled, limit);
  }

  @Override
  public List<Change> history(String type, long recordId, long before, int limit) {
    return catalogue
        .typeId(type)
        .map(id -> reader.history(id, recordId, before, limit))
        .orElse(List.of());
  }

  @Override
  public List<Change> latest(Map<String, List<Long>> records, long before, int limit) {
    Map<Integer, List<Long>> known = new LinkedHashMap<>();
    records.forEach((type, ids) -> catalogue.typeId(type).ifPresent(id -> known.put(id, ids)));
    return reader.latest(known, before, limit);
  }

  @Override
  public Found search(Search search, long before, int limit) {
    Optional<Integer> type =
        search.type() == null ? Optional.of(0) : catalogue.typeId(search.type());
    return type.map(id -> searcher.find(search, id, Math.min(before, horizon.settled() + 1), limit))
        .orElse(new Found(List.of(), 0));
  }

  @Override
  public long horizon() {
    return horizon.settled();
  }

  @Override
  public Optional<String> place(String consumer) {
    return new Kept(database).read(CONSUMER + consumer);
  }

  @Override
  public void place(String consumer, String place) {
    new Kept(database).write(CONSUMER + consumer, place);
  }

  @Override
  public AutoCloseable onCommit(Runnable wake) {
    // Each subscription by itself, also when the same wake is given twice.
    Runnable own = wake::run;
    wakes.add(own);
    if (watch != null) {
      watch.begin();
    }
    return () -> wakes.remove(own);
  }
}
