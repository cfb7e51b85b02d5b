// SPDX-License-Identifier: Apache-2.0
package org.parley.itest;

import java.util.function.IntConsumer;

/**
 * Does something over and over beside a test, until it is closed or the server is gone. What fails
 * before the server was ended fails the test; what fails after is the point.
 */
final class Beside implements AutoCloseable {
  private final Thread thread;
  private volatile boolean running = true;
  private volatile boolean mayFail;
  private volatile Throwable failure;

  Beside(String name, IntConsumer turn) {
    thread =
        new Thread(
            () -> {
              try {
                for (int i = 0; running; i++) {
                  turn.accept(i);
                }
              } catch (RuntimeException | Error wrong) {
                if (!mayFail) {
                  failure = wrong;
                }
              }
            },
            name);
    thread.start();
  }

  /** The server is about to end: from now on anything may fail. */
  void letFail() {
    mayFail = true;
  }

  @Override
  public void close() {
    running = false;
    try {
      thread.join(130_000);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
    if (failure != null) {
      throw new AssertionError("what ran beside got a wrong answer", failure);
    }
  }
}
