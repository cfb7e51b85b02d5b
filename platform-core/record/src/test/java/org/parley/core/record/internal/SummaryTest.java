// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.parley.api.error.ParleyException;
import org.parley.core.record.RecordStore.Group;
import org.parley.core.record.RecordStore.Summary;
import org.parley.core.record.RecordStore.SummaryQuery;

/** Records are counted and added up as people ask for it. */
class SummaryTest {
  private final Room room = new Room(Room.ACCOUNT, Room.CONTACT);
  private long medic;

  @BeforeEach
  void fill() {
    medic =
        room.create(
            "account",
            "{name: 'Medic', sector: 'medical', employees: 10, revenue: {amount: '2.50', currency: 'EUR'}}");
    room.create("account", "{name: 'Shop', employees: 5, revenue: {amount: '1', currency: 'EUR'}}");
    room.create(
        "contact",
        "{last_name: 'A', birthday: '2026-02-03', seen_at: '2026-01-31T23:30:00Z', account: "
            + medic
            + "}");
    room.create("contact", "{last_name: 'B', birthday: '2026-03-31', account: " + medic + "}");
    room.create("contact", "{last_name: 'C', birthday: '2026-04-01'}");
  }

  private Summary summary(String type, String filter, List<String> by, String... of) {
    return room.records.summary(room.ada, type, new SummaryQuery(filter, by, List.of(of), false));
  }

  @Test
  void amountsAreInCompanyCurrency() {
    Summary all = summary("account", null, List.of(), "revenue", "employees");
    assertThat(all.count()).isEqualTo(2);
    assertThat(all.sums().get("revenue")).isEqualTo(Map.of("amount", "3.50", "currency", "EUR"));
    assertThat(all.sums().get("employees")).isEqualTo(15L);
    assertThat(all.values()).containsEntry("employees", 2L);
    assertThat(all.groups()).isEmpty();
  }

  @Test
  void recordsAreToldByTheirTitles() {
    Summary summary = summary("contact", null, List.of("account"));
    assertThat(summary.count()).isEqualTo(3);
    assertThat(summary.groups()).extracting(Group::titles).contains(List.of("Medic"));
    assertThat(summary.groups()).extracting(Group::by).contains(List.of(medic));
    assertThat(summary.groups()).extracting(Group::by).contains(Arrays.asList((Object) null));
  }

  @Test
  void groupsLieAcrossReferences() {
    assertThat(summary("contact", "account=null=false", List.of("account.sector")).groups())
        .extracting(Group::by)
        .containsExactly(List.of("medical"));
  }

  @Test
  void periodsBeginWhereTheCompanyIs() {
    assertThat(summary("contact", null, List.of("birthday:quarter")).groups())
        .extracting(Group::by)
        .containsExactlyInAnyOrder(List.of("2026-01-01"), List.of("2026-04-01"));
    // In Berlin it was February by then.
    assertThat(summary("contact", "seen_at=null=false", List.of("seen_at:month")).groups())
        .extracting(Group::by)
        .containsExactly(List.of("2026-02-01"));
  }

  @Test
  void tooManyPeriodsAreRefused() {
    room.create("contact", "{last_name: 'D', birthday: '1900-01-01'}");
    assertThatThrownBy(() -> summary("contact", null, List.of("birthday:day")))
        .isInstanceOfSatisfying(
            ParleyException.class,
            failure -> assertThat(failure.code()).isEqualTo("too_many_groups"));
  }

  @Test
  void whatCannotBeGroupedOrAddedIsNamed() {
    for (String by : List.of("notes", "either", "subject.name", "birthday:decade", "vip:month")) {
      assertThatThrownBy(() -> summary("contact", null, List.of(by)))
          .as(by)
          .isInstanceOfSatisfying(
              ParleyException.class,
              failure -> assertThat(failure.code()).isEqualTo("bad_summary"));
    }
    assertThatThrownBy(() -> summary("contact", null, List.of(), "last_name"))
        .hasMessageContaining("last_name");
    assertThatThrownBy(() -> summary("contact", null, List.of("a", "b", "c")))
        .hasMessageContaining("at most");
    assertThatThrownBy(() -> summary("contact", null, List.of("nothing")))
        .hasMessageContaining("nothing");
  }
}
