// SPDX-License-Identifier: Apache-2.0
package org.parley.core.plugin.internal;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.osgi.framework.Bundle;
import org.parley.core.plugin.Ledger;
import org.parley.core.plugin.internal.hook.Dispatch;
import org.parley.core.plugin.internal.hook.ServingVersion;
import org.parley.core.plugin.internal.jar.Findings;
import org.parley.core.plugin.internal.jar.JarReader;
import org.parley.core.plugin.internal.jar.PluginJar;
import org.parley.core.record.ModelPlan;
import org.parley.core.record.Models;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the framework what the ledger says, at each start: finishes or undoes what a crash left,
 * takes in the distribution's new plugins, starts what is in force and activates the model of all
 * of it in one go. A plugin that cannot start is marked and keeps nobody else from serving.
 */
final class Boot {
  private static final Logger LOG = LoggerFactory.getLogger(Boot.class);

  private final Ledger ledger;
  private final Models models;
  private final JarReader reader;
  private final Requirements requirements;
  private final Distribution distribution;
  private final Bundles bundles;
  private final Dispatch dispatch;
  private final Catalogue catalogue;
  private final StaticFiles files;
  private final Operations operations;
  private final Lifecycle lifecycle;
  private final Versions versions;

  Boot(
      Ledger ledger,
      Models models,
      JarReader reader,
      Requirements requirements,
      Distribution distribution,
      Bundles bundles,
      Dispatch dispatch,
      Catalogue catalogue,
      StaticFiles files,
      Operations operations,
      Lifecycle lifecycle) {
    this.ledger = ledger;
    this.models = models;
    this.reader = reader;
    this.requirements = requirements;
    this.distribution = distribution;
    this.bundles = bundles;
    this.dispatch = dispatch;
    this.catalogue = catalogue;
    this.files = files;
    this.operations = operations;
    this.lifecycle = lifecycle;
    this.versions = new Versions(ledger);
  }

  /** Runs once per start; may be run again when it fails as a whole. */
  void run() {
    List<Ledger.Operation> happened = undoWhatDidNotHappen();
    List<Ledger.Entry> entries = withoutStaged();
    Roster roster = read(entries);
    removeStrayBundles(entries);
    distribution.takeIn(entries, roster);
    roster.leaveUnmet(requirements);
    ModelPlan plan;
    do {
      plan = roster.plan(models);
      record(roster);
      models.prepare(plan);
      step(roster, Operations.PREPARED);
    } while (!start(roster));
    step(roster, Operations.STARTED);
    commit(roster);
    // Guards before records: the first write finds them in place.
    roster.inOrder().forEach(plugin -> dispatch.put(plugin.serving()));
    models.activate(plan);
    serve(roster);
    step(roster, Operations.SWAPPED);
    Set<String> unsettled = seed(roster, happened);
    removeReplaced(roster);
    step(roster, Operations.DRAINED);
    finish(roster, happened, unsettled);
  }

  private List<Ledger.Operation> undoWhatDidNotHappen() {
    List<Ledger.Operation> happened = new ArrayList<>();
    for (Ledger.Operation operation : ledger.unfinished()) {
      if (Operations.happened(operation)) {
        LOG.info("Finishing {} of {}", operation.kind(), operation.plugin());
        happened.add(operation);
      } else {
        LOG.info("Undoing {} of {}", operation.kind(), operation.plugin());
        operations.settle(operation, "undone: the system stopped at " + operation.step());
      }
    }
    return happened;
  }

  private List<Ledger.Entry> withoutStaged() {
    List<Ledger.Entry> entries = new ArrayList<>(ledger.entries());
    entries.stream().filter(entry -> entry.state() == Ledger.State.STAGED).forEach(ledger::remove);
    entries.removeIf(entry -> entry.state() == Ledger.State.STAGED);
    return entries;
  }

  private Roster read(List<Ledger.Entry> entries) {
    Roster roster = new Roster(ledger, bundles);
    for (Ledger.Entry entry : entries) {
      if (entry.state() == Ledger.State.ACTIVE || entry.state() == Ledger.State.QUARANTINED) {
        byte[] bytes = ledger.bytes(entry).orElse(new byte[0]);
        Optional<PluginJar> jar = reader.trusted(bytes, new Findings());
        Installed installed =
            jar.filter(read -> read.hash().equals(entry.hash()))
                .map(read -> new Installed(entry, read.settled(), null, previous(entry, entries)))
                .orElseGet(
                    () ->
                        Installed.unreadable(
                            entry, "Its jar in the ledger cannot be read. Install it again."));
        roster.put(Rising.known(installed, bytes));
      }
    }
    return roster;
  }

  private static String previous(Ledger.Entry entry, List<Ledger.Entry> entries) {
    return entries.stream()
        .filter(other -> other.id().equals(entry.id()))
        .filter(other -> other.state() == Ledger.State.SUPERSEDED)
        .map(Ledger.Entry::version)
        .findFirst()
        .orElse(null);
  }

  private void removeStrayBundles(List<Ledger.Entry> entries) {
    Set<String> wanted = new HashSet<>();
    entries.stream()
        .filter(entry -> entry.state() == Ledger.State.ACTIVE)
        .map(Bundles::location)
        .forEach(wanted::add);
    List<Bundle> stray =
        bundles.all().stream().filter(bundle -> !wanted.contains(bundle.getLocation())).toList();
    if (!stray.isEmpty()) {
      LOG.info("Removing bundles that the ledger does not name: {}", stray);
      bundles.remove(stray);
    }
  }

  private void record(Roster roster) {
    for (Rising plugin : roster.fresh()) {
      if (plugin.operation() == null) {
        Ledger.Entry entry = plugin.installed().entry();
        Rising before = plugin.before();
        plugin.operation(
            operations.begin(
                before == null ? Operations.INSTALL : Operations.UPGRADE,
                entry.id(),
                before == null ? null : before.installed().entry().version(),
                entry.version(),
                Distribution.THROUGH,
                Distribution.THROUGH));
        ledger.stage(Versions.with(entry, Ledger.State.STAGED), plugin.bytes());
        plugin.operation().step(Operations.RECORDED);
      }
    }
  }

  private static void step(Roster roster, String step) {
    roster.fresh().forEach(plugin -> plugin.operation().step(step));
  }

  /** Starts what is in force; false when a new one had to be left out, so that the plan changes. */
  private boolean start(Roster roster) {
    boolean whole = true;
    for (Rising plugin : roster.inOrder()) {
      if (plugin.serving() != null) {
        continue;
      }
      if (plugin.installed().active() && plugin.installed().failure() == null) {
        try {
          plugin.serving(lifecycle.start(plugin.installed().entry(), plugin.bytes()));
          continue;
        } catch (StartFailure | RuntimeException | LinkageError failure) {
          roster.giveUp(plugin, String.valueOf(failure.getMessage()));
          whole &= !plugin.fresh();
        }
      }
      plugin.serving(absent(plugin.installed()));
    }
    return whole;
  }

  /** What serves for a plugin that does not run: its guards fail closed. */
  private ServingVersion absent(Installed installed) {
    return new ServingVersion(
        installed.id(),
        installed.entry().version(),
        installed.active() ? Components.absent(installed.jar().components()) : List.of(),
        installed.failure() == null ? "It was removed." : installed.failure(),
        dispatch.counters(installed.id()));
  }

  private void commit(Roster roster) {
    for (Rising plugin : roster.fresh()) {
      Rising before = plugin.before();
      ledger.commit(
          Versions.inForce(
              plugin.installed().entry(), before == null ? null : before.installed().entry()),
          plugin.operation().committing());
      plugin.operation().committed();
    }
  }

  private void serve(Roster roster) {
    Map<String, Installed> all = new TreeMap<>();
    for (Rising plugin : roster.inOrder()) {
      Installed installed = plugin.installed().settled();
      all.put(installed.id(), installed);
      if (installed.active()) {
        files.serve(installed.entry(), installed.jar());
      } else {
        dispatch.remove(installed.id());
      }
    }
    catalogue.replace(all);
    all.values().forEach(lifecycle::show);
  }

  /** Answers the plugins whose records the next start shall try again. */
  private Set<String> seed(Roster roster, List<Ledger.Operation> happened) {
    Map<String, PluginJar> bringing = new LinkedHashMap<>();
    roster.fresh().forEach(plugin -> bringing.put(plugin.id(), plugin.installed().jar()));
    for (Ledger.Operation operation : happened) {
      Rising plugin = roster.find(operation.plugin());
      if (plugin != null && !plugin.fresh() && plugin.installed().active()) {
        reader
            .withSeeds(plugin.bytes(), new Findings())
            .ifPresent(jar -> bringing.put(plugin.id(), jar));
      }
    }
    Set<String> unsettled = new HashSet<>();
    for (Rising plugin : roster.inOrder()) {
      PluginJar jar = bringing.get(plugin.id());
      if (jar != null && !lifecycle.seed(jar)) {
        unsettled.add(plugin.id());
      }
    }
    return unsettled;
  }

  private void finish(Roster roster, List<Ledger.Operation> happened, Set<String> unsettled) {
    for (Rising plugin : roster.fresh()) {
      if (unsettled.contains(plugin.id())) {
        plugin.operation().leave();
      } else {
        plugin.operation().done();
      }
    }
    happened.stream()
        .filter(operation -> !unsettled.contains(operation.plugin()))
        .forEach(operation -> operations.settle(operation, Operations.DONE));
  }

  private void removeReplaced(Roster roster) {
    List<Bundle> gone = new ArrayList<>();
    for (Rising plugin : roster.fresh()) {
      if (plugin.before() != null) {
        Ledger.Entry old = plugin.before().installed().entry();
        bundles.find(old).ifPresent(gone::add);
        versions.forget(old.id(), old.version());
      }
    }
    bundles.remove(gone);
  }
}
