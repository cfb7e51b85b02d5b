// SPDX-License-Identifier: Apache-2.0
package org.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The jar is a bundle that the platform takes: its name is its id, it shares nothing with other
 * bundles, it needs only what plugins are given, and what it serves to the browser fits the shell.
 */
public interface PluginJarContract {
  /** The plugin to look at: the one being built, unless a test says otherwise. */
  default PluginUnderTest plugin() {
    return PluginUnderTest.ofThisBuild();
  }

  @Test
  @DisplayName("the bundle is named after the plugin")
  default void isNamedAfterThePlugin() {
    PluginUnderTest plugin = plugin();
    assertThat(plugin.id())
        .as("the plugin's id, its artifactId")
        .matches("[a-z][a-z0-9]*([-._][a-z0-9]+)*");
    assertThat(plugin.manifest().getValue("Bundle-ManifestVersion"))
        .as("Bundle-ManifestVersion: the jar is an OSGi bundle")
        .isEqualTo("2");
    assertThat(plugin.manifest().getValue("Bundle-SymbolicName")).isEqualTo(plugin.id());
    assertThat(plugin.manifest().getValue("Bundle-Version")).as("Bundle-Version").isNotBlank();
  }

  @Test
  @DisplayName("the bundle shares no wiring with others")
  default void sharesNoWiring() {
    for (String header :
        List.of(
            "Export-Package",
            "Fragment-Host",
            "DynamicImport-Package",
            "Require-Bundle",
            "Bundle-Activator",
            "Bundle-NativeCode",
            "Bundle-Blueprint")) {
      assertThat(plugin().manifest().getValue(header))
          .as("%s, with which the platform refuses a plugin", header)
          .isNull();
    }
  }

  @Test
  @DisplayName("the bundle imports only what plugins are given")
  default void importsOnlyWhatPluginsAreGiven() {
    String imports = plugin().manifest().getValue("Import-Package");
    assertThat(ImportedPackages.denied(imports == null ? "" : imports))
        .as("packages no plugin is given: embed the library that has them")
        .isEmpty();
  }

  @Test
  @DisplayName("modules in static/ fit the shell")
  default void staticFilesFitTheShell() {
    assertThat(StaticFiles.check(plugin())).as("what the shell cannot load").isEmpty();
  }

  @Test
  @DisplayName("signs of a development machine are not packed")
  default void packsNoLeftovers() {
    Pattern leftover = Pattern.compile("(^|/)(\\.[^/]+|Thumbs\\.db|.*~|.*\\.(orig|rej|swp))$");
    assertThat(plugin().files("").stream().filter(leftover.asPredicate()).toList())
        .as("files that should not be in the jar")
        .isEmpty();
  }
}
