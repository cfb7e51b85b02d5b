// SPDX-License-Identifier: Apache-2.0
package org.parley.core.mail.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** No more than so many a minute; for one thread. */
final class Pace {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final Deque<Instant> gone = new ArrayDeque<>();

  /** How long to wait until one more may go: zero for at once. */
  Duration wait(int perMinute, Instant now) {
    while (!gone.isEmpty() && !gone.peekFirst().plus(MINUTE).isAfter(now)) {
      gone.removeFirst();
    }
    return gone.size() < perMinute
        ? Duration.ZERO
        : Duration.between(now, gone.peekFirst().plus(MINUTE));
  }

  void went(Instant now) {
    gone.addLast(now);
  }
}
