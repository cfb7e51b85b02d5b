// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.session;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A model session and how many operations run on it. Once closed it lets nobody in, and the last
 * one out puts the light off, on its own thread.
 */
public final class Slot {
  private final ModelSession session;
  private final AtomicLong inside = new AtomicLong();
  private final AtomicBoolean retired = new AtomicBoolean();
  private final CountDownLatch retiredNow = new CountDownLatch(1);
  private volatile boolean closed;

  public Slot(ModelSession session) {
    this.session = session;
  }

  public ModelSession session() {
    return session;
  }

  /** Counts an operation in; false when it is closed and another slot serves. */
  public boolean enter() {
    inside.incrementAndGet();
    if (closed) {
      leave();
      return false;
    }
    return true;
  }

  /** Counts an operation out. */
  public void leave() {
    if (inside.decrementAndGet() == 0) {
      retireIfDone();
    }
  }

  /** Lets nobody in any more; who is inside finishes. */
  public void close() {
    closed = true;
    retireIfDone();
  }

  private void retireIfDone() {
    if (closed && inside.get() == 0 && retired.compareAndSet(false, true)) {
      session.close();
      retiredNow.countDown();
    }
  }

  /** Waits until nobody is inside any more; false when that takes too long. */
  public boolean awaitRetired(Duration longest) {
    try {
      return retiredNow.await(longest.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
