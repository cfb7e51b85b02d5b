// SPDX-License-Identifier: Apache-2.0
package org.parley.core.plugin.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.parley.api.error.ErrorKind;
import org.parley.api.error.FieldError;
import org.parley.api.error.ParleyException;
import org.parley.core.event.EventStream;
import org.parley.core.event.Notice;
import org.parley.core.plugin.Ledger;
import org.parley.core.plugin.internal.hook.BoundHook;
import org.parley.core.plugin.internal.hook.Dispatch;
import org.parley.core.plugin.internal.hook.ServingVersion;
import org.parley.core.plugin.internal.jar.PluginJar;
import org.parley.core.record.Descriptor;
import org.parley.core.record.Models;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries plans out: one sequence of journalled steps behind install, upgrade, re-attach and
 * quarantine. What fails before the ledger's commit is undone; what comes after cannot fail the
 * operation any more. Called by whoever holds the room's lock.
 */
final class Lifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(Lifecycle.class);
  private static final long DRAIN_MILLIS = 5_000;

  private final Ledger ledger;
  private final Models models;
  private final EventStream events;
  private final Bundles bundles;
  private final Components components;
  private final Dispatch dispatch;
  private final Catalogue catalogue;
  private final StaticFiles files;
  private final Operations operations;
  private final Versions versions;

  /** Why not all records of a plugin were created at its last change, by plugin. */
  private final Map<String, String> seedFailures = new ConcurrentHashMap<>();

  Lifecycle(
      Ledger ledger,
      Models models,
      EventStream events,
      Bundles bundles,
      Components components,
      Dispatch dispatch,
      Catalogue catalogue,
      StaticFiles files,
      Operations operations) {
    this.ledger = ledger;
    this.models = models;
    this.events = events;
    this.bundles = bundles;
    this.components = components;
    this.dispatch = dispatch;
    this.catalogue = catalogue;
    this.files = files;
    this.operations = operations;
    this.versions = new Versions(ledger);
  }

  /** Installs, upgrades or re-attaches, as planned. */
  void bring(Planner.Planned planned, String by, String through) {
    PluginJar jar = planned.jar();
    Installed before = planned.before();
    Ledger.Entry old = before == null ? null : before.entry();
    Operations.Running operation =
        operations.begin(
            planned.plan().action(),
            jar.id(),
            old == null ? null : old.version(),
            jar.version(),
            by,
            through);
    Optional<Ledger.Entry> known = versions.known(jar);
    Ledger.Entry key = known.orElseGet(() -> Versions.staged(jar, by));
    Ledger.Entry entry = Versions.with(key, Ledger.State.ACTIVE);
    boolean committed = false;
    ServingVersion version;
    try {
      if (known.isEmpty()) {
        ledger.stage(key, planned.bytes());
      }
      operation.step(Operations.RECORDED);
      models.prepare(planned.model());
      operation.step(Operations.PREPARED);
      // Only there when it did not start the last time.
      bundles.find(entry).ifPresent(failed -> bundles.remove(List.of(failed)));
      version = start(entry, planned.bytes());
      operation.step(Operations.STARTED);
      ledger.commit(Versions.inForce(entry, old), operation.committing());
      committed = true;
      operation.committed();
      models.activate(planned.model());
    } catch (StartFailure | RuntimeException | LinkageError failure) {
      undo(operation, entry, known, old, committed, failure);
      throw failure(failure);
    }
    String previous = Versions.same(entry, old) ? before.previousVersion() : version(old);
    Installed installed = new Installed(entry, jar.settled(), null, previous);
    catalogue.put(installed);
    files.serve(entry, jar);
    Optional<ServingVersion> serving = dispatch.put(version);
    show(installed);
    afterCommit(operation, Operations.SWAPPED);
    boolean seeded = seed(jar);
    List<Bundle> gone = new ArrayList<>();
    if (old != null && !Versions.same(entry, old)) {
      bundles.find(old).ifPresent(gone::add);
    }
    retire(serving, gone);
    afterCommit(operation, Operations.DRAINED);
    versions.forget(jar.id(), version(old));
    if (seeded) {
      finish(operation);
    } else {
      operation.leave();
    }
  }

  /** Removes a plugin, as planned; its data stays. */
  void quarantine(Planner.Planned planned, String by, String through) {
    Installed installed = planned.before();
    Ledger.Entry entry = installed.entry();
    Operations.Running operation =
        operations.begin(Operations.QUARANTINE, entry.id(), entry.version(), null, by, through);
    Ledger.Entry after = Versions.with(entry, Ledger.State.QUARANTINED);
    boolean committed = false;
    try {
      operation.step(Operations.RECORDED);
      models.prepare(planned.model());
      operation.step(Operations.PREPARED);
      operation.step(Operations.STARTED);
      ledger.commit(List.of(after), operation.committing());
      committed = true;
      operation.committed();
      models.activate(planned.model());
    } catch (RuntimeException failure) {
      if (committed) {
        restore(List.of(entry), operation);
      }
      finishUndone(operation, failure);
      throw failure(failure);
    }
    Installed removed = new Installed(after, installed.jar(), null, installed.previousVersion());
    catalogue.put(removed);
    Optional<ServingVersion> serving = dispatch.remove(entry.id());
    show(removed);
    afterCommit(operation, Operations.SWAPPED);
    List<Bundle> gone = new ArrayList<>();
    bundles.find(entry).ifPresent(gone::add);
    retire(serving, gone);
    afterCommit(operation, Operations.DRAINED);
    finish(operation);
  }

  /**
   * Installs and starts a version beside what runs; nobody is sent to it yet. What does not start
   * is taken away again.
   */
  ServingVersion start(Ledger.Entry entry, byte[] jar) throws StartFailure {
    Bundle bundle = null;
    boolean started = false;
    try {
      bundle = bundles.install(entry, jar);
      bundles.start(bundle);
      List<BoundHook> hooks = components.await(bundle);
      started = true;
      return new ServingVersion(
          entry.id(), entry.version(), hooks, null, dispatch.counters(entry.id()));
    } catch (BundleException failure) {
      throw new StartFailure("Its bundle does not start: " + failure.getMessage());
    } finally {
      if (bundle != null && !started) {
        bundles.remove(List.of(bundle));
      }
    }
  }

  /**
   * Creates the records a plugin brings; a failure leaves it running.
   *
   * @return whether that is settled: false when the next start shall try again, because the
   *     database and not the records was at fault
   */
  boolean seed(PluginJar jar) {
    List<Descriptor> seeds = jar.seeds();
    seedFailures.remove(jar.id());
    if (seeds.isEmpty()) {
      return true;
    }
    try {
      models.seed(jar.id(), seeds);
      return true;
    } catch (RuntimeException failure) {
      LOG.error("The records that {} brings were not all created", jar.id(), failure);
      seedFailures.put(jar.id(), "Not all records it brings were created. " + failure.getMessage());
      return failure instanceof ParleyException known && known.kind() == ErrorKind.INVALID;
    }
  }

  /** Why not all records of a plugin were created, as far as this process knows. */
  Optional<String> seedFailure(String plugin) {
    return Optional.ofNullable(seedFailures.get(plugin));
  }

  /** Tells everybody who watches. */
  void show(Installed installed) {
    events.publish(
        new Notice(
            "plugin",
            Map.of(
                "id",
                installed.id(),
                "version",
                installed.entry().version(),
                "state",
                installed.state().name().toLowerCase(Locale.ROOT),
                "label",
                String.valueOf(installed.jar().about().label()))));
  }

  /** Lets a version's calls finish, then takes its bundle away. */
  private void retire(Optional<ServingVersion> serving, List<Bundle> gone) {
    serving.ifPresent(
        old -> {
          old.close();
          if (!old.drained(DRAIN_MILLIS)) {
            LOG.warn(
                "Calls of {} {} are not over after {} ms; it is removed all the same",
                old.plugin(),
                old.version(),
                DRAIN_MILLIS);
          }
        });
    bundles.remove(gone);
  }

  private void undo(
      Operations.Running operation,
      Ledger.Entry entry,
      Optional<Ledger.Entry> known,
      Ledger.Entry old,
      boolean committed,
      Throwable failure) {
    bundles.find(entry).ifPresent(bundle -> bundles.remove(List.of(bundle)));
    if (committed) {
      List<Ledger.Entry> states = new ArrayList<>();
      states.add(known.orElse(Versions.with(entry, Ledger.State.STAGED)));
      if (old != null && !Versions.same(entry, old)) {
        states.add(old);
      }
      restore(states, operation);
    }
    if (known.isEmpty()) {
      try {
        ledger.remove(entry);
      } catch (RuntimeException unreachable) {
        LOG.warn("{} stays staged until the next start", entry.id(), unreachable);
      }
    }
    finishUndone(operation, failure);
  }

  private void restore(List<Ledger.Entry> states, Operations.Running operation) {
    try {
      ledger.commit(states, operation.operation());
    } catch (RuntimeException unreachable) {
      LOG.error("The ledger keeps what was not finished: the next start will", unreachable);
    }
  }

  private static void finishUndone(Operations.Running operation, Throwable failure) {
    try {
      operation.undone(String.valueOf(failure.getMessage()));
    } catch (RuntimeException unreachable) {
      LOG.warn("The journal of plugins cannot be written", unreachable);
    }
  }

  /** The commit has happened: a journal that cannot be written is no reason to stop. */
  private static void afterCommit(Operations.Running operation, String step) {
    try {
      operation.step(step);
    } catch (RuntimeException unreachable) {
      LOG.warn("The step {} could not be journalled", step, unreachable);
    }
  }

  private static void finish(Operations.Running operation) {
    try {
      operation.done();
    } catch (RuntimeException unreachable) {
      LOG.warn("The end of an operation could not be journalled", unreachable);
    }
  }

  private static String version(Ledger.Entry entry) {
    return entry == null ? null : entry.version();
  }

  private static ParleyException failure(Throwable failure) {
    if (failure instanceof ParleyException known) {
      return known;
    }
    if (failure instanceof StartFailure start) {
      return new ParleyException(
          ErrorKind.INVALID,
          "plugin_refused",
          start.getMessage(),
          List.of(new FieldError("file", "does_not_start", start.getMessage())),
          null);
    }
    return new ParleyException(
        ErrorKind.INTERNAL,
        "plugin_failed",
        "It did not work and was undone: " + failure.getMessage(),
        failure);
  }
}
