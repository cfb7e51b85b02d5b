// SPDX-License-Identifier: Apache-2.0
package org.parley.core.imports.internal;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.parley.api.error.ErrorKind;
import org.parley.api.error.ParleyException;

/** Tries again what a database does not answer, until it does or the room closes. */
final class Patience implements AutoCloseable {
  private static final Duration BETWEEN = Duration.ofMillis(500);

  private final CountDownLatch closing = new CountDownLatch(1);

  /** The room closes: the work is left as it is and gone on with at the next start. */
  static final class Closing extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Closing() {
      super(null, null, false, false);
    }
  }

  /** Does something until it is not UNAVAILABLE any more. */
  <T> T until(Supplier<T> work) {
    while (true) {
      goOn();
      try {
        return work.get();
      } catch (ParleyException e) {
        if (e.kind() != ErrorKind.UNAVAILABLE) {
          throw e;
        }
        pause();
      }
    }
  }

  /** Returns while the room is open. */
  void goOn() {
    if (closing.getCount() == 0) {
      throw new Closing();
    }
  }

  /** Waits a little. */
  void pause() {
    try {
      if (closing.await(BETWEEN.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new Closing();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Closing();
    }
  }

  @Override
  public void close() {
    closing.countDown();
  }
}
