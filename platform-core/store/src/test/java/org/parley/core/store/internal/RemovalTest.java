// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.parley.core.store.internal.Types.field;
import static org.parley.core.store.internal.Types.model;
import static org.parley.core.store.internal.Types.party;
import static org.parley.core.store.internal.Types.type;

import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.parley.api.error.ErrorKind;
import org.parley.api.error.ParleyException;
import org.parley.api.record.Record;
import org.parley.api.record.Reference;
import org.parley.core.event.Change;
import org.parley.core.event.Change.Operation;
import org.parley.core.record.Commit;
import org.parley.core.record.Storage;

/** What goes for good is nowhere any more. */
class RemovalTest {
  private static Store store;

  @BeforeAll
  static void open() {
    store =
        Store.fresh("removal")
            .activate(
                model(
                    1,
                    type("account", field("name", Kinds.TEXT)),
                    party(
                        "contact",
                        field("last_name", Kinds.TEXT),
                        field("lifecycle", Kinds.CHOICE),
                        field("account", Kinds.REFERENCE, "account"))));
  }

  @AfterAll
  static void close() {
    store.close();
  }

  private long count(String sql) {
    return store
        .database()
        .read(
            connection -> {
              try (Statement statement = connection.createStatement();
                  ResultSet row = statement.executeQuery("SELECT COUNT(*) FROM " + sql)) {
                row.next();
                return row.getLong(1);
              }
            });
  }

  private long personal(Record record) {
    return count(
        "parley_journal_personal p JOIN parley_journal j"
            + " ON j.journal_position = p.journal_position WHERE j.record_id = "
            + record.id());
  }

  private void commit(Operation operation, Record before, Record after, String... changed) {
    try (Storage.Serving serving = store.storage().serve()) {
      List<Change.FieldChange> changes =
          List.of(changed).stream()
              .map(field -> new Change.FieldChange(field, null, null))
              .toList();
      serving.commit(
          Store.commit(
              new Commit.Write(
                  operation,
                  serving.model().type(before.type()),
                  Optional.of(before),
                  after,
                  changes,
                  null,
                  null)));
    }
  }

  private void purge(Record record) {
    commit(
        Operation.PURGE,
        record,
        new Record(record.type(), record.id(), record.version() + 1, Map.of()));
  }

  @Test
  void aRowInTheTrashGoesWithAllThatStoodBesideIt() {
    Record contact;
    try (Storage.Serving serving = store.storage().serve()) {
      Instant now = Store.now();
      contact =
          new Record(
              "contact",
              serving.nextId(),
              1,
              Map.of("last_name", "Byron", "created_at", now, "modified_at", now));
      serving.commit(
          Store.commit(Store.write(serving, Operation.CREATE, null, contact, "outside")));
    }
    assertThatThrownBy(() -> purge(contact))
        .as("not in the trash")
        .isInstanceOf(Storage.StaleWrite.class);
    Record trashed = store.trash(contact);
    assertThat(personal(contact)).isPositive();

    purge(trashed);

    assertThat(store.find(contact)).isEmpty();
    assertThat(personal(contact)).isZero();
    assertThat(count("parley_external WHERE record_id = " + contact.id())).isZero();
    List<Change> history = store.history(contact);
    assertThat(history.get(0).operation()).isEqualTo(Operation.PURGE);
    assertThat(history.get(0).recordVersion()).isEqualTo(3);
    assertThat(history.toString()).doesNotContain("Byron");
    assertThatThrownBy(() -> purge(trashed)).isInstanceOf(Storage.StaleWrite.class);
  }

  @Test
  void whatOthersInTheTrashPointToStaysUntilTheyAreGone() {
    Record account = store.create("account", "name", "Acme");
    Record contact =
        store.create(
            "contact", "last_name", "Byron", "account", new Reference("account", account.id()));
    Record gone = store.trash(account);
    assertThatThrownBy(() -> purge(gone))
        .isInstanceOfSatisfying(
            ParleyException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(ErrorKind.CONFLICT);
              assertThat(e.getMessage()).contains("still named by other records");
            });
    assertThat(store.find(account)).isPresent();
    assertThat(store.history(account)).hasSize(2);

    purge(store.trash(contact));
    purge(gone);
    assertThat(store.find(account)).isEmpty();
  }

  @Test
  void erasedValuesAreInNoRowOfTheJournal() {
    Record contact = store.create("contact", "last_name", "Byron", "lifecycle", "new");
    Record changed = store.update(contact, "last_name", "Lovelace");
    Map<String, Object> values = new LinkedHashMap<>(changed.fields());
    values.put("last_name", "Erased");
    commit(Operation.ERASE, changed, new Record("contact", contact.id(), 3, values), "last_name");

    List<Change> history = store.history(contact);
    assertThat(history.toString()).doesNotContain("Byron", "Lovelace").contains("new");
    assertThat(history.get(0).fields())
        .containsExactly(new Change.FieldChange("last_name", null, null));
    assertThat(store.find(contact).orElseThrow().get("last_name")).isEqualTo("Erased");
  }
}
