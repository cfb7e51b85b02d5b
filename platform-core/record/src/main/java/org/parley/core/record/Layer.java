// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one plugin says about record types.
 *
 * @param plugin its id
 * @param prefix what the names of its types and extension fields begin with, or null
 * @param quarantined whether the plugin was removed: its types stay readable, its fields on other
 *     types are hidden
 * @param types its {@code record-types/*.json}
 * @param extensions its {@code extensions/*.json}
 * @param grants what it may do in its own name besides with its own records: as a role's
 *     permissions say it
 */
public record Layer(
    String plugin,
    String version,
    String prefix,
    boolean quarantined,
    List<Descriptor> types,
    List<Descriptor> extensions,
    Map<String, Object> grants) {
  public Layer {
    types = List.copyOf(types);
    extensions = List.copyOf(extensions);
    grants = Collections.unmodifiableMap(new LinkedHashMap<>(grants));
  }

  /** A layer of a plugin that asks for nothing. */
  public Layer(
      String plugin,
      String version,
      String prefix,
      boolean quarantined,
      List<Descriptor> types,
      List<Descriptor> extensions) {
    this(plugin, version, prefix, quarantined, types, extensions, Map.of());
  }
}
