// SPDX-License-Identifier: Apache-2.0
package org.parley.core.event.internal;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.parley.core.event.Change;
import org.parley.core.event.EventStream;
import org.parley.core.event.Journal;
import org.parley.core.event.Notice;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers the journal's tail and notices on one thread of its own, which reads behind the horizon
 * and so misses nothing that commits out of order.
 */
@Component(service = EventStream.class)
public final class JournalStream implements EventStream {
  private static final Logger LOG = LoggerFactory.getLogger(JournalStream.class);

  /** Changes read at once: bounds memory, and how long one late subscriber holds up the others. */
  private static final int BATCH = 500;

  /**
   * Milliseconds until the journal is looked at though nobody woke us, for example after an error.
   */
  private static final long IDLE_MILLIS = 1_000;

  private final Journal journal;
  private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();
  private final Queue<Notice> notices = new ConcurrentLinkedQueue<>();
  private final Semaphore wake = new Semaphore(0);
  private final AutoCloseable commits;
  private final Thread thread;
  private volatile long position;
  private volatile boolean stopped;
  private boolean failing;

  @Activate
  public JournalStream(@Reference Journal journal) {
    this.journal = journal;
    this.position = journal.horizon();
    this.commits = journal.onCommit(wake::release);
    this.thread = new Thread(this::run, "parley-events");
    thread.setDaemon(true);
    thread.start();
  }

  @Deactivate
  public void stop() throws Exception {
    stopped = true;
    commits.close();
    wake.release();
    thread.join(TimeUnit.SECONDS.toMillis(5));
  }

  @Override
  public AutoCloseable subscribe(long after, Listener listener) {
    long now = position;
    Subscription subscription =
        new Subscription(listener, after < 0 || after > now ? now : after, true);
    subscriptions.add(subscription);
    wake.release();
    return () -> subscriptions.remove(subscription);
  }

  @Override
  public void publish(Notice notice) {
    notices.add(notice);
    wake.release();
  }

  @Override
  public long position() {
    return position;
  }

  private void run() {
    while (!stopped) {
      try {
        wake.tryAcquire(IDLE_MILLIS, TimeUnit.MILLISECONDS);
        wake.drainPermits();
        while (!stopped && deliverChanges()) {
          // Until everyone has everything up to the horizon.
        }
        failing = false;
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        if (!failing) {
          LOG.warn("Live events wait: the journal cannot be read. Trying again.", e);
        }
        failing = true;
      }
      deliverNotices();
    }
  }

  /** One round; whether there is more to deliver at once. */
  private boolean deliverChanges() {
    if (subscriptions.isEmpty()) {
      position = journal.horizon();
      return false;
    }
    List<Change> tail = journal.read(position, BATCH);
    boolean more = tail.size() == BATCH;
    for (Subscription subscription : subscriptions) {
      if (subscription.behind) {
        // Read after the tail was, so that a short batch holds everything the tail does.
        List<Change> own = journal.read(subscription.after, BATCH);
        subscription.behind = own.size() == BATCH;
        more |= subscription.behind;
        own.forEach(change -> deliver(subscription, change));
      } else {
        tail.forEach(change -> deliver(subscription, change));
      }
    }
    if (!tail.isEmpty()) {
      position = tail.get(tail.size() - 1).position();
    }
    return more;
  }

  private void deliver(Subscription subscription, Change change) {
    if (change.position() <= subscription.after) {
      return;
    }
    subscription.after = change.position();
    try {
      subscription.listener.changed(change);
    } catch (RuntimeException e) {
      drop(subscription, e);
    }
  }

  private void deliverNotices() {
    for (Notice notice = notices.poll(); notice != null; notice = notices.poll()) {
      for (Subscription subscription : subscriptions) {
        try {
          subscription.listener.noticed(notice);
        } catch (RuntimeException e) {
          drop(subscription, e);
        }
      }
    }
  }

  private void drop(Subscription subscription, RuntimeException failure) {
    subscriptions.remove(subscription);
    LOG.error("A listener to live events failed and was dropped.", failure);
  }

  /** A listener and how far it got; only the stream's thread changes it. */
  private static final class Subscription {
    private final Listener listener;
    private long after;
    private boolean behind;

    private Subscription(Listener listener, long after, boolean behind) {
      this.listener = listener;
      this.after = after;
      this.behind = behind;
    }
  }
}
