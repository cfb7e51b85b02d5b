// SPDX-License-Identifier: Apache-2.0
package org.parley.core.notification.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.parley.api.record.Record;
import org.parley.api.record.Reference;
import org.parley.core.event.Change;
import org.parley.core.event.Change.FieldChange;
import org.parley.core.event.Change.Operation;
import org.parley.core.record.Model;
import org.parley.core.record.RecordType;
import org.parley.core.record.Result;

/** What concerns whom: what is given to one, what one follows; much at once is told once. */
class DigestTest {
  private static final long ADA = 1;
  private static final long BOB = 2;

  private final FakeRecords records = new FakeRecords();
  private final Follows follows = new Follows(records);
  private final List<Change> journal = new ArrayList<>();

  private static RecordType type(String name, String plugin) {
    return new RecordType(
        name,
        name,
        name + "s",
        null,
        "{name}",
        false,
        plugin,
        false,
        null,
        Map.of(),
        List.of(),
        List.of(),
        List.of(),
        null);
  }

  private static Model model() {
    Map<String, RecordType> types = new LinkedHashMap<>();
    types.put("deal", type("deal", "acme-deals"));
    types.put("view", type("view", "parley"));
    types.put("import", type("import", "parley"));
    return new Model(1, "x", types);
  }

  private void change(
      String type,
      long id,
      Operation operation,
      long actor,
      String through,
      FieldChange... fields) {
    journal.add(
        new Change(
            journal.size() + 1L,
            Instant.EPOCH,
            type,
            id,
            1,
            operation,
            new Change.Actor(actor, "x"),
            through,
            0,
            0,
            1,
            List.of(fields)));
  }

  private List<String> told() {
    return new Digest(model(), follows)
        .of(journal).stream()
            .map(
                one ->
                    one.user()
                        + " "
                        + one.kind()
                        + " "
                        + one.change().recordId()
                        + " x"
                        + one.records())
            .toList();
  }

  private static FieldChange owner(long user) {
    return new FieldChange("owner", null, user);
  }

  @Test
  void whoIsGivenARecordIsTold() {
    change("deal", 7, Operation.CREATE, ADA, "rest", owner(BOB));
    change("deal", 8, Operation.UPDATE, ADA, "rest", owner(BOB));
    assertThat(told()).containsExactly("2 assigned 7 x1", "2 assigned 8 x1");
  }

  @Test
  void whatOneDoesOneselfNeedsNoTelling() {
    change("deal", 7, Operation.CREATE, ADA, "rest", owner(ADA));
    assertThat(told()).isEmpty();
  }

  @Test
  void whatIsFollowedIsTold() {
    records.star(90, 7, BOB);
    follows.load();
    change("deal", 7, Operation.UPDATE, ADA, "rest", new FieldChange("name", "a", "b"));
    change("deal", 7, Operation.UPDATE, BOB, "rest", new FieldChange("name", "b", "c"));
    change("deal", 8, Operation.UPDATE, ADA, "rest", new FieldChange("name", "a", "b"));
    change("deal", 7, Operation.TRASH, ADA, "rest");
    assertThat(told()).containsExactly("2 changed 7 x1", "2 trashed 7 x1");
  }

  /** As after a start, which looks again at what came before it. */
  @Test
  void whoFollowsIsToldOfWhatCameAfterThat() {
    records.star(90, 7, BOB, Instant.EPOCH.plusSeconds(1));
    follows.load();
    change("deal", 7, Operation.UPDATE, ADA, "rest", new FieldChange("name", "a", "b"));
    assertThat(told()).isEmpty();
  }

  @Test
  void whoBeginsOrCeasesToFollowIsKnownAtOnce() {
    records.star(90, 7, BOB);
    change("star", 90, Operation.CREATE, BOB, "rest");
    change("deal", 7, Operation.UPDATE, ADA, "rest", new FieldChange("name", "a", "b"));
    change("star", 90, Operation.TRASH, BOB, "rest");
    change("deal", 7, Operation.UPDATE, ADA, "rest", new FieldChange("name", "b", "c"));
    assertThat(told()).containsExactly("2 changed 7 x1");
  }

  @Test
  void muchAtOnceIsToldOnce() {
    for (int id = 1; id <= 10; id++) {
      change("deal", id, Operation.UPDATE, ADA, "rest", owner(BOB));
    }
    assertThat(told()).containsExactly("2 assigned 10 x10");
  }

  @Test
  void importsSeedsAndTheCoresOwnRecordsAreNotTold() {
    change("deal", 1, Operation.CREATE, ADA, "import", owner(BOB));
    change("deal", 2, Operation.CREATE, 0, "seed", owner(BOB));
    change("view", 3, Operation.CREATE, ADA, "rest", owner(BOB));
    change("gone", 4, Operation.CREATE, ADA, "rest", owner(BOB));
    assertThat(told()).isEmpty();
  }

  @Test
  void theEndOfAnImportIsToldToItsOwner() {
    change("import", 5, Operation.UPDATE, 0, "import", new FieldChange("state", "running", "done"));
    change("import", 5, Operation.UPDATE, 0, "import", new FieldChange("rows_done", 1, 2));
    assertThat(told()).containsExactly("0 imported 5 x1");
  }

  /** Stars, and nothing else. */
  private static final class FakeRecords extends NoRecords {
    private final Map<Long, Record> stars = new LinkedHashMap<>();

    void star(long id, long record, long user) {
      star(id, record, user, Instant.EPOCH);
    }

    void star(long id, long record, long user, Instant since) {
      stars.put(
          id,
          new Record(
              "star",
              id,
              1,
              Map.of(
                  "record",
                  new Reference("deal", record),
                  "owner",
                  new Reference("user", user),
                  "created_at",
                  since)));
    }

    @Override
    public Page list(org.parley.api.security.Principal principal, String type, ListQuery query) {
      List<Result> found =
          stars.values().stream()
              .filter(
                  star ->
                      query.filter().equals("kind==follow")
                          || query.filter().startsWith("id==" + star.id() + ";"))
              .map(star -> new Result(type("star", "parley"), star, "x", Map.of(), Map.of()))
              .toList();
      return new Page(found, null, -1, false);
    }
  }
}
