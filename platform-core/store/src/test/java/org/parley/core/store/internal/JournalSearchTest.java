// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.parley.core.store.internal.Types.field;
import static org.parley.core.store.internal.Types.model;
import static org.parley.core.store.internal.Types.type;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.parley.api.record.Record;
import org.parley.api.security.Principal;
import org.parley.core.event.Change;
import org.parley.core.event.Change.Operation;
import org.parley.core.event.Journal.Found;
import org.parley.core.event.Journal.Search;
import org.parley.core.record.Commit;
import org.parley.core.record.Storage;

/** The journal, searched page by page, gives what a look at all of it would, newest first. */
class JournalSearchTest {
  private static final int CHANGES = 3_000;

  private static Store store;
  private static List<Change> all;

  @BeforeAll
  static void fill() {
    store =
        Store.fresh("search")
            .activate(
                model(
                    1,
                    type("account", field("name", Kinds.TEXT)),
                    type("contact", field("name", Kinds.TEXT))));
    Random random = new Random(5);
    for (int done = 0; done < CHANGES; done += 100) {
      some(random);
    }
    all = new ArrayList<>();
    for (List<Change> more = store.journal().read(0, 1_000); !more.isEmpty(); ) {
      all.addAll(more);
      more = store.journal().read(more.get(more.size() - 1).position(), 1_000);
    }
    all.sort(Comparator.comparing(Change::position).reversed());
  }

  @AfterAll
  static void close() {
    store.close();
  }

  /** A hundred records at once, mostly by the one, seldom by the other. */
  private static void some(Random random) {
    long user = random.nextInt(10) == 0 ? 8 : 7;
    try (Storage.Serving serving = store.storage().serve()) {
      List<Commit.Write> writes = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        String type = random.nextInt(50) == 0 ? "account" : "contact";
        Record record = new Record(type, serving.nextId(), 1, Map.of("name", "n" + i));
        writes.add(Store.write(serving, Operation.CREATE, null, record, null));
      }
      Principal principal = new Principal(Principal.Kind.USER, user, "u" + user, Set.of());
      serving.commit(new Commit(principal, "test", 0, 0, writes, List.of()));
    }
    if (random.nextInt(5) == 0) {
      store.trash(store.create("account", "name", "gone"));
    }
  }

  private static List<Change> search(Search search, int limit) {
    List<Change> found = new ArrayList<>();
    long before = Long.MAX_VALUE;
    while (before > 0) {
      Found page = store.journal().search(search, before, limit);
      assertThat(page.items()).hasSizeLessThanOrEqualTo(limit);
      assertThat(page.before()).isLessThan(before);
      found.addAll(page.items());
      before = page.before();
    }
    return found;
  }

  private static List<Change> expected(Search search) {
    return all.stream()
        .filter(
            change ->
                (search.type() == null || change.type().equals(search.type()))
                    && (search.actor() == 0 || change.actor().userId() == search.actor())
                    && (search.operation() == null || change.operation() == search.operation())
                    && (search.since() == null || !change.at().isBefore(search.since()))
                    && (search.until() == null || change.at().isBefore(search.until())))
        .toList();
  }

  private static void assertFound(Search search) {
    List<Change> expected = expected(search);
    assertThat(expected).isNotEmpty();
    for (int limit : new int[] {7, 200}) {
      assertThat(search(search, limit)).isEqualTo(expected);
    }
  }

  @Test
  void everythingComesOnceWhateverIsLookedFor() {
    assertThat(all).hasSizeGreaterThan(CHANGES);
    assertFound(new Search(null, 0, null, null, null));
    assertFound(new Search("account", 0, null, null, null));
    assertFound(new Search(null, 8, null, null, null));
    assertFound(new Search(null, 0, Operation.TRASH, null, null));
    assertFound(new Search("contact", 8, Operation.CREATE, null, null));
  }

  @Test
  void momentsBoundTheSearch() {
    Instant late = all.get(all.size() / 4).at();
    Instant early = all.get(all.size() / 2).at();
    assertFound(new Search(null, 0, null, early, late));
    assertFound(new Search("account", 0, null, null, late));
    assertFound(new Search(null, 0, null, early, null));
    Instant later = all.get(0).at().plusSeconds(60);
    assertThat(search(new Search(null, 0, null, later, null), 200)).isEmpty();
    Instant before = all.get(all.size() - 1).at().minusSeconds(60);
    assertThat(search(new Search(null, 0, null, null, before), 200)).isEmpty();
  }

  @Test
  void whatWasNeverThereIsNotFound() {
    assertThat(search(new Search("nothing", 0, null, null, null), 10)).isEmpty();
    assertThat(search(new Search(null, 4_711, null, null, null), 10)).isEmpty();
    assertThat(search(new Search("account", 0, Operation.RESTORE, null, null), 10)).isEmpty();
  }
}
