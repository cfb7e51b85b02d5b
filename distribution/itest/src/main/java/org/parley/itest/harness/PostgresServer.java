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
  private EmbeddedPostgres running;

  private PostgresServer(Path data, int port) {
    this.data = data;
    this.port = port;
  }

  /** Makes and starts one below the build's directory. */
  public static PostgresServer fresh(String name) {
    try {
      Path parent = Files.createDirectories(ParleyProcess.target().resolve("postgresql"));
      Path data = Files.createTempDirectory(parent, name + "-");
      return new PostgresServer(data, ParleyProcess.freePort()).start();
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
      running =
          EmbeddedPostgres.builder()
              .setDataDirectory(data)
              .setCleanDataDirectory(false)
              .setPort(port)
              .setServerConfig("max_connections", "200")
              .start();
      return this;
    } catch (IOException failed) {
      throw new UncheckedIOException("PostgreSQL does not start", failed);
    }
  }

  /** Makes an empty database. */
  public void create(String database) {
    try (Connection connection = DriverManager.getConnection(url("postgres"), USER, PASSWORD);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + database);
    } catch (SQLException failed) {
      throw new IllegalStateException("The database " + database + " cannot be made", failed);
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
