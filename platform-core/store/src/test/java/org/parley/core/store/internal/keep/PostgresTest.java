// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.keep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.parley.api.record.Record;
import org.parley.core.store.internal.Store;
import org.parley.core.store.internal.database.DerbyDialect;
import org.parley.core.store.internal.database.Dialect;
import org.parley.core.store.internal.database.PostgresDialect;

/** Data goes to PostgreSQL, and is kept there, as it is on Derby. */
class PostgresTest {
  private static EmbeddedPostgres server;
  private static Path all;
  private static Path data;

  @BeforeAll
  static void start() throws IOException {
    server = EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
    all = Kept.folder("postgres");
    data = all.resolve("data");
    Kept.fill(data);
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  /** An empty database; its address. */
  private static String database(String name) throws SQLException {
    try (Connection connection = server.getPostgresDatabase().getConnection()) {
      Engine.execute(connection, "CREATE DATABASE " + name);
    }
    return server.getJdbcUrl("postgres", name).replaceFirst("\\?.*", "");
  }

  private static Dialect dialect(String url) {
    return new PostgresDialect(url, "postgres", "postgres");
  }

  private static Installation parley(Path folder, String url) {
    return new Installation(
        folder.resolve("none"), folder, "0.1.0-test", url, "postgres", "postgres");
  }

  private static void worksOn(String url) {
    try (Store store = Store.in(dialect(url)).activate(Kept.MODEL)) {
      long greatest =
          store.database().read(c -> Engine.number(c, "SELECT MAX(record_id) FROM parley_journal"));
      long position =
          store
              .database()
              .read(c -> Engine.number(c, "SELECT MAX(journal_position) FROM parley_journal"));
      assertThatThrownBy(() -> store.create("account", "name", "Twice", "code", "B"))
          .hasMessageContaining("has this value already");
      Record added = store.create("account", "name", "New", "code", "C");
      assertThat(added.id()).isGreaterThan(greatest);
      assertThat(store.history(added).get(0).position()).isGreaterThan(position);
      Record newer = store.update(added, "name", "Newer");
      assertThat(store.history(newer)).hasSize(2);
      assertThat(store.ledger().bytes(Kept.PLUGIN)).contains(Kept.JAR);
      store.trash(newer);
      store.create("account", "name", "Code of the trash", "code", "C");
    }
  }

  @Test
  void aMoveBringsEverythingAndParleyGoesOnThere() throws IOException, SQLException {
    String url = database("moved");
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    new Move(parley(data, null), new Progress(new PrintStream(said))).to(url, false);

    assertThat(said.toString())
        .contains("account: 4 rows, checksum")
        .contains("rows are the same on both sides");
    worksOn(url);
    Throwable again =
        catchThrowable(() -> new Move(parley(data, null), Kept.quiet()).to(url, false));
    assertThat(again).hasMessageContaining("data of a Parley in that database already");
  }

  @Test
  void anExportIsTheSameFromBoth() throws IOException, SQLException {
    String url = database("exported");
    Path derby = all.resolve("export-derby");
    Path first = all.resolve("export-postgres");
    Path second = all.resolve("export-again");
    new Export(Kept.parley(data), Kept.quiet()).to(derby, true);
    new Import(parley(all.resolve("p1"), url), Kept.quiet()).from(derby);
    new Export(parley(all.resolve("p1"), url), Kept.quiet()).to(first, true);

    SortedMap<String, String> expected = Kept.tree(derby);
    SortedMap<String, String> found = Kept.tree(first);
    for (String differs :
        List.of(
            "core/parley_column.csv",
            "core/parley_key.csv",
            "sql/schema-derby.sql",
            "manifest.json",
            "SHA256SUMS")) {
      expected.remove(differs);
      found.remove(differs);
    }
    assertThat(found).as("all but what tells about columns and keys").isEqualTo(expected);

    String other = database("exported_again");
    new Import(parley(all.resolve("p2"), other), Kept.quiet()).from(first);
    new Export(parley(all.resolve("p2"), other), Kept.quiet()).to(second, true);
    assertThat(Kept.tree(second)).isEqualTo(Kept.tree(first));
    worksOn(other);
    backToDerby(first);
  }

  private static void backToDerby(Path export) throws IOException, SQLException {
    Path back = all.resolve("back");
    new Import(Kept.parley(back), Kept.quiet()).from(export);
    try (Store store = Store.at(back).activate(Kept.MODEL)) {
      assertThatThrownBy(() -> store.create("account", "name", "Twice", "code", "B"))
          .hasMessageContaining("has this value already");
      store.create("account", "name", "New", "code", "C");
    }
  }

  @Test
  void aBackupComesBackAndWhatWasThereIsKept() throws IOException, SQLException {
    String url = database("kept");
    Path home = all.resolve("p3");
    Path export = all.resolve("export-for-backup");
    new Export(Kept.parley(data), Kept.quiet()).to(export, true);
    new Import(parley(home, url), Kept.quiet()).from(export);
    Files.createDirectories(home.resolve("shell"));
    Files.writeString(home.resolve("shell/key"), "secret");
    Path backup = new Backup(parley(home, url), Kept.quiet()).make(all.resolve("pg-backups"), 3);
    try (Store store = Store.in(dialect(url)).activate(Kept.MODEL)) {
      store.create("account", "name", "After the backup");
    }
    Files.writeString(home.resolve("shell/key"), "later");
    try (Store store = Store.in(dialect(url))) {
      Throwable refusal =
          catchThrowable(() -> new Restore(parley(home, url), Kept.quiet()).from(backup));
      assertThat(refusal).hasMessageContaining("is connected to this database");
    }

    new Restore(parley(home, url), Kept.quiet()).from(backup);

    assertThat(Files.readString(home.resolve("shell/key"))).isEqualTo("secret");
    try (Opened database = new PostgresPlace(parley(home, url)).open()) {
      assertThat(Engine.number(database.connection(), "SELECT COUNT(*) FROM account")).isEqualTo(4);
      String aside =
          Engine.texts(
                  database.connection(),
                  "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'parley%'")
              .get(0);
      assertThat(Engine.number(database.connection(), "SELECT COUNT(*) FROM " + aside + ".account"))
          .isEqualTo(5);
    }
    worksOn(url);
  }

  @Test
  void aRowThatDiffersIsFound() throws IOException, SQLException {
    String url = database("differs");
    new Move(parley(data, null), Kept.quiet()).to(url, false);
    DerbyDialect derby = new DerbyDialect();
    try (Opened there = new PostgresPlace(parley(data, url)).open();
        Connection here = derby.open(data).getConnection()) {
      for (String[] change :
          new String[][] {
            {"UPDATE account SET active = true WHERE active = false", "Table account"},
            {"UPDATE parley_plugin SET jar = '\\x00'::bytea", "Table parley_plugin"},
            {"DELETE FROM parley_journal_personal", "is missing there"},
            {
              "UPDATE parley_journal SET depth = depth + 1 WHERE journal_position ="
                  + " (SELECT MAX(journal_position) FROM parley_journal)",
              "Table parley_journal"
            }
          }) {
        there.connection().setAutoCommit(false);
        Engine.execute(there.connection(), change[0]);
        Throwable found =
            catchThrowable(
                () ->
                    new Comparison(
                            new DatabaseOrigin(here, derby, Contents.none(), true),
                            new Unguarded(there).origin(),
                            Kept.quiet())
                        .all());
        assertThat(found).as(change[0]).isInstanceOf(Refusal.class).hasMessageContaining(change[1]);
        there.connection().rollback();
        here.rollback();
      }
      here.rollback();
    } finally {
      derby.close();
    }
  }

  /** Reads within the transaction that has changed something. */
  private record Unguarded(Opened opened) {
    Origin origin() throws SQLException {
      return DatabaseOrigin.within(opened.connection(), opened.dialect(), Contents.none(), true);
    }
  }

  /** A real kill, again and again, and then to the end. */
  @Test
  void aMoveThatIsKilledGoesOnWhereItWas() throws Exception {
    Path big = all.resolve("big");
    int rows = 2_000;
    try (Store store = Store.at(big).activate(Kept.MODEL)) {
      for (int i = 0; i < rows; i++) {
        store.create("account", "name", "Account " + i, "code", "C" + i, "notes", "n".repeat(500));
      }
    }
    String url = database("killed");
    Random dice = new Random();
    List<String> said = new ArrayList<>();
    for (int round = 0; ; round++) {
      Path output = all.resolve("killed-" + round + ".out");
      ProcessBuilder builder =
          new ProcessBuilder(
              System.getProperty("java.home") + "/bin/java",
              "-Xmx128m",
              "-Dparley.data=" + big,
              "-cp",
              System.getProperty("java.class.path") + File.pathSeparator + "target/classes",
              Keeper.class.getName(),
              "move",
              "--to",
              url);
      builder.environment().put("PARLEY_DB_USER", "postgres");
      builder.environment().put("PARLEY_DB_PASSWORD", "postgres");
      Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
      boolean last = round == 4;
      boolean ended =
          process.waitFor(last ? 120_000 : 700 + dice.nextInt(2_000), TimeUnit.MILLISECONDS);
      process.destroyForcibly().waitFor();
      said.add(Files.readString(output));
      if (ended) {
        assertThat(process.exitValue()).as(String.join("\n--\n", said)).isZero();
        break;
      }
      assertThat(last).as("it ends\n" + said).isFalse();
    }
    try (Store store = Store.in(dialect(url)).activate(Kept.MODEL)) {
      assertThat(store.database().<Long>read(c -> Engine.number(c, "SELECT COUNT(*) FROM account")))
          .isEqualTo(rows);
      assertThatThrownBy(() -> store.create("account", "name", "Twice", "code", "C7"))
          .hasMessageContaining("has this value already");
    }
  }
}
