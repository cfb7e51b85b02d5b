// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.parley.api.security.Principal;
import org.parley.core.record.RecordStore.ListQuery;
import org.parley.core.record.Result;

/** Views, dashboards, stars and notifications are one person's own until they are shared. */
class PersonalTest {
  private final Room room = new Room(Room.ACCOUNT);
  private final Principal bob = user("bob");

  private Principal user(String name) {
    long id =
        room.records
            .create(Principal.SYSTEM, "user", Map.of("username", name, "name", name), "test")
            .record()
            .id();
    return new Principal(Principal.Kind.USER, id, name, Set.of("records"));
  }

  private List<String> views(Principal who) {
    ListQuery all = new ListQuery(null, null, null, null, null, null, false, false);
    return room.records.list(who, "view", all).items().stream().map(Result::title).toList();
  }

  @Test
  void othersSeeWhatIsShared() {
    long own = room.create("view", "{name: 'Mine', target: 'account'}");
    long shared = room.create("view", "{name: 'Ours', target: 'account', shared: true}");

    assertThat(views(room.ada)).containsExactlyInAnyOrder("Mine", "Ours");
    assertThat(views(bob)).containsExactly("Ours");
    assertThat(room.records.get(bob, "view", shared, null, null).title()).isEqualTo("Ours");
    assertThatThrownBy(() -> room.records.get(bob, "view", own, null, null))
        .hasMessageContaining("There is no View");
    assertThatThrownBy(() -> room.records.history(bob, "view", own, 10, null))
        .hasMessageContaining("There is no View");
  }

  @Test
  void onlyTheOwnerChangesIt() {
    long own = room.create("view", "{name: 'Mine', target: 'account'}");
    long shared = room.create("view", "{name: 'Ours', target: 'account', shared: true}");

    assertThatThrownBy(() -> room.records.update(bob, "view", own, 0, Map.of("name", "x"), "test"))
        .hasMessageContaining("There is no View");
    assertThatThrownBy(
            () -> room.records.update(bob, "view", shared, 0, Map.of("name", "x"), "test"))
        .hasMessageContaining("Only its owner");
    assertThatThrownBy(() -> room.records.delete(bob, "view", shared, 0, "test"))
        .hasMessageContaining("Only its owner");
    room.records.delete(room.ada, "view", shared, 0, "test");
    assertThatThrownBy(() -> room.records.restore(bob, "view", shared, "test"))
        .hasMessageContaining("Only its owner");
  }

  @Test
  void nobodyMakesThemForOthers() {
    Map<String, Object> forAda =
        Map.of("name", "Gift", "target", "account", "owner", room.ada.userId());
    assertThatThrownBy(() -> room.records.create(bob, "view", forAda, "test"))
        .hasMessageContaining("Only its owner");
  }
}
