// SPDX-License-Identifier: Apache-2.0
package org.parley.core.plugin.internal;

import org.osgi.framework.Version;
import org.osgi.framework.VersionRange;
import org.parley.core.plugin.internal.jar.Findings;
import org.parley.core.plugin.internal.jar.PluginJar;

/** Which plugins need which others. */
final class Dependencies {
  private static final String PLUGIN_JSON = "META-INF/parley/plugin.json";

  private final Catalogue catalogue;

  Dependencies(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  /** Finds what a jar requires and does not find, and who would no longer fit with it. */
  void check(PluginJar jar, Findings findings) {
    jar.about()
        .requires()
        .forEach(
            (id, range) -> {
              String lack = lack(id, range);
              if (lack != null) {
                String pointer = "/requires/" + id;
                findings.conflict(
                    "missing_plugin", lack, PLUGIN_JSON, jar.line(PLUGIN_JSON, pointer), pointer);
              }
            });
    for (Installed other : catalogue.all()) {
      String range = other.jar().about().requires().get(jar.id());
      if (other.active() && range != null && !fits(range, jar.version())) {
        String message =
            other.id() + " requires " + jar.id() + " " + range + ". Upgrade that one first.";
        findings.conflict("required_by", message, null, 0, null);
      }
    }
  }

  /** Finds those that would be left without a plugin they require. */
  void checkRemoval(Installed installed, Findings findings) {
    for (Installed other : catalogue.all()) {
      if (other.active() && other.jar().about().requires().containsKey(installed.id())) {
        String label = other.jar().about().label();
        findings.conflict(
            "required_by",
            label + " (" + other.id() + ") requires it. Remove that one first.",
            null,
            0,
            null);
      }
    }
  }

  private String lack(String id, String range) {
    Installed other = catalogue.find(id).filter(Installed::active).orElse(null);
    if (other == null) {
      return "It requires the plugin " + id + " " + range + ". Install that first.";
    }
    String version = other.entry().version();
    return fits(range, version)
        ? null
        : "It requires the plugin " + id + " " + range + ", here it is " + version + ".";
  }

  private static boolean fits(String range, String version) {
    return VersionRange.valueOf(range).includes(Version.parseVersion(version));
  }
}
