// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.parley.core.store.internal.TestDatabase;
import org.parley.core.store.internal.database.Database;

/** On PostgreSQL nothing is missed and nothing overtaken, however slowly others commit. */
class GapsTest {
  private static final int THINGS = 6;
  private static final int WRITERS = 12;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private Path data;
  private Database database;

  @BeforeEach
  void open(TestInfo test) {
    data = TestDatabase.place("gaps-" + test.getTestMethod().orElseThrow().getName());
    TestDatabase.create(data);
    database = process();
    database.transaction(
        connection -> {
          try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE thing (id INT PRIMARY KEY, version INT NOT NULL)");
            statement.execute(
                "INSERT INTO thing SELECT n, 0 FROM generate_series(1, " + THINGS + ") n");
          }
          return null;
        });
  }

  @AfterEach
  void close() {
    threads.shutdownNow();
    database.close();
  }

  /** What another Parley on the same database would have. */
  private Database process() {
    return new Database(data, TestDatabase.dialect(data));
  }

  @Test
  void consumersOfAnotherProcessMissNothingAndSeeEachRecordInOrder() throws Exception {
    ConcurrentSkipListSet<Long> committed = new ConcurrentSkipListSet<>();
    AtomicBoolean over = new AtomicBoolean();
    List<Long> seen = new ArrayList<>();
    Map<Integer, Integer> versions = new HashMap<>();
    try (AutoCloseable other = closing(process())) {
      Gaps writing = new Gaps(database);
      Database elsewhere = ((Closing) other).database();
      Gaps reading = new Gaps(elsewhere);
      Future<?> consumer =
          threads.submit(
              () -> {
                long position = 0;
                for (boolean last = false; !last; ) {
                  last = over.get();
                  long settled = reading.settled();
                  position = consume(elsewhere, position, settled, seen, versions);
                }
                return null;
              });
      List<Future<Void>> writers = new ArrayList<>();
      for (int writer = 0; writer < WRITERS; writer++) {
        writers.add(threads.submit((Callable<Void>) () -> write(writing, committed)));
      }
      for (Future<Void> writer : writers) {
        writer.get();
      }
      over.set(true);
      consumer.get();
    }

    assertThat(seen).isSorted().doesNotHaveDuplicates().containsExactlyElementsOf(committed);
    assertThat(committed.last()).as("some transactions failed").isGreaterThan(committed.size());
  }

  private interface Closing extends AutoCloseable {
    Database database();
  }

  private static Closing closing(Database database) {
    return new Closing() {
      @Override
      public Database database() {
        return database;
      }

      @Override
      public void close() {
        database.close();
      }
    };
  }

  /** Transactions that change one thing or two, slowly; one in eight fails. */
  private Void write(Gaps gaps, ConcurrentSkipListSet<Long> committed) {
    for (int i = 0; i < 60; i++) {
      boolean fails = ThreadLocalRandom.current().nextInt(8) == 0;
      TreeSet<Integer> things = new TreeSet<>();
      things.add(ThreadLocalRandom.current().nextInt(THINGS) + 1);
      things.add(ThreadLocalRandom.current().nextInt(THINGS) + 1);
      try {
        long[] positions =
            database.transaction(
                connection -> {
                  long[] taken = change(connection, gaps, things);
                  if (fails) {
                    throw new IllegalStateException("on purpose");
                  }
                  return taken;
                });
        for (long position : positions) {
          committed.add(position);
        }
      } catch (IllegalStateException e) {
        assertThat(e).hasMessage("on purpose");
      }
    }
    return null;
  }

  private static long[] change(Connection connection, Gaps gaps, TreeSet<Integer> things)
      throws SQLException {
    List<Integer> versions = new ArrayList<>();
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE thing SET version = version + 1 WHERE id = ? RETURNING version")) {
      for (int thing : things) {
        update.setInt(1, thing);
        try (ResultSet row = update.executeQuery()) {
          row.next();
          versions.add(row.getInt(1));
        }
      }
    }
    long[] positions = gaps.take(things.size(), connection);
    linger(connection);
    int i = 0;
    for (int thing : things) {
      insert(connection, positions[i], thing, versions.get(i++));
    }
    linger(connection);
    return positions;
  }

  /** Slow transactions are what this is about. */
  private static void linger(Connection connection) throws SQLException {
    if (ThreadLocalRandom.current().nextInt(4) > 0) {
      return;
    }
    try (PreparedStatement wait = connection.prepareStatement("SELECT pg_sleep(?)")) {
      wait.setDouble(1, ThreadLocalRandom.current().nextDouble(0.02));
      wait.execute();
    }
  }

  private static void insert(Connection connection, long position, int thing, int version)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO parley_journal (journal_position, happened_at, type_id, record_id,"
                + " record_version, operation, actor_id, actor_name, through, cause, depth,"
                + " model_version) VALUES (?, now(), 1, ?, ?, 'UPDATE', 0, '', '', 0, 0, 1)")) {
      insert.setLong(1, position);
      insert.setInt(2, thing);
      insert.setInt(3, version);
      insert.executeUpdate();
    }
  }

  private static long consume(
      Database database,
      long after,
      long settled,
      List<Long> seen,
      Map<Integer, Integer> versions) {
    return database.read(
        connection -> {
          long last = after;
          try (PreparedStatement query =
              connection.prepareStatement(
                  "SELECT journal_position, record_id, record_version FROM parley_journal WHERE"
                      + " journal_position > ? AND journal_position <= ? ORDER BY 1")) {
            query.setLong(1, after);
            query.setLong(2, settled);
            try (ResultSet row = query.executeQuery()) {
              while (row.next()) {
                last = row.getLong(1);
                seen.add(last);
                int version = versions.merge(row.getInt(2), 1, Integer::sum);
                assertThat(row.getInt(3))
                    .as("version of thing %s", row.getInt(2))
                    .isEqualTo(version);
              }
            }
          }
          return last;
        });
  }

  @Test
  void whatIsOpenIsWaitedForAndWhatHasFailedIsPassed() throws Exception {
    Gaps gaps = new Gaps(database);
    try (Connection slow = database.source().getConnection()) {
      slow.setAutoCommit(false);
      long open = change(slow, gaps, new TreeSet<>(List.of(1)))[0];
      long later = database.transaction(c -> change(c, gaps, new TreeSet<>(List.of(2))))[0];
      assertThat(later).isGreaterThan(open);
      assertThat(gaps.settled()).isLessThan(open);
      assertThat(gaps.settled()).isLessThan(open);
      slow.commit();
      assertThat(gaps.settled()).isEqualTo(later);

      long failed = change(slow, gaps, new TreeSet<>(List.of(3)))[0];
      slow.rollback();
      long last = database.transaction(c -> change(c, gaps, new TreeSet<>(List.of(4))))[0];
      assertThat(last).isGreaterThan(failed);
      assertThat(gaps.settled()).isEqualTo(last);
      slow.setAutoCommit(true);
    }
  }

  @Test
  void aStartWaitsForWhatIsOpenAlready() throws Exception {
    Gaps before = new Gaps(database);
    try (Connection slow = database.source().getConnection()) {
      slow.setAutoCommit(false);
      change(slow, before, new TreeSet<>(List.of(1)));
      long later = database.transaction(c -> change(c, before, new TreeSet<>(List.of(2))))[0];

      Future<Gaps> starting = threads.submit(() -> new Gaps(database));
      assertThat(before.settled()).isLessThan(later);
      assertThat(starting.isDone()).isFalse();
      slow.commit();
      assertThat(starting.get().settled()).isEqualTo(later);
      slow.setAutoCommit(true);
    }
  }
}
