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

/** {@code parley:reattach} */
@Service
@Command(scope = "parley", name = "reattach", description = "Brings a removed plugin back")
public final class ReattachCommand implements Action {
  @Argument(name = "plugin", description = "The plugin's id", required = true)
  private String id;

  @Reference private Plugins plugins;

  @Override
  public Object execute() {
    try {
      Plugin plugin = plugins.reattach(id, Shell.PRINCIPAL, Shell.THROUGH);
      System.out.println(plugin.id() + " " + plugin.version() + " is back.");
    } catch (ParleyException refusal) {
      Shell.print(refusal);
    }
    return null;
  }
}
