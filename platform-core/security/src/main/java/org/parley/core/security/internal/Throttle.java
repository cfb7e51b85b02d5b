// SPDX-License-Identifier: Apache-2.0
package org.parley.core.security.internal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.parley.core.security.SlowDown;

/**
 * Slows down whoever guesses passwords. Failures count per user name <em>and</em> address, so a
 * stranger who guesses cannot lock the person out, and per address alone against trying one
 * password on many names. Safe for use by many threads.
 */
final class Throttle {
  private static final int FREE_PER_NAME = 5;
  private static final int FREE_PER_ADDRESS = 50;
  private static final Duration LONGEST = Duration.ofMinutes(15);

  /** Entries kept; the ones unused for longest go first, so that memory is bounded. */
  private static final int ENTRIES = 10_000;

  private final InstantSource clock;
  private final Map<String, Failures> failures =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
          return size() > ENTRIES;
        }
      };

  private record Failures(int count, Instant until) {}

  Throttle(InstantSource clock) {
    this.clock = clock;
  }

  /** Whether a login may be tried now. */
  synchronized void check(String username, String address) {
    Instant now = clock.instant();
    for (String key : new String[] {key(username, address), address}) {
      Failures known = failures.get(key);
      if (known != null && known.until().isAfter(now)) {
        Duration wait = Duration.between(now, known.until());
        throw new SlowDown(
            "Too many failed logins. Try again in " + (wait.toSeconds() + 1) + " seconds.", wait);
      }
    }
  }

  synchronized void failed(String username, String address) {
    count(key(username, address), FREE_PER_NAME);
    count(address, FREE_PER_ADDRESS);
  }

  synchronized void succeeded(String username, String address) {
    failures.remove(key(username, address));
  }

  private void count(String key, int free) {
    Instant now = clock.instant();
    Failures known = failures.get(key);
    boolean over = known == null || known.until().plus(LONGEST).isBefore(now);
    int count = over ? 1 : known.count() + 1;
    // 1, 2, 4, ... seconds once the free tries are used up.
    Duration delay =
        count < free
            ? Duration.ZERO
            : Duration.ofSeconds(Math.min(LONGEST.toSeconds(), 1L << Math.min(20, count - free)));
    failures.put(key, new Failures(count, now.plus(delay)));
  }

  private static String key(String username, String address) {
    // A name cannot hold a line break once it is normalised, so that keys are unambiguous.
    return address + "\n" + username;
  }
}
