// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.parley.core.store.internal.Types.field;
import static org.parley.core.store.internal.Types.model;
import static org.parley.core.store.internal.Types.type;

import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.parley.core.record.Condition;
import org.parley.core.record.Field;
import org.parley.core.record.Operator;
import org.parley.core.record.RecordType;
import org.parley.core.record.Row;
import org.parley.core.record.Selection;
import org.parley.core.record.Storage;
import org.parley.core.store.internal.Kinds;
import org.parley.core.store.internal.Store;

/** What somebody owns is read in the order of the list, as far as the page goes. */
class HeldRowsTest {
  private static final int ROWS = 20_000;
  private static final int PAGE = 16;

  @Test
  void aPageOfWhatSomebodyOwnsReadsNoMoreThanItShows() {
    try (Store store =
        Store.fresh("held").activate(model(1, type("task", field("name", Kinds.TEXT))))) {
      long owner = store.create("user", "name", "Ada").id();
      run(
          store,
          "INSERT INTO task (id, version, owner, modified_at) SELECT n, 1, "
              + owner
              + ", TIMESTAMP '2026-01-01' + n * INTERVAL '1 second' FROM generate_series(1000001, "
              + (1_000_000 + ROWS)
              + ") n");
      run(store, "ANALYZE task");
      RecordType task = store.type("task");
      Field by = task.fields().get("owner");
      Condition theirs = new Condition.Compare(List.of(), by, 0, Operator.EQUAL, List.of(owner));
      for (boolean descending : new boolean[] {true, false}) {
        Selection page =
            new Selection(
                task,
                theirs,
                Set.of(),
                List.of(new Selection.Sort(task.fields().get("modified_at"), descending)),
                null,
                PAGE,
                false);
        run(store, "SELECT pg_stat_reset()");
        List<Row> rows;
        try (Storage.Serving serving = store.storage().serve()) {
          rows = serving.list(page);
        }
        assertThat(rows).hasSize(PAGE);
        long first = rows.get(0).record().id();
        assertThat(first).isEqualTo(descending ? 1_000_000 + ROWS : 1_000_001);
        // Figures of other connections come late.
        Awaitility.await()
            .atMost(Duration.ofSeconds(20))
            .untilAsserted(() -> assertThat(read(store)).isPositive());
        assertThat(read(store)).isLessThan(10L * PAGE);
      }
    }
  }

  /** How many entries of the table's indexes were read. */
  private static long read(Store store) {
    String sql = "SELECT sum(idx_tup_read) FROM pg_stat_user_indexes WHERE relname = 'task'";
    return store
        .database()
        .read(
            connection -> {
              try (Statement statement = connection.createStatement();
                  ResultSet row = statement.executeQuery(sql)) {
                row.next();
                return row.getLong(1);
              }
            });
  }

  private static void run(Store store, String sql) {
    store
        .database()
        .transaction(
            connection -> {
              try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
              }
              return null;
            });
  }
}
