// SPDX-License-Identifier: Apache-2.0
package org.parley.core.imports.internal;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.parley.api.error.ParleyException;
import org.parley.api.security.Principal;
import org.parley.core.event.Journal;
import org.parley.core.record.RecordStore;
import org.parley.core.security.Sessions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works on imports one after another, on a thread of its own. What a crash or a stop interrupts,
 * the next start goes on with: the record of an import says what is under way.
 */
final class Worker implements AutoCloseable {
  /** States in which this has something to do. */
  static final List<String> BUSY = List.of("checking", "running", "undoing");

  private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

  private final RecordStore records;
  private final Journal journal;
  private final Sessions sessions;
  private final ImportRecords imports;
  private final Patience patience = new Patience();
  private final Set<Long> cancelled = ConcurrentHashMap.newKeySet();
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(task -> new Thread(task, "parley-imports"));

  Worker(RecordStore records, Journal journal, Sessions sessions, ImportRecords imports) {
    this.records = records;
    this.journal = journal;
    this.sessions = sessions;
    this.imports = imports;
  }

  /** Goes on with what was under way when the system ended. */
  void goOn() {
    thread.execute(
        () -> {
          try {
            patience.until(() -> imports.in(BUSY)).forEach(id -> work(id, true));
          } catch (Patience.Closing e) {
            // the next start goes on
          }
        });
  }

  /**
   * Takes on an import in one of the {@link #BUSY} states.
   *
   * @param resumed whether rows of it may have been loaded that are not counted
   */
  void add(long id, boolean resumed) {
    cancelled.remove(id);
    thread.execute(() -> work(id, resumed));
  }

  /** Ends a check or a run after the rows under way. */
  void cancel(long id) {
    cancelled.add(id);
  }

  /** Lets the rows under way be finished: an interrupt would cost the database a connection. */
  @Override
  public void close() {
    patience.close();
    thread.shutdown();
  }

  private void work(long id, boolean resumed) {
    try {
      Job job = patience.until(() -> imports.read(id));
      switch (job.state()) {
        case "checking", "running" -> rows(job, resumed);
        case "undoing" -> undo(job);
        default -> {
          // somebody was faster
        }
      }
    } catch (Patience.Closing e) {
      LOG.info("Import {} is gone on with at the next start", id);
    } catch (ParleyException e) {
      fail(id, e.getMessage());
    } catch (IOException | RuntimeException e) {
      LOG.error("Import {} has failed", id, e);
      fail(id, "Something unforeseen has happened; the log of the server tells what: " + e);
    }
  }

  private void rows(Job job, boolean resumed) throws IOException {
    boolean dry = job.state().equals("checking");
    Principal principal = patience.until(() -> sessions.principal(job.owner()));
    Work work =
        patience.until(
            () ->
                new Work(
                    records,
                    journal,
                    imports,
                    patience,
                    job,
                    principal,
                    () -> cancelled.contains(job.id())));
    boolean whole = work.through(dry, resumed && !dry);
    Map<String, Object> fields = job.progress();
    if (whole) {
      fields.put("rows_total", job.done());
    }
    fields.put("state", dry ? whole ? "checked" : "new" : whole ? "done" : "cancelled");
    write(job.id(), fields);
  }

  private void undo(Job job) {
    Principal principal = patience.until(() -> sessions.principal(job.owner()));
    Undo undo = new Undo(records, journal, patience, principal, Work.through(job.id()));
    long to =
        patience
            .until(() -> journal.history(ImportRecords.TYPE, job.id(), Long.MAX_VALUE, 1))
            .get(0)
            .position();
    undo.between(job.from(), to);
    Map<String, Object> fields = Job.nothingYet();
    fields.put("position_from", null);
    fields.put("state", "undone");
    if (undo.left() > 0) {
      fields.put(
          "message",
          undo.taken()
              + " records are as they were. "
              + undo.left()
              + " stay: they were changed since, or others need them.");
    }
    write(job.id(), fields);
  }

  private void fail(long id, String message) {
    try {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("state", "failed");
      fields.put("message", message);
      write(id, fields);
    } catch (Patience.Closing e) {
      // the next start finds it as it is
    } catch (RuntimeException e) {
      LOG.error("That import {} has failed could not be kept", id, e);
    }
  }

  private void write(long id, Map<String, Object> fields) {
    patience.until(
        () -> {
          imports.write(id, fields);
          return null;
        });
  }
}
