// SPDX-License-Identifier: Apache-2.0
package org.parley.core.plugin;

import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** Static files of plugins, for the web room. A service of the plugin room; any thread; fast. */
@ProviderType
public interface PluginFiles {
  /**
   * A file below a plugin's {@code static/}.
   *
   * @param versionAndHash as in {@link UiContribution#module()}; a version that was in force a
   *     moment ago still answers
   * @param path relative; anything that tries to leave the folder is empty
   */
  Optional<byte[]> file(String id, String versionAndHash, String path);
}
