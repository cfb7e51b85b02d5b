// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.file;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.parley.core.record.FileStorage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes away, once an hour, the contents that nothing has named for a day. */
public final class Sweeper implements AutoCloseable {
  /** How long an upload can be attached, and a content is kept that nothing names any more. */
  public static final Duration GRACE = Duration.ofDays(1);

  private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);

  private final FileStorage storage;
  private final Clock clock;
  private final ScheduledExecutorService thread;

  public Sweeper(FileStorage storage, Clock clock) {
    this.storage = storage;
    this.clock = clock;
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread sweeping = new Thread(task, "parley-file-sweep");
              sweeping.setDaemon(true);
              return sweeping;
            });
    thread.scheduleWithFixedDelay(this::sweep, 5, 60, TimeUnit.MINUTES);
  }

  private void sweep() {
    try {
      int gone = storage.collect(clock.instant().minus(GRACE));
      if (gone > 0) {
        LOG.info("{} contents of files went that no record names any more", gone);
      }
    } catch (RuntimeException e) {
      // The next hour tries again; a thread that ends here would never.
      LOG.warn("Contents of files could not be swept", e);
    }
  }

  /** Lets a sweep under way finish: an interrupt would cost the database its connection. */
  @Override
  public void close() {
    thread.shutdown();
  }
}
