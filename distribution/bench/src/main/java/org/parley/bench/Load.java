// SPDX-License-Identifier: Apache-2.0
package org.parley.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Several clients that each send the next request when the last is answered.
 *
 * @param warmup how long they run before it counts
 */
record Load(int clients, Duration warmup, Duration measured) {

  /** Requests a second and how long they take; a request that fails ends the benchmark. */
  String measure(Runnable request) {
    long begin = System.nanoTime() + warmup.toNanos();
    long end = begin + measured.toNanos();
    ConcurrentLinkedQueue<Long> micros = new ConcurrentLinkedQueue<>();
    ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < clients; i++) {
      Thread thread =
          new Thread(
              () -> {
                try {
                  for (long at = System.nanoTime(); at < end; ) {
                    request.run();
                    long now = System.nanoTime();
                    if (at >= begin && now < end) {
                      micros.add((now - at) / 1000);
                    }
                    at = now;
                  }
                } catch (RuntimeException | Error failed) {
                  failures.add(failed);
                }
              });
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException stop) {
        Thread.currentThread().interrupt();
      }
    }
    if (!failures.isEmpty()) {
      throw new IllegalStateException("a request failed", failures.peek());
    }
    long[] sorted = micros.stream().mapToLong(Long::longValue).sorted().toArray();
    return "%d/s, p50 %.1f ms, p99 %.1f ms"
        .formatted(
            sorted.length * 1_000_000_000L / measured.toNanos(),
            sorted[sorted.length / 2] / 1000.0,
            sorted[(int) (sorted.length * 0.99)] / 1000.0);
  }
}
