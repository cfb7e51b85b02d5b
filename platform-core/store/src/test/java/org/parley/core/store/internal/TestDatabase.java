// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Stream;
import org.parley.core.store.internal.database.DerbyDialect;
import org.parley.core.store.internal.database.Dialect;
import org.parley.core.store.internal.database.PostgresDialect;

/**
 * The database that tests run on: Derby, or with {@code -Dparley.test.database=postgresql} a
 * PostgreSQL server that the first test starts and the end of the JVM stops. A server that does not
 * start fails the tests.
 */
public final class TestDatabase {
  public static final boolean POSTGRESQL =
      "postgresql".equals(System.getProperty("parley.test.database"));

  private TestDatabase() {}

  /** Started when it is first asked for. */
  private static final class Server {
    private static final EmbeddedPostgres RUNNING = start();

    private static EmbeddedPostgres start() {
      try {
        return EmbeddedPostgres.builder()
            .setServerConfig("max_connections", "200")
            // Whether a page reaches the disk is no matter for a server that lives for minutes.
            .setServerConfig("fsync", "off")
            .start();
      } catch (IOException e) {
        throw new UncheckedIOException("PostgreSQL does not start", e);
      }
    }
  }

  /** Where data of a name lies: below target/, apart for JVMs that run tests at the same time. */
  public static Path place(String name) {
    String fork = System.getProperty("surefire.forkNumber", "1");
    return Path.of("target", "store-" + fork, name).toAbsolutePath();
  }

  /** Makes an empty database. */
  public static void create(Path data) {
    if (POSTGRESQL) {
      String name = name(data);
      run("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
      run("CREATE DATABASE " + name);
    } else if (Files.exists(data)) {
      try (Stream<Path> files = Files.walk(data)) {
        files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  public static Dialect dialect(Path data) {
    return POSTGRESQL
        ? new PostgresDialect(
            Server.RUNNING.getJdbcUrl("postgres", name(data)), "postgres", "postgres")
        : new DerbyDialect();
  }

  private static String name(Path data) {
    String name =
        "t_" + data.getFileName().toString().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "_");
    return name.substring(0, Math.min(name.length(), 63));
  }

  private static void run(String sql) {
    try (Connection connection = Server.RUNNING.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }
}
