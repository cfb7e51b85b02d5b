// SPDX-License-Identifier: Apache-2.0
package org.parley.core.security.internal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.parley.core.security.SlowDown;

/**
 * Slows down whoever guesses passwords. Failures count per user name <em>and</em> address, per
 * address alone against trying one password on many names, and per name alone against many
 * addresses at once. From a device on which the person has logged in before only its own failures
 * count, so that strangers who guess cannot lock them out (OWASP, "Slow down online guessing
 * attacks with device cookies"). Safe for use by many threads.
 */
final class Throttle {
  private static final int FREE_PER_NAME = 5;
  private static final int FREE_PER_ADDRESS = 50;
  private static final int FREE_PER_NAME_ANYWHERE = 100;
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

  /**
   * Whether a login may be tried now.
   *
   * @param device what tells a device on which the person has logged in, or null for any other
   */
  synchronized void check(String username, String address, String device) {
    Instant now = clock.instant();
    for (String key : keys(username, address, device).keySet()) {
      Failures known = failures.get(key);
      if (known != null && known.until().isAfter(now)) {
        Duration wait = Duration.between(now, known.until());
        throw new SlowDown(
            "Too many failed logins. Try again in " + (wait.toSeconds() + 1) + " seconds.", wait);
      }
    }
  }

  synchronized void failed(String username, String address, String device) {
    keys(username, address, device).forEach(this::count);
  }

  synchronized void succeeded(String username, String address, String device) {
    failures.remove(device == null ? key(username, address) : key(username, device));
  }

  /** What is counted, and how many failures each has free. */
  private static Map<String, Integer> keys(String username, String address, String device) {
    return device != null
        ? Map.of(key(username, device), FREE_PER_NAME)
        : Map.of(
            key(username, address),
            FREE_PER_NAME,
            address,
            FREE_PER_ADDRESS,
            key(username, ""),
            FREE_PER_NAME_ANYWHERE);
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
