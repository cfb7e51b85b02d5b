// SPDX-License-Identifier: Apache-2.0
package org.parley.core.notification.internal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.parley.core.event.Change;
import org.parley.core.event.EventStream;
import org.parley.core.event.Notice;
import org.parley.core.mail.Mails;
import org.parley.core.record.RecordStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits on a thread of its own until the next reminder is due, by a query that an index answers,
 * and has it told. A change that may have brought an earlier one wakes it. The clock on the wall is
 * looked at every second, so that a moved clock is noticed.
 */
@Component(service = Reminders.class, immediate = true)
public final class Reminders {
  private static final Logger LOG = LoggerFactory.getLogger(Reminders.class);

  /** What fell due while nobody was there is told when it is no older than this. */
  private static final Duration MISSED = Duration.ofDays(7);

  /** How far back one looks again: for commits that came late, and for clocks set back. */
  private static final Duration AGAIN = Duration.ofMinutes(2);

  /** The database is asked at least this often: other nodes bring reminders too. */
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private static final long TICK_MILLIS = 1_000;
  private static final long RETRY_MILLIS = 2_000;

  private final DueReminders due;
  private final InstantSource clock;
  private final Semaphore wake = new Semaphore(0);
  private final AutoCloseable changes;
  private final Thread thread;
  private volatile Set<String> watched = Set.of();
  private final CountDownLatch closing = new CountDownLatch(1);

  @Activate
  public Reminders(
      @Reference RecordStore records, @Reference EventStream events, @Reference Mails mails) {
    this.due = new DueReminders(records, mails);
    this.clock = InstantSource.system();
    this.changes = events.subscribe(-1, new Wake());
    this.thread = new Thread(this::run, "parley-reminders");
    thread.setDaemon(true);
    thread.start();
  }

  /** Called on the event room's thread. */
  private final class Wake implements EventStream.Listener {
    @Override
    public void changed(Change change) {
      if (watched.contains(change.type())) {
        wake.release();
      }
    }

    @Override
    public void noticed(Notice notice) {
      if (notice.kind().equals("model")) {
        wake.release();
      }
    }
  }

  /** Lets what is being written be finished: an interrupt would cost the database a connection. */
  @Deactivate
  public void close() throws Exception {
    closing.countDown();
    changes.close();
    wake.release();
    thread.join(TimeUnit.SECONDS.toMillis(5));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  private void run() {
    Instant seen = null;
    boolean failing = false;
    while (isOpen()) {
      try {
        Instant now = now();
        if (seen == null) {
          int missed = due.tell(now.minus(MISSED), now, true);
          if (missed > 0) {
            LOG.info("{} reminders were due while nobody was there; they are told now.", missed);
          }
        } else {
          due.tell((seen.isBefore(now) ? seen : now).minus(AGAIN), now, false);
        }
        seen = now;
        watched = due.types();
        rest(now, due.next(now));
        failing = false;
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        if (!failing) {
          LOG.warn("Reminders wait: {}. Trying again.", e.getMessage());
          LOG.debug("Reminders", e);
        }
        failing = true;
        pause();
      }
    }
  }

  private boolean isOpen() {
    return closing.getCount() > 0;
  }

  /** Until the next try, or until all is over. */
  private void pause() {
    try {
      closing.await(RETRY_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      closing.countDown();
    }
  }

  /** Until something is due, somebody has changed something, or it is time to look again. */
  private void rest(Instant since, Optional<Instant> next) throws InterruptedException {
    long began = System.nanoTime();
    while (isOpen() && System.nanoTime() - began < LONGEST.toNanos()) {
      long tick = TICK_MILLIS;
      if (next.isPresent()) {
        long left = Duration.between(now(), next.get()).toMillis();
        if (left < 0) {
          return;
        }
        tick = Math.min(tick, left + 1);
      }
      if (wake.tryAcquire(tick, TimeUnit.MILLISECONDS)) {
        // What changes together is looked at together.
        wake.tryAcquire(Integer.MAX_VALUE, 200, TimeUnit.MILLISECONDS);
        wake.drainPermits();
        return;
      }
      if (now().isBefore(since)) {
        return;
      }
    }
  }
}
