// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.parley.core.store.internal.database.Database;

/**
 * The horizon of a PostgreSQL that several processes may write to. Positions come one by one from a
 * sequence, so a position that is not there while a greater one is, a gap, belongs to a transaction
 * that is still open or has failed. It began to write before it took the position, so it is older
 * than any transaction begun after the gap was seen. Such a one is begun, a mark; once all older
 * ones are over ({@code pg_snapshot_xmin}) and the gap is still there, nothing will come into it.
 *
 * <p>Neither the greatest transaction begun yet ({@code pg_snapshot_xmax}) nor waiting for a while
 * would do: both lose a change now and then.
 */
final class Gaps implements Horizon {
  private static final int BATCH = 500;
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(15);

  private final Database database;
  private long settled;

  /** Whether the first mark has been passed: until then nothing is known of what came before. */
  private boolean begun;

  /** The greatest position that was there when the mark was set; gaps below it are older. */
  private long marked;

  /** The transaction that was begun then. */
  private long mark;

  /** Waits a while for transactions that are open already, such as those of a process killed. */
  Gaps(Database database) {
    this.database = database;
    database.read(this::setMark);
    long deadline = System.nanoTime() + PATIENCE;
    while (settled() == 0 && !begun && System.nanoTime() < deadline) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
  }

  @Override
  public long[] take(int count, Connection connection) throws SQLException {
    long[] positions = new long[count];
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT nextval('parley_position') FROM generate_series(1, ?)")) {
      query.setInt(1, count);
      try (ResultSet row = query.executeQuery()) {
        for (int i = 0; i < count; i++) {
          row.next();
          positions[i] = row.getLong(1);
        }
      }
    }
    return positions;
  }

  @Override
  public void land(long[] positions) {
    // The database knows.
  }

  @Override
  public boolean movesUnseen() {
    return true;
  }

  @Override
  public synchronized long settled() {
    return database.read(this::settle);
  }

  private long settle(Connection connection) throws SQLException {
    if (!walk(connection)) {
      // The gap of a transaction that has failed is passed at once, that of an open one later.
      setMark(connection);
      walk(connection);
    }
    return settled;
  }

  private Void setMark(Connection connection) throws SQLException {
    try (PreparedStatement query =
            connection.prepareStatement(
                "SELECT COALESCE(MAX(journal_position), 0), pg_current_xact_id()::text::bigint"
                    + " FROM parley_journal");
        ResultSet row = query.executeQuery()) {
      row.next();
      marked = row.getLong(1);
      mark = row.getLong(2);
    }
    return null;
  }

  /** A position that is there, and the oldest transaction that was open when it was looked for. */
  private record Seen(long position, long oldest) {}

  /** Goes on as far as it can; false when it stands before a gap that is younger than the mark. */
  private boolean walk(Connection connection) throws SQLException {
    while (true) {
      List<Seen> seen = next(connection);
      long passable = seen.get(0).oldest() >= mark ? marked : 0;
      if (!begun) {
        if (seen.get(0).oldest() < mark) {
          return true;
        }
        begun = true;
        settled = marked;
        continue;
      }
      for (Seen each : seen) {
        long position = each.position();
        if (position == 0) {
          return true;
        }
        if (position > settled + 1 && position - 1 > passable) {
          return position - 1 <= marked;
        }
        settled = position;
      }
      if (seen.size() < BATCH) {
        return true;
      }
    }
  }

  /** What comes after the settled positions; with position 0 where there is nothing. */
  private List<Seen> next(Connection connection) throws SQLException {
    // In one statement, hence one snapshot: only what is missing in the very snapshot in which all
    // older transactions are over will stay missing.
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT j.journal_position, o.oldest FROM"
                + " (SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS oldest) o"
                + " LEFT JOIN (SELECT journal_position FROM parley_journal"
                + " WHERE journal_position > ? ORDER BY journal_position FETCH FIRST "
                + BATCH
                + " ROWS ONLY) j ON true ORDER BY j.journal_position")) {
      query.setLong(1, begun ? settled : Long.MAX_VALUE);
      List<Seen> seen = new ArrayList<>();
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          seen.add(new Seen(row.getLong(1), row.getLong(2)));
        }
      }
      return seen;
    }
  }
}
