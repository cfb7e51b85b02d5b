// SPDX-License-Identifier: Apache-2.0
package org.parley.core.operation.internal.front;

import java.lang.reflect.Method;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.servlet.ServletHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the web server forget by which filters and to which servlet paths led, while those still
 * come. Pax Web keeps a chain for each path; a request that is under way when a servlet or filter
 * comes may put the chain of before back after all were cleared, and then that path leads past the
 * filter, or to the servlet of before, for good: a readiness probe that asks during the start would
 * be told 404 for ever. Safe for use by many threads.
 */
final class StaleChains {
  private static final Logger LOG = LoggerFactory.getLogger(StaleChains.class);

  /** Longer than any start; nothing comes or goes later. */
  private static final long WATCHED = TimeUnit.MINUTES.toNanos(10);

  private static final long APART = TimeUnit.MILLISECONDS.toNanos(500);

  private final long began = System.nanoTime();
  private final AtomicLong last = new AtomicLong(began - APART);

  /** Called with every request; does something twice a second in the first minutes. */
  void forget(Server server) {
    long now = System.nanoTime();
    long before = last.get();
    if (now - began > WATCHED || now - before < APART || !last.compareAndSet(before, now)) {
      return;
    }
    try {
      // It has no public way that would not also write what others may be changing.
      Method forget = ServletHandler.class.getDeclaredMethod("invalidateChainsCache");
      forget.setAccessible(true);
      for (Handler handler : server.getChildHandlersByClass(ServletHandler.class)) {
        forget.invoke(handler);
      }
    } catch (ReflectiveOperationException | RuntimeException unknown) {
      LOG.warn("Paths may lead to where they led while the system started", unknown);
    }
  }
}
