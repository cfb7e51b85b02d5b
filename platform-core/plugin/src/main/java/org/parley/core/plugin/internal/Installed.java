// SPDX-License-Identifier: Apache-2.0
package org.parley.core.plugin.internal;

import java.util.List;
import java.util.Map;
import org.parley.core.plugin.Ledger;
import org.parley.core.plugin.Plugin;
import org.parley.core.plugin.internal.jar.About;
import org.parley.core.plugin.internal.jar.PluginJar;

/**
 * A plugin that is in force or quarantined, as this process knows it.
 *
 * @param entry its row in the ledger
 * @param jar what its jar says
 * @param failure why it does not run though it should, or null
 * @param previousVersion the version in force before, or null
 */
record Installed(Ledger.Entry entry, PluginJar jar, String failure, String previousVersion) {

  /** For a row whose jar cannot be read any more. */
  static Installed unreadable(Ledger.Entry entry, String failure) {
    PluginJar nothing =
        new PluginJar(
            entry.id(),
            entry.version(),
            entry.hash(),
            Map.of(),
            About.unknown(entry.id()),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            "",
            List.of(),
            Map.of());
    return new Installed(entry, nothing, failure, null);
  }

  String id() {
    return entry.id();
  }

  boolean active() {
    return entry.state() == Ledger.State.ACTIVE;
  }

  boolean quarantined() {
    return entry.state() == Ledger.State.QUARANTINED;
  }

  Plugin.State state() {
    if (quarantined()) {
      return Plugin.State.QUARANTINED;
    }
    return failure == null ? Plugin.State.ACTIVE : Plugin.State.FAILED;
  }

  /** Without what is only needed while it is installed. */
  Installed settled() {
    return new Installed(entry, jar.settled(), failure, previousVersion);
  }

  Installed failed(String why) {
    return new Installed(entry, jar, why, previousVersion);
  }
}
