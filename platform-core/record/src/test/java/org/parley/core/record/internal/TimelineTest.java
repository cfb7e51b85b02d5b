// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.parley.api.security.Principal;
import org.parley.core.record.Happening;
import org.parley.core.record.RecordStore.TimelineKind;
import org.parley.core.record.RecordStore.TimelinePage;

class TimelineTest {
  private static final String DEAL =
      """
      {format: 1, type: 'deal', label: 'Deal', title: '{name}', fields: [
        {name: 'name', kind: 'text', max: 20, required: true},
        {name: 'worth', kind: 'integer'},
        {name: 'stage', kind: 'choice', default: 'open', choices: [{name: 'open'}, {name: 'won', outcome: 'won'}]},
        {name: 'account', kind: 'reference', to: 'account', inverse: 'deals'},
        {name: 'people', kind: 'many', through: 'deal_contact', source: 'deal', target: 'contact'}]}
      """;

  private static final String DEAL_CONTACT =
      """
      {format: 1, type: 'deal_contact', title: '{contact}', fields: [
        {name: 'deal', kind: 'reference', to: 'deal', required: true, onDelete: 'cascade'},
        {name: 'contact', kind: 'reference', to: 'contact', required: true, inverse: 'roles', onDelete: 'cascade'}]}
      """;

  private static final String CALL =
      """
      {format: 1, type: 'call', label: 'Call', title: '{about}: {words}', private: 'secret',
       timeline: {at: 'at', text: 'words', fields: ['loud']}, fields: [
        {name: 'words', kind: 'text', max: 50},
        {name: 'about', kind: 'reference', to: '*'},
        {name: 'at', kind: 'datetime'},
        {name: 'loud', kind: 'boolean'},
        {name: 'secret', kind: 'boolean'}]}
      """;

  private final Room room = new Room(Room.ACCOUNT, Room.CONTACT, DEAL, DEAL_CONTACT, CALL);
  private final long acme = room.create("account", "{name: 'Acme'}");

  private long call(String words, String type, long about, String at) {
    room.clock.pass(Duration.ofMinutes(1));
    String when = at == null ? "" : ", at: '" + at + "'";
    return room.create(
        "call", "{words: '%s', about: {type: '%s', id: %d}%s}".formatted(words, type, about, when));
  }

  private TimelinePage page(String type, long id, int limit, String after, TimelineKind... kinds) {
    return room.records.timeline(room.ada, type, id, Set.of(kinds), limit, after);
  }

  /** Each entry in words: the relation, then the words of a call or what was done. */
  private static List<String> told(List<Happening> items) {
    return items.stream()
        .map(
            item -> {
              String of = item.of() == null ? "" : item.of().title() + ": ";
              if (item.record() != null) {
                return of + item.record().record().get("words");
              }
              StringBuilder fields = new StringBuilder();
              item.change()
                  .fields()
                  .forEach(
                      one ->
                          fields
                              .append(' ')
                              .append(one.field())
                              .append('=')
                              .append(one.newValue()));
              return of + item.change().operation() + fields;
            })
        .toList();
  }

  private List<String> told(TimelineKind... kinds) {
    return told(page("account", acme, 100, null, kinds).items());
  }

  private void later() {
    room.clock.pass(Duration.ofHours(1));
  }

  @Test
  void everythingAroundARecordNewestFirst() {
    later();
    long ann = room.create("contact", "{last_name: 'Ann', account: " + acme + "}");
    long deal = room.create("deal", "{name: 'Big', account: " + acme + "}");
    call("second", "account", acme, null);
    call("first", "account", acme, "2026-11-22T10:30:00Z");
    call("whispered", "contact", ann, "2030-01-01T00:00:00Z");
    call("elsewhere", "account", room.create("account", "{name: 'Other'}"), null);
    assertThat(told())
        .containsExactly(
            "Ann: whispered", "second", "Big: CREATE", "Ann: CREATE", "first", "CREATE");
    assertThat(told(TimelineKind.ACTIVITIES)).containsExactly("Ann: whispered", "second", "first");
    assertThat(told(TimelineKind.CHANGES)).containsExactly("CREATE");
    assertThat(told(TimelineKind.RELATED))
        .containsExactly("Ann: whispered", "Big: CREATE", "Ann: CREATE");
    assertThat(told(page("deal", deal, 100, null).items())).containsExactly("CREATE");
  }

  @Test
  void aPageFollowsAnotherWithoutGapsOrDoubles() {
    List<String> whole = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      // All at the same moment.
      call("call " + i, "account", acme, "2026-11-22T10:00:00Z");
      room.create("contact", "{last_name: 'Con " + i + "', account: " + acme + "}");
    }
    String after = null;
    do {
      TimelinePage page = page("account", acme, 5, after);
      assertThat(page.items()).hasSizeBetween(1, 5);
      whole.addAll(told(page.items()));
      after = page.next();
    } while (after != null);
    assertThat(whole).hasSize(25).doesNotHaveDuplicates().isEqualTo(told());
  }

  @Test
  void farSidesOfRelationsBelongToIt() {
    long ann = room.create("contact", "{last_name: 'Ann'}");
    later();
    long deal = room.create("deal", "{name: 'Big', people: [{contact: " + ann + "}]}");
    call("about the deal", "deal", deal, null);
    assertThat(told(page("contact", ann, 100, null).items()))
        .containsExactly("Big: about the deal", "Big: CREATE", "CREATE");
  }

  @Test
  void ofRelationsOnlyWhatMovesThemIsTold() {
    long deal = room.create("deal", "{name: 'Big', account: " + acme + "}");
    room.update("deal", deal, "{worth: 5, stage: 'won'}");
    room.update("deal", deal, "{worth: 6}");
    room.records.delete(room.ada, "deal", deal, 0, "test");
    List<String> related = told(TimelineKind.RELATED);
    assertThat(related).contains("Big: UPDATE stage=won", "Big: TRASH", "Big: CREATE").hasSize(3);
  }

  @Test
  void changesOfOnePersonWithinMinutesAreOne() {
    room.update("account", acme, "{employees: 1}");
    room.update("account", acme, "{employees: 2, sector: 'medical'}");
    room.records.update(Principal.SYSTEM, "account", acme, 0, Room.json("{employees: 3}"), "job");
    assertThat(told(TimelineKind.CHANGES))
        .containsExactly("UPDATE employees=3", "UPDATE sector=medical employees=2", "CREATE");
  }

  @Test
  void whatIsPrivateLeavesNoGap() {
    long mine = call("mine", "account", acme, null);
    room.update("call", mine, "{secret: true}");
    Principal other =
        new Principal(
            Principal.Kind.USER,
            room.records
                .create(Principal.SYSTEM, "user", Room.json("{username: 'bob', name: 'Bob'}"), "x")
                .record()
                .id(),
            "bob",
            Set.of("records"));
    TimelinePage page =
        room.records.timeline(other, "account", acme, Set.of(TimelineKind.ACTIVITIES), 10, null);
    assertThat(page.items()).isEmpty();
    assertThat(page.next()).isNull();
    assertThat(told(TimelineKind.ACTIVITIES)).containsExactly("mine");
  }

  @Test
  void whatIsTrashedIsGone() {
    long gone = call("gone", "account", acme, null);
    room.records.delete(room.ada, "call", gone, 0, "test");
    assertThat(told(TimelineKind.ACTIVITIES)).isEmpty();
    room.records.delete(room.ada, "account", acme, 0, "test");
    assertThat(told(TimelineKind.CHANGES)).contains("TRASH");
    assertThatThrownBy(() -> page("account", 999, 10, null))
        .hasMessageContaining("There is no Account 999");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "e30", "bm9uc2Vuc2U"})
  void aBrokenCursorIsRefused(String cursor) {
    assertThatThrownBy(() -> page("account", acme, 10, cursor)).hasMessageContaining("cursor");
  }

  @Test
  void aCursorOfAnotherTimelineIsRefused() {
    call("one", "account", acme, null);
    call("two", "account", acme, null);
    String next = page("account", acme, 1, null).next();
    long other = room.create("account", "{name: 'Other'}");
    assertThatThrownBy(() -> page("account", other, 1, next)).hasMessageContaining("cursor");
    assertThatThrownBy(() -> page("account", acme, 101, null)).hasMessageContaining("limit");
  }
}
