// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.parley.core.store.internal.Types.field;
import static org.parley.core.store.internal.Types.model;
import static org.parley.core.store.internal.Types.type;

import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.parley.api.error.ErrorKind;
import org.parley.api.error.ParleyException;
import org.parley.core.record.Model;
import org.parley.core.record.ModelPlan.SchemaStep;
import org.parley.core.store.internal.Kinds;
import org.parley.core.store.internal.Store;

/** On PostgreSQL a filled table changes beside those who use it. */
class OnlineDdlTest {
  private static final int ROWS = 3_000;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private Store store;

  @BeforeEach
  void open(TestInfo test) {
    store = Store.fresh("online-" + test.getTestMethod().orElseThrow().getName());
    store.activate(plain(1));
    run(
        "INSERT INTO account (id, version, name, name_folded) SELECT n, 1, 'Name ' || n,"
            + " 'name ' || n FROM generate_series(1000001, "
            + (1_000_000 + ROWS)
            + ") n");
  }

  @AfterEach
  void close() {
    threads.shutdownNow();
    store.close();
  }

  private static Model plain(int version) {
    return model(version, type("site"), type("account", field("name", Kinds.TEXT)));
  }

  private static Model keyed(int version) {
    return model(
        version,
        type("site"),
        type(
            "account", field("name", Kinds.TEXT).unique(), field("site", Kinds.REFERENCE, "site")));
  }

  @Test
  void thePlanSaysThatNobodyWaits() {
    List<SchemaStep> plan = store.storage().plan(keyed(2));

    assertThat(plan)
        .extracting(SchemaStep::sql)
        .anyMatch(sql -> sql.startsWith("CREATE UNIQUE INDEX CONCURRENTLY"))
        .anyMatch(sql -> sql.startsWith("CREATE INDEX CONCURRENTLY"))
        .anyMatch(sql -> sql.endsWith("NOT VALID"))
        .anyMatch(sql -> sql.contains("VALIDATE CONSTRAINT"));
    assertThat(plan).extracting(SchemaStep::pause).containsOnly("none");
    store.activate(keyed(2));
    assertThat(invalid()).isEmpty();
    assertThat(store.storage().plan(keyed(2))).isEmpty();
  }

  @Test
  void aKeyThatCannotBeMadeLeavesNothingBehind() {
    run("UPDATE account SET name_folded = 'twin' WHERE id IN (1000001, 1000002)");

    assertThatThrownBy(() -> store.storage().prepare(keyed(2)))
        .isInstanceOfSatisfying(
            ParleyException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.CONFLICT));
    assertThat(invalid()).isEmpty();

    run("UPDATE account SET name_folded = 'twin 2' WHERE id = 1000002");
    store.activate(keyed(2));
    assertThat(invalid()).isEmpty();
  }

  @Test
  void whatACrashHasLeftIsClearedAway() {
    String name =
        store.storage().plan(keyed(2)).stream()
            .map(SchemaStep::sql)
            .filter(sql -> sql.startsWith("CREATE UNIQUE INDEX CONCURRENTLY"))
            .map(sql -> sql.split(" ")[4])
            .findFirst()
            .orElseThrow();
    run("UPDATE account SET name_folded = 'twin' WHERE id IN (1000001, 1000002)");
    assertThatThrownBy(
            () -> run("CREATE UNIQUE INDEX CONCURRENTLY " + name + " ON account (name_folded)"))
        .isInstanceOf(ParleyException.class);
    assertThat(invalid()).containsExactly(name);
    run("UPDATE account SET name_folded = 'twin 2' WHERE id = 1000002");

    store.activate(keyed(2));

    assertThat(invalid()).isEmpty();
    assertThatThrownBy(() -> store.create("account", "name", "Twin 2"))
        .isInstanceOf(ParleyException.class);
  }

  @Test
  void aChangeThatHasToWaitLetsOthersThroughMeanwhile() throws Exception {
    try (Connection reader = store.database().source().getConnection();
        Statement statement = reader.createStatement()) {
      reader.setAutoCommit(false);
      statement.execute("SELECT COUNT(*) FROM account");
      Future<?> change =
          threads.submit(
              () ->
                  store.activate(
                      model(
                          2,
                          type("site"),
                          type(
                              "account",
                              field("name", Kinds.TEXT),
                              field("size", Kinds.INTEGER)))));
      Awaitility.await().until(() -> !waiting().isEmpty());
      // Behind the lock that the change waits for; it gives up and lets this one in.
      assertThat(store.find("account", 1_000_001)).isPresent();
      assertThat(change.isDone()).isFalse();
      reader.commit();
      change.get();
      reader.setAutoCommit(true);
    }
    store.create("account", "name", "New", "size", 3L);
  }

  private List<String> waiting() {
    return query("SELECT 'waits' FROM pg_locks WHERE NOT granted");
  }

  private List<String> invalid() {
    return query(
        "SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid UNION ALL"
            + " SELECT conname FROM pg_constraint WHERE NOT convalidated");
  }

  private List<String> query(String sql) {
    return store
        .database()
        .read(
            connection -> {
              List<String> found = new ArrayList<>();
              try (var statement = connection.createStatement();
                  var row = statement.executeQuery(sql)) {
                while (row.next()) {
                  found.add(row.getString(1));
                }
              }
              return found;
            });
  }

  private void run(String sql) {
    store
        .database()
        .read(
            connection -> {
              try (var statement = connection.createStatement()) {
                statement.execute(sql);
              }
              return null;
            });
  }
}
