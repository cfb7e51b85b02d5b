// SPDX-License-Identifier: Apache-2.0
package org.parley.core.plugin;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;
import org.parley.api.security.Principal;
import org.parley.core.record.Models;

/**
 * The plugins of this system: one mechanism behind REST, the deploy folder, the shell and a
 * distribution's seed. A service of the plugin room. Changes run one at a time, each journalled;
 * they return when the plugin serves. Failures are {@link org.parley.api.error.ParleyException}s:
 * INVALID {@code plugin_refused} with file, line and pointer, or CONFLICT.
 */
@ProviderType
public interface Plugins {
  List<Plugin> list();

  Plugin get(String id);

  /** What {@link #install} would do; changes nothing. */
  PluginPlan plan(Path jar);

  /** Installs, upgrades or re-attaches, as the jar's id and version ask for. */
  Plugin install(Path jar, Principal principal, String through);

  PluginPlan planQuarantine(String id);

  /** Removes: the plugin stops, its data stays. */
  Plugin quarantine(String id, Principal principal, String through);

  /** Brings a quarantined plugin back at the version it had. */
  Plugin reattach(String id, Principal principal, String through);

  /**
   * Creates the demo records of all plugins in force that are not there yet, once the company has
   * chosen to have them.
   */
  void loadDemo();

  /** Moves the demo records of all plugins in force to the trash. */
  Models.DemoRemoved removeDemo();

  /** What a language calls things, by key; empty for a language that no plugin speaks. */
  Map<String, String> texts(String language);

  /** What plugins add to the UI now. */
  List<UiContribution> contributions();

  /**
   * What a start still waits for, a sentence each; empty when all is done. A plugin that failed is
   * not waited for: it shows as {@link Plugin.State#FAILED} and keeps nobody else from serving.
   */
  List<String> awaited();
}
