// SPDX-License-Identifier: Apache-2.0
package org.parley.core.plugin.internal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.parley.core.record.Layer;

/**
 * The plugins in force or quarantined, by id. Replaced whole at each change, so that any thread
 * reads it without a lock; changed by whoever holds the room's lock.
 */
final class Catalogue {
  private volatile Map<String, Installed> plugins = Map.of();

  Optional<Installed> find(String id) {
    return Optional.ofNullable(plugins.get(id));
  }

  /** All, by id. */
  Collection<Installed> all() {
    return plugins.values();
  }

  void put(Installed installed) {
    plugins = with(installed);
  }

  void replace(Map<String, Installed> all) {
    plugins = new TreeMap<>(all);
  }

  /** What it would be with this one. */
  Map<String, Installed> with(Installed installed) {
    Map<String, Installed> next = new TreeMap<>(plugins);
    next.put(installed.id(), installed);
    return next;
  }

  /** The layers of the model that plugins make, in {@link #ordered} order. */
  static List<Layer> layers(Map<String, Installed> plugins) {
    return ordered(plugins).stream()
        .map(plugins::get)
        .filter(plugin -> !plugin.jar().headers().isEmpty())
        .map(plugin -> plugin.jar().layer(plugin.quarantined()))
        .toList();
  }

  /**
   * Ids of plugins, each after those it requires, else by name, so that equal sets of plugins make
   * equal models.
   */
  static List<String> ordered(Map<String, Installed> plugins) {
    Map<String, Installed> ordered = new LinkedHashMap<>();
    plugins.values().forEach(plugin -> visit(plugin, plugins, ordered, new ArrayList<>()));
    return List.copyOf(ordered.keySet());
  }

  private static void visit(
      Installed plugin,
      Map<String, Installed> plugins,
      Map<String, Installed> ordered,
      List<String> path) {
    if (ordered.containsKey(plugin.id()) || path.contains(plugin.id())) {
      return;
    }
    path.add(plugin.id());
    plugin.jar().about().requires().keySet().stream()
        .sorted()
        .map(plugins::get)
        .filter(required -> required != null)
        .forEach(required -> visit(required, plugins, ordered, path));
    ordered.put(plugin.id(), plugin);
  }
}
