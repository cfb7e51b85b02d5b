// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.parley.api.error.ErrorKind;
import org.parley.api.error.ParleyException;
import org.parley.api.record.Record;
import org.parley.api.security.Principal;
import org.parley.core.event.Change;
import org.parley.core.record.RecordStore.ListQuery;
import org.parley.core.record.internal.write.TrashEmptier;

/** What comes back from the trash, what goes for good, and what is erased of people. */
class RemovalTest {
  private static final String ACCOUNT =
      "{type: 'account', fields: [{name: 'name', kind: 'text', required: true}]}";
  private static final String CONTACT =
      "{type: 'contact', party: true, title: '{last_name}', fields: ["
          + "{name: 'last_name', kind: 'text', required: true}, {name: 'email', kind: 'email'},"
          + "{name: 'stage', kind: 'choice', choices: [{name: 'new'}, {name: 'old'}]},"
          + "{name: 'account', kind: 'reference', to: 'account', inverse: 'contacts'}]}";
  private static final String NOTE =
      "{type: 'note', fields: [{name: 'text', kind: 'text'}, {name: 'about', kind: 'reference',"
          + " to: 'contact', onDelete: 'cascade'}]}";

  private final Room room = new Room(ACCOUNT, CONTACT, NOTE);
  private final Principal admin = keeper();

  private Principal keeper() {
    long id = create("user", "{username: 'kay', name: 'Kay'}");
    long role =
        create(
            "role",
            "{name: 'Keeper', permissions: {rights: ['personal_data'], types: {'*':"
                + " {read: 'all', edit: 'all', delete: 'all'}}}}");
    create("role_assignment", "{user: " + id + ", role: " + role + "}");
    return new Principal(Principal.Kind.USER, id, "kay", java.util.Set.of());
  }

  private long create(String type, String fields) {
    return room.records.create(Principal.SYSTEM, type, Room.json(fields), "test").record().id();
  }

  private Record get(String type, long id) {
    return room.records.get(Principal.SYSTEM, type, id, null, null).record();
  }

  private ErrorKind kind(Runnable call) {
    try {
      call.run();
      return null;
    } catch (ParleyException e) {
      return e.kind();
    }
  }

  private void trash(String type, long id) {
    room.records.delete(admin, type, id, 0, "test");
  }

  @Test
  void whatWasDisconnectedIsConnectedAgain() {
    long acme = create("account", "{name: 'Acme'}");
    long other = create("account", "{name: 'Other'}");
    long stays = create("contact", "{last_name: 'Ann', account: " + acme + "}");
    long moved = create("contact", "{last_name: 'Bob', account: " + acme + "}");
    long gone = create("contact", "{last_name: 'Cy', account: " + acme + "}");
    trash("account", acme);
    assertThat(get("contact", stays).get("account")).isNull();
    room.records.update(Principal.SYSTEM, "contact", moved, 0, Map.of("account", other), "test");
    trash("contact", gone);

    room.records.restore(admin, "account", acme, "test");

    assertThat(get("contact", stays).get("account"))
        .isEqualTo(new org.parley.api.record.Reference("account", acme));
    assertThat(get("contact", moved).get("account"))
        .isEqualTo(new org.parley.api.record.Reference("account", other));
    room.records.restore(admin, "contact", gone, "test");
    assertThat(get("contact", gone).get("account")).isNull();
  }

  @Test
  void onlyWhatTheLastRemovalDisconnectedIsConnectedAgain() {
    long acme = create("account", "{name: 'Acme'}");
    long ann = create("contact", "{last_name: 'Ann', account: " + acme + "}");
    trash("account", acme);
    room.records.restore(admin, "account", acme, "test");
    room.records.update(Principal.SYSTEM, "contact", ann, 0, Room.json("{account: null}"), "test");
    trash("account", acme);
    room.records.restore(admin, "account", acme, "test");
    assertThat(get("contact", ann).get("account")).isNull();
  }

  @Test
  void fromTheTrashItGoesForGoodWithWhatWentThereAlong() {
    long ann = create("contact", "{last_name: 'Ann', email: 'ann@example.com'}");
    long note = create("note", "{text: 'x', about: " + ann + "}");
    assertThat(kind(() -> room.records.purge(admin, "contact", ann, "test")))
        .as("not in the trash")
        .isEqualTo(ErrorKind.CONFLICT);
    trash("contact", ann);
    assertThat(kind(() -> room.records.purge(room.ada, "contact", ann, "test")))
        .isEqualTo(ErrorKind.FORBIDDEN);

    room.records.purge(admin, "contact", ann, "test");

    ListQuery trash = new ListQuery(null, null, null, null, null, null, false, true);
    assertThat(room.records.list(Principal.SYSTEM, "contact", trash).items()).isEmpty();
    assertThat(room.records.list(Principal.SYSTEM, "note", trash).items()).isEmpty();
    assertThat(kind(() -> room.records.restore(admin, "contact", ann, "test")))
        .isEqualTo(ErrorKind.NOT_FOUND);
    List<Change> journal = room.storage.read(0, 100);
    assertThat(journal.toString()).doesNotContain("ann@example.com");
    assertThat(
            journal.stream()
                .filter(change -> change.operation() == Change.Operation.PURGE)
                .map(Change::recordId))
        .containsExactly(note, ann);
  }

  @Test
  void personalValuesAreErasedAndTheRestStays() {
    long acme = create("account", "{name: 'Acme'}");
    long ann =
        create(
            "contact",
            "{last_name: 'Ann', email: 'ann@example.com', stage: 'old', account: " + acme + "}");
    room.records.update(
        Principal.SYSTEM, "contact", ann, 0, Map.of("email", "ann@example.org"), "test");
    assertThat(kind(() -> room.records.erase(room.ada, "contact", ann, "test")))
        .isEqualTo(ErrorKind.FORBIDDEN);

    room.records.erase(admin, "contact", ann, "test");

    Record left = get("contact", ann);
    assertThat(left.get("last_name")).isEqualTo("Erased");
    assertThat(left.get("email")).isNull();
    assertThat(left.get("stage")).isEqualTo("old");
    assertThat(left.get("account"))
        .as("relations stay")
        .isEqualTo(new org.parley.api.record.Reference("account", acme));
    assertThat(left.version()).isEqualTo(3);
    List<Change> history = room.records.history(Principal.SYSTEM, "contact", ann, 50, null).items();
    assertThat(history.toString()).doesNotContain("ann@example", "Ann");
    assertThat(history.get(0).operation()).isEqualTo(Change.Operation.ERASE);
    assertThat(history.get(0).actor().userId()).isEqualTo(admin.userId());
    assertThat(history.get(0).fields().stream().map(Change.FieldChange::field))
        .contains("last_name", "email")
        .doesNotContain("stage");
  }

  @Test
  void theTrashIsEmptiedOfWhatIsOlderThanTheCompanyKeepsIt() {
    long old = create("contact", "{last_name: 'Old'}");
    trash("contact", old);
    room.clock.pass(Duration.ofDays(20));
    long young = create("contact", "{last_name: 'Young'}");
    trash("contact", young);
    room.clock.pass(Duration.ofDays(11));
    int[] days = {0};
    try (TrashEmptier emptier =
        new TrashEmptier(room.removal, room.records::model, () -> days[0], room.clock)) {
      assertThat(emptier.empty()).isZero();
      days[0] = 30;
      assertThat(emptier.empty()).isEqualTo(1);
      assertThat(emptier.empty()).isZero();
    }
    ListQuery trash = new ListQuery(null, null, null, null, null, null, false, true);
    assertThat(room.records.list(Principal.SYSTEM, "contact", trash).items())
        .extracting(result -> result.record().id())
        .containsExactly(young);
  }
}
