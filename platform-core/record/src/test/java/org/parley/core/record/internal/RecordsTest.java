// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.parley.api.error.ErrorKind;
import org.parley.api.error.ParleyException;
import org.parley.api.record.Money;
import org.parley.api.record.Reference;
import org.parley.api.security.Principal;
import org.parley.core.event.Change;
import org.parley.core.record.RecordStore;
import org.parley.core.record.RecordStore.BulkAnswer;
import org.parley.core.record.RecordStore.BulkRow;
import org.parley.core.record.RecordStore.ListQuery;
import org.parley.core.record.Result;

class RecordsTest {
  private final Room room = new Room(Room.ACCOUNT, Room.CONTACT);

  @Test
  void aCreatedRecordHasItsDefaultsItsOwnerAndItsMaker() {
    long id = room.create("account", "{name: ' Analytical Engines ', employees: 12}");
    Result account = room.get("account", id);
    assertThat(account.title()).isEqualTo("Analytical Engines");
    assertThat(account.record().version()).isEqualTo(1);
    assertThat(account.record().get("sector")).isEqualTo("other");
    assertThat(account.record().get("employees")).isEqualTo(12L);
    assertThat(account.record().get("owner")).isEqualTo(new Reference("user", room.ada.userId()));
    assertThat(account.record().get("created_by")).isEqualTo(account.record().get("modified_by"));
    assertThat(account.record().get("created_at")).hasToString("2026-11-22T10:00:00.123456Z");
    assertThat(account.links().get("owner").title()).isEqualTo("Ada");
  }

  @Test
  void allThatIsWrongIsToldAtOnce() {
    Throwable failure =
        catchThrowable(
            () ->
                room.create(
                    "contact",
                    "{email: 'nowhere', score: '1e99', vip: 'yes', nonsense: 1, created_at: 'x',"
                        + " account: 'x', either: {type: 'account', id: 999}, birthday:"
                        + " '2026-02-30', version: 4}"));
    assertThat(Room.errors(failure))
        .containsExactlyInAnyOrder(
            "email wrong_kind",
            "score out_of_range",
            "vip wrong_kind",
            "nonsense unknown_field",
            "created_at read_only",
            "either no_such_record",
            "account wrong_kind",
            "birthday wrong_kind",
            "version read_only",
            "last_name required");
    assertThat(room.storage.rows("contact")).isZero();
  }

  @Test
  void aPatchLeavesOtherFieldsAndNullEmptiesOne() {
    long id = room.create("contact", "{first_name: 'Ada', last_name: 'Byron', vip: true}");
    Result patched = room.update("contact", id, "{first_name: null, last_name: 'Lovelace'}");
    assertThat(patched.record().version()).isEqualTo(2);
    assertThat(patched.title()).isEqualTo("Lovelace");
    assertThat(patched.record().get("vip")).isEqualTo(true);
    assertThat(patched.record().fields()).doesNotContainKey("first_name");
  }

  @Test
  void aPatchThatChangesNothingWritesNothing() {
    long id = room.create("contact", "{last_name: 'Byron', score: '1.50'}");
    int commits = room.storage.commits;
    Result same = room.update("contact", id, "{last_name: 'Byron', score: 1.5}");
    assertThat(same.record().version()).isEqualTo(1);
    assertThat(room.storage.commits).isEqualTo(commits);
  }

  @Test
  void aVersionThatIsBehindIsRefused() {
    long id = room.create("contact", "{last_name: 'Byron'}");
    room.update("contact", id, "{last_name: 'King'}");
    assertThatThrownBy(
            () ->
                room.records.update(
                    room.ada, "contact", id, 1, Room.json("{last_name: 'X'}"), "test"))
        .isInstanceOfSatisfying(
            ParleyException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(ErrorKind.STALE);
              assertThat(e.code()).isEqualTo("stale");
            });
  }

  @Test
  void aWriteWithoutVersionGoesOnTopOfAnothersWrite() {
    long id = room.create("contact", "{last_name: 'Byron'}");
    room.storage.meanwhile = () -> room.storage.poke(id, "first_name", "Ada");
    Result patched = room.update("contact", id, "{vip: true}");
    assertThat(patched.record().version()).isEqualTo(3);
    assertThat(patched.title()).isEqualTo("Ada Byron");
  }

  @Test
  void aReferenceMustExistAndBeOfARightType() {
    long account = room.create("account", "{name: 'A'}");
    assertThat(
            Room.errors(
                catchThrowable(() -> room.create("contact", "{last_name: 'B', account: 999}"))))
        .containsExactly("account no_such_record");
    assertThat(
            Room.errors(
                catchThrowable(
                    () ->
                        room.create(
                            "contact",
                            "{last_name: 'B', subject: {type: 'contact', id: " + account + "}}"))))
        .containsExactly("subject no_such_record");
    long contact =
        room.create("contact", "{last_name: 'B', subject: {type: 'account', id: " + account + "}}");
    assertThat(room.get("contact", contact).links().get("subject"))
        .isEqualTo(new Result.Link("account", account, "A"));
  }

  @Test
  void moneyIsConvertedByTheRateInForce() {
    Throwable noRate =
        catchThrowable(
            () -> room.create("account", "{name: 'A', revenue: {amount: '10', currency: 'USD'}}"));
    assertThat(Room.errors(noRate)).containsExactly("revenue no_rate");
    room.create("exchange_rate", "{currency: 'USD', rate: '0.5', valid_from: '2026-01-01'}");
    room.create("exchange_rate", "{currency: 'USD', rate: '0.9', valid_from: '2026-11-01'}");
    room.create("exchange_rate", "{currency: 'USD', rate: '7', valid_from: '2027-01-01'}");
    long id = room.create("account", "{name: 'A', revenue: {amount: '10', currency: 'USD'}}");
    Money revenue = (Money) room.get("account", id).record().get("revenue");
    assertThat(revenue.inCompanyCurrency()).isEqualByComparingTo("9");
    assertThat(revenue.rateDate()).hasToString("2026-11-01");
    assertThat(room.titles("account", "revenue=ge=9")).containsExactly("A");
    assertThat(room.titles("account", "revenue=gt=9")).isEmpty();
  }

  @Test
  void uniqueValuesAreComparedFoldedAndGivenUpInTheTrash() {
    long first = room.create("account", "{name: 'A', code: 'Zürich'}");
    Throwable failure = catchThrowable(() -> room.create("account", "{name: 'B', code: 'ZURICH'}"));
    assertThat(Room.errors(failure)).containsExactly("code not_unique");
    room.records.delete(room.ada, "account", first, 0, "test");
    room.create("account", "{name: 'B', code: 'ZURICH'}");
  }

  @Test
  void titlesOfPeopleFollowTheirChanges() {
    long account = room.create("account", "{name: 'A'}");
    assertThat(room.get("account", account).links().get("owner").title()).isEqualTo("Ada");
    room.update("user", room.ada.userId(), "{name: 'Countess'}");
    assertThat(room.get("account", account).links().get("owner").title()).isEqualTo("Countess");
  }

  @Test
  void nobodyDeletesThemselvesOrTheCompany() {
    assertThatThrownBy(() -> room.records.delete(room.ada, "user", room.ada.userId(), 0, "test"))
        .hasMessageContaining("yourself");
    long company = room.list("company", null, null).items().get(0).record().id();
    assertThatThrownBy(() -> room.records.delete(room.ada, "company", company, 0, "test"))
        .hasMessageContaining("company");
    assertThatThrownBy(() -> room.create("company", "{name: 'B'}")).hasMessageContaining("one");
  }

  @Test
  void theCompanysCurrencyStaysOnceThereAreAmounts() {
    long company = room.list("company", null, null).items().get(0).record().id();
    room.update("company", company, "{currency: 'CHF'}");
    room.create("account", "{name: 'A', revenue: {amount: '1', currency: 'CHF'}}");
    assertThat(
            Room.errors(catchThrowable(() -> room.update("company", company, "{currency: 'EUR'}"))))
        .containsExactly("currency read_only");
    assertThat(
            Room.errors(
                catchThrowable(() -> room.update("company", company, "{time_zone: 'Moon'}"))))
        .containsExactly("time_zone wrong_kind");
  }

  @Test
  void withoutAPrincipalOrARightThereIsNothing() {
    assertThatThrownBy(() -> room.records.get(null, "account", 1, null, null))
        .isInstanceOfSatisfying(
            ParleyException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.LOGIN_REQUIRED));
    Principal nobody = new Principal(Principal.Kind.USER, 1, "eve", Set.of());
    assertThatThrownBy(() -> room.records.create(nobody, "account", Map.of("name", "x"), "test"))
        .isInstanceOfSatisfying(
            ParleyException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.NOT_FOUND));
  }

  @Test
  void whatHangsOnARecordFollowsItToTheTrashAndBack() {
    long account = room.create("account", "{name: 'A'}");
    long branch = room.create("account", "{name: 'B', parent: " + account + "}");
    long contact = room.create("contact", "{last_name: 'C', account: " + account + "}");
    room.records.delete(room.ada, "account", account, 0, "test");
    assertThatThrownBy(() -> room.get("contact", contact)).hasMessageContaining("trash");
    assertThat(room.get("account", branch).record().get("parent")).isNull();
    room.clock.pass(Duration.ofSeconds(5));
    Result back = room.records.restore(room.ada, "account", account, "test");
    assertThat(back.title()).isEqualTo("A");
    assertThat(back.record().get("deleted_at")).isNull();
    assertThat(room.get("contact", contact).record().version()).isEqualTo(3);
  }

  @Test
  void aRestrictingReferenceKeepsARecord() {
    assertThatThrownBy(
            () -> {
              room.create("account", "{name: 'A'}");
              room.records.delete(Principal.SYSTEM, "user", room.ada.userId(), 0, "test");
            })
        .isInstanceOfSatisfying(
            ParleyException.class,
            e -> {
              assertThat(e.code()).isEqualTo("in_use");
              assertThat(e.getMessage()).contains("1 Account (Owner)");
            });
  }

  @Test
  void aTrashedTargetShowsItsTypeAndNumberOnly() {
    long account = room.create("account", "{name: 'Secret'}");
    long contact =
        room.create("contact", "{last_name: 'C', either: {type: 'account', id: " + account + "}}");
    room.storage.poke(account, "deleted_at", java.time.Instant.EPOCH);
    assertThat(room.get("contact", contact).links().get("either").title())
        .isEqualTo("account #" + account);
  }

  @Test
  void pagesFollowEachOtherWithEmptyValuesLast() {
    for (String n : List.of("3", "1", "null", "2", "null")) {
      room.create("account", "{name: 'N" + n + "', employees: " + n + "}");
    }
    StringBuilder seen = new StringBuilder();
    String after = null;
    do {
      var page =
          room.records.list(
              room.ada,
              "account",
              new ListQuery(null, "-employees", null, null, 2, after, true, false));
      page.items().forEach(item -> seen.append(item.title()).append(' '));
      assertThat(page.count()).isEqualTo(5);
      assertThat(page.more()).isFalse();
      after = page.next();
    } while (after != null);
    assertThat(seen).hasToString("N3 N2 N1 Nnull Nnull ");
  }

  @Test
  void aCursorOfAnotherListIsRefused() {
    for (int i = 0; i < 3; i++) {
      room.create("account", "{name: 'N" + i + "'}");
    }
    String cursor =
        room.records
            .list(
                room.ada, "account", new ListQuery(null, "name", null, null, 1, null, false, false))
            .next();
    for (ListQuery query :
        List.of(
            new ListQuery(null, "-name", null, null, 1, cursor, false, false),
            new ListQuery("name==N1", "name", null, null, 1, cursor, false, false),
            new ListQuery(null, "name", null, null, 1, "x" + cursor, false, false),
            new ListQuery(null, "name", null, null, 1, "e30", false, false),
            new ListQuery(null, "name", null, null, 1, "%%%", false, false))) {
      assertThatThrownBy(() -> room.records.list(room.ada, "account", query))
          .isInstanceOfSatisfying(
              ParleyException.class, e -> assertThat(e.code()).isEqualTo("bad_cursor"));
    }
  }

  @Test
  void aCursorOfAnotherOrderNamesIt() {
    for (String name : List.of("A", "B", "C")) {
      room.create("account", "{name: '" + name + "'}");
    }
    String cursor = page("name", null, null).next();

    assertThatThrownBy(() -> page("-employees,name", cursor, null))
        .hasMessageContaining("sorted by name")
        .hasMessageContaining("sorted by -employees,name");
    assertThatThrownBy(() -> page("name", cursor, cursor)).hasMessageContaining("not both");
  }

  @Test
  void pagesAreWalkedBackToTheFirst() {
    List<Long> ids = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      ids.add(room.create("account", "{name: 'N" + i + "'}"));
    }
    var first = page("name", null, null);
    assertThat(first.prev()).isNull();
    var second = page("name", first.next(), null);
    var third = page("name", second.next(), null);
    assertThat(third.next()).isNull();
    assertThat(ids(third)).containsExactly(ids.get(4));

    var back = page("name", null, third.prev());
    assertThat(ids(back)).containsExactly(ids.get(2), ids.get(3));
    assertThat(ids(page("name", back.next(), null))).containsExactly(ids.get(4));
    var start = page("name", null, back.prev());
    assertThat(ids(start)).containsExactly(ids.get(0), ids.get(1));
    assertThat(start.prev()).isNull();
  }

  @Test
  void aPageThatHasBecomeEmptyLeadsBackWithoutLosingARow() {
    long a = room.create("account", "{name: 'A'}");
    long b = room.create("account", "{name: 'B'}");
    long c = room.create("account", "{name: 'C'}");
    String afterB = page("name", null, null).next();
    room.records.delete(room.ada, "account", c, 0, "rest");
    var empty = page("name", afterB, null);
    assertThat(ids(empty)).isEmpty();
    assertThat(ids(page("name", null, empty.prev()))).containsExactly(a, b);

    String beforeB = page("name", afterB, null).prev();
    room.records.delete(room.ada, "account", a, 0, "rest");
    var one = page("name", null, beforeB);
    assertThat(ids(one)).containsExactly(b);
    room.records.delete(room.ada, "account", b, 0, "rest");
    long d = room.create("account", "{name: 'D'}");
    var none = page("name", null, beforeB);
    assertThat(ids(none)).isEmpty();
    assertThat(none.prev()).isNull();
    assertThat(ids(page("name", none.next(), null))).containsExactly(d);
  }

  private RecordStore.Page page(String sort, String after, String before) {
    return room.records.list(
        room.ada, "account", new ListQuery(null, sort, null, null, 2, after, before, false, false));
  }

  private static List<Long> ids(RecordStore.Page page) {
    return page.items().stream().map(item -> item.record().id()).toList();
  }

  @Test
  void fieldsAskedForComeAloneAndListsAreIncluded() {
    long account = room.create("account", "{name: 'A', employees: 3}");
    for (int i = 0; i < 51; i++) {
      room.create("contact", "{last_name: 'C" + i + "', account: " + account + "}");
    }
    Result result =
        room.records.get(
            room.ada, "account", account, Set.of("employees", "title"), Set.of("contacts"));
    assertThat(result.record().fields()).containsOnlyKeys("employees");
    assertThat(result.links()).isEmpty();
    var contacts = result.included().get("contacts");
    assertThat(contacts.items()).hasSize(50);
    assertThat(contacts.items().get(0).title()).isEqualTo("C50");
    var rest =
        room.records.list(
            room.ada,
            "contact",
            new ListQuery(
                "account==" + account,
                "-id",
                null,
                Set.of("account"),
                null,
                contacts.next(),
                false,
                false));
    assertThat(rest.items()).hasSize(1);
    assertThat(rest.items().get(0).included().get("account").items().get(0).title()).isEqualTo("A");
    assertThatThrownBy(() -> room.records.get(room.ada, "account", account, Set.of("nix"), null))
        .isInstanceOfSatisfying(
            ParleyException.class, e -> assertThat(e.code()).isEqualTo("unknown_field"));
  }

  @Test
  void bulkRowsStandAloneOrTogether() {
    List<BulkRow> rows =
        List.of(
            new BulkRow("create", 0, 0, Room.json("{name: 'A', code: 'x'}")),
            new BulkRow("create", 0, 0, Room.json("{name: 'B', code: 'X'}")),
            new BulkRow("destroy", 0, 0, Map.of()));
    List<BulkAnswer> together = room.records.bulk(room.ada, "account", rows, true, "test");
    assertThat(together)
        .extracting(answer -> answer.failure() != null)
        .containsExactly(false, true, true);
    assertThat(room.storage.rows("account")).isZero();
    List<BulkAnswer> alone = room.records.bulk(room.ada, "account", rows, false, "test");
    assertThat(alone.get(0).result().title()).isEqualTo("A");
    assertThat(Room.errors(alone.get(1).failure())).containsExactly("code not_unique");
    assertThat(room.storage.rows("account")).isEqualTo(1);
  }

  @Test
  void historyTellsWhatChangedAndWhereItPointed() {
    long account = room.create("account", "{name: 'A'}");
    long contact = room.create("contact", "{last_name: 'C'}");
    room.update("contact", contact, "{account: " + account + "}");
    room.records.delete(room.ada, "contact", contact, 0, "test");
    var history = room.records.history(room.ada, "contact", contact, 2, null);
    assertThat(history.items())
        .extracting(Change::operation)
        .containsExactly(Change.Operation.TRASH, Change.Operation.UPDATE);
    assertThat(history.items().get(1).fields())
        .containsExactly(new Change.FieldChange("account", null, account));
    assertThat(history.titles()).containsEntry("account/" + account, "A");
    assertThat(room.records.history(room.ada, "contact", contact, 2, history.next()).items())
        .extracting(Change::operation)
        .containsExactly(Change.Operation.CREATE);
  }
}
