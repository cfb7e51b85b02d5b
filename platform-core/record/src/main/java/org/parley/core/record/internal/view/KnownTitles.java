// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.view;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.parley.api.record.Reference;

/**
 * Titles of people and teams: nearly every record names three of them, and they hardly change. A
 * write here is seen at once, one on another node within {@link #REMEMBERED}.
 */
public final class KnownTitles {
  private static final Set<String> TYPES = Set.of("user", "team");
  private static final Duration REMEMBERED = Duration.ofSeconds(10);
  private static final int MOST = 10_000;

  private record Known(String title, Instant until) {}

  private final Clock clock;
  private final Map<Reference, Known> titles = new ConcurrentHashMap<>();
  private final AtomicLong generation = new AtomicLong();

  public KnownTitles(Clock clock) {
    this.clock = clock;
  }

  /** Whether it remembers titles of a type at all. */
  static boolean knows(String type) {
    return TYPES.contains(type);
  }

  Optional<String> of(Reference reference) {
    Known known = knows(reference.type()) ? titles.get(reference) : null;
    return known == null || clock.instant().isAfter(known.until())
        ? Optional.empty()
        : Optional.of(known.title());
  }

  /** To be taken before titles are read. */
  long generation() {
    return generation.get();
  }

  /** Remembers what was read, unless somebody has written since {@code generation}. */
  void remember(Reference reference, String title, long generation) {
    if (knows(reference.type()) && generation == this.generation.get()) {
      if (titles.size() >= MOST) {
        titles.clear();
      }
      titles.put(reference, new Known(title, clock.instant().plus(REMEMBERED)));
      if (generation != this.generation.get()) {
        titles.remove(reference);
      }
    }
  }

  /** Must be called after a commit that wrote records of these types. */
  public void written(Set<String> types) {
    if (types.stream().anyMatch(TYPES::contains)) {
      generation.incrementAndGet();
      titles.clear();
    }
  }
}
