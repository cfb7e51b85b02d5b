// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.parley.core.store.internal.Types.field;
import static org.parley.core.store.internal.Types.model;
import static org.parley.core.store.internal.Types.type;

import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.parley.api.record.Record;
import org.parley.api.record.Reference;
import org.parley.core.event.Change;
import org.parley.core.record.Moments;
import org.parley.core.record.Moments.Moment;
import org.parley.core.record.RecordType;
import org.parley.core.record.Storage;
import org.parley.core.record.Timeline;

/** What refers to some records comes by when it took place, each once, on every page. */
class MomentsTest {
  private static final int ROWS = 400;
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private static Store store;
  private static final List<Record> calls = new ArrayList<>();
  private static final List<Record> accounts = new ArrayList<>();

  @BeforeAll
  static void fill() {
    RecordType call =
        type(
                "call",
                field("about", Kinds.REFERENCE, "*"),
                field("account", Kinds.REFERENCE, "account"),
                field("at", Kinds.DATETIME))
            .with(new Timeline("at", null, Map.of(), null, null, null, List.of()), List.of());
    store =
        Store.fresh("moments").activate(model(1, type("account", field("name", Kinds.TEXT)), call));
    Random random = new Random(3);
    for (int i = 0; i < 70; i++) {
      accounts.add(store.create("account", "name", "a" + i));
    }
    for (int i = 0; i < ROWS; i++) {
      Record account = accounts.get(random.nextInt(3) == 0 ? 0 : random.nextInt(70));
      Reference to = new Reference("account", account.id());
      calls.add(
          store.create(
              "call",
              "about",
              to,
              "account",
              random.nextBoolean() ? to : null,
              "at",
              // Few moments, so that many are the same; some have none.
              random.nextInt(4) == 0 ? null : START.plusSeconds(random.nextInt(40)),
              "created_at",
              START.plusSeconds(random.nextInt(60))));
    }
    List.copyOf(calls).stream().filter(one -> one.id() % 13 == 0).forEach(MomentsTest::trash);
  }

  private static void trash(Record call) {
    store.trash(call);
    calls.remove(call);
  }

  @AfterAll
  static void close() {
    store.close();
  }

  private static Moments asked(String by, List<Long> of, boolean at, Moment before, int limit) {
    RecordType call = store.type("call");
    return new Moments(
        call,
        call.fields().get(by),
        by.equals("about") ? 1 : 0,
        of,
        at ? call.fields().get("at") : null,
        before,
        limit);
  }

  private static List<Moment> pages(String by, List<Long> of, boolean at, int limit) {
    List<Moment> all = new ArrayList<>();
    try (Storage.Serving serving = store.storage().serve()) {
      Moment before = null;
      List<Moment> page;
      do {
        page = serving.moments(asked(by, of, at, before, limit));
        all.addAll(page);
        before = all.isEmpty() ? null : all.get(all.size() - 1);
      } while (page.size() == limit);
    }
    return all;
  }

  private static List<Moment> expected(String by, List<Long> of, boolean at) {
    return calls.stream()
        .filter(call -> call.get(by) instanceof Reference to && of.contains(to.id()))
        .map(
            call -> {
              Instant made = (Instant) call.get("created_at");
              boolean moment = at && call.get("at") != null;
              return new Moment(call.id(), moment ? (Instant) call.get("at") : made, made);
            })
        .sorted(Comparator.reverseOrder())
        .toList();
  }

  private static List<Long> ids(int from, int to) {
    return accounts.subList(from, to).stream().map(Record::id).toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {11, 1_000})
  void everythingComesOnceInOrder(int limit) {
    for (List<Long> of : List.of(ids(0, 1), ids(1, 60), ids(0, 70))) {
      for (String by : List.of("about", "account")) {
        for (boolean at : new boolean[] {true, false}) {
          List<Moment> expected = expected(by, of, at);
          assertThat(expected).isNotEmpty();
          assertThat(pages(by, of, at, limit)).isEqualTo(expected);
        }
      }
    }
  }

  @Test
  void whatNothingRefersToHasNone() {
    long lonely = store.create("account", "name", "lonely").id();
    assertThat(pages("about", List.of(lonely), true, 10)).isEmpty();
  }

  @Test
  void anIndexHoldsAllOfIt() throws Exception {
    List<String> definitions =
        store
            .database()
            .read(
                connection -> {
                  List<String> found = new ArrayList<>();
                  try (Statement query = connection.createStatement();
                      ResultSet row =
                          query.executeQuery("SELECT definition FROM parley_key ORDER BY number")) {
                    while (row.next()) {
                      found.add(row.getString(1).replace(" DESC", "").replace("at_,", "at,"));
                    }
                  }
                  return found;
                });
    assertThat(definitions)
        .contains("about_id, deleted_at, at, created_at, id")
        .contains("account, deleted_at, at, created_at, id")
        .doesNotContain("owner, deleted_at, at, created_at, id");
  }

  @Test
  void theNewestChangesOfManyRecordsComeTogether() {
    List<Record> some = new ArrayList<>(accounts.subList(0, 55));
    for (int i = 0; i < 3; i++) {
      some.replaceAll(account -> store.update(account, "name", account.get("name") + "!"));
    }
    Map<String, List<Long>> of =
        Map.of("account", ids(0, 55), "call", List.of(calls.get(0).id()), "nothing", List.of(7L));
    List<Change> all = new ArrayList<>();
    some.forEach(account -> all.addAll(store.history(account)));
    all.addAll(store.history(calls.get(0)));
    all.sort(Comparator.comparing(Change::position).reversed());
    List<Change> found = new ArrayList<>();
    long before = Long.MAX_VALUE;
    for (List<Change> page = List.of(); ; ) {
      page = store.journal().latest(of, before, 150);
      found.addAll(page);
      if (page.size() < 150) {
        break;
      }
      before = page.get(149).position();
    }
    assertThat(found).isEqualTo(all).hasSize(55 * 4 + 1);
    assertThat(Set.copyOf(found)).hasSameSizeAs(found);
    for (int i = 0; i < some.size(); i++) {
      accounts.set(i, some.get(i));
    }
  }
}
