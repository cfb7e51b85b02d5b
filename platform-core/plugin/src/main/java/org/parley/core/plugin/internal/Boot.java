// SPDX-License-Identifier: Apache-2.0
package org.parley.core.plugin.internal;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.osgi.framework.Bundle;
import org.osgi.framework.Version;
import org.osgi.framework.VersionRange;
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
  /** By what way a distribution's plugins come. */
  static final String THROUGH = "seed";

  private static final Logger LOG = LoggerFactory.getLogger(Boot.class);

  private final Ledger ledger;
  private final Models models;
  private final JarReader reader;
  private final Requirements requirements;
  private final Bundles bundles;
  private final Dispatch dispatch;
  private final Catalogue catalogue;
  private final StaticFiles files;
  private final Operations operations;
  private final Lifecycle lifecycle;

  /** A plugin on its way up. */
  private static final class Rising {
    private Installed installed;
    private final byte[] bytes;
    private final Seed seed;
    private Operations.Running operation;
    private ServingVersion serving;

    Rising(Installed installed, byte[] bytes, Seed seed) {
      this.installed = installed;
      this.bytes = bytes;
      this.seed = seed;
    }
  }

  /**
   * A plugin of the distribution that the ledger does not have yet.
   *
   * @param before what it replaces, or null
   */
  private record Seed(PluginJar jar, Rising before) {}

  Boot(
      Ledger ledger,
      Models models,
      JarReader reader,
      Requirements requirements,
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
    this.bundles = bundles;
    this.dispatch = dispatch;
    this.catalogue = catalogue;
    this.files = files;
    this.operations = operations;
    this.lifecycle = lifecycle;
  }

  /**
   * Runs once per start; may be run again when it fails as a whole.
   *
   * @param distribution jars of the distribution
   */
  void run(List<byte[]> distribution) {
    List<Ledger.Operation> happened = undoWhatDidNotHappen();
    List<Ledger.Entry> entries = withoutStaged();
    Map<String, Rising> rising = read(entries);
    removeStrayBundles(entries);
    takeIn(distribution, entries, rising);
    ModelPlan plan;
    do {
      plan = plan(rising);
      record(rising);
      models.prepare(plan);
      step(rising, Operations.PREPARED);
    } while (!start(rising));
    step(rising, Operations.STARTED);
    commit(rising);
    rising.values().forEach(each -> dispatch.put(each.serving));
    models.activate(plan);
    serve(rising);
    step(rising, Operations.SWAPPED);
    seed(rising, happened);
    removeReplaced(rising);
    step(rising, Operations.DRAINED);
    rising.values().stream()
        .filter(each -> each.operation != null)
        .forEach(each -> each.operation.done());
    happened.forEach(operation -> finish(operation, Operations.DONE));
  }

  private List<Ledger.Operation> undoWhatDidNotHappen() {
    List<Ledger.Operation> happened = new ArrayList<>();
    for (Ledger.Operation operation : ledger.unfinished()) {
      if (Operations.happened(operation)) {
        LOG.info("Finishing {} of {}", operation.kind(), operation.plugin());
        happened.add(operation);
      } else {
        LOG.info("Undoing {} of {}", operation.kind(), operation.plugin());
        finish(operation, "undone: the system stopped at " + operation.step());
      }
    }
    return happened;
  }

  private void finish(Ledger.Operation operation, String outcome) {
    ledger.update(
        new Ledger.Operation(
            operation.number(),
            operation.kind(),
            operation.plugin(),
            operation.from(),
            operation.to(),
            operation.step(),
            operation.by(),
            operation.through(),
            operation.startedAt(),
            Operations.now(),
            outcome));
  }

  private List<Ledger.Entry> withoutStaged() {
    List<Ledger.Entry> entries = new ArrayList<>(ledger.entries());
    entries.stream().filter(entry -> entry.state() == Ledger.State.STAGED).forEach(ledger::remove);
    entries.removeIf(entry -> entry.state() == Ledger.State.STAGED);
    return entries;
  }

  private Map<String, Rising> read(List<Ledger.Entry> entries) {
    Map<String, Rising> rising = new TreeMap<>();
    for (Ledger.Entry entry : entries) {
      if (entry.state() == Ledger.State.ACTIVE || entry.state() == Ledger.State.QUARANTINED) {
        byte[] bytes = ledger.bytes(entry).orElse(new byte[0]);
        Findings findings = new Findings();
        Optional<PluginJar> jar = reader.trusted(bytes, findings);
        String previous =
            entries.stream()
                .filter(other -> other.id().equals(entry.id()))
                .filter(other -> other.state() == Ledger.State.SUPERSEDED)
                .map(Ledger.Entry::version)
                .findFirst()
                .orElse(null);
        Installed installed =
            jar.filter(read -> read.hash().equals(entry.hash()))
                .map(read -> new Installed(entry, read.settled(), null, previous))
                .orElseGet(
                    () ->
                        Installed.unreadable(
                            entry, "Its jar in the ledger cannot be read. Install it again."));
        rising.put(entry.id(), new Rising(installed, bytes, null));
      }
    }
    return rising;
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

  private void takeIn(
      List<byte[]> distribution, List<Ledger.Entry> entries, Map<String, Rising> rising) {
    Set<String> known = new HashSet<>();
    entries.forEach(entry -> known.add(entry.hash()));
    for (byte[] bytes : distribution) {
      if (known.contains(JarReader.hash(bytes))) {
        continue;
      }
      Findings findings = new Findings();
      Optional<PluginJar> read = reader.check(bytes, findings);
      read.filter(jar -> findings.clean()).ifPresent(jar -> requirements.check(jar, findings));
      if (read.isEmpty() || !findings.clean()) {
        LOG.error(
            "The distribution's plugin {} is refused: {}",
            read.map(PluginJar::id),
            findings.conflicts());
        continue;
      }
      PluginJar jar = read.get();
      Rising before = rising.get(jar.id());
      if (before == null || before.installed.active() && !older(jar, before.installed)) {
        Ledger.Entry entry = Planner.state(Lifecycle.staged(jar, THROUGH), Ledger.State.ACTIVE);
        Rising origin = before != null && before.seed != null ? before.seed.before() : before;
        String previous = origin == null ? null : origin.installed.entry().version();
        rising.put(
            jar.id(),
            new Rising(new Installed(entry, jar, null, previous), bytes, new Seed(jar, origin)));
      }
    }
    for (boolean again = true; again; ) {
      again = false;
      for (Rising each : List.copyOf(rising.values())) {
        String unmet = each.installed.active() ? unmet(each.installed, rising) : null;
        if (unmet != null && each.installed.failure() == null) {
          again = true;
          giveUp(each, unmet, rising);
        }
      }
    }
  }

  private static boolean older(PluginJar jar, Installed before) {
    return Version.parseVersion(jar.version())
            .compareTo(Version.parseVersion(before.entry().version()))
        < 0;
  }

  /** Why a plugin in force cannot run, or null. */
  private String unmet(Installed plugin, Map<String, Rising> rising) {
    if (plugin.failure() == null) {
      String mismatch = requirements.apiMismatch(plugin.jar().about().api());
      if (mismatch != null) {
        return mismatch;
      }
    }
    for (Map.Entry<String, String> required : plugin.jar().about().requires().entrySet()) {
      Rising other = rising.get(required.getKey());
      if (other == null
          || !other.installed.active()
          || !VersionRange.valueOf(required.getValue())
              .includes(Version.parseVersion(other.installed.entry().version()))) {
        return "It requires the plugin "
            + required.getKey()
            + " "
            + required.getValue()
            + ", which is not in force.";
      }
    }
    return null;
  }

  /** Leaves a seed out, or marks a plugin of the ledger. */
  private void giveUp(Rising plugin, String why, Map<String, Rising> rising) {
    LOG.error(
        "{} {} cannot run: {}", plugin.installed.id(), plugin.installed.entry().version(), why);
    if (plugin.seed == null) {
      plugin.installed = plugin.installed.failed(why);
      return;
    }
    if (plugin.operation != null) {
      plugin.operation.undone(why);
      ledger.remove(plugin.installed.entry());
      bundles.find(plugin.installed.entry()).ifPresent(bundle -> bundles.remove(List.of(bundle)));
    }
    if (plugin.seed.before() == null) {
      rising.remove(plugin.installed.id());
    } else {
      rising.put(plugin.installed.id(), plugin.seed.before());
    }
  }

  private ModelPlan plan(Map<String, Rising> rising) {
    while (true) {
      Map<String, Installed> plugins = new TreeMap<>();
      rising.forEach((id, each) -> plugins.put(id, each.installed));
      ModelPlan plan = models.plan(Catalogue.layers(plugins));
      if (plan.problems().isEmpty()) {
        return plan;
      }
      ModelPlan.Problem problem = plan.problems().get(0);
      Rising culprit = rising.get(problem.plugin());
      if (culprit == null || culprit.installed.jar().headers().isEmpty()) {
        throw new IllegalStateException("No model can be made: " + problem);
      }
      String why = problem.message() + " (" + problem.file() + " " + problem.pointer() + ")";
      if (culprit.seed == null) {
        LOG.error("The descriptors of {} no longer fit: {}", problem.plugin(), why);
        culprit.installed = Installed.unreadable(culprit.installed.entry(), why);
      } else {
        giveUp(culprit, why, rising);
      }
    }
  }

  private void record(Map<String, Rising> rising) {
    for (Rising each : rising.values()) {
      if (each.seed != null && each.operation == null) {
        Rising before = each.seed.before();
        Ledger.Entry entry = each.installed.entry();
        each.operation =
            operations.begin(
                before == null ? Operations.INSTALL : Operations.UPGRADE,
                entry.id(),
                before == null ? null : before.installed.entry().version(),
                entry.version(),
                THROUGH,
                THROUGH);
        ledger.stage(Planner.state(entry, Ledger.State.STAGED), each.bytes);
        each.operation.step(Operations.RECORDED);
      }
    }
  }

  private static void step(Map<String, Rising> rising, String step) {
    rising.values().stream()
        .filter(each -> each.operation != null)
        .forEach(each -> each.operation.step(step));
  }

  /** Starts what is in force; false when a seed had to be left out, so that the plan changes. */
  private boolean start(Map<String, Rising> rising) {
    boolean whole = true;
    for (Rising each : List.copyOf(rising.values())) {
      if (each.serving != null) {
        continue;
      }
      if (each.installed.active() && each.installed.failure() == null) {
        try {
          each.serving = lifecycle.start(each.installed.entry(), each.bytes);
          continue;
        } catch (StartFailure | RuntimeException | LinkageError failure) {
          giveUp(each, String.valueOf(failure.getMessage()), rising);
          whole &= each.seed == null;
        }
      }
      each.serving = absent(each.installed);
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

  private void commit(Map<String, Rising> rising) {
    for (Rising each : rising.values()) {
      if (each.operation != null) {
        Rising before = each.seed.before();
        ledger.commit(
            Lifecycle.states(
                each.installed.entry(), before == null ? null : before.installed.entry()),
            each.operation.committing());
        each.operation.committed();
      }
    }
  }

  private void serve(Map<String, Rising> rising) {
    Map<String, Installed> all = new TreeMap<>();
    for (Rising each : rising.values()) {
      Installed installed = each.installed;
      all.put(
          installed.id(),
          new Installed(
              installed.entry(),
              installed.jar().settled(),
              installed.failure(),
              installed.previousVersion()));
      if (installed.active()) {
        files.serve(installed.entry(), installed.jar());
      } else {
        dispatch.remove(installed.id());
      }
    }
    catalogue.replace(all);
    rising.values().forEach(each -> lifecycle.show(each.installed.jar(), shown(each.installed)));
  }

  private static String shown(Installed installed) {
    return installed.quarantined()
        ? "quarantined"
        : installed.failure() == null ? "active" : "failed";
  }

  private void seed(Map<String, Rising> rising, List<Ledger.Operation> happened) {
    for (Rising each : rising.values()) {
      if (each.seed != null) {
        lifecycle.seed(each.seed.jar());
      }
    }
    for (Ledger.Operation operation : happened) {
      Rising each = rising.get(operation.plugin());
      if (each != null && each.seed == null && each.installed.active()) {
        reader.withSeeds(each.bytes, new Findings()).ifPresent(lifecycle::seed);
      }
    }
  }

  private void removeReplaced(Map<String, Rising> rising) {
    List<Bundle> gone = new ArrayList<>();
    rising.values().stream()
        .filter(each -> each.seed != null && each.seed.before() != null)
        .forEach(
            each -> {
              Ledger.Entry old = each.seed.before().installed.entry();
              bundles.find(old).ifPresent(gone::add);
              lifecycle.forget(old.id(), old.version());
            });
    bundles.remove(gone);
  }
}
