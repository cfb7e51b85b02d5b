// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.parley.core.store.internal.Types.field;
import static org.parley.core.store.internal.Types.model;
import static org.parley.core.store.internal.Types.type;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.parley.api.record.Record;
import org.parley.api.record.Reference;
import org.parley.core.record.Condition;
import org.parley.core.record.Field;
import org.parley.core.record.Operator;
import org.parley.core.record.RecordType;
import org.parley.core.record.Row;
import org.parley.core.record.Selection;
import org.parley.core.record.Selection.Cursor;
import org.parley.core.record.Selection.Sort;
import org.parley.core.record.Storage;
import org.parley.core.record.View;

/**
 * Rows that may be met in several ways come once, in the order of the list, on every page and in
 * both directions, with ties and empty values, whether an index has a way in that order or not.
 */
class WaysTest {
  private static final int ROWS = 600;

  private static final Field ID = field("id", Kinds.INTEGER).indexed().field();

  private static Store store;
  private static final List<Record> all = new ArrayList<>();
  private static final List<Long> users = new ArrayList<>();

  @BeforeAll
  static void fill() {
    RecordType task =
        type(
            "task",
            field("due", Kinds.DATE).indexed(),
            field("name", Kinds.TEXT).indexed(),
            field("stage", Kinds.CHOICE).indexed());
    View first = new View("all", "All", "list", List.of("title"), "-due", null, "test");
    store = Store.fresh("ways").activate(model(1, task.with(List.of(first), List.of(), List.of())));
    Random random = new Random(27);
    for (int i = 0; i < 5; i++) {
      users.add(store.create("user", "name", "u" + i).id());
    }
    for (int i = 0; i < ROWS; i++) {
      all.add(
          store.create(
              "task",
              "due",
              random.nextInt(4) == 0 ? null : LocalDate.of(2026, 1, 1).plusDays(random.nextInt(20)),
              "name",
              random.nextInt(5) == 0 ? null : names(random),
              "stage",
              "s" + random.nextInt(4),
              "owner",
              new Reference("user", users.get(random.nextInt(5)))));
    }
    all.stream().filter(record -> record.id() % 11 == 0).toList().forEach(WaysTest::trash);
  }

  /** Of letters whose order differs between code units and code points too. */
  private static String names(Random random) {
    return List.of("a", "b", "\uFB01x", "\uD835\uDC00", "zz").get(random.nextInt(5));
  }

  private static void trash(Record record) {
    store.trash(record);
    all.remove(record);
  }

  @AfterAll
  static void close() {
    store.close();
  }

  private static RecordType task() {
    try (Storage.Serving serving = store.storage().serve()) {
      return serving.model().type("task");
    }
  }

  private static Condition compare(String name, Operator operator, Object... values) {
    Field field = task().fields().get(name);
    int column = field.kind().comparedColumn(field);
    return new Condition.Compare(List.of(), field, column, operator, List.of(values));
  }

  private static List<Condition> ways() {
    List<Object> some = new ArrayList<>();
    all.stream().filter(record -> record.id() % 13 == 0).forEach(record -> some.add(record.id()));
    return List.of(
        compare("owner", Operator.EQUAL, users.get(1)),
        compare("owner", Operator.EQUAL, users.get(3)),
        compare("stage", Operator.EQUAL, "s2"),
        new Condition.Compare(List.of(), ID, 0, Operator.IN, some));
  }

  private static boolean meets(Record record) {
    long owner = ((Reference) record.get("owner")).id();
    return owner == users.get(1)
        || owner == users.get(3)
        || "s2".equals(record.get("stage"))
        || record.id() % 13 == 0;
  }

  private static List<Row> page(List<Sort> sort, Cursor place, int limit, List<Condition> ways) {
    try (Storage.Serving serving = store.storage().serve()) {
      return serving.page(
          new Selection(task(), Condition.ALL, null, sort, place, limit, false, ways));
    }
  }

  private static List<Sort> sort(String text) {
    return Stream.of(text.split(","))
        .filter(name -> !name.isEmpty())
        .map(
            name -> {
              String plain = name.replace("-", "");
              Field field = plain.equals("id") ? ID : task().fields().get(plain);
              return new Sort(field, name.startsWith("-"));
            })
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-due", "due", "name", "-name", "-due,name", "id", "-id", "-modified_at"})
  void bothWaysAreTheSameListAsAllTheRowsInOrder(String text) {
    List<Sort> sort = sort(text);
    List<Long> expected = new ArrayList<>();
    // The order itself is another test's; here a list of everything gives it.
    Cursor place = null;
    List<Row> whole;
    do {
      whole = page(sort, place, 1_000, List.of());
      whole.stream()
          .map(row -> row.record().id())
          .filter(id -> all.stream().anyMatch(record -> record.id() == id && meets(record)))
          .forEach(expected::add);
      place = whole.isEmpty() ? null : place(whole.get(whole.size() - 1), false);
    } while (whole.size() == 1_000);
    assertThat(expected).hasSizeGreaterThan(200);
    for (int limit : new int[] {1, 7, 50, 1_000}) {
      assertThat(forwards(sort, limit)).as("%s by %s", text, limit).isEqualTo(expected);
      assertThat(backwards(sort, limit)).as("%s back by %s", text, limit).isEqualTo(expected);
    }
  }

  @Test
  void theRowsAreWhole() {
    page(sort("-due"), null, 20, ways())
        .forEach(
            row -> {
              assertThat(row.record().version()).isEqualTo(1);
              assertThat(row.record().get("stage")).isNotNull();
            });
  }

  private static Cursor place(Row row, boolean before) {
    return new Cursor(row.sortKeys(), row.record().id(), before);
  }

  private static List<Long> forwards(List<Sort> sort, int limit) {
    List<Long> ids = new ArrayList<>();
    Cursor place = null;
    while (true) {
      List<Row> page = page(sort, place, limit, ways());
      page.forEach(row -> ids.add(row.record().id()));
      if (page.size() < limit) {
        return ids;
      }
      place = place(page.get(page.size() - 1), false);
    }
  }

  private static List<Long> backwards(List<Sort> sort, int limit) {
    List<Row> whole = page(sort, null, 1_000, ways());
    Row last = whole.get(whole.size() - 1);
    List<Long> ids = new ArrayList<>(List.of(last.record().id()));
    Cursor place = place(last, true);
    while (true) {
      List<Row> page = page(sort, place, limit, ways());
      ids.addAll(0, page.stream().map(row -> row.record().id()).toList());
      if (page.size() < limit) {
        return ids;
      }
      place = place(page.get(0), true);
    }
  }

  @Test
  void aCountCountsEachRowOnce() {
    try (Storage.Serving serving = store.storage().serve()) {
      Storage.Counted counted = serving.roughly(task(), Condition.ALL, ways(), false, 10_000);
      assertThat(counted.whole()).isTrue();
      assertThat(counted.count()).isEqualTo(all.stream().filter(WaysTest::meets).count());
      assertThat(serving.roughly(task(), Condition.ALL, ways(), false, 10).count()).isEqualTo(10);
    }
  }

  @Test
  void whatOneOwnerHasLiesReadyInTheOrderOfTheFirstList() {
    String definitions =
        store
            .database()
            .read(
                connection -> {
                  StringBuilder text = new StringBuilder();
                  try (var statement = connection.createStatement();
                      var row = statement.executeQuery("SELECT definition FROM parley_key")) {
                    while (row.next()) {
                      text.append(row.getString(1)).append('\n');
                    }
                  }
                  return text.toString();
                });
    assertThat(definitions).containsPattern("(?m)^owner, deleted_at, due( DESC)?, id( DESC)?$");
  }
}
