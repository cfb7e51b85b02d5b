// SPDX-License-Identifier: Apache-2.0
package org.parley.core.plugin.internal;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;
import org.parley.core.event.EventStream;
import org.parley.core.event.Notice;
import org.parley.core.plugin.Ledger;
import org.parley.core.plugin.Plugin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The journal of what is done with plugins: each step is in the ledger before the next begins. */
final class Operations {
  static final String INSTALL = "install";
  static final String UPGRADE = "upgrade";
  static final String REATTACH = "reattach";
  static final String QUARANTINE = "quarantine";

  static final String BEGUN = "begun";

  /** The jar's bytes are in the ledger. */
  static final String RECORDED = "recorded";

  /** The database is ready for the new model. */
  static final String PREPARED = "prepared";

  /** The bundle runs, beside the old version, and nobody is sent to it yet. */
  static final String STARTED = "started";

  /** The ledger says so: from here on it is finished, before it is undone. */
  static final String COMMITTED = "committed";

  /** Model and dispatch are the new ones. */
  static final String SWAPPED = "swapped";

  /** The old version's calls are over and its bundle is gone. */
  static final String DRAINED = "drained";

  static final String DONE = "done";

  private static final Logger LOG = LoggerFactory.getLogger(Operations.class);

  private final Ledger ledger;
  private final EventStream events;
  private final String hold;
  private final Map<String, Running> running = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

  /**
   * @param hold {@code <kind>:<step>}: stop for ever after journalling it, so that a test can kill
   *     the process there; or null
   */
  Operations(Ledger ledger, EventStream events, String hold) {
    this.ledger = ledger;
    this.events = events;
    this.hold = hold;
  }

  /** Now, as precisely as the database keeps it. */
  static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MICROS);
  }

  /** Whether an operation that ended at this step has happened. */
  static boolean happened(Ledger.Operation operation) {
    return switch (operation.step()) {
      case COMMITTED, SWAPPED, DRAINED -> true;
      default -> false;
    };
  }

  Running begin(String kind, String plugin, String from, String to, String by, String through) {
    Running begun =
        new Running(
            ledger.begin(
                new Ledger.Operation(
                    0, kind, plugin, from, to, BEGUN, by, through, now(), null, null)));
    running.put(plugin, begun);
    return begun;
  }

  /** Ends an operation of a process that is gone. */
  void settle(Ledger.Operation operation, String outcome) {
    ledger.update(with(operation, operation.step(), now(), outcome));
  }

  /** What is being done with a plugin now. */
  Optional<Plugin.Operation> current(String plugin) {
    return Optional.ofNullable(running.get(plugin))
        .map(Running::operation)
        .map(now -> new Plugin.Operation(now.kind(), now.step(), now.startedAt()));
  }

  /** How many operations ended how since the start, by {@code kind:outcome}. */
  Map<String, Long> counts() {
    Map<String, Long> sums = new ConcurrentHashMap<>();
    counts.forEach((key, count) -> sums.put(key, count.sum()));
    return sums;
  }

  /** An operation under way. */
  final class Running {
    private volatile Ledger.Operation operation;

    private Running(Ledger.Operation operation) {
      this.operation = operation;
    }

    Ledger.Operation operation() {
      return operation;
    }

    void step(String step) {
      Ledger.Operation next = at(step, null, null);
      ledger.update(next);
      reached(next);
    }

    /** The operation as the ledger's commit shall write it. */
    Ledger.Operation committing() {
      return at(COMMITTED, null, null);
    }

    /** After the ledger's commit. */
    void committed() {
      reached(committing());
    }

    void done() {
      end(DONE, DONE);
    }

    /** Leaves what is not finished to the next start, which finds it in the ledger. */
    void leave() {
      running.remove(operation.plugin(), this);
      LOG.warn("{} of {} will be finished at the next start", operation.kind(), operation.plugin());
    }

    void undone(String reason) {
      String outcome = "undone: " + reason;
      end(outcome.length() > 1_000 ? outcome.substring(0, 1_000) : outcome, "undone");
    }

    private void end(String outcome, String counted) {
      operation = at(operation.step(), now(), outcome);
      running.remove(operation.plugin(), this);
      counts.computeIfAbsent(operation.kind() + ":" + counted, key -> new LongAdder()).increment();
      LOG.info(
          "{} of {} {} by {}: {}",
          operation.kind(),
          operation.plugin(),
          operation.to() == null ? "" : operation.to(),
          operation.by(),
          outcome);
      ledger.update(operation);
      show(outcome.equals(DONE) ? DONE : "undone");
    }

    private void reached(Ledger.Operation next) {
      operation = next;
      show(next.step());
      // A distribution's seeds pass the same steps; a test that holds an installation means its
      // own.
      String kind =
          next.through().equals(Distribution.THROUGH) ? Distribution.THROUGH : next.kind();
      if ((kind + ":" + next.step()).equals(hold)) {
        LOG.warn("held at {}", hold);
        try {
          new CountDownLatch(1).await();
        } catch (InterruptedException stopping) {
          Thread.currentThread().interrupt();
        }
      }
    }

    private void show(String step) {
      events.publish(
          new Notice(
              "progress",
              Map.of("operation", operation.kind(), "plugin", operation.plugin(), "step", step)));
    }

    private Ledger.Operation at(String step, Instant finishedAt, String outcome) {
      return with(operation, step, finishedAt, outcome);
    }
  }

  private static Ledger.Operation with(
      Ledger.Operation operation, String step, Instant finishedAt, String outcome) {
    return new Ledger.Operation(
        operation.number(),
        operation.kind(),
        operation.plugin(),
        operation.from(),
        operation.to(),
        step,
        operation.by(),
        operation.through(),
        operation.startedAt(),
        finishedAt,
        outcome);
  }
}
