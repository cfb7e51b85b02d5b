// SPDX-License-Identifier: Apache-2.0
package org.parley.core.plugin.internal.shell;

import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;
import org.parley.core.plugin.Plugin;
import org.parley.core.plugin.Plugins;

/** {@code parley:plugins} */
@Service
@Command(scope = "parley", name = "plugins", description = "Lists the plugins of this system")
public final class PluginsCommand implements Action {
  @Reference private Plugins plugins;

  @Override
  public Object execute() {
    ShellTable table = new ShellTable();
    table.column("Plugin");
    table.column("Version");
    table.column("State");
    table.column("Health");
    table.column("Label");
    table.column("Detail");
    for (Plugin plugin : plugins.list()) {
      table
          .addRow()
          .addContent(
              plugin.id(),
              plugin.version(),
              plugin.state().name().toLowerCase(java.util.Locale.ROOT),
              plugin.health(),
              plugin.label(),
              plugin.detail() == null ? "" : plugin.detail());
    }
    table.print(System.out);
    return null;
  }
}
