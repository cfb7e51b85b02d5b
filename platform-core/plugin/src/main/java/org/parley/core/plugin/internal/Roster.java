// SPDX-License-Identifier: Apache-2.0
package org.parley.core.plugin.internal;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.osgi.framework.Version;
import org.osgi.framework.VersionRange;
import org.parley.core.plugin.Ledger;
import org.parley.core.record.ModelPlan;
import org.parley.core.record.Models;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The plugins that one start brings up, and who has to stay behind: a new one is left out, so that
 * the version before it serves on; one that the ledger has is marked as failed.
 */
final class Roster {
  private static final Logger LOG = LoggerFactory.getLogger(Roster.class);

  private final Map<String, Rising> plugins = new TreeMap<>();
  private final Ledger ledger;
  private final Bundles bundles;

  Roster(Ledger ledger, Bundles bundles) {
    this.ledger = ledger;
    this.bundles = bundles;
  }

  void put(Rising plugin) {
    plugins.put(plugin.id(), plugin);
  }

  Rising find(String id) {
    return plugins.get(id);
  }

  /** All, each after those it requires. */
  List<Rising> inOrder() {
    return Catalogue.ordered(installed()).stream().map(plugins::get).toList();
  }

  /** The new ones among them. */
  List<Rising> fresh() {
    return inOrder().stream().filter(Rising::fresh).toList();
  }

  Map<String, Installed> installed() {
    Map<String, Installed> installed = new TreeMap<>();
    plugins.forEach((id, plugin) -> installed.put(id, plugin.installed()));
    return installed;
  }

  /** Plans the model of all of them, leaving behind those whose descriptors do not fit. */
  ModelPlan plan(Models models) {
    while (true) {
      ModelPlan plan = models.plan(Catalogue.layers(installed()));
      if (plan.problems().isEmpty()) {
        return plan;
      }
      ModelPlan.Problem problem = plan.problems().get(0);
      Rising culprit = plugins.get(problem.plugin());
      if (culprit == null || culprit.installed().jar().headers().isEmpty()) {
        throw new IllegalStateException("No model can be made: " + problem);
      }
      String why = problem.message() + " (" + problem.file() + " " + problem.pointer() + ")";
      giveUp(culprit, why);
      if (!culprit.fresh()) {
        culprit.discard(why);
      }
    }
  }

  /** Leaves behind those that require what is not in force, and those that require them. */
  void leaveUnmet(Requirements requirements) {
    for (boolean again = true; again; ) {
      again = false;
      for (Rising each : List.copyOf(plugins.values())) {
        boolean runs = each.installed().active() && each.installed().failure() == null;
        String unmet = runs ? unmet(each.installed(), requirements) : null;
        if (unmet != null) {
          again = true;
          giveUp(each, unmet);
        }
      }
    }
  }

  /** Leaves a plugin behind. */
  void giveUp(Rising plugin, String why) {
    LOG.error("{} {} cannot run: {}", plugin.id(), plugin.installed().entry().version(), why);
    if (!plugin.fresh()) {
      plugin.fail(why);
      return;
    }
    if (plugin.operation() != null) {
      plugin.operation().undone(why);
      ledger.remove(plugin.installed().entry());
      bundles.find(plugin.installed().entry()).ifPresent(bundle -> bundles.remove(List.of(bundle)));
    }
    if (plugin.before() == null) {
      plugins.remove(plugin.id());
    } else {
      plugins.put(plugin.id(), plugin.before());
    }
  }

  /** Why a plugin cannot run beside the others, or null. */
  private String unmet(Installed plugin, Requirements requirements) {
    String mismatch = requirements.apiMismatch(plugin.jar().about().api());
    if (mismatch != null) {
      return mismatch;
    }
    for (Map.Entry<String, String> required : plugin.jar().about().requires().entrySet()) {
      Rising other = plugins.get(required.getKey());
      if (other == null
          || !other.installed().active()
          || !VersionRange.valueOf(required.getValue())
              .includes(Version.parseVersion(other.installed().entry().version()))) {
        return "It requires the plugin "
            + required.getKey()
            + " "
            + required.getValue()
            + ", which is not in force.";
      }
    }
    return null;
  }
}
