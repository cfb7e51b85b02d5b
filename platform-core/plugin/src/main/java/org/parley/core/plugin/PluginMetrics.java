// SPDX-License-Identifier: Apache-2.0
package org.parley.core.plugin;

import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/** Figures about plugins, for {@code /metrics}. A service of the plugin room; any thread; fast. */
@ProviderType
public interface PluginMetrics {
  /**
   * One moment's figures.
   *
   * @param loadersPinned class loaders of removed versions that the garbage collector has not taken
   *     yet: something holds them when this stays above 0 after a collection
   * @param operations operations since the start, by {@code <kind>:<outcome>}
   */
  record Figures(
      int active,
      int quarantined,
      int failed,
      int loadersPinned,
      Map<String, HookFigures> hooks,
      Map<String, Long> operations) {
    public Figures {
      hooks = Map.copyOf(hooks);
      operations = Map.copyOf(operations);
    }
  }

  /**
   * Calls of one plugin's hooks since the start.
   *
   * @param failures calls that threw or took too long
   * @param abandoned threads that still hang in a call whose deadline has passed
   */
  record HookFigures(long calls, long failures, int abandoned) {}

  /** The figures now, hooks by plugin id. */
  Figures figures();
}
