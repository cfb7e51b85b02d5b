// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.parley.api.record.Reference;
import org.parley.core.record.Descriptor;
import org.parley.core.record.Result;

class SeedingTest {
  private final Room room = new Room(Room.ACCOUNT, Room.CONTACT);

  private static List<Descriptor> seed(String records) {
    return List.of(
        new Descriptor("seed/demo.json", Room.json("{demo: true, records: " + records + "}")));
  }

  private static final String PEOPLE =
      """
      [{uid: 'acme', type: 'account', owner: 'ada', created_at: 'today-30', fields: {name: 'Acme'}},
       {uid: 'branch', type: 'account', owner: 'nobody', fields: {name: 'Branch', parent: {uid: 'acme'}}},
       {uid: 'eve', type: 'contact', fields: {last_name: 'Eve', account: {uid: 'acme'},
         subject: {uid: 'branch'}, birthday: 'today-7', seen_at: 'now-1h'}}]
      """;

  @Test
  void recordsComeWithTheirReferencesAndDates() {
    room.seeding.seed("p", seed(PEOPLE));
    Result eve = room.list("contact", null, null).items().get(0);
    assertThat(eve.links().get("account").title()).isEqualTo("Acme");
    assertThat(eve.links().get("subject").title()).isEqualTo("Branch");
    assertThat(eve.record().get("birthday")).hasToString("2026-11-15");
    assertThat(eve.record().get("seen_at")).hasToString("2026-11-22T09:00:00.123456Z");
    Result acme = room.list("account", "name==Acme", null).items().get(0);
    assertThat(acme.record().get("created_at")).hasToString("2026-10-22T22:00:00Z");
    assertThat(acme.record().get("owner")).isEqualTo(new Reference("user", room.ada.userId()));
    assertThat(room.titles("account", "owner=null=true")).containsExactly("Branch");
  }

  @Test
  void seedingAgainBringsOnlyWhatIsMissing() {
    room.seeding.seed("p", seed(PEOPLE));
    long eve = room.list("contact", null, null).items().get(0).record().id();
    room.records.delete(room.ada, "contact", eve, 0, "test");
    room.seeding.seed("p", seed(PEOPLE));
    assertThat(room.storage.rows("account")).isEqualTo(2);
    assertThat(room.storage.rows("contact")).isEqualTo(1);
    room.seeding.seed(
        "q",
        seed("[{uid: 'x', type: 'contact', fields: {last_name: 'X', account: {uid: 'p:acme'}}}]"));
    assertThat(room.titles("contact", "account.name==acme")).containsExactly("X");
  }

  @Test
  void manyRecordsComeInSmallTransactions() {
    StringBuilder records = new StringBuilder("[");
    for (int i = 0; i < 250; i++) {
      records.append("{uid: 'u").append(i).append("', type: 'account', fields: {name: 'N'}},");
    }
    records.setCharAt(records.length() - 1, ']');
    int commits = room.storage.commits;
    room.seeding.seed("p", seed(records.toString()));
    assertThat(room.storage.commits).isEqualTo(commits + 3);
    assertThat(room.storage.rows("account")).isEqualTo(250);
  }

  @Test
  void demoDataThatWasRemovedComesBack() {
    room.seeding.seed("p", seed(PEOPLE));
    assertThat(room.seeding.removeDemo("p", seed(PEOPLE)).removed()).isEqualTo(3);
    assertThat(room.list("account", null, null).items()).isEmpty();
    room.seeding.seed("p", seed(PEOPLE));
    assertThat(room.list("account", null, null).items()).isEmpty();
    room.seeding.restoreDemo("p", seed(PEOPLE));
    assertThat(room.titles("account", null)).containsExactlyInAnyOrder("Acme", "Branch");
    assertThat(room.titles("contact", "account.name==acme")).containsExactly("Eve");
  }

  @Test
  void anAmountWithoutACurrencyIsInTheCompanys() {
    long company = room.list("company", null, null).items().get(0).record().id();
    room.records.update(room.ada, "company", company, 0, Room.json("{currency: 'GBP'}"), "test");
    room.seeding.seed(
        "p", seed("[{uid: 'a', type: 'account', fields: {name: 'A', revenue: {amount: '12'}}}]"));
    assertThat(room.list("account", null, null).items().get(0).record().get("revenue"))
        .extracting("currency")
        .isEqualTo("GBP");
  }

  @Test
  void aSeedThatFailsNamesTheRecord() {
    assertThatThrownBy(
            () ->
                room.seeding.seed(
                    "p", seed("[{uid: 'bad', type: 'contact', fields: {account: {uid: 'nix'}}}]")))
        .hasMessageContaining("seed/demo.json")
        .hasMessageContaining("bad")
        .hasMessageContaining("nix");
  }
}
