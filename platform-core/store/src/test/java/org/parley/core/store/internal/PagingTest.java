// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.parley.core.store.internal.Types.field;
import static org.parley.core.store.internal.Types.model;
import static org.parley.core.store.internal.Types.type;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.parley.api.record.Record;
import org.parley.core.record.Condition;
import org.parley.core.record.Field;
import org.parley.core.record.Operator;
import org.parley.core.record.Row;
import org.parley.core.record.Selection;
import org.parley.core.record.Selection.Cursor;
import org.parley.core.record.Selection.Sort;
import org.parley.core.record.Storage;

/**
 * Walking a list forwards and walking it backwards give the same rows in the same order, whatever
 * it is sorted by, with many ties and empty values, and while others write.
 */
class PagingTest {
  private static final int ROWS = 300;
  private static final List<String> FIELDS =
      List.of("stage", "due", "rank", "open", "name", "note", "version", "id");

  private static Store store;
  private static final List<Record> all = new ArrayList<>();

  @BeforeAll
  static void fill() {
    store =
        Store.fresh("paging")
            .activate(
                model(
                    1,
                    type(
                        "task",
                        field("stage", Kinds.CHOICE).indexed(),
                        field("due", Kinds.DATE).indexed(),
                        field("rank", Kinds.INTEGER).indexed(),
                        field("open", Kinds.BOOLEAN).indexed(),
                        field("name", Kinds.TEXT).indexed(),
                        field("note", Kinds.CHOICE))));
    Random random = new Random(26);
    for (int i = 0; i < ROWS; i++) {
      all.add(create(random));
    }
  }

  private static Record create(Random random) {
    return store.create(
        "task",
        "stage",
        maybe(random, "s" + random.nextInt(4)),
        "due",
        maybe(random, LocalDate.of(2026, 1, 1).plusDays(random.nextInt(9))),
        "rank",
        maybe(random, (long) random.nextInt(5)),
        "open",
        maybe(random, random.nextBoolean()),
        "name",
        maybe(random, "n" + random.nextInt(40)),
        "note",
        maybe(random, "x" + random.nextInt(3)));
  }

  private static <T> T maybe(Random random, T value) {
    return random.nextInt(3) == 0 ? null : value;
  }

  @AfterAll
  static void close() {
    store.close();
  }

  /** Every field alone both ways, and orders of two and three keys drawn by lot. */
  static Stream<List<String>> sorts() {
    Random random = new Random(2026);
    Stream<List<String>> single =
        FIELDS.stream().flatMap(f -> Stream.of(List.of(f), List.of("-" + f)));
    Stream<List<String>> several =
        IntStream.range(0, 40)
            .mapToObj(
                i -> {
                  List<String> names = new ArrayList<>(FIELDS);
                  Collections.shuffle(names, random);
                  return names.subList(0, 2 + random.nextInt(2)).stream()
                      .map(name -> random.nextBoolean() ? name : "-" + name)
                      .toList();
                });
    return Stream.of(Stream.of(List.<String>of()), single, several).flatMap(s -> s);
  }

  @ParameterizedTest
  @MethodSource("sorts")
  void bothWaysAreTheSameList(List<String> sort) {
    List<Long> expected = all.stream().sorted(oracle(sort)).map(Record::id).toList();
    Random random = new Random(sort.hashCode());

    for (int limit : new int[] {1 + random.nextInt(4), 5 + random.nextInt(60), ROWS + 1}) {
      assertThat(forwards(sort, limit, Condition.ALL)).containsExactlyElementsOf(expected);
      assertThat(backwards(sort, limit, Condition.ALL)).containsExactlyElementsOf(expected);
    }
  }

  @ParameterizedTest
  @MethodSource("sorts")
  void filteredListsToo(List<String> sort) {
    LocalDate day = LocalDate.of(2026, 1, 4);
    Condition where =
        new Condition.And(
            List.of(
                compare("due", Operator.GREATER_OR_EQUAL, day),
                compare("stage", Operator.NOT_EQUAL, "s1"),
                new Condition.And(List.of(compare("due", Operator.LESS, day.plusDays(4))))));
    List<Long> expected =
        all.stream()
            .filter(task -> task.get("due") != null && !"s1".equals(task.get("stage")))
            .filter(task -> !((LocalDate) task.get("due")).isBefore(day))
            .filter(task -> ((LocalDate) task.get("due")).isBefore(day.plusDays(4)))
            .sorted(oracle(sort))
            .map(Record::id)
            .toList();

    assertThat(forwards(sort, 7, where)).containsExactlyElementsOf(expected);
    assertThat(backwards(sort, 7, where)).containsExactlyElementsOf(expected);
  }

  @Test
  void whatOthersWriteBetweenPagesNeitherRepeatsNorHidesARow() {
    Random random = new Random(7);
    for (String key : List.of("due", "-due", "stage", "-name")) {
      List<String> sort = List.of(key);
      List<Record> staying = all.stream().sorted(oracle(sort)).toList();
      List<Record> passing = new ArrayList<>();
      List<Long> forwards = new ArrayList<>();
      Cursor place = null;
      for (List<Row> page = page(sort, 20, Condition.ALL, place);
          !page.isEmpty();
          page = page(sort, 20, Condition.ALL, place)) {
        page.forEach(row -> forwards.add(row.record().id()));
        place = place(page.get(page.size() - 1), false);
        // The row the cursor names goes, and others come on both sides of it.
        passing.add(create(random));
        passing.add(create(random));
        long last = page.get(page.size() - 1).record().id();
        passing.stream().filter(task -> task.id() == last).forEach(store::trash);
        passing.removeIf(task -> task.id() == last);
      }
      assertThat(forwards).doesNotHaveDuplicates();
      assertThat(forwards.stream().filter(staying.stream().map(Record::id).toList()::contains))
          .containsExactlyElementsOf(staying.stream().map(Record::id).toList());
      passing.forEach(store::trash);
    }
  }

  @Test
  void aPlaceWhoseRowIsGoneStillHolds() {
    List<String> sort = List.of("-due");
    List<Long> before = forwards(sort, 50, Condition.ALL);
    Record gone = create(new Random(4));
    List<Row> with = page(sort, 1_001, Condition.ALL, null);
    Row row = with.stream().filter(r -> r.record().id() == gone.id()).findFirst().orElseThrow();
    int at = with.indexOf(row);
    store.trash(gone);

    List<Long> joined =
        Stream.concat(
                page(sort, 1_001, Condition.ALL, place(row, true)).stream(),
                page(sort, 1_001, Condition.ALL, place(row, false)).stream())
            .map(r -> r.record().id())
            .toList();

    assertThat(joined).containsExactlyElementsOf(before);
    assertThat(page(sort, 3, Condition.ALL, place(row, true)))
        .extracting(r -> r.record().id())
        .containsExactlyElementsOf(before.subList(Math.max(0, at - 3), at));
  }

  private static List<Long> forwards(List<String> sort, int limit, Condition where) {
    List<Long> ids = new ArrayList<>();
    Cursor place = null;
    while (true) {
      List<Row> page = page(sort, limit, where, place);
      page.forEach(row -> ids.add(row.record().id()));
      if (page.size() < limit) {
        return ids;
      }
      place = place(page.get(page.size() - 1), false);
    }
  }

  private static List<Long> backwards(List<String> sort, int limit, Condition where) {
    List<Row> whole = page(sort, 1_001, where, null);
    if (whole.isEmpty()) {
      return List.of();
    }
    Row last = whole.get(whole.size() - 1);
    List<Long> ids = new ArrayList<>(List.of(last.record().id()));
    Cursor place = place(last, true);
    while (true) {
      List<Row> page = page(sort, limit, where, place);
      ids.addAll(0, page.stream().map(row -> row.record().id()).toList());
      if (page.size() < limit) {
        return ids;
      }
      place = place(page.get(0), true);
    }
  }

  private static Cursor place(Row row, boolean before) {
    return new Cursor(row.sortKeys(), row.record().id(), before);
  }

  /** A page as it is and a page that may not take long are the same. */
  private static List<Row> page(List<String> sort, int limit, Condition where, Cursor place) {
    List<Sort> keys = sort.stream().map(PagingTest::sort).toList();
    Selection selection =
        new Selection(store.type("task"), where, Set.of(), keys, place, limit, false);
    try (Storage.Serving serving = store.storage().serve()) {
      List<Row> rows = serving.list(selection);
      assertThat(serving.page(selection))
          .extracting(row -> row.record().id())
          .containsExactlyElementsOf(rows.stream().map(row -> row.record().id()).toList());
      return rows;
    }
  }

  private static Condition compare(String name, Operator operator, Object... values) {
    return new Condition.Compare(
        List.of(), store.type("task").field(name), 0, operator, List.of(values));
  }

  private static Sort sort(String key) {
    String name = key.startsWith("-") ? key.substring(1) : key;
    Field field =
        name.equals("id") || name.equals("version")
            ? field(name, Kinds.INTEGER).field()
            : store.type("task").field(name);
    return new Sort(field, key.startsWith("-"));
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static Comparator<Record> oracle(List<String> sort) {
    Comparator<Record> order = (a, b) -> 0;
    boolean idDescending = !sort.isEmpty() && sort.get(0).startsWith("-");
    for (String key : sort) {
      boolean descending = key.startsWith("-");
      String name = descending ? key.substring(1) : key;
      if (name.equals("id")) {
        idDescending = descending;
        break;
      }
      Comparator<Comparable> values =
          descending ? Comparator.reverseOrder() : Comparator.naturalOrder();
      order =
          order.thenComparing(
              record ->
                  name.equals("version")
                      ? (Comparable) record.version()
                      : (Comparable) record.get(name),
              Comparator.nullsLast(values));
    }
    Comparator<Record> byId = Comparator.comparing(Record::id);
    return order.thenComparing(idDescending ? byId.reversed() : byId);
  }
}
