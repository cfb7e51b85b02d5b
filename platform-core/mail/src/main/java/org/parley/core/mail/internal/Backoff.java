// SPDX-License-Identifier: Apache-2.0
package org.parley.core.mail.internal;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** How long to wait before the next try: twice as long each time, and never all at once. */
final class Backoff {
  private Backoff() {}

  /**
   * A wait.
   *
   * @param tries how often it has failed, from 1
   * @param first the wait after the first time, at most
   * @param longest the wait after many times, at most
   */
  static Duration after(int tries, Duration first, Duration longest) {
    long most =
        Math.min(longest.toMillis(), first.toMillis() << Math.min(20, Math.max(0, tries - 1)));
    return Duration.ofMillis(ThreadLocalRandom.current().nextLong(most / 2, most + 1));
  }
}
