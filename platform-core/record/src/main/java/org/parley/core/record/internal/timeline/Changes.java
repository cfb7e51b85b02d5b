// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.timeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.parley.core.event.Change;
import org.parley.core.event.Change.FieldChange;
import org.parley.core.event.Change.Operation;

/**
 * Changes that the journal tells, newest first, without the creation, which stands where the record
 * says it was made. What somebody changed of one record within some minutes is one entry.
 */
final class Changes implements Source {
  private static final Duration TOGETHER = Duration.ofMinutes(10);

  private static final int MOST_TOGETHER = 100;

  /** So many changes are looked at for one page. */
  private static final int ENOUGH = 1_000;

  /** Reads changes below a position, newest first. */
  interface Reading {
    List<Change> below(long position);
  }

  private final String name;
  private final Reading reading;
  private final Function<Change, Entry> telling;
  private final Deque<Change> read = new ArrayDeque<>();
  private long below;
  private boolean more = true;
  private int looked;
  private Entry head;
  private long headPlace;
  private long place;
  private Instant reached;

  /**
   * Changes from a place on.
   *
   * @param telling makes an entry of a change, or null of one that is not to be told
   */
  Changes(String name, JsonNode place, Reading reading, Function<Change, Entry> telling) {
    this.name = name;
    this.reading = reading;
    this.telling = telling;
    this.place = place.asLong(Long.MAX_VALUE);
    this.below = this.place;
    advance();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Instant next() {
    return head != null ? head.at() : isTired() ? reached : null;
  }

  @Override
  public boolean isTired() {
    return head == null && (more || !read.isEmpty());
  }

  @Override
  public Entry take() {
    Entry taken = head;
    place = headPlace;
    advance();
    return taken;
  }

  @Override
  public JsonNode place() {
    return LongNode.valueOf(isTired() ? Math.min(place, headPlace) : place);
  }

  private void advance() {
    head = null;
    while (head == null && looked < ENOUGH && peek() != null) {
      Change newest = pop();
      List<Change> together = new ArrayList<>(List.of(newest));
      while (peek() != null && belongs(peek(), newest) && together.size() < MOST_TOGETHER) {
        together.add(pop());
      }
      Change last = together.get(together.size() - 1);
      headPlace = last.position();
      reached = last.at();
      Change whole = together.size() == 1 ? newest : bundled(together);
      head = whole.operation() == Operation.CREATE ? null : telling.apply(whole);
    }
  }

  private Change peek() {
    if (read.isEmpty() && more) {
      List<Change> some = reading.below(below);
      read.addAll(some);
      more = !some.isEmpty();
      below = some.isEmpty() ? below : some.get(some.size() - 1).position();
    }
    return read.peek();
  }

  private Change pop() {
    looked++;
    return read.pop();
  }

  private static boolean belongs(Change earlier, Change newest) {
    return newest.operation() == Operation.UPDATE
        && earlier.operation() == Operation.UPDATE
        && earlier.recordId() == newest.recordId()
        && earlier.actor().userId() == newest.actor().userId()
        && earlier.actor().name().equals(newest.actor().name())
        && earlier.through().equals(newest.through())
        && Duration.between(earlier.at(), newest.at()).compareTo(TOGETHER) < 0;
  }

  /** One change that says what several led to. */
  private static Change bundled(List<Change> newestFirst) {
    Map<String, FieldChange> fields = new LinkedHashMap<>();
    for (Change change : newestFirst) {
      for (FieldChange one : change.fields()) {
        fields.merge(
            one.field(),
            one,
            (later, earlier) ->
                new FieldChange(later.field(), earlier.oldValue(), later.newValue()));
      }
    }
    fields.values().removeIf(one -> Objects.equals(one.oldValue(), one.newValue()));
    return newestFirst.get(0).with(List.copyOf(fields.values()));
  }
}
