// SPDX-License-Identifier: Apache-2.0
package org.parley.core.search.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.parley.core.search.internal.FakeSystem.ADA;
import static org.parley.core.search.internal.FakeSystem.BOB;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.parley.api.error.ParleyException;
import org.parley.api.record.Reference;
import org.parley.api.security.Principal;
import org.parley.core.search.Search.Found;
import org.parley.core.search.Search.Hit;
import org.parley.core.search.Search.Part;
import org.parley.core.search.Search.Query;

/** What is found, by whom, in which order; and an index that is behind, lost or another's. */
class SearchRoomTest {
  @TempDir Path folder;
  private final FakeSystem system = new FakeSystem();
  private SearchRoom room;

  private void open() {
    Clock clock = Clock.fixed(Instant.EPOCH.plusSeconds(3600), ZoneOffset.UTC);
    room = new SearchRoom(system.store, system, folder, clock);
    await().ignoreExceptions().until(() -> !ask(ADA, "x").incomplete());
  }

  @AfterEach
  void close() throws Exception {
    if (room != null) {
      room.close();
    }
  }

  private Found ask(Principal who, String words) {
    return room.search(who, new Query(words, null, null, 20, null, false));
  }

  private List<Long> ids(Principal who, String words) {
    return ask(who, words).items().stream().map(hit -> hit.result().record().id()).toList();
  }

  private void found(Principal who, String words, Long... ids) {
    await().untilAsserted(() -> assertThat(ids(who, words)).as(words).containsExactly(ids));
  }

  @Test
  void recordsAreFoundByBeginningsOfAllTheirWords() {
    system.write(ADA, 10, Map.of("name", "Anna Müller", "notes", "met in Zürich"));
    system.write(ADA, 11, Map.of("name", "Annabel Smith"));
    open();
    found(ADA, "muller", 10L);
    found(ADA, "MÜL", 10L);
    found(ADA, "a", 11L, 10L);
    found(ADA, "ann smi", 11L);
    found(ADA, "zur anna", 10L);
    found(ADA, "anna smithers");
  }

  @Test
  void addressesAndNumbersAreFoundAsPeopleTypeThem() {
    system.write(ADA, 10, Map.of("name", "One", "email", "ada.lovelace@example.com"));
    system.write(ADA, 11, Map.of("name", "Two", "phone", "+49 30 1234567"));
    open();
    found(ADA, "Ada.Lovelace@Example.com", 10L);
    found(ADA, "lovelace", 10L);
    found(ADA, "ada@example", 10L);
    found(ADA, "030 123 45", 11L);
    found(ADA, "0049301234567", 11L);
    found(ADA, "1234567", 11L);
  }

  @Test
  void titlesComeFirstThenStarsThenWhatWasChangedLast() {
    system.write(ADA, 10, Map.of("name", "Nothing", "notes", "about rivers"));
    system.write(ADA, 11, Map.of("name", "Old river"));
    system.write(ADA, 12, Map.of("name", "New river"));
    open();
    found(ADA, "river", 12L, 11L, 10L);
    Map<String, Object> star = Map.of("record", new Reference("contact", 11), "kind", "star");
    system.put("star", ADA, 20, star);
    found(ADA, "river", 11L, 12L, 10L);
    system.put("star", ADA, 20, Map.of("record", new Reference("contact", 11), "kind", "follow"));
    found(ADA, "river", 12L, 11L, 10L);
    system.write(ADA, 11, Map.of("name", "River, the first word"));
    found(ADA, "river", 11L, 12L, 10L);
  }

  @Test
  void whatIsWrittenGoneAndBackIsFoundThatWay() {
    open();
    system.write(ADA, 10, Map.of("name", "Swallow"));
    found(ADA, "swallow", 10L);
    system.write(ADA, 10, Map.of("name", "Sparrow"));
    found(ADA, "swallow");
    found(ADA, "sparrow", 10L);
    system.trash(10);
    found(ADA, "sparrow");
    system.write(ADA, 10, Map.of("name", "Sparrow"));
    found(ADA, "sparrow", 10L);
  }

  @Test
  void nobodyFindsWhatTheyDoNotSee() {
    system.write(BOB, 10, Map.of("name", "Secret"));
    open();
    found(BOB, "secret", 10L);
    found(ADA, "secret");
    system.blind = true;
    // the index takes them for theirs; the record store does not
    assertThat(ask(BOB, "secret").items()).isEmpty();
    assertThat(ask(BOB, "secret").next()).isNull();
    Query present = new Query("secret", null, null, 20, null, true);
    assertThat(room.search(BOB, present).present()).isEmpty();
  }

  @Test
  void fieldsThatMayNotBeReadAreNotLookedInto() {
    system.write(ADA, 10, Map.of("name", "Open", "notes", "hush"));
    open();
    found(ADA, "hush", 10L);
    system.unreadable.add("notes");
    assertThat(ids(ADA, "hush")).isEmpty();
    assertThat(ids(ADA, "open")).containsExactly(10L);
  }

  @Test
  void matchesShowWhereTheWordsStand() {
    String notes = "word ".repeat(60) + "here is Zürich at last " + "word ".repeat(60);
    system.write(ADA, 10, Map.of("name", "Anna", "notes", notes));
    open();
    found(ADA, "anna zur", 10L);
    Hit hit = ask(ADA, "anna zur").items().get(0);
    assertThat(hit.matches()).extracting(match -> match.field()).containsExactly("title", "notes");
    assertThat(hit.matches().get(0).parts()).containsExactly(new Part("Anna", true));
    List<Part> parts = hit.matches().get(1).parts();
    assertThat(parts).filteredOn(Part::hit).containsExactly(new Part("Zür", true));
    assertThat(parts.get(0).text()).startsWith("…");
    assertThat(parts.stream().mapToInt(part -> part.text().length()).sum()).isLessThan(200);
  }

  @Test
  void pagesHaveEachRecordOnce() {
    for (long id = 1; id <= 30; id++) {
      system.write(id % 3 == 0 ? BOB : ADA, id, Map.of("name", "Same name"));
    }
    open();
    List<Long> all = new ArrayList<>();
    String next = null;
    do {
      Found page = room.search(ADA, new Query("same", Set.of("contact"), null, 7, next, true));
      assertThat(page.present()).containsExactly("contact");
      page.items().forEach(hit -> all.add(hit.result().record().id()));
      next = page.next();
    } while (next != null);
    assertThat(all).hasSize(20).doesNotHaveDuplicates();
  }

  @Test
  void badRequestsNameTheCulprit() {
    open();
    for (String words : new String[] {null, " ", "x".repeat(201)}) {
      assertThatThrownBy(() -> ask(ADA, words)).hasMessageContaining("parameter q");
    }
    assertThatThrownBy(
            () -> room.search(ADA, new Query("x", Set.of("nothing"), null, 5, null, false)))
        .isInstanceOf(ParleyException.class)
        .hasMessageContaining("nothing");
    assertThatThrownBy(() -> room.search(ADA, new Query("x", Set.of("star"), null, 5, null, false)))
        .hasMessageContaining("stars");
    assertThatThrownBy(() -> room.search(ADA, new Query("x", null, "id=gt=1", 5, null, false)))
        .hasMessageContaining("types");
    String next = null;
    assertThatThrownBy(() -> room.search(ADA, new Query("x", null, null, 5, "AAAA", false)))
        .hasMessageContaining("cursor");
    assertThat(next).isNull();
  }

  @Test
  void whatWasNotSafeIsReadAgain() throws Exception {
    system.write(ADA, 10, Map.of("name", "First"));
    open();
    found(ADA, "first", 10L);
    room.close();
    Path kept = copy();
    open();
    system.write(ADA, 11, Map.of("name", "Second"));
    system.trash(10);
    found(ADA, "second", 11L);
    room.close();
    // as after a crash: the files are those of the last commit
    restore(kept);
    open();
    found(ADA, "second", 11L);
    found(ADA, "first");
  }

  @Test
  void aLostOrDamagedIndexIsMadeAnew() throws Exception {
    system.write(ADA, 10, Map.of("name", "Treasure"));
    open();
    room.close();
    for (Path file : files()) {
      if (!file.toString().endsWith(".lock")) {
        Files.write(file, new byte[] {1, 2, 3});
      }
    }
    open();
    found(ADA, "treasure", 10L);
    room.close();
    for (Path file : files()) {
      Files.delete(file);
    }
    open();
    found(ADA, "treasure", 10L);
  }

  @Test
  void theIndexOfAnotherDatabaseIsNotUsed() throws Exception {
    system.write(ADA, 10, Map.of("name", "Before"));
    system.write(ADA, 11, Map.of("name", "Gone"));
    open();
    found(ADA, "gone", 11L);
    room.close();
    // a backup is put back: the journal is shorter, and then another
    system.changes.remove(1);
    system.records.remove(11L);
    system.write(ADA, 12, Map.of("name", "Instead"));
    open();
    found(ADA, "instead", 12L);
    found(ADA, "gone");
  }

  @Test
  void newFieldsOfRecordsAreReadThrough() {
    system.write(ADA, 10, Map.of("name", "Anna", "nickname", "Nan"));
    open();
    found(ADA, "nan");
    system.serve(FakeSystem.model(2, Map.of("name", "text", "nickname", "text")));
    found(ADA, "nan", 10L);
  }

  @Test
  void aRecordThatCannotBeReadParksItselfAndNothingElse() {
    system.write(ADA, 10, Map.of("name", "Fine"));
    system.write(ADA, 11, Map.of("name", "Poison"));
    system.poisoned.add(11L);
    open();
    found(ADA, "fine", 10L);
    system.write(ADA, 11, Map.of("name", "Poison again"));
    system.write(ADA, 12, Map.of("name", "Fine too"));
    found(ADA, "too", 12L);
  }

  private List<Path> files() throws IOException {
    try (var files = Files.list(folder)) {
      return files.toList();
    }
  }

  private Path copy() throws IOException {
    Path kept = Files.createTempDirectory("kept");
    for (Path file : files()) {
      Files.copy(file, kept.resolve(file.getFileName()));
    }
    return kept;
  }

  private void restore(Path kept) throws IOException {
    for (Path file : files()) {
      Files.delete(file);
    }
    try (var files = Files.list(kept)) {
      for (Path file : files.toList()) {
        Files.move(file, folder.resolve(file.getFileName()));
      }
    }
    Files.delete(kept);
  }
}
