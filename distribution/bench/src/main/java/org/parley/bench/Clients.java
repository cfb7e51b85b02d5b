// SPDX-License-Identifier: Apache-2.0
package org.parley.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/**
 * Several connections to one server, each sending its next request when the last is answered.
 *
 * @param server its process
 * @param requests what is sent next; asked by all connections at once
 * @param expected the status of every answer; any other ends the benchmark
 */
record Clients(int connections, long server, int port, Supplier<byte[]> requests, int expected) {

  /**
   * Answers a second, how long half of them and all but a hundredth took, and how much of a
   * processor the server spent on each.
   */
  record Rate(double perSecond, double p50Millis, double p99Millis, double cpuMicros) {
    @Override
    public String toString() {
      return "%,.0f/s, p50 %.1f ms, p99 %.1f ms, %.0f µs of a processor"
          .formatted(perSecond, p50Millis, p99Millis, cpuMicros);
    }
  }

  Rate run(Duration duration) {
    ExecutorService threads = Executors.newFixedThreadPool(connections);
    try {
      long spent = cpuMicros();
      long begin = System.nanoTime();
      long end = begin + duration.toNanos();
      Callable<long[]> client = () -> client(end);
      List<Future<long[]>> all = new ArrayList<>();
      for (int i = 0; i < connections; i++) {
        all.add(threads.submit(client));
      }
      long[] nanos = new long[0];
      for (Future<long[]> one : all) {
        long[] more = one.get();
        int from = nanos.length;
        nanos = Arrays.copyOf(nanos, from + more.length);
        System.arraycopy(more, 0, nanos, from, more.length);
      }
      // The last answers come when the time is over.
      double seconds = (System.nanoTime() - begin) / 1e9;
      Arrays.sort(nanos);
      return new Rate(
          nanos.length / seconds,
          nanos[nanos.length / 2] / 1e6,
          nanos[(int) (nanos.length * 0.99)] / 1e6,
          (double) (cpuMicros() - spent) / nanos.length);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a request failed", e.getCause());
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stop);
    } finally {
      threads.shutdownNow();
    }
  }

  private long cpuMicros() {
    return ServedBy.cpuMicros(server);
  }

  private long[] client(long end) throws IOException {
    long[] nanos = new long[16 * 1024];
    int count = 0;
    try (Connection connection = new Connection(port)) {
      for (long at = System.nanoTime(); at < end; ) {
        int status = connection.send(requests.get());
        if (status != expected) {
          throw new IOException("answered " + status + ": " + connection.body());
        }
        long now = System.nanoTime();
        if (count == nanos.length) {
          nanos = Arrays.copyOf(nanos, 2 * count);
        }
        nanos[count++] = now - at;
        at = now;
      }
    }
    return Arrays.copyOf(nanos, count);
  }
}
