// SPDX-License-Identifier: Apache-2.0
package org.parley.core.plugin;

import java.util.List;

/**
 * One entry of a plugin's {@code ui.json}, resolved to where its module is served.
 *
 * @param hash of the plugin's static tree
 * @param module path under the base, such as {@code /ui/plugins/acme/1.0.0-3f9a0c12/panel.js}
 * @param types record types it is for; empty for all
 * @param key the letter that opens it where it stands, or null
 */
public record UiContribution(
    String point,
    String name,
    String plugin,
    String version,
    String hash,
    String module,
    String export,
    String label,
    String icon,
    int order,
    List<String> types,
    String key,
    String permission) {}
