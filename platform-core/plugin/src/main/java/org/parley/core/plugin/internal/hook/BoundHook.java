// SPDX-License-Identifier: Apache-2.0
package org.parley.core.plugin.internal.hook;

import java.util.Set;
import org.parley.spi.record.BeforeHook;

/**
 * A hook of one version of a plugin.
 *
 * @param name the component's name; the same hook in another version has the same
 * @param types record types it takes part in; {@code *} for all
 * @param service null when the plugin does not run: a guard then fails closed
 */
public record BoundHook(
    String name, Set<String> types, boolean guard, int ranking, BeforeHook service) {
  public BoundHook {
    types = Set.copyOf(types);
  }

  boolean takesPartIn(String type) {
    return types.contains("*") || types.contains(type);
  }
}
