// SPDX-License-Identifier: Apache-2.0
package org.parley.core.plugin.internal.hook;

import java.util.Set;
import org.parley.spi.record.BeforeHook;

/**
 * A component of one version of a plugin that the core calls: a hook, a scanner of files, or a way
 * to log in.
 *
 * @param name the component's name; the same hook in another version has the same
 * @param spi the interface it implements
 * @param types record types it takes part in; {@code *} for all
 * @param service null when the plugin does not run: a guard then fails closed
 */
public record BoundHook(
    String name, Class<?> spi, Set<String> types, boolean guard, int ranking, Object service) {
  public BoundHook {
    types = Set.copyOf(types);
  }

  boolean takesPartIn(String type) {
    return spi == BeforeHook.class && types.contains("*") || types.contains(type);
  }
}
