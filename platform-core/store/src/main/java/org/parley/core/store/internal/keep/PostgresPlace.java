// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.keep;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.parley.api.error.ParleyException;
import org.parley.core.store.internal.database.Database;
import org.parley.core.store.internal.database.PostgresDialect;

/**
 * A schema of a PostgreSQL database. What is to come fills a schema beside it; one transaction
 * moves what is there into a third one and what has come into its place.
 */
final class PostgresPlace implements Place {
  static final String INCOMING = "parley_incoming";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd_HHmmss").withZone(ZoneOffset.UTC);
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final String OTHERS =
      "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database()"
          + " AND application_name = 'Parley' AND pid <> pg_backend_pid()";

  private final Installation parley;

  PostgresPlace(Installation parley) {
    this.parley = parley;
  }

  private PostgresDialect dialect(String schema) {
    String url = parley.url();
    String whole =
        schema == null ? url : url + (url.contains("?") ? "&" : "?") + "currentSchema=" + schema;
    try {
      return new PostgresDialect(whole, parley.user(), parley.password());
    } catch (IllegalArgumentException e) {
      // Its message quotes the URL, in which there may be a password.
      throw new Refusal(
          Refusal.USAGE,
          "The address of PostgreSQL cannot be read; it looks like"
              + " jdbc:postgresql://localhost:5432/parley.");
    }
  }

  /** A database that answers, for reading or for its administration. */
  Opened open() {
    return open(dialect(null));
  }

  private Opened open(PostgresDialect dialect) {
    try {
      return Opened.of(dialect, dialect.open(parley.data()).getConnection());
    } catch (SQLException e) {
      throw new Refusal(Refusal.FAILED, dialect.explain(e), e);
    }
  }

  /** What {@link #begin} has made, for reading. */
  Opened openIncoming() {
    return open(dialect(INCOMING));
  }

  /** Whoever has just disconnected, ourselves among them, may be seen for a moment longer. */
  @Override
  public void requireUnused() throws SQLException {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    try (Opened database = open()) {
      while (Engine.number(database.connection(), OTHERS) > 0) {
        if (System.nanoTime() > deadline) {
          throw new Refusal(
              Refusal.IN_USE,
              "A Parley, or another command of it, is connected to this database. Stop it first.");
        }
        LockSupport.parkNanos(PATIENCE_NANOS / 50);
      }
    } catch (IOException cannotBe) {
      throw new UncheckedIOException(cannotBe);
    }
  }

  @Override
  public boolean isFilled() throws SQLException {
    return has("current_schema()");
  }

  /** Whether something was begun and not finished. */
  boolean isBegun() throws SQLException {
    return has("'" + INCOMING + "'");
  }

  private boolean has(String schema) throws SQLException {
    try (Opened database = open()) {
      return Engine.number(
              database.connection(),
              "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = "
                  + schema
                  + " AND table_name = 'parley_schema'")
          > 0;
    } catch (IOException cannotBe) {
      throw new UncheckedIOException(cannotBe);
    }
  }

  @Override
  public Database begin() throws SQLException {
    execute("DROP SCHEMA IF EXISTS " + INCOMING + " CASCADE");
    return goOn();
  }

  /** The database that was begun, or a fresh one. */
  Database goOn() throws SQLException {
    execute("CREATE SCHEMA IF NOT EXISTS " + INCOMING);
    try {
      return new Database(parley.data(), dialect(INCOMING));
    } catch (ParleyException e) {
      throw Refusal.failed(e.getMessage(), e);
    }
  }

  private void execute(String sql) throws SQLException {
    try (Opened database = open()) {
      Engine.execute(database.connection(), sql);
    } catch (IOException cannotBe) {
      throw new UncheckedIOException(cannotBe);
    }
  }

  @Override
  public String commit() throws SQLException {
    requireUnused();
    boolean filled = isFilled();
    String aside = "parley_replaced_" + TIME.format(Instant.now());
    try (Opened database = open()) {
      Connection connection = database.connection();
      connection.setAutoCommit(false);
      String schema = Engine.texts(connection, "SELECT current_schema()").get(0);
      List<String> statements = new ArrayList<>();
      if (filled) {
        statements.add("CREATE SCHEMA " + aside);
        statements.addAll(moves(connection, schema, aside));
      }
      // Until now it says how far a move is; from here on there is none.
      statements.add("DROP TABLE IF EXISTS " + INCOMING + "." + MoveState.TABLE);
      statements.addAll(moves(connection, INCOMING, schema));
      statements.add("DROP SCHEMA " + INCOMING);
      for (String statement : statements) {
        Engine.execute(connection, statement);
      }
      connection.commit();
      return filled ? "schema " + aside : null;
    } catch (IOException cannotBe) {
      throw new UncheckedIOException(cannotBe);
    }
  }

  /** Everything of Parley's in a schema; what hangs on a table goes with it. */
  private static List<String> moves(Connection connection, String from, String to)
      throws SQLException {
    List<String> moves = new ArrayList<>();
    List<String> tables =
        Engine.texts(
            connection,
            ("SELECT c.relname FROM pg_class c JOIN pg_namespace n ON c.relnamespace = n.oid"
                    + " WHERE n.nspname = '%s' AND c.relkind = 'r' AND (c.relname LIKE"
                    + " 'parley\\_%%' OR c.relname IN (SELECT table_name FROM %s.parley_type))")
                .formatted(from, from));
    List<String> sequences =
        Engine.texts(
            connection,
            ("SELECT c.relname FROM pg_class c JOIN pg_namespace n ON c.relnamespace = n.oid"
                    + " WHERE n.nspname = '%s' AND c.relkind = 'S' AND c.relname LIKE 'parley\\_%%'"
                    + " AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND"
                    + " d.classid = 'pg_class'::regclass AND d.deptype IN ('i', 'a'))")
                .formatted(from));
    tables.remove(MoveState.TABLE);
    tables.forEach(table -> moves.add("ALTER TABLE " + from + "." + table + " SET SCHEMA " + to));
    sequences.forEach(
        sequence -> moves.add("ALTER SEQUENCE " + from + "." + sequence + " SET SCHEMA " + to));
    return moves;
  }
}
