// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.journal;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks again and again whether a horizon has moved that others move too, and tells so: the one
 * place that asks the database, for all consumers. Telling it by {@code NOTIFY} in every commit
 * would cost half of all commits a second.
 */
final class Watch {
  private static final Logger LOG = LoggerFactory.getLogger(Watch.class);

  /** So long another process's change stays unseen at most; ours wake consumers themselves. */
  private static final long PAUSE_MILLIS = 50;

  private static final long PAUSE_AFTER_FAILURE_MILLIS = 1_000;

  private final Horizon horizon;
  private final Runnable moved;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private Thread thread;

  Watch(Horizon horizon, Runnable moved) {
    this.horizon = horizon;
    this.moved = moved;
  }

  /** Begins to look, when the first consumer comes. */
  synchronized void begin() {
    if (thread == null && stopped.getCount() > 0) {
      thread = new Thread(this::run, "parley-journal");
      thread.setDaemon(true);
      thread.start();
    }
  }

  synchronized void stop() {
    stopped.countDown();
  }

  private void run() {
    long known = 0;
    long pause = PAUSE_MILLIS;
    boolean failing = false;
    try {
      while (!stopped.await(pause, TimeUnit.MILLISECONDS)) {
        try {
          long settled = horizon.settled();
          if (settled > known) {
            known = settled;
            moved.run();
          }
          failing = false;
          pause = PAUSE_MILLIS;
        } catch (RuntimeException e) {
          if (!failing) {
            LOG.warn("The journal cannot be watched at the moment: {}", e.getMessage());
          }
          failing = true;
          pause = PAUSE_AFTER_FAILURE_MILLIS;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
