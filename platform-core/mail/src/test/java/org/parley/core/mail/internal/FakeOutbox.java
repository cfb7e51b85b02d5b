// SPDX-License-Identifier: Apache-2.0
package org.parley.core.mail.internal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.parley.core.mail.Asked;
import org.parley.core.mail.MailStorage;

/** An outbox in memory. */
final class FakeOutbox implements MailStorage {
  private final Map<Long, Entry> entries = new LinkedHashMap<>();
  private final Map<Long, Long> bundles = new HashMap<>();

  /** Fails once when a mail is to be moved there, as where the process ends just before. */
  State endsBefore;

  @Override
  public synchronized void add(List<Asked> asked, State state, Instant now) {
    for (Asked one : asked) {
      if (entries.values().stream().noneMatch(entry -> entry.asked().key().equals(one.key()))) {
        long id = entries.size() + 1L;
        entries.put(id, new Entry(id, one, state, 0, 0, now, now, "", ""));
      }
    }
  }

  @Override
  public synchronized List<Entry> due(Instant now, int limit) {
    return entries.values().stream()
        .filter(
            entry -> List.of(State.WAITING, State.CLAIMED, State.SENDING).contains(entry.state()))
        .filter(entry -> !entry.dueAt().isAfter(now))
        .sorted(Comparator.comparing((Entry entry) -> !entry.asked().urgent()))
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized boolean claim(Entry entry, Instant until) {
    Entry now = entries.get(entry.id());
    if (now.epoch() != entry.epoch()) {
      return false;
    }
    entries.put(entry.id(), with(now, State.CLAIMED, until, now.epoch() + 1, now.tries(), "", ""));
    return true;
  }

  @Override
  public synchronized boolean move(
      long id, long epoch, State to, Instant dueAt, int tries, String problem, String detail) {
    if (to == endsBefore) {
      endsBefore = null;
      throw new IllegalStateException("the process ends here");
    }
    Entry now = entries.get(id);
    if (now.epoch() != epoch) {
      return false;
    }
    entries.put(id, with(now, to, dueAt, epoch, tries, problem, detail));
    return true;
  }

  private static Entry with(
      Entry entry, State state, Instant due, long epoch, int tries, String problem, String detail) {
    return new Entry(
        entry.id(), entry.asked(), state, tries, epoch, due, entry.createdAt(), problem, detail);
  }

  /** Somebody else has taken it. */
  synchronized void takeAway(long id) {
    Entry now = entries.get(id);
    entries.put(id, with(now, State.CLAIMED, now.dueAt(), now.epoch() + 1, now.tries(), "", ""));
  }

  @Override
  public void address(long id, long userId) {
    // who it is for is of no interest here
  }

  @Override
  public Map<Long, Instant> held() {
    return Map.of();
  }

  @Override
  public synchronized void bundle(Asked summary, Instant before, Instant now) {
    List<Long> held =
        entries.values().stream()
            .filter(entry -> entry.state() == State.HELD)
            .map(Entry::id)
            .toList();
    add(List.of(summary), State.WAITING, now);
    held.forEach(id -> bundles.put(id, (long) entries.size()));
  }

  @Override
  public synchronized List<Asked> bundled(long id, int limit) {
    List<Asked> bundled = new ArrayList<>();
    bundles.forEach(
        (part, bundle) -> {
          if (bundle == id) {
            bundled.add(entries.get(part).asked());
          }
        });
    return bundled;
  }

  @Override
  public synchronized Optional<Entry> entry(long id) {
    return Optional.ofNullable(entries.get(id));
  }

  @Override
  public List<Entry> latest(State state, int limit) {
    return List.of();
  }

  @Override
  public long count(State state, Instant since) {
    return 0;
  }

  @Override
  public long count(String kind, long userId, Instant since) {
    return 0;
  }

  @Override
  public int purge(Instant before) {
    return 0;
  }
}
