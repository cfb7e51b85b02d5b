// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.parley.core.store.internal.Types.field;
import static org.parley.core.store.internal.Types.model;
import static org.parley.core.store.internal.Types.party;
import static org.parley.core.store.internal.Types.type;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.parley.api.error.FieldError;
import org.parley.api.error.ParleyException;
import org.parley.api.record.Record;
import org.parley.api.record.Reference;
import org.parley.api.security.Principal;
import org.parley.core.event.Change;
import org.parley.core.record.Commit;
import org.parley.core.record.Storage;
import org.parley.core.record.Storage.StaleWrite;

/** Records are written and read back as they are, at their version, or not at all. */
class RecordsTest {
  private static Store store;

  @BeforeAll
  static void open() {
    store =
        Store.fresh("records")
            .activate(
                model(
                    1,
                    type(
                        "account",
                        field("name", Kinds.TEXT).indexed(),
                        field("code", Kinds.TEXT).unique(),
                        field("notes", Kinds.LONGTEXT),
                        field("employees", Kinds.INTEGER),
                        field("revenue", Kinds.DECIMAL),
                        field("active", Kinds.BOOLEAN),
                        field("founded", Kinds.DATE),
                        field("called_at", Kinds.DATETIME),
                        field("order", Kinds.CHOICE),
                        field("parent", Kinds.REFERENCE, "account"),
                        field("about", Kinds.REFERENCE, "*")),
                    party(
                        "contact",
                        field("last_name", Kinds.TEXT),
                        field("lifecycle", Kinds.CHOICE),
                        field("party", Kinds.REFERENCE, "account", "user"))));
  }

  @AfterAll
  static void close() {
    store.close();
  }

  @Test
  void everyShapeOfValueComesBackAsItWas() {
    Record parent = store.create("account", "name", "Parent");
    Record account =
        store.create(
            "account",
            "name",
            "Ünïcode \uD83D\uDE00 & Söhne",
            "notes",
            "x".repeat(200_000),
            "employees",
            Long.MIN_VALUE,
            "revenue",
            new BigDecimal("-123456789012345.6789"),
            "active",
            false,
            "founded",
            LocalDate.of(1582, 10, 10),
            "called_at",
            Instant.parse("2026-03-29T01:30:00.123456Z"),
            "order",
            "first",
            "parent",
            new Reference("account", parent.id()),
            "about",
            new Reference("account", parent.id()));

    assertThat(store.find(account)).contains(account);
    try (Storage.Serving serving = store.storage().serve()) {
      assertThat(serving.findAll(store.type("account"), List.of(account.id(), 999_999_999L)))
          .containsExactly(account);
    }
  }

  @Test
  void valuesOfTheFarPastAndFutureKeepTheirDay() {
    Record account =
        store.create(
            "account",
            "founded",
            LocalDate.of(1, 1, 1),
            "called_at",
            Instant.parse("9999-12-31T23:59:59.999999Z"));

    assertThat(store.find(account)).contains(account);
  }

  @Test
  void aReferenceToAFixedFewGoesToEitherOfThem() {
    Record user = store.create("user", "name", "Ada");
    Record account = store.create("account", "name", "Engines");

    Record first = store.create("contact", "party", new Reference("user", user.id()));
    Record second = store.create("contact", "party", new Reference("account", account.id()));

    assertThat(store.find(first)).contains(first);
    assertThat(store.find(second)).contains(second);
    Record moved = store.update(first, "party", new Reference("account", account.id()));
    assertThat(store.find(first)).contains(moved);
  }

  @Test
  void anUpdateOfAnOldVersionIsStaleAndChangesNothing() {
    Record first = store.create("account", "name", "One");
    Record second = store.update(first, "name", "Two", "employees", 7L);

    assertThat(store.find(first)).contains(second);
    assertThatThrownBy(() -> store.update(first, "name", "Three"))
        .isInstanceOf(StaleWrite.class)
        .hasMessageContaining("account #" + first.id());
    assertThat(store.find(first)).contains(second);
    assertThat(store.history(first)).hasSize(2);
  }

  @Test
  void anUpdateOfAVanishedRecordIsStale() {
    Record never = new Record("account", 987_654_321, 1, Map.of("name", "Never"));

    assertThatThrownBy(() -> store.update(never, "name", "Ghost")).isInstanceOf(StaleWrite.class);
  }

  @Test
  void emptyingAFieldEmptiesIt() {
    Record account = store.create("account", "name", "Name", "employees", 3L);

    Record emptied = store.update(account, "employees", null);

    assertThat(store.find(account)).contains(emptied);
    assertThat(emptied.get("employees")).isNull();
  }

  @Test
  void aUniqueValueIsTakenOnceAndGivenUpByTheTrash() {
    Record first = store.create("account", "code", "ABC");

    assertThatThrownBy(() -> store.create("account", "code", "abc"))
        .isInstanceOfSatisfying(
            ParleyException.class,
            e ->
                assertThat(e.fields())
                    .extracting(FieldError::field, FieldError::code)
                    .containsExactly(org.assertj.core.groups.Tuple.tuple("code", "not_unique")));
    Record trashed = store.trash(first);
    assertThat(store.find(first).orElseThrow().get("deleted_at")).isNotNull();
    Record second = store.create("account", "code", "abc");
    assertThatThrownBy(() -> store.restore(trashed)).isInstanceOf(ParleyException.class);
    store.trash(second);
    Record restored = store.restore(trashed);
    assertThat(store.find(first)).contains(restored);
    assertThatThrownBy(() -> store.create("account", "code", "Abc"))
        .isInstanceOf(ParleyException.class);
  }

  @Test
  void manyRecordsMayLeaveAUniqueFieldEmpty() {
    store.create("account", "name", "a");
    store.create("account", "name", "b");
  }

  @Test
  void aReferenceToNothingIsRefusedNamingTheField() {
    for (String field : List.of("parent", "about")) {
      assertThatThrownBy(
              () -> store.create("account", field, new Reference("account", 123_456_789)))
          .isInstanceOfSatisfying(
              ParleyException.class,
              e ->
                  assertThat(e.fields())
                      .extracting(FieldError::field, FieldError::code)
                      .containsExactly(
                          org.assertj.core.groups.Tuple.tuple(field, "no_such_record")));
    }
  }

  @Test
  void aCommitIsWholeOrNotAtAll() {
    try (Storage.Serving serving = store.storage().serve()) {
      Record good = new Record("account", serving.nextId(), 1, Map.of("name", "Good"));
      Record bad =
          new Record(
              "account",
              serving.nextId(),
              1,
              Map.of("parent", new Reference("account", 55_555_555)));
      long horizon = store.journal().horizon();

      assertThatThrownBy(
              () ->
                  serving.commit(
                      Store.commit(
                          Store.write(serving, Change.Operation.CREATE, null, good, null),
                          Store.write(serving, Change.Operation.CREATE, null, bad, null))))
          .isInstanceOf(ParleyException.class);

      assertThat(store.find(good)).isEmpty();
      assertThat(store.journal().read(horizon, 10)).isEmpty();
    }
  }

  @Test
  void aCommitMayCreateARecordAndOneThatRefersToIt() {
    try (Storage.Serving serving = store.storage().serve()) {
      Record parent = new Record("account", serving.nextId(), 1, Map.of("name", "Parent"));
      Record child =
          new Record(
              "account",
              serving.nextId(),
              1,
              Map.of(
                  "parent",
                  new Reference("account", parent.id()),
                  "about",
                  new Reference("account", parent.id())));

      List<Long> positions =
          serving.commit(
              Store.commit(
                  Store.write(serving, Change.Operation.CREATE, null, parent, "p"),
                  Store.write(serving, Change.Operation.CREATE, null, child, "c")));

      assertThat(positions).hasSize(2).isSorted();
      assertThat(store.find(child)).contains(child);
      assertThat(serving.external("test", "p")).contains(parent.id());
      assertThat(serving.external("test", "q")).isEmpty();
    }
  }

  @Test
  void anExternalIdIsTakenOnce() {
    try (Storage.Serving serving = store.storage().serve()) {
      Record first = new Record("account", serving.nextId(), 1, Map.of());
      serving.commit(
          Store.commit(Store.write(serving, Change.Operation.CREATE, null, first, "once")));
      Record second = new Record("account", serving.nextId(), 1, Map.of());

      assertThatThrownBy(
              () ->
                  serving.commit(
                      Store.commit(
                          Store.write(serving, Change.Operation.CREATE, null, second, "once"))))
          .isInstanceOf(ParleyException.class);
      assertThat(store.find(second)).isEmpty();
    }
  }

  @Test
  void historyTellsWhoChangedWhatNewestFirst() {
    Record first = store.create("contact", "last_name", "Byron", "lifecycle", "new");
    Record second = store.update(first, "last_name", "Lovelace");
    store.trash(second);

    List<Change> history = store.history(first);

    assertThat(history)
        .extracting(Change::operation)
        .containsExactly(Change.Operation.TRASH, Change.Operation.UPDATE, Change.Operation.CREATE);
    assertThat(history).extracting(Change::recordVersion).containsExactly(3L, 2L, 1L);
    assertThat(history.get(1).fields())
        .contains(new Change.FieldChange("last_name", "Byron", "Lovelace"));
    assertThat(history.get(0).actor()).isEqualTo(new Change.Actor(0, "system"));
    assertThat(store.journal().history("contact", first.id(), history.get(1).position(), 1))
        .containsExactly(history.get(2));
  }

  @Test
  void historyTellsByWhichLoginSomethingWasDone() {
    Principal ada = new Principal(Principal.Kind.USER, 7, "ada", Set.of(), false, 4_711);
    Record record;
    try (Storage.Serving serving = store.storage().serve()) {
      record = new Record("account", serving.nextId(), 1, Map.of());
      Commit.Write write = Store.write(serving, Change.Operation.CREATE, null, record, null);
      serving.commit(new Commit(ada, "test", 0, 0, List.of(write), List.of()));
    }

    assertThat(store.history(record).get(0).actor()).isEqualTo(new Change.Actor(7, "ada", 4_711));
  }

  @Test
  void ofPeopleOnlyHarmlessValuesLieInTheJournalItself() {
    Record contact = store.create("contact", "last_name", "Secretname", "lifecycle", "new");
    long position = store.history(contact).get(0).position();

    String open =
        store
            .database()
            .read(
                connection -> {
                  try (var statement = connection.createStatement();
                      var row =
                          statement.executeQuery(
                              "SELECT changes FROM parley_journal WHERE journal_position = "
                                  + position)) {
                    row.next();
                    return row.getString(1);
                  }
                });

    assertThat(open).contains("\"new\"").doesNotContain("Secretname");
    assertThat(store.history(contact).get(0).fields())
        .contains(new Change.FieldChange("last_name", null, "Secretname"));
  }

  @Test
  void changesOfAnyLengthAreKept() {
    String text = "y".repeat(300_000);
    Record account = store.create("account", "notes", text);

    assertThat(store.history(account).get(0).fields())
        .contains(new Change.FieldChange("notes", null, text));
  }
}
