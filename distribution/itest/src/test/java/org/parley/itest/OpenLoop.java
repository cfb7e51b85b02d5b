// SPDX-License-Identifier: Apache-2.0
package org.parley.itest;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * Requests at a fixed rate, each at its own time, whether or not earlier ones have been answered: a
 * server that stalls is not spared. Each answer is judged; each request that gets none is a
 * failure.
 */
final class OpenLoop implements AutoCloseable {
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();
  private final int perSecond;
  private final Source source;
  private final Thread clock;
  private final AtomicInteger pending = new AtomicInteger();
  private final ConcurrentLinkedQueue<Long> micros = new ConcurrentLinkedQueue<>();
  private final Map<String, LongAdder> failures = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<String> examples = new ConcurrentLinkedQueue<>();
  private final Map<Integer, LongAdder> statuses = new ConcurrentHashMap<>();
  private final Map<Long, String> stalls = new ConcurrentSkipListMap<>();
  private final long begun = System.nanoTime();
  private volatile String doing = "warming up";
  private volatile boolean running = true;
  private volatile long greatestLateness;

  /** A request and what a right answer to it is. */
  interface Shot {
    HttpRequest request();

    /** Null when the answer is right, else what is wrong with it. */
    String judge(HttpResponse<String> answer);
  }

  /** The requests, by their number. */
  interface Source {
    Shot shot(long number);
  }

  OpenLoop(int perSecond, Source source) {
    this.perSecond = perSecond;
    this.source = source;
    this.clock = new Thread(this::fire, "open-loop");
    clock.start();
  }

  /**
   * Sends some first, one after the other from a few threads, so that the rate does not meet a
   * server whose code has never run: what is measured is the change of plugins, not the JVM's
   * start.
   */
  static void warmUp(int count, Source source) {
    HttpClient http = HttpClient.newHttpClient();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      for (long number = 0; number < count; number++) {
        Shot shot = source.shot(number);
        threads.submit(() -> http.send(shot.request(), BodyHandlers.ofString()));
      }
      threads.shutdown();
      if (!threads.awaitTermination(3, TimeUnit.MINUTES)) {
        throw new AssertionError("not warm after three minutes");
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    } finally {
      threads.shutdownNow();
    }
  }

  private void fire() {
    long begin = System.nanoTime();
    for (long number = 0; running; number++) {
      long due = begin + number * 1_000_000_000L / perSecond;
      while (System.nanoTime() < due) {
        LockSupport.parkNanos(due - System.nanoTime());
      }
      greatestLateness = Math.max(greatestLateness, System.nanoTime() - due);
      send(source.shot(number), due);
    }
  }

  private void send(Shot shot, long due) {
    String phase = doing;
    pending.incrementAndGet();
    http.sendAsync(shot.request(), BodyHandlers.ofString())
        .whenComplete(
            (answer, failure) -> {
              try {
                settle(shot, answer, failure);
              } finally {
                note((System.nanoTime() - due) / 1000, due, phase);
                pending.decrementAndGet();
              }
            });
  }

  private void settle(Shot shot, HttpResponse<String> answer, Throwable failure) {
    String name = shot.request().method() + " " + shot.request().uri();
    if (failure != null) {
      fail(
          shot.request().method() + " " + failure.getClass().getSimpleName(),
          name + ": " + failure);
      return;
    }
    statuses.computeIfAbsent(answer.statusCode(), status -> new LongAdder()).increment();
    String wrong;
    try {
      wrong = shot.judge(answer);
    } catch (RuntimeException | Error unreadable) {
      wrong = unreadable.toString();
    }
    if (wrong != null) {
      fail(
          shot.request().method() + " " + answer.statusCode() + " " + wrong,
          name + ": " + answer.statusCode() + " " + answer.body());
    }
  }

  /** What happens from now on; told with the requests that were slow meanwhile. */
  void during(String what) {
    doing = what;
  }

  private void note(long took, long due, String phase) {
    micros.add(took);
    if (took > 1_000_000) {
      long second = (due - begun) / 1_000_000_000L;
      stalls.merge(
          second,
          "at %d s, %s: %d ms".formatted(second, phase, took / 1000),
          (one, other) -> millis(one) < millis(other) ? other : one);
    }
  }

  private static long millis(String stall) {
    return Long.parseLong(stall.replaceAll(".*: (\\d+) ms", "$1"));
  }

  /** The seconds whose requests took longer than one, each with its slowest. */
  List<String> stalls() {
    return List.copyOf(stalls.values());
  }

  int answered() {
    return micros.size();
  }

  /** What failed, how often, with the first examples. */
  List<String> failures() {
    List<String> all = new ArrayList<>();
    failures.forEach((kind, count) -> all.add(count + " x " + kind));
    all.addAll(examples);
    return all;
  }

  private void fail(String kind, String example) {
    LongAdder count = failures.computeIfAbsent(kind, first -> new LongAdder());
    count.increment();
    if (count.sum() <= 3) {
      examples.add(example);
    }
  }

  /** The client's own delay at worst: an open loop that is late is none. */
  Duration greatestLateness() {
    return Duration.ofNanos(greatestLateness);
  }

  String summary() {
    long[] all = micros.stream().mapToLong(Long::longValue).sorted().toArray();
    if (all.length == 0) {
      return "no answers";
    }
    return "%d answers %s, %d failures; ms from due time: p50 %.1f, p99 %.1f, max %.1f; sent at most %d ms late"
        .formatted(
            all.length,
            statuses,
            failures.values().stream().mapToLong(LongAdder::sum).sum(),
            all[all.length / 2] / 1000.0,
            all[(int) (all.length * 0.99)] / 1000.0,
            Arrays.stream(all).max().orElse(0) / 1000.0,
            greatestLateness().toMillis());
  }

  /** Sends no more and waits for the answers that are still out. */
  @Override
  public void close() {
    running = false;
    try {
      clock.join(5_000);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
    org.awaitility.Awaitility.await("the last answers")
        .atMost(Duration.ofSeconds(60))
        .until(() -> pending.get() == 0);
  }
}
