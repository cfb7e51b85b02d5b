// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.parley.api.error.ErrorKind;
import org.parley.api.error.ParleyException;

/**
 * The database, opened, with the core's own tables in place: one pool for everybody, short
 * transactions, failures told as {@link ParleyException}s. {@link DatabaseOpening} makes the one
 * that the rooms use.
 */
public final class Database {
  private static final String CONNECTION_GONE = "08003";
  private static final int MOST_GONE = 10;

  /** How often a transaction is tried that others stand in the way of. */
  public static final int ATTEMPTS = 8;

  /** Something done with a connection. */
  public interface Work<T> {
    T run(Connection connection) throws SQLException;
  }

  private final Dialect dialect;
  private final HikariDataSource pool;
  private final LongAdder conflicts = new LongAdder();
  private final LongAdder failures = new LongAdder();

  /**
   * Opens the database below a directory.
   *
   * @throws ParleyException UNAVAILABLE when it cannot be opened, saying why
   */
  public Database(Path data, Dialect dialect) {
    this.dialect = dialect;
    DataSource engine;
    try {
      engine = dialect.open(data);
    } catch (SQLException e) {
      throw ParleyException.unavailable(dialect.explain(e), e);
    }
    HikariConfig config = new HikariConfig();
    config.setPoolName("parley");
    config.setDataSource(engine);
    config.setMaximumPoolSize(32);
    config.setMinimumIdle(2);
    dialect.tune(config);
    this.pool = new HikariDataSource(config);
    try {
      new CoreTables(this).create();
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  private static SQLException root(SQLException failure) {
    SQLException last = failure;
    while (last.getNextException() != null) {
      last = last.getNextException();
    }
    return last;
  }

  /** Shuts down; nobody uses it any more. */
  public void close() {
    pool.close();
    dialect.close();
  }

  /** How often work has been tried again because others stood in its way. */
  public long conflicts() {
    return conflicts.sum();
  }

  /** How often work has failed for good. */
  public long failures() {
    return failures.sum();
  }

  public DataSource source() {
    return pool;
  }

  public Dialect dialect() {
    return dialect;
  }

  /** Runs single statements, each committed by itself; tried again when others stood in the way. */
  public <T> T read(Work<T> work) {
    return attempt(
        () -> {
          for (int gone = 0; ; gone++) {
            try (Connection connection = pool.getConnection()) {
              return work.run(connection);
            } catch (SQLException e) {
              // The database has ended and come back; the pool may hold more such connections.
              if (!CONNECTION_GONE.equals(e.getSQLState()) || gone == MOST_GONE) {
                throw e;
              }
            }
          }
        });
  }

  /** Runs one transaction; tried again, whole, when others stood in the way. */
  public <T> T transaction(Work<T> work) {
    requireRoom();
    return attempt(
        () -> {
          try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            try {
              T result = work.run(connection);
              connection.commit();
              return result;
            } catch (SQLException | RuntimeException | Error e) {
              connection.rollback();
              throw e;
            } finally {
              connection.setAutoCommit(true);
            }
          }
        });
  }

  /** Something that fails with what the database reports. */
  public interface Attempt<T> {
    T run() throws SQLException;
  }

  /** Runs something up to {@link #ATTEMPTS} times, as long as conflicts are all that stops it. */
  public <T> T attempt(Attempt<T> work) {
    for (int attempt = 1; ; attempt++) {
      try {
        return work.run();
      } catch (SQLException e) {
        if (dialect.failure(e) != Failure.CONFLICT || attempt == ATTEMPTS) {
          failures.increment();
          throw failure(e);
        }
        conflicts.increment();
        giveWay(attempt);
      }
    }
  }

  /** Lets those who stand in the way finish: a few milliseconds, more with every attempt. */
  public static void giveWay(int attempt) {
    long most = TimeUnit.MILLISECONDS.toNanos(4L << Math.min(attempt, 6));
    LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(most / 4, most));
  }

  private static ParleyException full(SQLException cause) {
    return new ParleyException(
        ErrorKind.UNAVAILABLE,
        "disk_full",
        "The disk that holds the database is full, and nothing was written. Reading goes on;"
            + " writing does as soon as there is room again.",
        cause);
  }

  /**
   * To be called before a transaction begins.
   *
   * @throws ParleyException of kind UNAVAILABLE, code {@code disk_full}
   */
  public void requireRoom() {
    if (!dialect.hasRoom()) {
      throw full(null);
    }
  }

  /** What others are told of a failure. */
  public ParleyException failure(SQLException e) {
    return switch (dialect.failure(e)) {
      case CONFLICT ->
          ParleyException.unavailable(
              "Others are changing the same data; try again in a moment.", e);
      case TIMEOUT ->
          new ParleyException(
              ErrorKind.UNAVAILABLE,
              "took_too_long",
              "This would have read too much and was stopped; ask for less, by a narrower filter.",
              e);
      case DISK_FULL -> full(e);
      case UNAVAILABLE ->
          ParleyException.unavailable(
              "The database does not answer: " + root(e).getMessage() + ".", e);
      case VALUE ->
          new ParleyException(
              ErrorKind.INVALID, "invalid", "The database cannot hold or compare a value.", e);
      default ->
          new ParleyException(
              ErrorKind.INTERNAL, "internal", "The database refused a statement of ours.", e);
    };
  }
}
