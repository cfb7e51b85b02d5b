// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.parley.api.error.ErrorKind;
import org.parley.api.error.ParleyException;
import org.parley.api.security.Principal;
import org.parley.core.event.Change;
import org.parley.core.record.RecordStore;
import org.parley.core.record.RecordStore.ListQuery;
import org.parley.core.record.RecordStore.SummaryQuery;
import org.parley.core.record.Result;
import org.parley.core.record.Scope;

/** What roles, teams and shares let people do, whichever way they come. */
class PermissionsTest {
  private static final String NOTE =
      """
      {format: 1, type: 'note', label: 'Note', title: '{text}', private: 'private',
       fields: [{name: 'text', kind: 'text'}, {name: 'about', kind: 'reference', to: '*'},
                {name: 'private', kind: 'boolean'}]}
      """;

  private final Room room =
      new Room(Room.ACCOUNT, Room.CONTACT, NOTE, JunctionsTest.DEAL, JunctionsTest.DEAL_CONTACT);
  private final Map<String, Long> teams = new HashMap<>();

  @BeforeEach
  void teams() {
    team("world", null);
    team("north", "world");
    team("south", "world");
  }

  private void team(String name, String parent) {
    Map<String, Object> body = new HashMap<>(Map.of("name", name));
    if (parent != null) {
      body.put("parent", teams.get(parent));
    }
    teams.put(name, system("team", body));
  }

  private long system(String type, Map<String, Object> body) {
    return room.records.create(Principal.SYSTEM, type, body, "test").record().id();
  }

  private Principal person(String name, String team, String... permissions) {
    Map<String, Object> body = new HashMap<>(Map.of("username", name, "name", name));
    if (team != null) {
      body.put("team", teams.get(team));
    }
    long id = system("user", body);
    for (String json : permissions) {
      long role =
          system("role", Map.of("name", name + json.hashCode(), "permissions", Room.json(json)));
      system("role_assignment", Map.of("user", id, "role", role));
    }
    return new Principal(Principal.Kind.USER, id, name, Set.of());
  }

  private long create(Principal who, String type, String json) {
    return room.records.create(who, type, Room.json(json), "test").record().id();
  }

  private List<String> titles(Principal who, String type, String filter) {
    ListQuery query = new ListQuery(filter, null, null, null, null, null, false, false);
    return room.records.list(who, type, query).items().stream().map(Result::title).toList();
  }

  private Result get(Principal who, String type, long id) {
    return room.records.get(who, type, id, null, null);
  }

  private static ErrorKind kind(Runnable call) {
    try {
      call.run();
      return null;
    } catch (ParleyException e) {
      return e.kind();
    }
  }

  private static RecordStore.AuditQuery everything(int limit, String after) {
    return new RecordStore.AuditQuery(null, 0, null, null, null, limit, after);
  }

  private static String read(String level) {
    return "{types: {'*': {read: '" + level + "', create: 'all', edit: '" + level + "'}}}";
  }

  @Test
  void aLevelLetsSeeOnesOwnThoseOfTeamsBelowOrAll() {
    Principal boss = person("boss", "world", read("below"));
    Principal ann = person("ann", "north", read("own"));
    Principal ben = person("ben", "north", read("team"));
    Principal cyd = person("cyd", "south", read("all"));
    create(boss, "account", "{name: 'Boss'}");
    create(ann, "account", "{name: 'Ann'}");
    create(ben, "account", "{name: 'Ben'}");
    create(cyd, "account", "{name: 'Cyd'}");

    assertThat(titles(ann, "account", null)).containsExactly("Ann");
    assertThat(titles(ben, "account", null)).containsExactlyInAnyOrder("Ann", "Ben");
    assertThat(titles(boss, "account", null))
        .containsExactlyInAnyOrder("Boss", "Ann", "Ben", "Cyd");
    assertThat(titles(cyd, "account", null)).hasSize(4);
    assertThat(
            room.records
                .list(
                    ben, "account", new ListQuery(null, null, null, null, null, null, true, false))
                .count())
        .isEqualTo(2);
    SummaryQuery all = new SummaryQuery(null, List.of(), List.of(), false);
    assertThat(room.records.summary(ben, "account", all).count()).isEqualTo(2);
  }

  @Test
  void whatMayNotBeSeenIsNotThereAndWhatMayOnlyBeSeenIsForbidden() {
    Principal ann = person("ann", "north", read("all"));
    Principal eve = person("eve", "south", read("own"));
    Principal joe =
        person("joe", "south", "{types: {account: {read: 'all', edit: 'own', delete: 'own'}}}");
    long id = create(ann, "account", "{name: 'Ann'}");

    assertThat(kind(() -> get(eve, "account", id))).isEqualTo(ErrorKind.NOT_FOUND);
    assertThat(kind(() -> room.records.history(eve, "account", id, 10, null)))
        .isEqualTo(ErrorKind.NOT_FOUND);
    assertThat(kind(() -> room.records.update(eve, "account", id, 9, Map.of("name", "x"), "test")))
        .isEqualTo(ErrorKind.NOT_FOUND);
    assertThat(kind(() -> room.records.delete(eve, "account", id, 0, "test")))
        .isEqualTo(ErrorKind.NOT_FOUND);
    assertThat(kind(() -> room.records.update(joe, "account", id, 0, Map.of("name", "x"), "test")))
        .isEqualTo(ErrorKind.FORBIDDEN);
    assertThat(kind(() -> room.records.delete(joe, "account", id, 0, "test")))
        .isEqualTo(ErrorKind.FORBIDDEN);
    assertThat(kind(() -> create(joe, "account", "{name: 'x'}"))).isEqualTo(ErrorKind.FORBIDDEN);
    assertThat(kind(() -> titles(joe, "contact", null))).isEqualTo(ErrorKind.NOT_FOUND);
    assertThat(kind(() -> room.records.delete(ann, "account", id, 0, "test")))
        .isEqualTo(ErrorKind.FORBIDDEN);
    room.records.update(ann, "account", id, 0, Map.of("name", "Anna"), "test");
  }

  @Test
  void theTrashDoesNotTellOfWhatMayNotBeSeen() {
    Principal eve = person("eve", "south", read("own"));
    long id = room.create("account", "{name: 'Gone'}");
    room.records.delete(room.ada, "account", id, 0, "test");

    assertThatThrownBy(() -> get(eve, "account", id)).hasMessage("There is no Account " + id + ".");
    assertThatThrownBy(() -> get(room.ada, "account", id)).hasMessageContaining("in the trash");
  }

  @Test
  void aFieldThatMayNotBeReadIsNowhere() {
    Principal eve =
        person(
            "eve",
            "north",
            "{types: {'*': {read: 'all', create: 'all', edit: 'all'}},"
                + " fields: {account: {code: 'none', name: 'read'}, contact: {last_name: 'none'}}}");
    long id = room.create("account", "{name: 'Acme', code: 'X1'}");
    long contact = room.create("contact", "{last_name: 'Secret', account: " + id + "}");
    room.update("account", id, "{code: 'X2'}");

    assertThat(get(eve, "account", id).record().get("code")).isNull();
    assertThat(room.records.model(eve).type("account").fields()).doesNotContainKey("code");
    assertThatThrownBy(() -> titles(eve, "account", "code==X2"))
        .hasMessage("The type account has no field code.");
    assertThatThrownBy(() -> titles(eve, "contact", "account.code==X2"))
        .hasMessage("The type account has no field code.");
    ListQuery sorted = new ListQuery(null, "code", null, null, null, null, false, false);
    assertThatThrownBy(() -> room.records.list(eve, "account", sorted))
        .hasMessageContaining("no field code");
    ListQuery wanted = new ListQuery(null, null, Set.of("code"), null, null, null, false, false);
    assertThatThrownBy(() -> room.records.list(eve, "account", wanted))
        .hasMessageContaining("no field code");
    assertThatThrownBy(
            () -> room.records.update(eve, "account", id, 0, Map.of("code", "X3"), "test"))
        .satisfies(e -> assertThat(Room.errors(e)).containsExactly("code unknown_field"));
    assertThatThrownBy(
            () -> room.records.update(eve, "account", id, 0, Map.of("name", "B"), "test"))
        .satisfies(e -> assertThat(Room.errors(e)).containsExactly("name read_only"));
    assertThat(room.records.history(eve, "account", id, 10, null).items())
        .hasSize(1)
        .allSatisfy(
            change -> assertThat(change.fields()).noneMatch(field -> field.field().equals("code")));
    assertThat(get(eve, "contact", contact).title()).isEqualTo("contact #" + contact);
    long note = create(eve, "note", "{text: 'n', about: {type: 'contact', id: " + contact + "}}");
    assertThat(get(eve, "note", note).links().get("about").title())
        .isEqualTo("contact #" + contact);
    // and what it holds survives a write of somebody who does not see it
    room.records.update(eve, "account", id, 0, Map.of("employees", 5), "test");
    assertThat(room.get("account", id).record().get("code")).isEqualTo("X2");
  }

  @Test
  void rolesAddUp() {
    Principal ann =
        person(
            "ann",
            "north",
            "{types: {account: {read: 'own'}}, fields: {account: {code: 'none'}}}",
            "{types: {account: {read: 'all'}}, fields: {account: {code: 'read'}}}",
            "{types: {contact: {read: 'all'}}}");
    long id = room.create("account", "{name: 'Acme', code: 'X1'}");

    assertThat(get(ann, "account", id).record().get("code")).isEqualTo("X1");
    assertThatThrownBy(
            () -> room.records.update(ann, "account", id, 0, Map.of("code", "X2"), "test"))
        .isInstanceOf(ParleyException.class);
  }

  @Test
  void aSingleRecordCanBeSharedWithAPersonOrATeam() {
    Principal ann = person("ann", "north", read("own"));
    Principal eve = person("eve", "south", read("own"));
    Principal bob = person("bob", "south", read("own"));
    long id = create(ann, "account", "{name: 'Acme'}");
    assertThat(titles(eve, "account", null)).isEmpty();

    String record = "record: {type: 'account', id: " + id + "}";
    assertThat(
            kind(() -> create(eve, "share", "{" + record + ", with_user: " + eve.userId() + "}")))
        .isEqualTo(ErrorKind.INVALID);
    long share = create(ann, "share", "{" + record + ", with_user: " + eve.userId() + "}");
    assertThat(titles(eve, "account", null)).containsExactly("Acme");
    assertThat(titles(bob, "account", null)).isEmpty();
    assertThat(kind(() -> room.records.update(eve, "account", id, 0, Map.of("name", "x"), "test")))
        .isEqualTo(ErrorKind.FORBIDDEN);
    assertThat(
            kind(() -> create(eve, "share", "{" + record + ", with_user: " + bob.userId() + "}")))
        .isEqualTo(ErrorKind.FORBIDDEN);

    create(ann, "share", "{" + record + ", with_team: " + teams.get("south") + ", level: 'edit'}");
    room.records.update(bob, "account", id, 0, Map.of("name", "Acme 2"), "test");
    room.records.delete(ann, "share", share, 0, "test");
    assertThat(titles(eve, "account", null)).containsExactly("Acme 2");
    assertThat(titles(bob, "share", "record==" + id)).hasSize(1);
    assertThat(titles(bob, "share", null)).isEmpty();
  }

  private List<Long> found(Principal who, String type, List<Long> ids) {
    return room.records.find(who, type, ids, Set.of()).stream()
        .map(result -> result.record().id())
        .toList();
  }

  @Test
  void ofManyIdsThoseAreAnsweredThatMayBeSeen() {
    Principal ann = person("ann", "north", read("own"));
    Principal bob = person("bob", "south", read("all"));
    long mine = create(ann, "account", "{name: 'Mine'}");
    long gone = create(ann, "account", "{name: 'Gone'}");
    long other = create(bob, "account", "{name: 'Other'}");
    room.records.delete(Principal.SYSTEM, "account", gone, 0, "test");
    List<Long> ids = List.of(other, gone, mine, 987_654L, mine);

    assertThat(found(ann, "account", ids)).containsExactly(mine);
    assertThat(found(bob, "account", ids)).containsExactly(other, mine);
    assertThat(kind(() -> found(person("eve", "north"), "account", ids)))
        .isEqualTo(ErrorKind.NOT_FOUND);
    assertThat(
            room.records
                .find(ann, "account", List.of(mine), Set.of("name"))
                .get(0)
                .record()
                .fields())
        .containsOnlyKeys("name");
  }

  @Test
  void aScopeSaysWhoseRecordsAreSeen() {
    Principal ann = person("ann", "north", read("team"));
    Principal bob = person("bob", "south", read("all"));
    long shared = create(bob, "account", "{name: 'Shared'}");
    String record = "record: {type: 'account', id: " + shared + "}";
    create(bob, "share", "{" + record + ", with_user: " + ann.userId() + "}");

    Scope some = room.records.scope(ann, "account");
    assertThat(some.all()).isFalse();
    assertThat(some.owners()).containsExactly(ann.userId());
    assertThat(some.teams()).containsExactly(teams.get("north"));
    assertThat(some.records()).containsExactly(shared);
    assertThat(room.records.scope(bob, "account").all()).isTrue();
    assertThat(room.records.scope(bob, "note").privateBy()).isEqualTo("private");
    assertThat(room.records.scope(bob, "note").me()).isEqualTo(bob.userId());
  }

  @Test
  void filtersAcrossReferencesDoNotGuess() {
    Principal eve =
        person("eve", "south", "{types: {contact: {read: 'all'}, account: {read: 'own'}}}");
    long hidden = room.create("account", "{name: 'Hidden', sector: 'medical'}");
    long contact = room.create("contact", "{last_name: 'One', account: " + hidden + "}");
    room.create("contact", "{last_name: 'Two'}");

    assertThat(titles(eve, "contact", "account.sector==medical")).isEmpty();
    assertThat(titles(eve, "contact", "account.sector!=medical")).isEmpty();
    assertThat(titles(room.ada, "contact", "account.sector==medical")).hasSize(1);
    assertThat(get(eve, "contact", contact).links().get("account").title())
        .isEqualTo("account #" + hidden);
    SummaryQuery bySector = new SummaryQuery(null, List.of("account.sector"), List.of(), false);
    assertThat(room.records.summary(eve, "contact", bySector).groups())
        .extracting(group -> group.by().get(0))
        .containsExactly((Object) null);
    assertThat(room.records.get(eve, "contact", contact, null, Set.of("account")).included())
        .allSatisfy((name, included) -> assertThat(included.items()).isEmpty());
    // and a reference cannot be used to find out what is there
    Principal ann =
        person(
            "ann",
            "south",
            "{types: {contact: {read: 'own', create: 'all'}, account: {read: 'own'}}}");
    assertThatThrownBy(() -> create(ann, "contact", "{last_name: 'x', account: " + hidden + "}"))
        .satisfies(e -> assertThat(Room.errors(e)).containsExactly("account no_such_record"));
  }

  @Test
  void whatIsPrivateIsItsOwnersAlone() {
    Principal ann = person("ann", "north", read("all"));
    Principal bob = person("bob", "north", read("all"));
    long own = create(ann, "note", "{text: 'Mine', private: true}");
    create(ann, "note", "{text: 'Ours'}");

    assertThat(titles(ann, "note", null)).containsExactlyInAnyOrder("Mine", "Ours");
    assertThat(titles(bob, "note", null)).containsExactly("Ours");
    assertThat(titles(room.ada, "note", null)).containsExactly("Ours");
    assertThat(kind(() -> get(room.ada, "note", own))).isEqualTo(ErrorKind.NOT_FOUND);
  }

  @Test
  void outsidersSeeNoPeople() {
    Principal ann = person("ann", "north", read("all"));
    Principal guest = person("guest", null, read("own"));
    room.records.update(
        Principal.SYSTEM, "user", guest.userId(), 0, Map.of("outside", true), "test");
    long id = create(ann, "account", "{name: 'Acme'}");
    create(
        ann,
        "share",
        "{record: {type: 'account', id: " + id + "}, with_user: " + guest.userId() + "}");

    assertThat(titles(guest, "user", null)).containsExactly("guest");
    assertThat(get(guest, "account", id).links().get("owner").title())
        .isEqualTo("user #" + ann.userId());
    assertThat(get(ann, "account", id).links().get("owner").title()).isEqualTo("ann");
    assertThat(titles(guest, "team", null)).isEmpty();
    assertThat(room.records.model(guest).types()).doesNotContainKeys("role", "membership");
  }

  @Test
  void aRecordGoesAlongWithItsOwner() {
    Principal ann = person("ann", "north", read("own"));
    Principal cyd = person("cyd", "south", read("own"));
    long id = create(ann, "account", "{name: 'Acme'}");
    assertThat(get(ann, "account", id).links().get("team").title()).isEqualTo("north");

    room.update("account", id, "{owner: " + cyd.userId() + "}");
    assertThat(room.get("account", id).links().get("team").title()).isEqualTo("south");
    room.update("account", id, "{team: " + teams.get("world") + "}");
    room.update("account", id, "{owner: " + ann.userId() + "}");
    assertThat(room.get("account", id).links().get("team").title()).isEqualTo("world");
  }

  @Test
  void deletingDoesNotCountWhatMayNotBeSeen() {
    Room other =
        new Room(
            "{format: 1, type: 'box', title: '{name}', fields: [{name: 'name', kind: 'text'}]}",
            "{format: 1, type: 'thing', title: '{name}', fields: [{name: 'name', kind: 'text'},"
                + " {name: 'box', kind: 'reference', to: 'box', onDelete: 'restrict'}]}");
    long user =
        other
            .records
            .create(Principal.SYSTEM, "user", Map.of("username", "eve", "name", "eve"), "test")
            .record()
            .id();
    Map<String, Object> all = Map.of("read", "all", "delete", "all");
    long role =
        other
            .records
            .create(
                Principal.SYSTEM,
                "role",
                Map.of("name", "r", "permissions", Map.of("types", Map.of("box", all))),
                "test")
            .record()
            .id();
    other.records.create(
        Principal.SYSTEM, "role_assignment", Map.of("user", user, "role", role), "test");
    long box = other.create("box", "{name: 'b'}");
    other.create("thing", "{name: 't', box: " + box + "}");
    Principal eve = new Principal(Principal.Kind.USER, user, "eve", Set.of());

    assertThatThrownBy(() -> other.records.delete(eve, "box", box, 0, "test"))
        .hasMessageContaining("records you may not see")
        .hasMessageNotContaining("hing");
  }

  @Test
  void exportsAndImportsAreGrantedApart() {
    Principal ann = person("ann", "north", "{types: {'*': {read: 'all', export: 'own'}}}");
    Principal eve = person("eve", "north", read("all"));
    room.create("account", "{name: 'Acme'}");
    long own = room.create("account", "{name: 'Mine', owner: " + ann.userId() + "}");
    ListQuery all = new ListQuery(null, null, null, null, null, null, false, false);

    assertThat(room.records.export(ann, "account", all).items())
        .extracting(item -> item.record().id())
        .containsExactly(own);
    assertThat(kind(() -> room.records.export(eve, "account", all))).isEqualTo(ErrorKind.FORBIDDEN);
    List<RecordStoreRow> rows = new ArrayList<>();
    rows.add(new RecordStoreRow("1", Map.of("name", "x")));
    assertThat(
            room.records
                .load(
                    eve,
                    "account",
                    "file",
                    rows.stream().map(RecordStoreRow::row).toList(),
                    false,
                    "import")
                .get(0)
                .failure()
                .kind())
        .isEqualTo(ErrorKind.FORBIDDEN);
  }

  @Test
  void auditorsAreToldWhoDidWhatAndNoMoreThanTheyMayRead() {
    Principal north = person("north", "north", read("own"));
    Principal auditor =
        person(
            "auditor",
            "south",
            "{rights: ['audit'], types: {account: {read: 'own'}, contact: {read: 'all'}},"
                + " fields: {contact: {email: 'none'}}}");
    long account = create(north, "account", "{name: 'Secret plan'}");
    long contact = create(north, "contact", "{last_name: 'Ada', email: 'ada@example.com'}");
    long note = create(north, "note", "{text: 'Hidden'}");
    room.records.delete(Principal.SYSTEM, "contact", contact, 1, "test");

    RecordStore.Audit audit = room.records.audit(auditor, everything(200, null));

    assertThat(audit.items().toString() + audit.titles())
        .contains("Ada")
        .doesNotContain("Secret plan", "example.com", "Hidden");
    assertThat(audit.items().stream().map(Change::recordId)).doesNotContain(note);
    Change unseen =
        audit.items().stream().filter(one -> one.recordId() == account).findFirst().orElseThrow();
    assertThat(unseen.actor().name()).isEqualTo("north");
    assertThat(unseen.fields()).isEmpty();
    assertThat(audit.titles()).doesNotContainKey("account/" + account);
    assertThat(audit.titles()).containsKey("contact/" + contact);
    assertThat(kind(() -> room.records.audit(north, everything(10, null))))
        .isEqualTo(ErrorKind.FORBIDDEN);
    RecordStore.AuditQuery notes =
        new RecordStore.AuditQuery("note", 0, null, null, null, 10, null);
    assertThat(kind(() -> room.records.audit(auditor, notes))).isEqualTo(ErrorKind.NOT_FOUND);
  }

  @Test
  void whoIsToldOfThingsLaterIsLookedAtWithAllTheirRights() {
    Principal north = person("north", "north", read("own"));
    long account = create(north, "account", "{name: 'Secret plan'}");
    Principal boss = person("boss", "south", "{rights: ['records']}");
    Principal other = person("other", "south", read("own"));

    assertThat(room.records.sees(room.records.reader(boss.userId()), "account", account)).isTrue();
    assertThat(room.records.sees(room.records.reader(other.userId()), "account", account))
        .isFalse();
    assertThat(
            kind(
                () ->
                    room.records.delete(
                        room.records.reader(boss.userId()), "account", account, 0, "test")))
        .isEqualTo(ErrorKind.FORBIDDEN);
  }

  @Test
  void whatIsWrittenDownOfPeopleIsForAuditorsAndNobodyChangesIt() {
    Principal everything = room.ada;
    Principal auditor =
        person("auditor", "south", "{rights: ['audit'], types: {account: {read: 'own'}}}");
    Map<String, Object> login =
        Map.of("kind", "login", "person", everything.userId(), "address", "10.0.0.7");
    long event = room.records.note(everything, "access_event", login, "rest");
    Principal logged =
        new Principal(
            Principal.Kind.USER, everything.userId(), "ada", everything.rights(), false, event);
    long account = create(logged, "account", "{name: 'Acme'}");

    assertThat(kind(() -> room.records.get(everything, "access_event", event, null, null)))
        .isEqualTo(ErrorKind.NOT_FOUND);
    assertThat(room.records.get(auditor, "access_event", event, null, null).record().get("address"))
        .isEqualTo("10.0.0.7");
    for (Principal who : List.of(everything, auditor)) {
      assertThat(kind(() -> room.records.create(who, "access_event", login, "test"))).isNotNull();
      assertThat(kind(() -> room.records.delete(who, "access_event", event, 0, "test")))
          .isNotNull();
    }
    assertThat(kind(() -> room.records.update(auditor, "access_event", event, 0, login, "test")))
        .isEqualTo(ErrorKind.FORBIDDEN);

    RecordStore.Audit audit = room.records.audit(auditor, everything(200, null));
    Change told =
        audit.items().stream().filter(one -> one.recordId() == event).findFirst().orElseThrow();
    assertThat(told.actor().userId()).isEqualTo(everything.userId());
    assertThat(told.fields().toString()).contains("login", "10.0.0.7");
    Change made =
        audit.items().stream().filter(one -> one.recordId() == account).findFirst().orElseThrow();
    assertThat(audit.origins().get(made.actor().origin()).address()).isEqualTo("10.0.0.7");
  }

  private List<Change> history(Principal who, long deal) {
    return room.records.history(who, "deal", deal, 50, null).items();
  }

  @Test
  void theHistoryOfARelationHasNoFieldsThatMayNotBeRead() {
    long ann = create(Principal.SYSTEM, "contact", "{last_name: 'Ann'}");
    String people = "[{contact: " + ann + ", role: 'boss', note: 'shouts'}]";
    long deal = create(Principal.SYSTEM, "deal", "{name: 'Deal', people: " + people + "}");
    String all = "{types: {'*': {read: 'all'}}, fields: {deal_contact: ";
    Principal some = person("some", "north", all + "{note: 'none'}}}");
    Principal none = person("none", "north", all + "{contact: 'none'}}}");

    assertThat(history(some, deal).toString()).contains("boss").doesNotContain("shouts");
    assertThat(history(none, deal).toString()).contains("Deal").doesNotContain("boss", "people");
    assertThat(history(Principal.SYSTEM, deal).toString()).contains("boss", "shouts");
  }

  @Test
  void theJournalIsReadPageByPage() {
    for (int i = 0; i < 7; i++) {
      create(Principal.SYSTEM, "account", "{name: 'Acme'}");
    }
    List<Long> positions = new ArrayList<>();
    String after = null;
    do {
      RecordStore.Audit page = room.records.audit(Principal.SYSTEM, everything(3, after));
      page.items().forEach(change -> positions.add(change.position()));
      after = page.next();
    } while (after != null);
    assertThat(positions).hasSizeGreaterThan(7).doesNotHaveDuplicates();
    assertThat(positions).isSortedAccordingTo(Comparator.reverseOrder());
  }

  private record RecordStoreRow(String externalId, Map<String, Object> fields) {
    org.parley.core.record.RecordStore.LoadRow row() {
      return new org.parley.core.record.RecordStore.LoadRow(externalId, fields);
    }
  }
}
