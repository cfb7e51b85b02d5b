// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.parley.core.store.internal.Types.field;
import static org.parley.core.store.internal.Types.model;
import static org.parley.core.store.internal.Types.type;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.parley.api.record.Record;
import org.parley.api.record.Reference;
import org.parley.core.record.Condition;
import org.parley.core.record.Field;
import org.parley.core.record.Operator;
import org.parley.core.record.Row;
import org.parley.core.record.Selection;
import org.parley.core.record.Selection.Cursor;
import org.parley.core.record.Selection.Sort;
import org.parley.core.record.Storage;

/** Lists give the rows that match, in order, page by page; compared with a list in memory. */
class ListsTest {
  private static final int ROWS = 400;
  private static final List<String> SORTABLE =
      List.of("stage", "amount", "closed_on", "won", "rank", "called_at", "modified_at");

  private static Store store;
  private static final List<Record> accounts = new ArrayList<>();
  private static final List<Record> live = new ArrayList<>();
  private static final List<Record> trashed = new ArrayList<>();

  @BeforeAll
  static void fill() {
    store =
        Store.fresh("lists")
            .activate(
                model(
                    1,
                    type("account", field("sector", Kinds.TEXT), field("size", Kinds.INTEGER)),
                    type(
                        "deal",
                        field("name", Kinds.TEXT),
                        field("stage", Kinds.CHOICE).indexed(),
                        field("amount", Kinds.DECIMAL).indexed(),
                        field("closed_on", Kinds.DATE).indexed(),
                        field("called_at", Kinds.DATETIME).indexed(),
                        field("won", Kinds.BOOLEAN).indexed(),
                        field("rank", Kinds.INTEGER),
                        field("notes", Kinds.LONGTEXT),
                        field("account", Kinds.REFERENCE, "account"))));
    Random random = new Random(20261122);
    for (int i = 0; i < 8; i++) {
      accounts.add(
          store.create(
              "account", "sector", i % 3 == 0 ? null : "Sector " + i % 4, "size", (long) i));
    }
    for (int i = 0; i < ROWS; i++) {
      Record deal =
          store.create(
              "deal",
              "name",
              random.nextInt(10) == 0 ? null : "Deal_" + random.nextInt(50) + "%",
              "stage",
              maybe(random, "s" + random.nextInt(5)),
              "amount",
              maybe(random, BigDecimal.valueOf(random.nextInt(60) - 30, 1).setScale(4)),
              "closed_on",
              maybe(random, LocalDate.of(2026, 1, 1).plusDays(random.nextInt(20))),
              "called_at",
              maybe(random, Instant.parse("2026-03-29T00:00:00Z").plusSeconds(random.nextInt(50))),
              "won",
              maybe(random, random.nextBoolean()),
              "rank",
              maybe(random, (long) random.nextInt(10)),
              "notes",
              maybe(random, "Long note " + random.nextInt(5)),
              "account",
              maybe(random, new Reference("account", accounts.get(random.nextInt(8)).id())));
      if (random.nextInt(10) == 0) {
        trashed.add(store.trash(deal));
      } else {
        live.add(deal);
      }
    }
  }

  private static <T> T maybe(Random random, T value) {
    return random.nextInt(4) == 0 ? null : value;
  }

  @AfterAll
  static void close() {
    store.close();
  }

  static Stream<List<String>> sorts() {
    List<List<String>> sorts = new ArrayList<>();
    sorts.add(List.of());
    sorts.add(List.of("id"));
    sorts.add(List.of("-id"));
    sorts.add(List.of("-version"));
    for (String field : SORTABLE) {
      sorts.add(List.of(field));
      sorts.add(List.of("-" + field));
    }
    sorts.add(List.of("stage", "-amount"));
    sorts.add(List.of("-stage", "amount", "-closed_on"));
    sorts.add(List.of("-won", "-rank", "stage"));
    sorts.add(List.of("closed_on", "-id", "stage"));
    return sorts.stream();
  }

  @ParameterizedTest
  @MethodSource("sorts")
  void pagesFollowEachOtherInOrderWithEmptyValuesLast(List<String> sort) {
    List<Long> expected = live.stream().sorted(oracle(sort)).map(Record::id).toList();

    for (int limit : new int[] {1, 7, 50, 1_001}) {
      assertThat(pages(sort, limit, Condition.ALL, false)).containsExactlyElementsOf(expected);
    }
  }

  @ParameterizedTest
  @MethodSource("sorts")
  void filteredPagesDoToo(List<String> sort) {
    Condition where =
        new Condition.And(
            List.of(
                compare("stage", Operator.NOT_EQUAL, "s1"),
                new Condition.Or(
                    List.of(
                        compare("rank", Operator.GREATER, 4L),
                        compare("rank", Operator.NULL, true)))));
    List<Long> expected =
        live.stream()
            .filter(deal -> !"s1".equals(deal.get("stage")))
            .filter(deal -> deal.get("rank") == null || (Long) deal.get("rank") > 4)
            .sorted(oracle(sort))
            .map(Record::id)
            .toList();

    assertThat(pages(sort, 13, where, false)).containsExactlyElementsOf(expected);
  }

  @Test
  void theTrashIsAListOfItsOwn() {
    assertThat(pages(List.of("-rank"), 9, Condition.ALL, true))
        .containsExactlyInAnyOrderElementsOf(trashed.stream().map(Record::id).toList());
    try (Storage.Serving serving = store.storage().serve()) {
      Selection selection =
          new Selection(store.type("deal"), Condition.ALL, Set.of(), List.of(), null, 5, true);
      assertThat(serving.list(selection))
          .allSatisfy(row -> assertThat(row.record().fields()).containsOnlyKeys("deleted_at"));
    }
  }

  @Test
  void onlyTheFieldsAskedForAreRead() {
    try (Storage.Serving serving = store.storage().serve()) {
      Field stage = store.type("deal").field("stage");
      Selection selection =
          new Selection(
              store.type("deal"),
              compare("stage", Operator.NULL, false),
              Set.of(stage),
              List.of(),
              null,
              5,
              false);
      assertThat(serving.list(selection))
          .hasSize(5)
          .allSatisfy(row -> assertThat(row.record().fields()).containsOnlyKeys("stage"));
    }
  }

  @Test
  void comparisonsMeanWhatTheySay() {
    matches(compare("stage", Operator.EQUAL, "s2"), d -> "s2".equals(d.get("stage")));
    matches(compare("stage", Operator.NOT_EQUAL, "s2"), d -> !"s2".equals(d.get("stage")));
    matches(
        compare("stage", Operator.IN, "s2", "s3", "none"),
        d -> "s2".equals(d.get("stage")) || "s3".equals(d.get("stage")));
    matches(
        compare("stage", Operator.NOT_IN, "s2", "s3"),
        d -> !"s2".equals(d.get("stage")) && !"s3".equals(d.get("stage")));
    matches(compare("won", Operator.EQUAL, true), d -> Boolean.TRUE.equals(d.get("won")));
    matches(compare("won", Operator.NULL, true), d -> d.get("won") == null);
    LocalDate day = LocalDate.of(2026, 1, 9);
    matches(
        compare("closed_on", Operator.LESS_OR_EQUAL, day),
        d -> d.get("closed_on") != null && !((LocalDate) d.get("closed_on")).isAfter(day));
    Instant instant = Instant.parse("2026-03-29T00:00:20Z");
    matches(
        compare("called_at", Operator.GREATER_OR_EQUAL, instant),
        d -> d.get("called_at") != null && !((Instant) d.get("called_at")).isBefore(instant));
    matches(compare("id", Operator.EQUAL, live.get(3).id()), d -> d.id() == live.get(3).id());
    matches(compare("version", Operator.GREATER, 1L), d -> false);
  }

  @Test
  void wildcardsMatchAnyTextAndNothingElseDoes() {
    matches(compare("name", Operator.LIKE, "deal_1*"), d -> text(d).startsWith("deal_1"));
    matches(compare("name", Operator.LIKE, "*%"), d -> text(d).endsWith("%"));
    matches(compare("name", Operator.LIKE, "*7*"), d -> text(d).contains("7"));
    matches(compare("name", Operator.LIKE, "d%"), d -> false);
    matches(compare("name", Operator.LIKE, "deal?1%"), d -> false);
    matches(compare("name", Operator.LIKE, "\\*"), d -> false);
    matches(compare("name", Operator.NOT_LIKE, "*7*"), d -> !text(d).contains("7"));
    matches(
        compare("notes", Operator.EQUAL, "Long note 3"), d -> "Long note 3".equals(d.get("notes")));
    matches(
        compare("notes", Operator.NOT_EQUAL, "Long note 3"),
        d -> !"Long note 3".equals(d.get("notes")));
    matches(compare("notes", Operator.LIKE, "*note 2"), d -> "Long note 2".equals(d.get("notes")));
    matches(compare("notes", Operator.NULL, true), d -> d.get("notes") == null);
  }

  private static String text(Record deal) {
    return String.valueOf(deal.get("name")).toLowerCase(Locale.ROOT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.5", "1.50001", "-2.99999", "99999999999999999999", "-1e30", "1e400"})
  void numbersOfAnySizeAndPrecisionCompareExactly(String text) {
    BigDecimal bound = new BigDecimal(text);
    matches(compare("amount", Operator.LESS, bound), d -> order(d, bound) < 0);
    matches(compare("amount", Operator.LESS_OR_EQUAL, bound), d -> order(d, bound) <= 0);
    matches(
        compare("amount", Operator.GREATER, bound),
        d -> d.get("amount") != null && order(d, bound) > 0);
    matches(
        compare("amount", Operator.GREATER_OR_EQUAL, bound),
        d -> d.get("amount") != null && order(d, bound) >= 0);
    matches(
        compare("amount", Operator.EQUAL, bound),
        d -> d.get("amount") != null && order(d, bound) == 0);
    matches(
        compare("amount", Operator.NOT_EQUAL, bound),
        d -> d.get("amount") == null || order(d, bound) != 0);
  }

  private static int order(Record deal, BigDecimal bound) {
    Object amount = deal.get("amount");
    return amount == null ? 2 : ((BigDecimal) amount).compareTo(bound);
  }

  @Test
  void extremesOfEveryShapeAreJustValues() {
    matches(compare("rank", Operator.LESS_OR_EQUAL, Long.MAX_VALUE), d -> d.get("rank") != null);
    matches(compare("rank", Operator.LESS, Long.MIN_VALUE), d -> false);
    matches(compare("closed_on", Operator.LESS, LocalDate.MAX), d -> d.get("closed_on") != null);
    matches(compare("called_at", Operator.GREATER, Instant.MIN), d -> d.get("called_at") != null);
    matches(compare("stage", Operator.EQUAL, "x".repeat(4_000)), d -> false);
    matches(compare("name", Operator.LIKE, "*" + "x".repeat(4_000)), d -> false);
    matches(compare("stage", Operator.EQUAL, "'; DROP TABLE deal; --"), d -> false);
  }

  @Test
  void aPathCrossesAReference() {
    Field account = store.type("deal").field("account");
    Field sector = store.type("account").field("sector");
    Field size = store.type("account").field("size");
    Condition inSector =
        new Condition.Compare(List.of(account), sector, 1, Operator.EQUAL, List.of("sector 1"));
    Condition large =
        new Condition.Compare(List.of(account), size, 0, Operator.GREATER, List.of(2L));
    Condition notInSector =
        new Condition.Compare(List.of(account), sector, 1, Operator.NOT_EQUAL, List.of("sector 1"));

    matches(inSector, d -> account(d) != null && "Sector 1".equals(account(d).get("sector")));
    matches(notInSector, d -> account(d) == null || !"Sector 1".equals(account(d).get("sector")));
    matches(
        new Condition.And(List.of(inSector, large)),
        d ->
            account(d) != null
                && "Sector 1".equals(account(d).get("sector"))
                && (Long) account(d).get("size") > 2);
    matches(
        compare("account", Operator.EQUAL, accounts.get(2).id()),
        d -> account(d) == accounts.get(2));
  }

  private static Record account(Record deal) {
    Reference reference = (Reference) deal.get("account");
    return reference == null
        ? null
        : accounts.stream().filter(a -> a.id() == reference.id()).findFirst().orElseThrow();
  }

  @Test
  void conditionsMayBeAsDeepAndWideAsFiltersAre() {
    Condition condition = compare("stage", Operator.EQUAL, "s1");
    for (int depth = 0; depth < 10; depth++) {
      List<Condition> parts = new ArrayList<>(List.of(condition));
      for (int i = 0; i < 5; i++) {
        parts.add(compare("rank", Operator.NOT_EQUAL, (long) (depth * 5 + i)));
        parts.add(compare("name", Operator.NOT_LIKE, "*" + depth + i + "*"));
      }
      condition = depth % 2 == 0 ? new Condition.Or(parts) : new Condition.And(parts);
    }

    for (List<String> sort : List.of(List.of("-modified_at"), List.of("-won", "rank", "-stage"))) {
      assertThat(pages(sort, 50, condition, false)).hasSizeLessThanOrEqualTo(live.size());
    }
    try (Storage.Serving serving = store.storage().serve()) {
      assertThat(serving.count(store.type("deal"), condition, false, 10_000))
          .isEqualTo(pages(List.of(), 1_001, condition, false).size());
    }
  }

  @Test
  void countsGoNoFurtherThanTheCap() {
    try (Storage.Serving serving = store.storage().serve()) {
      assertThat(serving.count(store.type("deal"), Condition.ALL, false, 10)).isEqualTo(10);
      assertThat(serving.count(store.type("deal"), Condition.ALL, false, 10_000))
          .isEqualTo(live.size());
      assertThat(serving.count(store.type("deal"), Condition.ALL, true, 10_000))
          .isEqualTo(trashed.size());
    }
  }

  @Test
  void manyIdsAreFoundAtOnce() {
    try (Storage.Serving serving = store.storage().serve()) {
      List<Long> ids = Stream.concat(live.stream(), trashed.stream()).map(Record::id).toList();
      assertThat(serving.findAll(store.type("deal"), ids))
          .extracting(Record::id)
          .containsExactlyInAnyOrderElementsOf(ids);
    }
  }

  private static Condition compare(String name, Operator operator, Object... values) {
    Field field =
        name.equals("id") || name.equals("version")
            ? field(name, Kinds.INTEGER).field()
            : store.type("deal").field(name);
    int column = name.equals("name") ? 1 : 0;
    return new Condition.Compare(List.of(), field, column, operator, List.of(values));
  }

  private static void matches(Condition condition, Predicate<Record> oracle) {
    assertThat(pages(List.of(), 1_001, condition, false))
        .as(condition.toString())
        .containsExactlyElementsOf(live.stream().filter(oracle).map(Record::id).toList());
  }

  private static List<Long> pages(List<String> sort, int limit, Condition where, boolean trash) {
    List<Sort> keys = sort.stream().map(ListsTest::sort).toList();
    List<Long> ids = new ArrayList<>();
    Cursor cursor = null;
    try (Storage.Serving serving = store.storage().serve()) {
      while (true) {
        List<Row> page =
            serving.list(
                new Selection(store.type("deal"), where, Set.of(), keys, cursor, limit, trash));
        page.forEach(row -> ids.add(row.record().id()));
        if (page.size() < limit) {
          return ids;
        }
        Row last = page.get(page.size() - 1);
        cursor = new Cursor(last.sortKeys(), last.record().id());
      }
    }
  }

  private static Sort sort(String key) {
    String name = key.startsWith("-") ? key.substring(1) : key;
    Field field =
        name.equals("id") || name.equals("version")
            ? field(name, Kinds.INTEGER).field()
            : store.type("deal").field(name);
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
