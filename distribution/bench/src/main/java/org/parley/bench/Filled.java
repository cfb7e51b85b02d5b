// SPDX-License-Identifier: Apache-2.0
package org.parley.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.derby.jdbc.EmbeddedDataSource;
import org.parley.itest.harness.ParleyProcess;
import org.parley.itest.harness.PostgresServer;

/**
 * A Parley that does not run, its tables filled with {@link Opportunities}, on the database that
 * {@code bench.database} names: {@code derby} or {@code postgresql}, whose server this process then
 * starts and ends. {@code bench.keep} is a folder where filled Derby databases are kept for the
 * next run.
 */
abstract class Filled {
  private static final String DATABASE = System.getProperty("bench.database", "derby");

  private final ParleyProcess.Setup setup;

  private Filled(ParleyProcess.Setup setup) {
    this.setup = setup;
  }

  /** With so many opportunities. */
  static Filled with(long rows) {
    try {
      return DATABASE.equals("derby") ? new OnDerby(rows) : new OnPostgres(rows);
    } catch (IOException | SQLException e) {
      throw new IllegalStateException("no database of " + rows + " rows", e);
    }
  }

  /** How it is started. */
  ParleyProcess.Setup setup() {
    return setup;
  }

  /** A yardstick that runs, on a copy; to be made before Parley starts. */
  abstract YardstickProcess yardstick() throws IOException;

  private static void fill(Connection connection, long rows) throws SQLException, IOException {
    long begin = System.nanoTime();
    Opportunities.fill(connection, rows);
    System.out.printf(
        "filled %,d rows in %d s%n", rows, (System.nanoTime() - begin) / 1_000_000_000);
  }

  /** The first start makes the tables. */
  private static void makeTables(ParleyProcess.Setup setup) {
    try (ParleyProcess first = setup.start()) {
      first.stop();
    }
  }

  private static final class OnDerby extends Filled {
    OnDerby(long rows) throws IOException, SQLException {
      super(ParleyProcess.Setup.fresh("speed"));
      Path database = setup().data().resolve("db");
      String keep = System.getProperty("bench.keep", "");
      Path kept = keep.isEmpty() ? null : Path.of(keep, "derby-" + rows);
      if (kept != null && Files.isDirectory(kept)) {
        copy(kept, database);
        return;
      }
      makeTables(setup());
      EmbeddedDataSource derby = new EmbeddedDataSource();
      derby.setDatabaseName(database.toString());
      try (Connection connection = derby.getConnection()) {
        fill(connection, rows);
      }
      derby.setShutdownDatabase("shutdown");
      try {
        derby.getConnection().close();
      } catch (SQLException down) {
        // Which is how Derby says that it has shut down.
      }
      if (kept != null) {
        copy(database, kept);
      }
    }

    @Override
    YardstickProcess yardstick() throws IOException {
      Path data = setup().data();
      Path twin = data.resolveSibling(data.getFileName() + "-yardstick");
      copy(data.resolve("db"), twin.resolve("db"));
      return YardstickProcess.onDerby(twin);
    }

    private static void copy(Path from, Path to) throws IOException {
      try (Stream<Path> all = Files.walk(from)) {
        for (Path path : (Iterable<Path>) all::iterator) {
          Path target = to.resolve(from.relativize(path).toString());
          if (Files.isDirectory(path)) {
            Files.createDirectories(target);
          } else {
            Files.copy(path, target);
          }
        }
      }
    }
  }

  private static final class OnPostgres extends Filled {
    /** What its manual advises for a small machine of its own; the rest as it comes. */
    private static final PostgresServer SERVER =
        PostgresServer.fresh(
            "bench", Map.of("shared_buffers", "1GB", "random_page_cost", "1.1", "jit", "off"));

    private final String database;

    OnPostgres(long rows) throws IOException, SQLException {
      super(ParleyProcess.Setup.fresh("speed"));
      database = "speed_" + rows;
      SERVER.create(database);
      Map<String, String> settings = SERVER.environment(database);
      setup().withDatabase(settings);
      makeTables(setup());
      try (Connection connection =
          DriverManager.getConnection(
              settings.get("PARLEY_DB_URL"),
              settings.get("PARLEY_DB_USER"),
              settings.get("PARLEY_DB_PASSWORD"))) {
        fill(connection, rows);
      }
    }

    @Override
    YardstickProcess yardstick() throws IOException {
      String twin = database + "_yardstick";
      SERVER.copy(database, twin);
      return YardstickProcess.onPostgres(SERVER.environment(twin));
    }
  }
}
