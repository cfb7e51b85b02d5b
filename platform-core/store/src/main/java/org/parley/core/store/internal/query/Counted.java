// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.query;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many rows parts of conditions leave, remembered for a short while: by that a page chooses its
 * way, and counting anew for each page costs more than most pages. A number that is no longer true
 * may lead to a longer way, never to other rows. Any thread.
 */
final class Counted {
  private static final Duration REMEMBERED = Duration.ofSeconds(30);
  private static final int MOST = 2_000;

  /** Something that counts in the database. */
  interface Count {
    int run() throws SQLException;
  }

  private record Known(int count, Instant until) {}

  private final InstantSource clock;
  private final Map<Object, Known> counts = new ConcurrentHashMap<>();

  Counted(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * A number of rows as it was not long ago.
   *
   * @param what is counted, values included
   */
  int of(Object what, Count count) throws SQLException {
    Instant now = clock.instant();
    Known known = counts.get(what);
    if (known == null || now.isAfter(known.until())) {
      known = new Known(count.run(), now.plus(REMEMBERED));
      if (counts.size() >= MOST) {
        counts.values().removeIf(old -> now.isAfter(old.until()));
      }
      if (counts.size() >= MOST) {
        counts.clear();
      }
      counts.put(what, known);
    }
    return known.count();
  }
}
