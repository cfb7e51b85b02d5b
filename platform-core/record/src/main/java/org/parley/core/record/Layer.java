// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record;

import java.util.List;

/**
 * What one plugin says about record types.
 *
 * @param plugin its id
 * @param prefix what the names of its types and extension fields begin with, or null
 * @param quarantined whether the plugin was removed: its types stay readable, its fields on other
 *     types are hidden
 * @param types its {@code record-types/*.json}
 * @param extensions its {@code extensions/*.json}
 */
public record Layer(
    String plugin,
    String version,
    String prefix,
    boolean quarantined,
    List<Descriptor> types,
    List<Descriptor> extensions) {
  public Layer {
    types = List.copyOf(types);
    extensions = List.copyOf(extensions);
  }
}
