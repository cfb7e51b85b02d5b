// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.parley.core.store.internal.Types.field;
import static org.parley.core.store.internal.Types.model;
import static org.parley.core.store.internal.Types.type;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.parley.api.record.Record;
import org.parley.core.event.Change.Operation;
import org.parley.core.record.Commit;
import org.parley.core.record.Condition;
import org.parley.core.record.Indexes;
import org.parley.core.record.Operator;
import org.parley.core.record.RecordType;
import org.parley.core.record.Selection;
import org.parley.core.record.Selection.Sort;
import org.parley.core.record.Storage;

/** Lists and counts of a table so large that reading all of it would hold everybody up. */
class WideListsTest {
  private static final int ROWS = 60_000;
  private static Store store;

  /** A rank each, one in a thousand rare, one stage for nearly all. */
  @BeforeAll
  static void fill() {
    store = Store.fresh("wide").activate(model(1, deal(false)));
    try (Storage.Serving serving = store.storage().serve()) {
      for (int from = 0; from < ROWS; from += 1_000) {
        List<Commit.Write> writes = new ArrayList<>();
        for (int i = from; i < from + 1_000; i++) {
          Map<String, Object> fields =
              Store.pairs(
                  "rank",
                  (long) i,
                  "stage",
                  i % 1_000 == 999 ? "rare" : i < 100 ? "early" : "common",
                  "half",
                  i % 2 == 0,
                  "plain",
                  "p" + i % 7);
          Record record = new Record("deal", serving.nextId(), 1, fields);
          writes.add(Store.write(serving, Operation.CREATE, null, record, null));
        }
        serving.commit(Store.commit(writes.toArray(Commit.Write[]::new)));
      }
    }
  }

  private static RecordType deal(boolean indexed) {
    return type(
        "deal",
        field("rank", Kinds.INTEGER).indexed(),
        field("stage", Kinds.CHOICE).indexed(),
        field("half", Kinds.BOOLEAN).indexed(),
        indexed ? field("plain", Kinds.CHOICE).indexed() : field("plain", Kinds.CHOICE));
  }

  @AfterAll
  static void close() {
    store.close();
  }

  @Test
  void fewRowsAreFoundByTheirIndexInAnyOrder() {
    assertThat(page(stage("rare"), "plain", "-rank")).hasSize(50);
    assertThat(page(stage("early"), "-rank")).startsWith(99L, 98L);
  }

  @Test
  void whatLiesAlongTheOrderIsRead() {
    assertThat(page(stage("common"), "rank")).startsWith(100L, 101L);
    assertThat(page(both(half(true), compare("rank", Operator.GREATER, 55_000L)), "rank"))
        .startsWith(55_002L, 55_004L);
  }

  @Test
  void whatDoesNotLieWithinTheFirstRowsIsRefusedNotLookedFor() {
    Condition none = both(stage("common"), compare("plain", Operator.EQUAL, "never"));
    assertThatThrownBy(() -> page(none, "rank"))
        .isInstanceOfSatisfying(
            Storage.TooWide.class,
            e -> {
              assertThat(e.found()).isZero();
              assertThat(e.read()).isEqualTo(50_000);
            });
    assertThatThrownBy(() -> page(Condition.ALL, "plain")).isInstanceOf(Storage.TooWide.class);
    assertThatThrownBy(() -> page(Condition.ALL, "stage", "plain"))
        .isInstanceOf(Storage.TooWide.class);
    assertThatThrownBy(() -> page(none, "rank", "plain")).isInstanceOf(Storage.TooWide.class);
    assertThat(page(both(none, stage("early")), "rank")).isEmpty();
  }

  @Test
  void countsTellWhenTheyHaveNotLookedAtAll() {
    try (Storage.Serving serving = store.storage().serve()) {
      assertThat(serving.roughly(deals(), Condition.ALL, false, 10_001))
          .isEqualTo(new Storage.Counted(10_001, true));
      assertThat(serving.roughly(deals(), stage("rare"), false, 10_001))
          .isEqualTo(new Storage.Counted(60, true));
      Condition seventh = both(stage("common"), compare("plain", Operator.EQUAL, "p3"), half(true));
      Storage.Counted counted = serving.roughly(deals(), seventh, false, 10_001);
      assertThat(counted.whole()).isTrue();
      Condition common = both(stage("common"), compare("plain", Operator.EQUAL, "p3"));
      counted = serving.roughly(deals(), common, false, 10_001);
      assertThat(counted.whole()).isFalse();
      assertThat(counted.count()).isBetween(7_000L, 7_143L);
    }
  }

  @Test
  void theTrashIsFoundWithoutReadingTheLiving() throws Exception {
    Record gone = store.trash(store.create("deal", "rank", 70_000L));
    try (Storage.Serving serving = store.storage().serve()) {
      Selection trash =
          new Selection(deals(), Condition.ALL, Set.of(), List.of(sort("-rank")), null, 50, true);
      assertThat(serving.page(trash)).extracting(r -> r.record().id()).containsExactly(gone.id());
    }
  }

  @Test
  void anIndexCanBeBuiltOverFilledTablesAndDroppedAgain() {
    // One for each direction where an index serves one only.
    long made = store.database().dialect().indexPerDirection() ? 2 : 1;
    store.storage().activate(model(2, deal(true)));
    assertThat(page(Condition.ALL, "-plain")).hasSize(50);
    assertThat(indexes()).isEqualTo(made);

    store.storage().activate(model(3, deal(false)));
    store.storage().dropIndex("deal", "plain");
    assertThat(indexes()).isZero();
    store.storage().activate(model(4, deal(true)));
    assertThat(indexes()).isEqualTo(made);
    store.storage().activate(model(5, deal(false)));
    store.storage().dropIndex("deal", "plain");
  }

  private static long indexes() {
    return store
        .database()
        .read(
            connection -> {
              try (PreparedStatement query =
                      connection.prepareStatement(
                          "SELECT COUNT(*) FROM parley_key WHERE definition IN"
                              + " ('plain, id', 'plain DESC, id DESC')");
                  ResultSet row = query.executeQuery()) {
                row.next();
                return row.getLong(1);
              }
            });
  }

  @Test
  void wishesForIndexesAreKept() {
    Instant at = Instant.parse("2026-11-26T10:00:00.000001Z");
    Indexes.Built built = new Indexes.Built("deal", "plain", "ada", at);
    store.storage().keepIndex(built);
    assertThat(store.storage().indexes()).containsExactly(built);
    store.storage().forgetIndex("deal", "plain");
    assertThat(store.storage().indexes()).isEmpty();
    assertThat(store.storage().rows("deal")).isGreaterThanOrEqualTo(ROWS);
    assertThat(store.storage().rows("none")).isZero();
  }

  private static RecordType deals() {
    return store.type("deal");
  }

  private static List<Long> page(Condition where, String... sort) {
    List<Sort> keys = List.of(sort).stream().map(WideListsTest::sort).toList();
    try (Storage.Serving serving = store.storage().serve()) {
      return serving.page(new Selection(deals(), where, null, keys, null, 50, false)).stream()
          .map(row -> (Long) row.record().get("rank"))
          .toList();
    }
  }

  private static Sort sort(String key) {
    boolean descending = key.startsWith("-");
    return new Sort(deals().field(descending ? key.substring(1) : key), descending);
  }

  private static Condition stage(String stage) {
    return compare("stage", Operator.EQUAL, stage);
  }

  private static Condition half(boolean half) {
    return compare("half", Operator.EQUAL, half);
  }

  private static Condition both(Condition... conditions) {
    return new Condition.And(List.of(conditions));
  }

  private static Condition compare(String name, Operator operator, Object... values) {
    return new Condition.Compare(List.of(), deals().field(name), 0, operator, List.of(values));
  }
}
