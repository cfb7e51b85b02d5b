// SPDX-License-Identifier: Apache-2.0
package org.parley.core.notification.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.parley.api.error.FieldError;
import org.parley.api.error.ParleyException;
import org.parley.api.record.Record;
import org.parley.api.record.Reference;
import org.parley.api.security.Principal;
import org.parley.core.record.Field;
import org.parley.core.record.Model;
import org.parley.core.record.RecordType;
import org.parley.core.record.Result;

/** Nobody is reminded twice, whoever else reminds at the same time. */
class DueRemindersTest {
  private static final Instant NINE = Instant.parse("2026-11-27T09:00:00Z");
  private static final long ADA = 3;
  private static final long EVE = 4;

  private final Store store = new Store();
  private final DueReminders one = new DueReminders(store);
  private final DueReminders other = new DueReminders(store);

  private int tell(DueReminders node) {
    return node.tell(NINE.minusSeconds(60), NINE.plusSeconds(1), false);
  }

  @Test
  void eachIsToldOnceHoweverOftenOneLooks() {
    store.due(7, ADA);
    assertThat(tell(one)).isEqualTo(1);
    assertThat(tell(one)).isZero();
    assertThat(tell(other)).isZero();
    assertThat(store.told).hasSize(1);
    assertThat(store.told.get(0)).containsEntry("owner", ADA);
  }

  @Test
  void ofTwoNodesThatTellAtOnceOneIsRefused() {
    store.due(7, ADA);
    // The other one is as far as writing when the first one has written.
    store.beforeWriting = () -> tell(other);
    tell(one);
    assertThat(store.told).hasSize(1);
  }

  @Test
  void aKeyThatSomebodyElseHasTakenKeepsNobodyFromBeingTold() {
    store.due(7, ADA);
    String key = new DueReminder("visit", 7, ADA, "remind_at", NINE).key();
    store.told.add(new HashMap<>(Map.of("owner", EVE, "key", key)));
    tell(one);
    tell(one);
    assertThat(store.told).hasSize(2);
    assertThat(store.told.get(1)).containsEntry("owner", ADA).containsEntry("key", "2/" + key);
  }

  @Test
  void whoMayNotSeeItIsNotTold() {
    store.due(7, ADA);
    store.seen = false;
    assertThat(tell(one)).isZero();
    assertThat(store.told).isEmpty();
  }

  @Test
  void whatIsSettledIsNotTold() {
    store.due(7, ADA);
    store.settled.add(7L);
    assertThat(tell(one)).isZero();
  }

  @Test
  void whatWasSetToAMomentThatHadPassedIsNotMissed() {
    store.due(7, ADA);
    store.written = NINE.plusSeconds(10);
    assertThat(one.tell(NINE.minusSeconds(60), NINE.plusSeconds(60), true)).isZero();
    store.written = NINE.minusSeconds(10);
    assertThat(one.tell(NINE.minusSeconds(60), NINE.plusSeconds(60), true)).isEqualTo(1);
  }

  /** Visits that are due at nine, and notifications with a unique key. */
  private static final class Store extends NoRecords {
    final List<Map<String, Object>> told = new ArrayList<>();
    final Set<Long> settled = new HashSet<>();
    Runnable beforeWriting = () -> {};
    boolean seen = true;
    Instant written = NINE.minusSeconds(600);

    private final Map<Long, Long> owners = new HashMap<>();

    void due(long id, long owner) {
      owners.put(id, owner);
    }

    private static RecordType type() {
      Map<String, Field> fields = new LinkedHashMap<>();
      fields.put("remind_at", null);
      return new RecordType(
              "visit", "Visit", "Visits", null, "{name}", false, "acme", false, null, fields,
              List.of(), List.of(), List.of(), null)
          .reminding(List.of(new RecordType.Reminder("remind_at", "owner", null, "done==true")));
    }

    @Override
    public Model model() {
      return new Model(1, "x", Map.of("visit", type()));
    }

    @Override
    public boolean sees(Principal principal, String type, long id) {
      return seen && principal.userId() == owners.get(id);
    }

    @Override
    public Set<String> rights(long userId) {
      return Set.of();
    }

    @Override
    public Page list(Principal principal, String type, ListQuery query) {
      List<Result> found = new ArrayList<>();
      if (type.equals("visit")) {
        boolean asksForSettled = query.filter().contains("done==true");
        owners.forEach(
            (id, owner) -> {
              if (!asksForSettled || settled.contains(id)) {
                found.add(
                    result(
                        id,
                        Map.of(
                            "remind_at",
                            NINE,
                            "owner",
                            new Reference("user", owner),
                            "modified_at",
                            written)));
              }
            });
      } else if (!query.trash()) {
        for (Map<String, Object> row : told) {
          String same = "owner==" + row.get("owner") + ";key==\"" + row.get("key") + "\"";
          if (query.filter().startsWith("kind==") || query.filter().equals(same)) {
            found.add(
                result(
                    1,
                    Map.of(
                        "key",
                        row.get("key"),
                        "owner",
                        new Reference("user", (Long) row.get("owner")))));
          }
        }
      }
      return new Page(found, null, -1, false);
    }

    private static Result result(long id, Map<String, Object> fields) {
      return new Result(type(), new Record("visit", id, 1, fields), "x", Map.of(), Map.of());
    }

    @Override
    public List<BulkAnswer> bulk(
        Principal principal, String type, List<BulkRow> rows, boolean atomic, String through) {
      Runnable first = beforeWriting;
      beforeWriting = () -> {};
      first.run();
      List<BulkAnswer> answers = new ArrayList<>();
      for (BulkRow row : rows) {
        Object key = row.fields().get("key");
        boolean taken = told.stream().anyMatch(one -> one.get("key").equals(key));
        if (!taken) {
          told.add(row.fields());
        }
        answers.add(
            new BulkAnswer(
                null,
                taken
                    ? ParleyException.invalid(
                        List.of(new FieldError("key", "not_unique", "Taken.")))
                    : null));
      }
      return answers;
    }
  }
}
