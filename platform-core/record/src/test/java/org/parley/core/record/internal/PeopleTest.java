// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.parley.api.security.Principal;

/** Who manages people may give no more than they have, and somebody always can. */
class PeopleTest {
  private final Room room = new Room(Room.ACCOUNT);
  private final long administrator =
      role("Administrator", "{rights: ['records', 'people', 'plugins']}", "administrator");
  private final long staff =
      role("Staff", "{types: {'*': {read: 'all'}}, rights: ['people']}", null);
  private final Principal root = person("root", administrator);
  private final Principal clerk = person("clerk", staff);

  private long role(String name, String permissions, String code) {
    Map<String, Object> body = new HashMap<>();
    body.put("name", name);
    body.put("permissions", Room.json(permissions));
    body.put("code", code);
    return room.records.create(Principal.SYSTEM, "role", body, "test").record().id();
  }

  private Principal person(String name, Long... roles) {
    List<Map<String, Long>> assigned =
        java.util.Arrays.stream(roles).map(role -> Map.of("role", role)).toList();
    long id =
        room.records
            .create(
                Principal.SYSTEM,
                "user",
                Map.of("username", name, "name", name, "roles", assigned),
                "test")
            .record()
            .id();
    return new Principal(Principal.Kind.USER, id, name, room.records.rights(id));
  }

  private void update(Principal who, String type, long id, Map<String, Object> body) {
    room.records.update(who, type, id, 0, body, "test");
  }

  private static Map<String, Object> roles(Object... roles) {
    return Map.of(
        "roles", java.util.Arrays.stream(roles).map(role -> Map.of("role", role)).toList());
  }

  @Test
  void rightsComeFromRoles() {
    assertThat(root.rights()).containsExactlyInAnyOrder("records", "people", "plugins");
    assertThat(clerk.rights()).containsExactly("people");
  }

  @Test
  void theCompanySaysOfWhomASecondFactorIsDemanded() {
    long company = room.list("company", null, null).items().get(0).record().id();
    long joe = person("joe").userId();
    assertThat(room.records.demandsSecondFactor(root.userId())).as("by itself").isFalse();

    room.update("company", company, "{second_factor: 'rights'}");
    assertThat(room.records.demandsSecondFactor(root.userId())).isTrue();
    assertThat(room.records.demandsSecondFactor(clerk.userId())).isTrue();
    assertThat(room.records.demandsSecondFactor(joe)).isFalse();
    update(root, "user", joe, roles(staff));
    assertThat(room.records.demandsSecondFactor(joe)).as("with a right").isTrue();

    update(root, "user", joe, roles());
    room.update("company", company, "{second_factor: 'everybody'}");
    assertThat(room.records.demandsSecondFactor(joe)).isTrue();
    room.update("company", company, "{second_factor: null}");
    assertThat(room.records.demandsSecondFactor(root.userId())).isFalse();
  }

  @Test
  void nobodyGivesMoreThanTheyHave() {
    Principal joe = person("joe");
    update(clerk, "user", joe.userId(), roles(staff));
    assertThat(room.records.rights(joe.userId())).containsExactly("people");

    assertThatThrownBy(() -> update(clerk, "user", joe.userId(), roles(administrator)))
        .hasMessageContaining("more than your own");
    assertThatThrownBy(
            () ->
                update(
                    clerk,
                    "role",
                    staff,
                    Map.of("permissions", Room.json("{rights: ['people', 'audit']}"))))
        .hasMessageContaining("more than your own");
    assertThatThrownBy(
            () ->
                update(
                    clerk,
                    "role",
                    staff,
                    Map.of(
                        "permissions",
                        Room.json(
                            "{types: {'*': {read: 'all', edit: 'own'}}, rights: ['people']}"))))
        .hasMessageContaining("more than your own");
    update(root, "user", joe.userId(), roles(administrator));
  }

  @Test
  void whoMayDoLessDoesNotTurnTheLinksOfOthersToThemselves() {
    Map<String, Object> address = Map.of("email", "clerk@example.com");
    assertThatThrownBy(() -> update(clerk, "user", root.userId(), address))
        .hasMessageContaining("links to choose a password go there");
    update(clerk, "user", root.userId(), Map.of("job_title", "Boss"));
    update(clerk, "user", clerk.userId(), address);
    update(clerk, "user", person("joe").userId(), address);
    update(root, "user", clerk.userId(), Map.of("email", "root@example.com"));
  }

  @Test
  void whoDoesNotManagePeopleChangesTheirOwnProfileOnly() {
    Principal joe = person("joe");
    update(joe, "user", joe.userId(), Map.of("signature", "Joe"));
    assertThatThrownBy(() -> update(joe, "user", clerk.userId(), Map.of("signature", "x")))
        .hasMessageContaining("needs the right \"people\"");
    assertThatThrownBy(() -> update(joe, "user", joe.userId(), Map.of("active", false)))
        .satisfies(e -> assertThat(Room.errors(e)).containsExactly("active read_only"));
    assertThatThrownBy(() -> update(joe, "user", joe.userId(), roles(administrator)))
        .satisfies(e -> assertThat(Room.errors(e)).containsExactly("roles unknown_field"));
    assertThatThrownBy(() -> room.records.create(joe, "team", Map.of("name", "x"), "test"))
        .hasMessageContaining("needs the right \"people\"");
  }

  @Test
  void somebodyCanAlwaysManagePeople() {
    assertThatThrownBy(() -> update(root, "user", root.userId(), roles()))
        .hasMessageContaining("take this from yourself");
    update(root, "user", clerk.userId(), roles());
    assertThatThrownBy(() -> update(root, "user", root.userId(), roles()))
        .hasMessageContaining("Nobody could manage people");
    assertThatThrownBy(
            () -> room.records.delete(Principal.SYSTEM, "user", root.userId(), 0, "test"))
        .hasMessageContaining("Nobody could manage people");
    assertThatThrownBy(() -> update(root, "role", administrator, Map.of("permissions", Map.of())))
        .hasMessageContaining("stays as it is");
    assertThatThrownBy(() -> room.records.delete(root, "role", administrator, 0, "test"))
        .hasMessageContaining("cannot be deleted");
  }

  @Test
  void whoLeavesHandsTheirRecordsOverFirst() {
    long account = room.create("account", "{name: 'Acme', owner: " + clerk.userId() + "}");
    assertThatThrownBy(() -> update(root, "user", clerk.userId(), Map.of("active", false)))
        .hasMessageContaining("still owns Accounts");
    room.update("account", account, "{owner: " + root.userId() + "}");
    update(root, "user", clerk.userId(), Map.of("active", false));
    assertThat(room.records.rights(clerk.userId())).isEmpty();
    assertThatThrownBy(() -> update(root, "user", root.userId(), Map.of("active", false)))
        .hasMessageContaining("deactivate yourself");
  }

  @Test
  void permissionsThatMakeNoSenseAreRefused() {
    assertThatThrownBy(
            () ->
                room.records.create(
                    root,
                    "role",
                    Map.of(
                        "name",
                        "Odd",
                        "permissions",
                        Room.json(
                            "{types: {account: {read: 'some'}, user: {read: 'all'}}, more: 1}")),
                    "test"))
        .hasMessageContaining("permissions.more does not fit")
        .satisfies(e -> assertThat(Room.errors(e)).hasSize(3));
  }
}
