// SPDX-License-Identifier: Apache-2.0
package org.parley.core.notification.internal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.parley.api.error.ParleyException;
import org.parley.api.record.Record;
import org.parley.api.security.Principal;
import org.parley.core.mail.Addressee;
import org.parley.core.mail.Mails;
import org.parley.core.record.RecordStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks for summaries when they are due. No timer is kept: what is due follows from what is held in
 * the database and what its reader wants, so that a restart forgets none, and of several nodes that
 * ask for the same one the database takes one.
 */
@Component(service = SummaryClock.class, immediate = true)
public final class SummaryClock {
  private static final Logger LOG = LoggerFactory.getLogger(SummaryClock.class);
  private static final long LOOK_SECONDS = Long.getLong("parley.summary.seconds", 30);

  /** How far this clock runs ahead: for tests, which do not wait for the next morning. */
  private static final Duration AHEAD =
      Duration.parse(System.getProperty("parley.summary.ahead", "PT0S"));

  private final RecordStore records;
  private final Mails mails;
  private final InstantSource clock;
  private final CountDownLatch closing = new CountDownLatch(1);
  private Thread thread;

  @Activate
  public SummaryClock(@Reference RecordStore records, @Reference Mails mails) {
    this(records, mails, () -> Instant.now().plus(AHEAD));
    thread = new Thread(this::run, "parley-summaries");
    thread.setDaemon(true);
    thread.start();
  }

  SummaryClock(RecordStore records, Mails mails, InstantSource clock) {
    this.records = records;
    this.mails = mails;
    this.clock = clock;
  }

  @Deactivate
  public void close() throws InterruptedException {
    closing.countDown();
    thread.join(TimeUnit.SECONDS.toMillis(5));
  }

  private void run() {
    try {
      while (!closing.await(LOOK_SECONDS, TimeUnit.SECONDS)) {
        try {
          look();
        } catch (ParleyException e) {
          LOG.warn("Summaries wait: {}", e.getMessage());
        } catch (RuntimeException e) {
          LOG.error("Summaries", e);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Asks for those that are due. */
  void look() {
    Instant now = clock.instant();
    for (Map.Entry<Long, Instant> one : mails.held().entrySet()) {
      long user = one.getKey();
      Instant due = due(user, now);
      if (due.isAfter(one.getValue())) {
        mails.summarize(NotificationLetters.summaryOf(user, due), due);
      }
    }
  }

  /**
   * Of somebody who cannot be written to, now: the letter is then not written, and nothing held.
   */
  private Instant due(long user, Instant now) {
    Optional<Addressee> to = Addressee.of(records, user);
    if (to.isEmpty()) {
      return now;
    }
    Record record = records.get(Principal.SYSTEM, "user", user, null, null).record();
    return Wishes.of(record).lastDue(now, to.get().zone(), to.get().workingDays());
  }
}
