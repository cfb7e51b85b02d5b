// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.operation;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.parley.api.error.ParleyException;
import org.parley.core.operation.FigureSheet;
import org.parley.core.operation.Figures;
import org.parley.core.store.internal.database.Database;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The database in figures: its pool, its size, its conflicts, and the sessions that lie in it. */
@Component
public final class StoreFigures implements Figures {
  private static final Logger LOG = LoggerFactory.getLogger(StoreFigures.class);

  private final Database database;
  private final Path directory;

  @Activate
  public StoreFigures(@Reference Database database) {
    this(database, Path.of(System.getProperty("parley.data", "data"), "db"));
  }

  StoreFigures(Database database, Path directory) {
    this.database = database;
    this.directory = directory;
  }

  @Override
  public void tell(FigureSheet sheet) {
    if (database.source() instanceof HikariDataSource source) {
      HikariPoolMXBean pool = source.getHikariPoolMXBean();
      String help = "Database connections by what they do.";
      sheet.gauge("parley_pool_connections", help, pool.getActiveConnections(), "state", "used");
      sheet.gauge("parley_pool_connections", help, pool.getIdleConnections(), "state", "idle");
      sheet.gauge("parley_pool_max", "Connections at most.", source.getMaximumPoolSize());
      sheet.gauge(
          "parley_pool_waiting",
          "Threads that wait for a connection.",
          pool.getThreadsAwaitingConnection());
    }
    sheet.counter(
        "parley_store_conflicts_total",
        "Attempts that met others changing the same and were tried again.",
        database.conflicts());
    sheet.counter(
        "parley_store_failures_total",
        "Work that the database refused, conflicts that did not end included.",
        database.failures());
    try {
      sheet.gauge("parley_sessions", "Logins that have not ended.", sessions());
      sheet.gauge("parley_database_bytes", "Size of the database.", size());
    } catch (ParleyException | IOException e) {
      // No answer is told by the other figures and by health; a scrape goes on.
      LOG.debug("The database does not tell its figures.", e);
    }
  }

  private long sessions() {
    return database.read(
        connection -> {
          try (PreparedStatement statement =
              connection.prepareStatement(
                  "SELECT COUNT(*) FROM parley_session WHERE expires_at > ?")) {
            database.dialect().bind(statement, 1, Instant.now());
            try (ResultSet rows = statement.executeQuery()) {
              rows.next();
              return rows.getLong(1);
            }
          }
        });
  }

  /** Of the embedded one its files; any other is asked. */
  private long size() throws IOException {
    if (Files.isDirectory(directory)) {
      try (Stream<Path> files = Files.walk(directory)) {
        return files.mapToLong(file -> file.toFile().length()).sum();
      }
    }
    return database.read(
        connection -> {
          try (PreparedStatement statement =
                  connection.prepareStatement("SELECT pg_database_size(current_database())");
              ResultSet rows = statement.executeQuery()) {
            rows.next();
            return rows.getLong(1);
          }
        });
  }
}
