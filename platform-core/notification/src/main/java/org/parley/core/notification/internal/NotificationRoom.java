// SPDX-License-Identifier: Apache-2.0
package org.parley.core.notification.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.parley.api.error.ParleyException;
import org.parley.api.record.Record;
import org.parley.api.security.Principal;
import org.parley.core.event.Change;
import org.parley.core.event.Journal;
import org.parley.core.mail.Mails;
import org.parley.core.record.Model;
import org.parley.core.record.RecordStore;
import org.parley.core.record.RecordStore.BulkAnswer;
import org.parley.core.record.RecordStore.BulkRow;
import org.parley.core.record.RecordStore.ListQuery;
import org.parley.core.record.RecordType;
import org.parley.core.record.Result;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the journal by a cursor of its own, on a thread of its own, and writes what concerns people
 * as records of the type {@code notification}, and asks for mails about it. Before it tells of a
 * stretch of the journal it notes which one, so that after a crash the very same one is told again;
 * what was told of it already the database knows by its key. Nothing is left out, and nothing is
 * told twice.
 */
@Component(service = NotificationRoom.class, immediate = true)
public final class NotificationRoom {
  private static final Logger LOG = LoggerFactory.getLogger(NotificationRoom.class);
  private static final String TYPE = "notification";
  private static final String CONSUMER = "notification";
  private static final int BATCH = 500;

  /** So often in a row nothing is to be told before the place is noted nevertheless. */
  private static final int QUIET = 20;

  /** What happens within this time is told together. */
  private static final long BUNDLE_MILLIS = 300;

  private static final long RETRY_MILLIS = 2_000;

  private final RecordStore records;
  private final Journal journal;
  private final Mails mails;
  private final Follows follows;
  private final Semaphore wake = new Semaphore(0);
  private final CountDownLatch closing = new CountDownLatch(1);
  private final AutoCloseable commits;
  private final Thread thread;
  private long position = -1;
  private long telling;
  private int quiet;

  @Activate
  public NotificationRoom(
      @Reference RecordStore records, @Reference Journal journal, @Reference Mails mails) {
    this.records = records;
    this.mails = mails;
    this.journal = journal;
    this.follows = new Follows(records);
    this.commits = journal.onCommit(wake::release);
    this.thread = new Thread(this::run, "parley-notifications");
    thread.setDaemon(true);
    thread.start();
  }

  /** Lets what is being written be finished: an interrupt would cost the database a connection. */
  @Deactivate
  public void close() throws Exception {
    closing.countDown();
    commits.close();
    wake.release();
    thread.join(TimeUnit.SECONDS.toMillis(5));
  }

  private void run() {
    boolean failing = false;
    while (closing.getCount() > 0) {
      try {
        if (position < 0) {
          begin();
        }
        while (closing.getCount() > 0 && tell()) {
          // until all is told
        }
        failing = false;
        wake.acquire();
        await(BUNDLE_MILLIS);
        wake.drainPermits();
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        if (!failing) {
          LOG.warn("Notifications wait: {}. Trying again.", e.getMessage());
        }
        failing = true;
        if (!(e instanceof ParleyException)) {
          LOG.error("Notifications", e);
        }
        await(RETRY_MILLIS);
      }
    }
  }

  private void await(long millis) {
    try {
      closing.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void begin() {
    follows.load();
    String[] place = journal.place(CONSUMER).orElseGet(this::first).split("-");
    telling = Long.parseLong(place[1]);
    position = Long.parseLong(place[0]);
  }

  /** Where to begin without a place: where those that are there end. */
  private String first() {
    long told = Math.max(last(false), last(true));
    long from = told > 0 ? told : journal.horizon();
    note(from, from);
    return from + "-" + from;
  }

  /** That this stretch is being told, or, where both are the same, all up to it was. */
  private void note(long from, long to) {
    journal.place(CONSUMER, from + "-" + to);
    quiet = 0;
  }

  /** The greatest position that was told of, 0 where nothing was. */
  private long last(boolean trash) {
    ListQuery greatest =
        new ListQuery(null, "-position", Set.of("position"), null, 1, null, false, trash);
    return records.list(Principal.SYSTEM, TYPE, greatest).items().stream()
        .findFirst()
        .map(found -> (Long) found.record().get("position"))
        .orElse(0L);
  }

  /** Tells of some changes; whether there may be more. */
  private boolean tell() {
    List<Change> changes = stretch(journal.read(position, BATCH));
    if (changes.isEmpty()) {
      return false;
    }
    long end = changes.get(changes.size() - 1).position();
    List<Notification> all = new Digest(records.model(), follows).of(changes);
    List<BulkRow> rows = new ArrayList<>();
    Ways ways = new Ways(records, mails);
    for (Notification one : all) {
      readable(one)
          .ifPresent(
              told -> {
                if (ways.take(told.notification())) {
                  rows.add(told.row());
                }
              });
    }
    if (!all.isEmpty()) {
      note(position, end);
      ways.ask();
      write(rows);
      note(end, end);
    } else if (++quiet >= QUIET) {
      note(end, end);
    }
    boolean more = changes.size() == BATCH || telling > position;
    position = end;
    return more;
  }

  /** The one that was being told when the system ended is told as it was: no longer. */
  private List<Change> stretch(List<Change> changes) {
    return telling <= position
        ? changes
        : changes.stream().filter(change -> change.position() <= telling).toList();
  }

  /** A notification as its reader may know of it, and the row to write. */
  private record Readable(Notification notification, BulkRow row) {}

  /** None where the one it is for may not know of it. */
  private Optional<Readable> readable(Notification one) {
    Change change = one.change();
    boolean trashed = change.operation() == Change.Operation.TRASH;
    Notification told = one;
    if (one.user() == 0) {
      Optional<Result> whole = find(Principal.SYSTEM, change, trashed);
      if (whole.isEmpty()) {
        return Optional.empty();
      }
      told = one.to(owner(whole.get().record()));
    }
    Principal reader = records.reader(told.user());
    Model seen = records.model(reader);
    RecordType type = seen.types().get(change.type());
    Optional<Result> about = type == null ? Optional.empty() : find(reader, change, trashed);
    if (type == null || about.isEmpty() && one.records() == 1) {
      return Optional.empty();
    }
    String title = about.map(Result::title).orElse("");
    Notification readable = told.only(type.fields().keySet());
    if (!one.fields().isEmpty() && readable.fields().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new Readable(readable, new BulkRow("create", 0, 0, readable.body(title))));
  }

  private static long owner(Record record) {
    return record.get("owner") instanceof org.parley.api.record.Reference user ? user.id() : 0;
  }

  /** The record as somebody sees it now; what is gone again needs no telling. */
  private Optional<Result> find(Principal reader, Change change, boolean trash) {
    String id = "id==" + change.recordId();
    ListQuery one = new ListQuery(id, null, null, null, 1, null, false, trash);
    return records.list(reader, change.type(), one).items().stream().findFirst();
  }

  private void write(List<BulkRow> rows) {
    for (int from = 0; from < rows.size(); from += BATCH) {
      List<BulkRow> some = rows.subList(from, Math.min(rows.size(), from + BATCH));
      for (BulkAnswer answer : records.bulk(Principal.SYSTEM, TYPE, some, false, "notification")) {
        if (answer.failure() != null && !isThere(answer.failure())) {
          LOG.info("Not told: {}", answer.failure().getMessage());
        }
      }
    }
  }

  /** Told already, before the system ended. */
  private static boolean isThere(ParleyException failure) {
    return failure.fields().stream()
        .anyMatch(error -> error.field().equals("once") && error.code().equals("not_unique"));
  }
}
