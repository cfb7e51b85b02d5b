// SPDX-License-Identifier: Apache-2.0
package org.parley.core.plugin.internal.hook;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One version of one plugin while it serves: counts calls in and out, so that it can be drained
 * once nobody new is sent to it. Safe for use by many threads.
 */
public final class ServingVersion {
  /** So many calls of one version may run at once. */
  static final int AT_ONCE = 16;

  /** So many threads may hang in one version before it counts as broken. */
  static final int MOST_LEFT_BEHIND = 4;

  private final String plugin;
  private final String version;
  private final List<BoundHook> hooks;
  private final String failure;
  private final HookCounters counters;
  private final Semaphore permits = new Semaphore(AT_ONCE);
  private final AtomicInteger abandoned = new AtomicInteger();
  private final AtomicLong in = new AtomicLong();
  private final CompletableFuture<Void> drained = new CompletableFuture<>();
  private volatile boolean closed;
  private volatile boolean hangs;

  /**
   * @param failure why it does not run, or null when it does
   */
  public ServingVersion(
      String plugin, String version, List<BoundHook> hooks, String failure, HookCounters counters) {
    this.plugin = plugin;
    this.version = version;
    this.hooks = List.copyOf(hooks);
    this.failure = failure;
    this.counters = counters;
  }

  /** Counts a call in; false when this version takes none any more. */
  boolean enter() {
    in.incrementAndGet();
    if (closed) {
      leave();
      return false;
    }
    return true;
  }

  void leave() {
    if (in.decrementAndGet() == 0 && closed) {
      drained.complete(null);
    }
  }

  /** Takes no more calls. */
  public void close() {
    closed = true;
    if (in.get() == 0) {
      drained.complete(null);
    }
  }

  /** Waits for its calls to finish; false when the deadline passes first. */
  public boolean drained(long millis) {
    try {
      drained.get(millis, TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException late) {
      return false;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  void leftBehind() {
    counters.abandoned().incrementAndGet();
    if (abandoned.incrementAndGet() >= MOST_LEFT_BEHIND) {
      hangs = true;
    }
  }

  void cameBack() {
    abandoned.decrementAndGet();
    counters.abandoned().decrementAndGet();
  }

  /** Whether its hooks are not called any more; stays so until another version or a new start. */
  public boolean broken() {
    return failure != null || hangs;
  }

  /** Why it is broken and what to do, or null. */
  public String brokenBecause() {
    if (failure != null) {
      return failure;
    }
    return hangs
        ? MOST_LEFT_BEHIND
            + " calls of its hooks did not come back, so they are not called any more. Install a"
            + " repaired version, or remove the plugin."
        : null;
  }

  public String plugin() {
    return plugin;
  }

  public String version() {
    return version;
  }

  List<BoundHook> hooks() {
    return hooks;
  }

  HookCounters counters() {
    return counters;
  }

  Semaphore permits() {
    return permits;
  }
}
