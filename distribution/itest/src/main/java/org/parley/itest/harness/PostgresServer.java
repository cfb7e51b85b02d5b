// SPDX-License-Identifier: Apache-2.0
package org.parley.itest.harness;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/**
 * A real PostgreSQL of our own, on a loopback port, that can be stopped and started again on the
 * same data. It stops with the JVM at the latest. That it does not start is a failure.
 */
public final class PostgresServer implements AutoCloseable {
  private static final String USER = "postgres";
  private static final String PASSWORD = "postgres";

  private final Path data;
  private final int port;
  private final Map<String, String> configuration;
  private EmbeddedPostgres running;

  private PostgresServer(Path data, int port, Map<String, String> configuration) {
    this.data = data;
    this.port = port;
    this.configuration = configuration;
  }

  /** Makes and starts one below the build's directory. */
  public static PostgresServer fresh(String name) {
    return fresh(name, Map.of());
  }

  /**
   * Makes and starts one below the build's directory.
   *
   * @param configuration lines of its {@code postgresql.conf}
   */
  public static PostgresServer fresh(String name, Map<String, String> configuration) {
    try {
      Path parent = Files.createDirectories(ParleyProcess.target().resolve("postgresql"));
      Path data = Files.createTempDirectory(parent, name + "-");
      return new PostgresServer(data, ParleyProcess.freePort(), configuration).start();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** One for the whole run. */
  static PostgresServer shared() {
    return Shared.SERVER;
  }

  private static final class Shared {
    private static final PostgresServer SERVER = fresh("shared");
  }

  /** Starts it on the data that it has. */
  public PostgresServer start() {
    try {
      EmbeddedPostgres.Builder builder =
          EmbeddedPostgres.builder()
              .setDataDirectory(data)
              .setCleanDataDirectory(false)
              .setPort(port)
              .setServerConfig("max_connections", "200");
      configuration.forEach(builder::setServerConfig);
      running = builder.start();
      return this;
    } catch (IOException failed) {
      throw new UncheckedIOException("PostgreSQL does not start", failed);
    }
  }

  /** Makes an empty database. */
  public void create(String database) {
    create(database, "");
  }

  /** Makes a database that is like another one, to which nobody is connected. */
  public void copy(String from, String database) {
    create(database, " TEMPLATE " + from);
  }

  /** Makes an empty database whose tables lie in an empty folder of somebody's choice. */
  public void createOn(Path folder, String database) {
    String space = "on_" + database;
    execute("CREATE TABLESPACE " + space + " LOCATION '" + folder.toAbsolutePath() + "'");
    create(database, " TABLESPACE " + space);
  }

  private void create(String database, String more) {
    execute("CREATE DATABASE " + database + more);
  }

  private void execute(String sql) {
    try (Connection connection = DriverManager.getConnection(url("postgres"), USER, PASSWORD);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException failed) {
      throw new IllegalStateException(sql, failed);
    }
  }

  String url(String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
  }

  /** What points a Parley to one of its databases. */
  public Map<String, String> environment(String database) {
    return Map.of(
        "PARLEY_DB_URL", url(database), "PARLEY_DB_USER", USER, "PARLEY_DB_PASSWORD", PASSWORD);
  }

  /** Stops it: who is connected is thrown out. */
  @Override
  public void close() {
    if (running != null) {
      try {
        running.close();
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
      running = null;
    }
  }
}
