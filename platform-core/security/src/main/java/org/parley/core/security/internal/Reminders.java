// SPDX-License-Identifier: Apache-2.0
package org.parley.core.security.internal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.parley.core.mail.Asked;
import org.parley.core.security.SlowDown;

/**
 * What is asked of the mail room, and how often by strangers: what they ask costs a row, whoever
 * they name, so it is counted by where it comes from and altogether. Safe for use by many threads.
 */
final class Reminders {
  static final String FORGOTTEN = "forgotten";
  static final String INVITATION = "invitation";
  static final String CHANGED = "password_changed";

  private static final Duration WINDOW = Duration.ofMinutes(15);
  private static final int PER_ADDRESS = 5;
  private static final int ALTOGETHER = 500;
  private static final int ADDRESSES = 10_000;
  private static final int LONGEST = 254;

  private final InstantSource clock;
  private final Deque<Instant> all = new ArrayDeque<>();
  private final Map<String, Deque<Instant>> byAddress =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Deque<Instant>> eldest) {
          return size() > ADDRESSES;
        }
      };

  Reminders(InstantSource clock) {
    this.clock = clock;
  }

  /** Counts one and refuses too many, without a look at whom it is about. */
  synchronized void check(String address) {
    Instant now = clock.instant();
    Deque<Instant> own = byAddress.computeIfAbsent(address, key -> new ArrayDeque<>());
    check(own, PER_ADDRESS, now);
    check(all, ALTOGETHER, now);
    own.addLast(now);
    all.addLast(now);
  }

  private static void check(Deque<Instant> asked, int most, Instant now) {
    while (!asked.isEmpty() && asked.peekFirst().plus(WINDOW).isBefore(now)) {
      asked.removeFirst();
    }
    if (asked.size() >= most) {
      Duration wait = Duration.between(now, asked.peekFirst().plus(WINDOW));
      throw new SlowDown(
          "Too many links were asked for. Try again in " + (wait.toMinutes() + 1) + " minutes.",
          wait);
    }
  }

  /** Whoever it is gets a link, if they are anybody. */
  static Asked forgotten(String who) {
    String name = who.strip();
    String about = name.length() > LONGEST ? "" : name;
    return new Asked(FORGOTTEN + "/" + UUID.randomUUID(), FORGOTTEN, 0, about, true);
  }

  static Asked invitation(long userId) {
    return new Asked(INVITATION + "/" + UUID.randomUUID(), INVITATION, userId, "", true);
  }

  /**
   * A warning that a way in has changed.
   *
   * @param what {@code password}, {@code second_on} or {@code second_off}
   */
  static Asked changed(String what, long userId, Instant at) {
    return new Asked(CHANGED + "/" + UUID.randomUUID(), CHANGED, userId, what + " " + at, true);
  }
}
