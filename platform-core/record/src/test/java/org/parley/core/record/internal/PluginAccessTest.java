// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.parley.core.record.internal.Room.json;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.parley.api.error.ErrorKind;
import org.parley.api.error.ParleyException;
import org.parley.api.security.Principal;
import org.parley.core.record.Descriptor;
import org.parley.core.record.Layer;
import org.parley.core.record.RecordStore.ListQuery;
import org.parley.core.record.Result;

/** What a plugin may do in its own name, and types that go by a named right. */
class PluginAccessTest {
  private static final String SETTING =
      """
      {format: 1, type: 'line', label: 'Line', plural: 'Lines', title: '{name}', right: 'settings',
       fields: [{name: 'name', kind: 'text', max: 50, required: true}]}
      """;

  private static final String MEMO =
      """
      {format: 1, type: 'memo', label: 'Memo', plural: 'Memos', title: '{text}', private: 'hidden',
       fields: [{name: 'text', kind: 'text', max: 50}, {name: 'hidden', kind: 'boolean'}]}
      """;

  private final Room room = new Room(Room.ACCOUNT, Room.CONTACT, MEMO);
  private final Principal plugin = new Principal(Principal.Kind.PLUGIN, 0, "acme-phone", Set.of());

  private void granted(String grants) {
    room.serve(Room.layer("test", Room.ACCOUNT, Room.CONTACT, MEMO), phone("acme-phone", grants));
  }

  private static Layer phone(String id, String grants) {
    return new Layer(
        id,
        "1.0.0",
        null,
        false,
        List.of(new Descriptor("types/line.json", json(SETTING))),
        List.of(),
        json(grants));
  }

  private List<String> titles(Principal who, String type) {
    ListQuery all = new ListQuery(null, null, null, null, null, null, false, false);
    return room.records.list(who, type, all).items().stream().map(Result::title).toList();
  }

  private static ErrorKind kind(Runnable call) {
    try {
      call.run();
      return null;
    } catch (ParleyException e) {
      return e.kind();
    }
  }

  @Test
  void itDoesEverythingWithRecordsOfItsOwnTypesAndNothingElse() {
    granted("{}");
    room.create("account", "{name: 'Acme'}");

    long line =
        room.records.create(plugin, "line", json("{name: 'Office'}"), "plugin").record().id();
    room.records.update(plugin, "line", line, 0, json("{name: 'Shop'}"), "plugin");

    assertThat(titles(plugin, "line")).containsExactly("Shop");
    assertThat(room.records.model(plugin).types()).containsKey("line").doesNotContainKey("account");
    assertThat(kind(() -> titles(plugin, "account"))).isEqualTo(ErrorKind.NOT_FOUND);
    assertThat(titles(plugin, "user")).isEmpty();
  }

  @Test
  void itDoesWhatItWasGrantedInItsOwnName() {
    granted(
        "{types: {account: {read: 'all'}, contact: {read: 'all', create: 'all', edit: 'all'}},"
            + " fields: {contact: {birthday: 'none', email: 'read'}}}");
    room.create("account", "{name: 'Acme'}");
    long contact =
        room.records
            .create(plugin, "contact", json("{last_name: 'Lovelace'}"), "plugin")
            .record()
            .id();

    assertThat(titles(plugin, "account")).containsExactly("Acme");
    assertThat(room.records.model(plugin).types().get("contact").fields())
        .doesNotContainKey("birthday");
    assertThat(
            kind(() -> room.records.create(plugin, "account", json("{name: 'Other'}"), "plugin")))
        .isEqualTo(ErrorKind.FORBIDDEN);
    assertThatThrownBy(
            () ->
                room.records.update(
                    plugin, "contact", contact, 0, json("{email: 'a@b.example'}"), "plugin"))
        .satisfies(refused -> assertThat(Room.errors(refused)).containsExactly("email read_only"));
    assertThat(kind(() -> room.records.delete(plugin, "contact", contact, 0, "plugin")))
        .isEqualTo(ErrorKind.FORBIDDEN);
    assertThat(room.records.history(room.ada, "contact", contact, 10, null).items())
        .allSatisfy(change -> assertThat(change.actor().name()).isEqualTo("acme-phone"));
  }

  @Test
  void whatSomebodyKeepsToThemselvesNoPluginSees() {
    granted("{types: {'*': {read: 'all'}}}");
    room.create("memo", "{text: 'For all'}");
    room.create("memo", "{text: 'For me', hidden: true}");

    assertThat(titles(plugin, "memo")).containsExactly("For all");
  }

  @Test
  void aRightLetsItLookAfterPeople() {
    granted("{rights: ['people']}");

    assertThat(titles(plugin, "user")).containsExactly("Ada");
    // nobody gives more than they have, a plugin neither
    long role =
        room.records
            .create(
                Principal.SYSTEM,
                "role",
                json("{name: 'All', permissions: {rights: ['records']}}"),
                "test")
            .record()
            .id();
    assertThat(
            kind(
                () ->
                    room.records.create(
                        plugin,
                        "role_assignment",
                        Map.of("user", room.ada.userId(), "role", role),
                        "plugin")))
        .isEqualTo(ErrorKind.FORBIDDEN);
  }

  @Test
  void whatIsNotInForceMayNothing() {
    granted("{types: {account: {read: 'all'}}}");
    assertThat(room.records.model(plugin).types()).containsKey("account");

    granted("{}");
    assertThat(room.records.model(plugin).types()).doesNotContainKey("account");

    room.serve(Room.layer("test", Room.ACCOUNT, Room.CONTACT, MEMO));
    assertThat(room.records.model(plugin).types()).doesNotContainKeys("line", "account");
  }

  @Test
  void aGrantOverAPlatformsOwnTypeIsRefusedWithItsPlace() {
    assertThat(
            room.models
                .plan(List.of(phone("acme-phone", "{types: {user: {read: 'all'}}}")))
                .problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.file()).isEqualTo("META-INF/parley/plugin.json");
              assertThat(problem.pointer()).isEqualTo("/grants");
              assertThat(problem.message()).contains("types.user");
            });
  }

  @Test
  void aTypeThatGoesByARightIsSeenAndChangedByWhoeverHasIt() {
    granted("{}");
    room.create("line", "{name: 'Office'}");
    Principal reader =
        person("reader", "{types: {'*': {read: 'all', edit: 'all', create: 'all'}}}");
    Principal keeper = person("keeper", "{rights: ['settings']}");

    assertThat(room.records.model(reader).types()).doesNotContainKey("line");
    assertThat(kind(() -> titles(reader, "line"))).isEqualTo(ErrorKind.NOT_FOUND);
    assertThat(titles(keeper, "line")).containsExactly("Office");
    assertThat(room.records.may(keeper, "line").edit()).isTrue();
    assertThat(room.records.may(keeper, "line").readOnly()).doesNotContain("name");
    room.records.create(keeper, "line", json("{name: 'Shop'}"), "test");
    assertThat(titles(keeper, "line")).containsExactlyInAnyOrder("Office", "Shop");
  }

  private Principal person(String name, String permissions) {
    long user =
        room.records
            .create(Principal.SYSTEM, "user", Map.of("username", name, "name", name), "test")
            .record()
            .id();
    long role =
        room.records
            .create(
                Principal.SYSTEM,
                "role",
                Map.of("name", name, "permissions", json(permissions)),
                "test")
            .record()
            .id();
    room.records.create(
        Principal.SYSTEM, "role_assignment", Map.of("user", user, "role", role), "test");
    return new Principal(Principal.Kind.USER, user, name, room.records.rights(user));
  }
}
