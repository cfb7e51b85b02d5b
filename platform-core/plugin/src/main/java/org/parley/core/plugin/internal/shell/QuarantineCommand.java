// SPDX-License-Identifier: Apache-2.0
package org.parley.core.plugin.internal.shell;

import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.parley.api.error.ParleyException;
import org.parley.core.plugin.Plugin;
import org.parley.core.plugin.Plugins;

/** {@code parley:quarantine} */
@Service
@Command(scope = "parley", name = "quarantine", description = "Removes a plugin; its data stays")
public final class QuarantineCommand implements Action {
  @Argument(name = "plugin", description = "The plugin's id", required = true)
  private String id;

  @Reference private Plugins plugins;

  @Override
  public Object execute() {
    try {
      Plugin plugin = plugins.quarantine(id, Shell.PRINCIPAL, Shell.THROUGH);
      System.out.println(plugin.id() + " " + plugin.version() + " is removed, its data stays.");
    } catch (ParleyException refusal) {
      Shell.print(refusal);
    }
    return null;
  }
}
