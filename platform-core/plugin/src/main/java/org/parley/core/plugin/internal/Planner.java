// SPDX-License-Identifier: Apache-2.0
package org.parley.core.plugin.internal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.osgi.framework.Version;
import org.parley.api.error.ErrorKind;
import org.parley.api.error.FieldError;
import org.parley.api.error.ParleyException;
import org.parley.core.plugin.Ledger;
import org.parley.core.plugin.PluginPlan;
import org.parley.core.plugin.UiContribution;
import org.parley.core.plugin.internal.jar.Findings;
import org.parley.core.plugin.internal.jar.JarReader;
import org.parley.core.plugin.internal.jar.PluginJar;
import org.parley.core.record.ModelPlan;
import org.parley.core.record.Models;

/**
 * Works out what a change would do, and changes nothing. Called by whoever holds the room's lock.
 */
final class Planner {
  static final String NONE = "none";
  private static final Set<String> OTHERS_FAULT = Set.of("type_taken", "field_taken");

  private final Catalogue catalogue;
  private final Models models;
  private final JarReader reader;
  private final Requirements requirements;
  private final Dependencies dependencies;

  /**
   * A plan with what is needed to carry it out.
   *
   * @param bytes of the jar
   * @param before what is there of the plugin now, or null
   * @param model null when the plan is not possible
   */
  record Planned(PluginPlan plan, PluginJar jar, byte[] bytes, Installed before, ModelPlan model) {
    /** Refuses to go on when the plan is not possible. */
    Planned orRefuse() {
      if (plan.possible()) {
        return this;
      }
      List<FieldError> errors =
          plan.conflicts().stream()
              .map(
                  conflict ->
                      new FieldError(
                          conflict.file() == null ? "file" : conflict.file(),
                          conflict.code(),
                          conflict.message(),
                          conflict.line(),
                          conflict.pointer()))
              .toList();
      boolean refused = plan.conflicts().stream().anyMatch(c -> c.kind().equals("refused"));
      throw new ParleyException(
          refused ? ErrorKind.INVALID : ErrorKind.CONFLICT,
          refused ? "plugin_refused" : "plugin_conflict",
          errors.get(0).message(),
          errors,
          null);
    }
  }

  Planner(Catalogue catalogue, Models models, JarReader reader, Requirements requirements) {
    this.catalogue = catalogue;
    this.models = models;
    this.reader = reader;
    this.requirements = requirements;
    this.dependencies = new Dependencies(catalogue);
  }

  /** What installing a jar would do. */
  Planned install(Path file) {
    Findings findings = new Findings();
    byte[] bytes = JarReader.bytes(file, findings).orElse(null);
    Optional<PluginJar> jar = bytes == null ? Optional.empty() : reader.check(bytes, findings);
    return jar.isEmpty() ? unreadable(findings) : plan(jar.get(), bytes, findings);
  }

  /** What starting a jar of the ledger again would do. */
  Planned reattach(byte[] bytes) {
    Findings findings = new Findings();
    Optional<PluginJar> jar = reader.withSeeds(bytes, findings);
    return jar.isEmpty() ? unreadable(findings) : plan(jar.get(), bytes, findings);
  }

  private static Planned unreadable(Findings findings) {
    return new Planned(
        new PluginPlan(
            NONE,
            null,
            null,
            null,
            null,
            null,
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            Map.of(),
            findings.warnings(),
            findings.conflicts()),
        null,
        null,
        null,
        null);
  }

  /** What a jar that was read would do. */
  private Planned plan(PluginJar jar, byte[] bytes, Findings findings) {
    Installed before = catalogue.find(jar.id()).orElse(null);
    String action = action(jar, before);
    if (before != null && action.equals(Operations.UPGRADE)) {
      warnAboutVersion(jar, before, findings);
    }
    if (findings.clean()) {
      requirements.check(jar, findings);
      dependencies.check(jar, findings);
    }
    Installed after = installed(jar);
    ModelPlan model = findings.clean() ? model(jar.id(), after, jar, findings) : null;
    return planned(action, jar, bytes, before, model, findings);
  }

  /** What removing a plugin would do. */
  Planned quarantine(Installed installed) {
    Findings findings = new Findings();
    dependencies.checkRemoval(installed, findings);
    Ledger.Entry entry = Versions.with(installed.entry(), Ledger.State.QUARANTINED);
    Installed after = new Installed(entry, installed.jar(), null, installed.previousVersion());
    ModelPlan model = model(installed.id(), after, installed.jar(), findings);
    return planned(Operations.QUARANTINE, installed.jar(), null, installed, model, findings);
  }

  private static String action(PluginJar jar, Installed before) {
    if (before == null) {
      return Operations.INSTALL;
    }
    if (before.quarantined()) {
      return Operations.REATTACH;
    }
    if (!before.entry().hash().equals(jar.hash())) {
      return Operations.UPGRADE;
    }
    // A plugin that did not start is tried again.
    return before.failure() == null ? NONE : Operations.REATTACH;
  }

  private static Installed installed(PluginJar jar) {
    return new Installed(
        new Ledger.Entry(
            jar.id(), jar.version(), jar.hash(), Ledger.State.ACTIVE, Operations.now(), ""),
        jar,
        null,
        null);
  }

  private ModelPlan model(String id, Installed after, PluginJar jar, Findings findings) {
    ModelPlan plan = models.plan(Catalogue.layers(catalogue.with(after)));
    for (ModelPlan.Problem problem : plan.problems()) {
      int line = id.equals(problem.plugin()) ? jar.line(problem.file(), problem.pointer()) : 0;
      if (id.equals(problem.plugin()) && !OTHERS_FAULT.contains(problem.code())) {
        findings.refuse(problem.code(), problem.message(), problem.file(), line, problem.pointer());
      } else {
        findings.conflict(
            problem.code(),
            id.equals(problem.plugin())
                ? problem.message()
                : problem.plugin() + " would no longer fit: " + problem.message(),
            problem.file(),
            line,
            problem.pointer());
      }
    }
    plan.warnings().forEach(findings::warn);
    return plan;
  }

  private static void warnAboutVersion(PluginJar jar, Installed before, Findings findings) {
    int newer = Version.parseVersion(jar.version()).compareTo(version(before));
    if (newer < 0) {
      findings.warn("This version is older than the one in force: fields it lacks are hidden.");
    } else if (newer == 0) {
      findings.warn("This is the version in force with other content.");
    }
  }

  private static Version version(Installed installed) {
    return Version.parseVersion(installed.entry().version());
  }

  private static Planned planned(
      String action,
      PluginJar jar,
      byte[] bytes,
      Installed before,
      ModelPlan model,
      Findings findings) {
    boolean removal = action.equals(Operations.QUARANTINE);
    String from = before == null ? null : before.entry().version();
    List<PluginPlan.BundleChange> bundles = new ArrayList<>();
    if (!action.equals(NONE)) {
      boolean replaces = before != null && before.active() && !removal;
      bundles.add(
          new PluginPlan.BundleChange(
              jar.id(), jar.version(), removal ? "remove" : replaces ? "replace" : "add"));
    }
    List<UiContribution> ui = findings.clean() && !removal ? jar.contributions() : List.of();
    if (model != null && model.target() != null) {
      ui.stream()
          .flatMap(contribution -> contribution.types().stream())
          .filter(type -> !model.target().types().containsKey(type))
          .distinct()
          .forEach(
              type -> findings.warn("Its UI is for the type " + type + ", which is not here."));
    }
    PluginPlan plan =
        new PluginPlan(
            action,
            jar.id(),
            jar.version(),
            jar.about().label(),
            jar.about().vendor(),
            from,
            bundles,
            model == null ? List.of() : types(jar.id(), model),
            model == null ? List.of() : fields(jar.id(), model),
            model == null ? List.of() : model.steps(),
            ui.stream().map(c -> new PluginPlan.Contribution(c.point(), c.label())).toList(),
            removal ? Map.of() : jar.about().grants(),
            findings.warnings(),
            findings.conflicts());
    return new Planned(plan, jar, bytes, before, model);
  }

  private static List<ModelPlan.TypeChange> types(String id, ModelPlan model) {
    return model.types().stream()
        .filter(
            change ->
                id.equals(change.plugin()) || change.difference() != ModelPlan.Difference.KEEP)
        .toList();
  }

  private static List<ModelPlan.FieldChange> fields(String id, ModelPlan model) {
    return model.fields().stream()
        .filter(
            change ->
                id.equals(change.plugin()) || change.difference() != ModelPlan.Difference.KEEP)
        .toList();
  }
}
