// SPDX-License-Identifier: Apache-2.0
package org.parley.core.search.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.index.IndexNotFoundException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.parley.api.error.ParleyException;
import org.parley.api.security.Principal;
import org.parley.core.event.Journal;
import org.parley.core.operation.FigureSheet;
import org.parley.core.operation.Figures;
import org.parley.core.record.RecordStore;
import org.parley.core.search.Search;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the index of this node on a thread of its own and answers searches from it. The index is no
 * data: it is made of the records, and where it is lost, damaged or of another time it is made anew
 * while searches answer with what is there.
 */
@Component(
    service = {Search.class, Figures.class},
    immediate = true)
public final class SearchRoom implements Search, Figures {
  private static final Logger LOG = LoggerFactory.getLogger(SearchRoom.class);

  /** How long it may take at most until what was written is seen, while more is being written. */
  private static final long REFRESH_MILLIS = 500;

  private static final long COMMIT_MILLIS = 30_000;

  /** What happens within this time is taken in together. */
  private static final long BUNDLE_MILLIS = 50;

  /** Record types come without a commit. */
  private static final long LOOK_MILLIS = 2_000;

  private static final long RETRY_MILLIS = 2_000;

  private final RecordStore records;
  private final Journal journal;
  private final Path folder;
  private final Clock clock;
  private final Semaphore wake = new Semaphore(0);
  private final CountDownLatch closing = new CountDownLatch(1);
  private final AutoCloseable commits;
  private final Thread thread;
  private final Object door = new Object();

  /** What searches are answered from, null while there is none. */
  private SearchIndex index;

  private int searching;
  private volatile Set<String> unread = Set.of();
  private volatile boolean complete;
  private volatile boolean broken;
  private volatile long behind;
  private volatile int parked;

  @Activate
  public SearchRoom(@Reference RecordStore records, @Reference Journal journal) {
    this(
        records,
        journal,
        Path.of(System.getProperty("parley.data", "data"), "search").toAbsolutePath(),
        Clock.systemUTC());
  }

  SearchRoom(RecordStore records, Journal journal, Path folder, Clock clock) {
    this.records = records;
    this.journal = journal;
    this.folder = folder;
    this.clock = clock;
    this.commits = journal.onCommit(wake::release);
    this.thread = new Thread(this::run, "parley-search");
    thread.setDaemon(true);
    thread.start();
  }

  /** Without an interrupt, which would close the files under everybody. */
  @Deactivate
  public void close() throws Exception {
    closing.countDown();
    commits.close();
    wake.release();
    thread.join(TimeUnit.SECONDS.toMillis(10));
  }

  @Override
  public Found search(Principal principal, Query query) {
    SearchIndex open = enter();
    try {
      boolean incomplete = !complete;
      return new Finder(records, open, unread, clock, principal, query).find(incomplete);
    } catch (IOException | org.apache.lucene.store.AlreadyClosedException e) {
      broken = true;
      wake.release();
      throw unavailable(e);
    } finally {
      leave();
    }
  }

  private static ParleyException unavailable(Exception cause) {
    return ParleyException.unavailable("Search is being prepared. Try again in a moment.", cause);
  }

  private SearchIndex enter() {
    synchronized (door) {
      if (index == null) {
        throw unavailable(null);
      }
      searching++;
      return index;
    }
  }

  private void leave() {
    synchronized (door) {
      searching--;
      door.notifyAll();
    }
  }

  /** Lets searches in, or shuts the door behind the last of them. */
  private void serve(SearchIndex open) {
    synchronized (door) {
      index = open;
      while (open == null && searching > 0) {
        try {
          door.wait();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return;
        }
      }
    }
  }

  @Override
  public void tell(FigureSheet sheet) {
    synchronized (door) {
      if (index != null) {
        sheet.gauge("parley_search_records", "Records in the search index.", index.size());
      }
    }
    sheet.gauge("parley_search_behind", "Changes that the search index has not taken in.", behind);
    sheet.gauge(
        "parley_search_incomplete",
        "Whether the search index is still being made: 1, else 0.",
        complete ? 0 : 1);
    sheet.counter(
        "parley_search_parked_total", "Records that could not be indexed since the start.", parked);
  }

  private void run() {
    boolean failing = false;
    while (isOpen()) {
      try (SearchIndex open = open()) {
        Feed feed = new Feed(records, journal, open);
        serve(open);
        failing = false;
        try {
          keep(open, feed);
        } finally {
          complete = false;
          serve(null);
        }
      } catch (IOException | RuntimeException e) {
        if (!failing) {
          LOG.warn("Search waits: {}. Trying again.", e.getMessage());
        }
        if (!failing && !(e instanceof ParleyException)) {
          LOG.error("Search", e);
        }
        failing = true;
        pause(RETRY_MILLIS);
      }
    }
  }

  private boolean isOpen() {
    return closing.getCount() > 0;
  }

  private SearchIndex open() throws IOException {
    Files.createDirectories(folder);
    try {
      return new SearchIndex(folder);
    } catch (CorruptIndexException
        | IndexFormatTooOldException
        | IndexFormatTooNewException
        | IndexNotFoundException
        | IllegalArgumentException e) {
      LOG.warn("The search index cannot be read: {}. It is made anew.", e.getMessage());
      clear();
      return new SearchIndex(folder);
    }
  }

  private void clear() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        if (!file.equals(folder)) {
          Files.delete(file);
        }
      }
    }
  }

  private void keep(SearchIndex open, Feed feed) throws IOException {
    long refreshed = System.nanoTime();
    long committed = refreshed;
    long begun = refreshed;
    boolean dirty = false;
    while (isOpen() && !broken) {
      boolean adjusted = feed.adjust();
      unread = feed.unread();
      boolean changes = feed.follow();
      boolean page = feed.readThrough();
      dirty |= adjusted | changes | page;
      boolean more = changes || page;
      if (!more || millisSince(refreshed) > REFRESH_MILLIS) {
        dirty |= open.refresh();
        refreshed = System.nanoTime();
        behind = feed.behind();
        parked = feed.parked();
      }
      // only after the refresh: until then searches do not see what was read last
      boolean whole = !more;
      if (whole && !complete) {
        unread = feed.unread();
        complete = true;
        LOG.info("Search knows {} records, after {} s.", open.size(), millisSince(begun) / 1000);
        committed = commit(open, feed);
        dirty = false;
      }
      if (dirty && millisSince(committed) > COMMIT_MILLIS) {
        committed = commit(open, feed);
        dirty = false;
      }
      if (!more) {
        await();
      } else if (adjusted) {
        complete = false;
      }
    }
    broken = false;
    commit(open, feed);
  }

  private static long commit(SearchIndex open, Feed feed) throws IOException {
    open.commit(feed.state());
    return System.nanoTime();
  }

  private static long millisSince(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
  }

  private void await() {
    try {
      if (wake.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        closing.await(BUNDLE_MILLIS, TimeUnit.MILLISECONDS);
        wake.drainPermits();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      closing.countDown();
    }
  }

  private void pause(long millis) {
    try {
      closing.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      closing.countDown();
    }
  }
}
