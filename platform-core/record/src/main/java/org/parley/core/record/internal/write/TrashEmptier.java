// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.write;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.parley.api.error.ErrorKind;
import org.parley.api.error.ParleyException;
import org.parley.api.security.Principal;
import org.parley.core.record.Model;
import org.parley.core.record.RecordType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes away for good, once an hour, what has lain in the trash for as many days as the company
 * keeps it. Several nodes may do so at once: what one has taken the others do not find.
 */
public final class TrashEmptier implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TrashEmptier.class);
  private static final String THROUGH = "trash";

  private final Removal removal;
  private final Supplier<Model> model;
  private final IntSupplier days;
  private final Clock clock;
  private final ScheduledExecutorService thread;

  /**
   * @param days how long things are kept, 0 for ever
   */
  public TrashEmptier(Removal removal, Supplier<Model> model, IntSupplier days, Clock clock) {
    this.removal = removal;
    this.model = model;
    this.days = days;
    this.clock = clock;
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread emptying = new Thread(task, "parley-trash");
              emptying.setDaemon(true);
              return emptying;
            });
    thread.scheduleWithFixedDelay(this::tryToEmpty, 7, 60, TimeUnit.MINUTES);
  }

  private void tryToEmpty() {
    try {
      int gone = empty();
      if (gone > 0) {
        LOG.info("{} records went from the trash for good", gone);
      }
    } catch (RuntimeException e) {
      // The next hour tries again; a thread that ends here would never.
      LOG.warn("The trash could not be emptied: {}", e.getMessage());
    }
  }

  /** Takes away what is due; how many records. */
  public int empty() {
    int kept = days.getAsInt();
    if (kept <= 0) {
      return 0;
    }
    Instant before = clock.instant().minus(Duration.ofDays(kept));
    int all = 0;
    int gone;
    do {
      // What others in the trash point to goes once these are gone.
      gone = 0;
      for (RecordType type : List.copyOf(model.get().types().values())) {
        gone += empty(type.name(), before);
      }
      all += gone;
    } while (gone > 0 && !thread.isShutdown());
    return all;
  }

  private int empty(String type, Instant before) {
    int gone = 0;
    for (long id : removal.old(type, before)) {
      if (thread.isShutdown()) {
        break;
      }
      try {
        removal.purge(Principal.SYSTEM, type, id, THROUGH);
        gone++;
      } catch (ParleyException e) {
        if (e.kind() != ErrorKind.CONFLICT && e.kind() != ErrorKind.NOT_FOUND) {
          throw e;
        }
      }
    }
    return gone;
  }

  /** Lets what is under way finish: an interrupt would cost the database its connection. */
  @Override
  public void close() {
    thread.shutdown();
  }
}
