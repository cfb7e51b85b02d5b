// SPDX-License-Identifier: Apache-2.0
package org.parley.core.plugin.internal.hook;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.parley.core.record.HookSource.HookFailure;
import org.parley.spi.file.FileScanner;
import org.parley.spi.file.ScannedFile;
import org.parley.spi.file.Verdict;
import org.parley.spi.login.LoginProvider;
import org.parley.spi.record.BeforeHook;
import org.parley.spi.record.Decision;
import org.parley.spi.record.Draft;
import org.parley.spi.record.HookContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Calls hooks and scanners on threads of its own, each within a deadline. A call that does not come
 * back is interrupted and left behind: its thread cannot be killed, so each version may leave only
 * a few behind before it counts as broken.
 */
public final class HookCalls implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HookCalls.class);

  /** What the id of a request is called in the context of a log line. */
  private static final String REQUEST = "request";

  private static final int LOGGED_WHOLE = 10;
  private static final int LOGGED_THEN_EACH = 100;

  private final long hookMillis;
  private final ExecutorService threads;

  public HookCalls() {
    this(BeforeHook.DEADLINE_MILLIS);
  }

  HookCalls(long deadlineMillis) {
    this.hookMillis = deadlineMillis;
    AtomicInteger number = new AtomicInteger();
    this.threads =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            30,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            task -> {
              Thread thread = new Thread(task, "parley-hook-" + number.incrementAndGet());
              thread.setDaemon(true);
              thread.setContextClassLoader(HookCalls.class.getClassLoader());
              return thread;
            });
  }

  Decision call(ServingVersion version, BoundHook hook, Draft draft, HookContext context)
      throws HookFailure {
    EndingContext ending = new EndingContext(context);
    try {
      BeforeHook called = (BeforeHook) hook.service();
      return call(version, hook, hookMillis, () -> called.before(draft, ending));
    } finally {
      ending.end();
    }
  }

  Verdict scan(ServingVersion version, BoundHook scanner, ScannedFile file) throws HookFailure {
    FileScanner called = (FileScanner) scanner.service();
    return call(version, scanner, FileScanner.DEADLINE_MILLIS, () -> called.scan(file));
  }

  <T> T login(ServingVersion version, BoundHook provider, Function<LoginProvider, T> work)
      throws HookFailure {
    LoginProvider called = (LoginProvider) provider.service();
    return call(version, provider, LoginProvider.DEADLINE_MILLIS, () -> work.apply(called));
  }

  private <T> T call(ServingVersion version, BoundHook hook, long deadlineMillis, Callable<T> work)
      throws HookFailure {
    if (version.broken()) {
      throw new HookFailure(version.plugin() + " is broken: " + version.brokenBecause(), null);
    }
    version.counters().calls().increment();
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(deadlineMillis);
    try {
      if (!version.permits().tryAcquire(deadlineMillis, TimeUnit.MILLISECONDS)) {
        throw failed(version, hook, "waits for calls before it", null);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw failed(version, hook, "was interrupted", null);
    }
    // 0 runs, 1 is back, 2 was left behind: whoever moves it first decides who tidies up.
    AtomicInteger state = new AtomicInteger();
    FutureTask<T> task = new FutureTask<>(work);
    // What the hook logs carries the id of the request that it is called for.
    String request = MDC.get(REQUEST);
    try {
      threads.execute(
          () -> {
            Thread thread = Thread.currentThread();
            thread.setContextClassLoader(hook.service().getClass().getClassLoader());
            if (request != null) {
              MDC.put(REQUEST, request);
            }
            try {
              task.run();
            } finally {
              MDC.remove(REQUEST);
              thread.setContextClassLoader(HookCalls.class.getClassLoader());
              if (!state.compareAndSet(0, 1)) {
                version.cameBack();
              }
              version.permits().release();
            }
          });
    } catch (RejectedExecutionException | OutOfMemoryError stopping) {
      version.permits().release();
      throw failed(version, hook, "has no thread to run on", null);
    }
    try {
      T answer = task.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (answer == null) {
        throw failed(version, hook, "answered null", null);
      }
      return answer;
    } catch (TimeoutException late) {
      if (state.compareAndSet(0, 2)) {
        version.leftBehind();
      }
      task.cancel(true);
      throw failed(version, hook, "took longer than " + deadlineMillis + " ms", null);
    } catch (ExecutionException thrown) {
      throw failed(version, hook, "threw " + thrown.getCause(), thrown.getCause());
    } catch (InterruptedException interrupted) {
      if (state.compareAndSet(0, 2)) {
        version.leftBehind();
      }
      task.cancel(true);
      Thread.currentThread().interrupt();
      throw failed(version, hook, "was interrupted", null);
    }
  }

  /**
   * Counts a failure. Neither the log nor the answer carries the cause itself: an exception of a
   * plugin's class, or one thrown in it, holds the plugin's loader for as long as it is kept.
   */
  private static HookFailure failed(
      ServingVersion version, BoundHook hook, String what, Throwable cause) {
    version.counters().failures().increment();
    long count = version.counters().failures().sum();
    String message =
        "The " + what(hook) + " " + hook.name() + " of " + version.plugin() + " " + what;
    if (count <= LOGGED_WHOLE) {
      LOG.warn("{} (version {}){}", message, version.version(), trace(cause));
    } else if (count % LOGGED_THEN_EACH == 0) {
      LOG.warn("{} (version {}; {} failures so far)", message, version.version(), count);
    }
    return new HookFailure(message, null);
  }

  private static String what(BoundHook hook) {
    if (hook.spi() == LoginProvider.class) {
      return "login provider";
    }
    return hook.spi() == FileScanner.class ? "scanner" : "hook";
  }

  private static String trace(Throwable cause) {
    if (cause == null) {
      return "";
    }
    StringWriter text = new StringWriter();
    cause.printStackTrace(new PrintWriter(text));
    return System.lineSeparator() + text;
  }

  @Override
  public void close() {
    threads.shutdown();
  }
}
