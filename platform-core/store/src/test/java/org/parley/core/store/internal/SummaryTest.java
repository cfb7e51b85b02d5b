// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.parley.core.store.internal.Types.field;
import static org.parley.core.store.internal.Types.model;
import static org.parley.core.store.internal.Types.type;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.parley.api.record.Record;
import org.parley.api.record.Reference;
import org.parley.core.record.Condition;
import org.parley.core.record.Field;
import org.parley.core.record.Grouping;
import org.parley.core.record.Operator;
import org.parley.core.record.RecordType;
import org.parley.core.record.Storage;

/** Rows are counted and added up in groups: by values, across references, by periods. */
class SummaryTest {
  private static Store store;

  @BeforeAll
  static void fill() {
    store =
        Store.fresh("summary")
            .activate(
                model(
                    1,
                    type("account", field("sector", Kinds.TEXT)),
                    type(
                        "deal",
                        field("stage", Kinds.CHOICE).indexed(),
                        field("amount", Kinds.DECIMAL).indexed(),
                        field("rank", Kinds.INTEGER),
                        field("closed_on", Kinds.DATE),
                        field("called_at", Kinds.DATETIME),
                        field("account", Kinds.REFERENCE, "account"))));
    Record medical = store.create("account", "sector", "medical");
    Record retail = store.create("account", "sector", "retail");
    deal("won", "10.50", 1, "2026-01-05", medical);
    deal("won", "20", Long.MAX_VALUE, "2026-02-28", medical);
    deal("won", null, Long.MAX_VALUE, "2026-04-01", retail);
    deal("lost", "5", null, null, null);
    store.trash(deal("won", "1000", 1, "2026-01-05", medical));
  }

  @AfterAll
  static void close() {
    store.close();
  }

  private static Record deal(
      String stage, String amount, Number rank, String closed, Record account) {
    return store.create(
        "deal",
        "stage",
        stage,
        "amount",
        amount == null ? null : new BigDecimal(amount),
        "rank",
        rank == null ? null : rank.longValue(),
        "closed_on",
        closed == null ? null : LocalDate.parse(closed),
        "called_at",
        closed == null ? null : Instant.parse(closed + "T23:30:00Z"),
        "account",
        account == null ? null : new Reference("account", account.id()));
  }

  private static List<Grouping.Group> groups(
      Condition where, List<Grouping.Key> keys, String... sums) {
    try (Storage.Serving serving = store.storage().serve()) {
      RecordType deal = serving.model().type("deal");
      List<Field> fields = Arrays.stream(sums).map(deal::field).toList();
      return serving.summarize(new Grouping(deal, where, keys, fields, false, 100));
    }
  }

  private static Grouping.Key key(String field, Object... starts) {
    return new Grouping.Key(List.of(), store.type("deal").field(field), List.of(starts));
  }

  private static Map<List<Object>, Long> counts(List<Grouping.Group> groups) {
    return groups.stream().collect(Collectors.toMap(Grouping.Group::keys, Grouping.Group::count));
  }

  @Test
  void allRowsAreOneGroupWithoutKeys() {
    List<Grouping.Group> groups = groups(Condition.ALL, List.of(), "amount", "rank");
    assertThat(groups).hasSize(1);
    assertThat(groups.get(0).count()).isEqualTo(4);
    assertThat(groups.get(0).sums().get(0).total()).isEqualByComparingTo("35.5");
    assertThat(groups.get(0).sums().get(0).values()).isEqualTo(3);
    // More than fits a whole number of the database.
    assertThat(groups.get(0).sums().get(1).total())
        .isEqualByComparingTo(
            BigDecimal.valueOf(Long.MAX_VALUE).multiply(BigDecimal.valueOf(2)).add(BigDecimal.ONE));
  }

  @Test
  void nothingMatchesIsAGroupOfNone() {
    Field stage = store.type("deal").field("stage");
    Condition none = stage.kind().compare(List.of(), stage, Operator.EQUAL, List.of("other"));
    assertThat(groups(none, List.of(), "amount").get(0).count()).isZero();
    assertThat(groups(none, List.of(), "amount").get(0).sums().get(0).total()).isZero();
    assertThat(groups(none, List.of(key("stage")), "amount")).isEmpty();
  }

  @Test
  void theLargestGroupComesFirst() {
    List<Grouping.Group> groups = groups(Condition.ALL, List.of(key("stage")), "amount");
    assertThat(groups)
        .extracting(Grouping.Group::keys)
        .containsExactly(List.of("won"), List.of("lost"));
    assertThat(groups.get(0).sums().get(0).total()).isEqualByComparingTo("30.5");
  }

  @Test
  void groupsLieAcrossReferencesAndMayBeEmpty() {
    RecordType deal = store.type("deal");
    Grouping.Key sector =
        new Grouping.Key(
            List.of(deal.field("account")), store.type("account").field("sector"), List.of());
    assertThat(counts(groups(Condition.ALL, List.of(sector))))
        .containsEntry(List.of("medical"), 2L)
        .containsEntry(List.of("retail"), 1L)
        .containsEntry(Arrays.asList((Object) null), 1L);
  }

  @Test
  void datesFallIntoPeriods() {
    Object[] quarters = {LocalDate.of(2026, 1, 1), LocalDate.of(2026, 4, 1)};
    assertThat(counts(groups(Condition.ALL, List.of(key("closed_on", quarters), key("stage")))))
        .containsEntry(List.of(quarters[0], "won"), 2L)
        .containsEntry(List.of(quarters[1], "won"), 1L)
        .containsEntry(Arrays.asList(null, "lost"), 1L)
        .hasSize(3);
  }

  @Test
  void momentsFallIntoPeriodsOfAZone() {
    // In Berlin, 23:30 UTC of the last of February is the first of March.
    Object[] months = {
      Instant.parse("2025-12-31T23:00:00Z"),
      Instant.parse("2026-01-31T23:00:00Z"),
      Instant.parse("2026-02-28T23:00:00Z"),
      Instant.parse("2026-03-31T22:00:00Z")
    };
    assertThat(counts(groups(Condition.ALL, List.of(key("called_at", months)))))
        .containsEntry(List.of(months[0]), 1L)
        .containsEntry(List.of(months[2]), 1L)
        .containsEntry(List.of(months[3]), 1L);
  }

  @Test
  void anExtentIsTheFirstAndTheLastValue() {
    try (Storage.Serving serving = store.storage().serve()) {
      RecordType deal = serving.model().type("deal");
      assertThat(serving.extent(deal, Condition.ALL, false, List.of(), deal.field("closed_on")))
          .contains(new Grouping.Extent(LocalDate.of(2026, 1, 5), LocalDate.of(2026, 4, 1)));
    }
  }
}
