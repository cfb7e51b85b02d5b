// SPDX-License-Identifier: Apache-2.0
package org.parley.core.plugin.internal.shell;

import java.nio.file.Path;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.parley.api.error.ParleyException;
import org.parley.core.plugin.Plugin;
import org.parley.core.plugin.Plugins;

/** {@code parley:install} */
@Service
@Command(
    scope = "parley",
    name = "install",
    description = "Installs, upgrades or re-attaches a plugin")
public final class InstallCommand implements Action {
  @Argument(name = "file", description = "The plugin's jar", required = true)
  private String file;

  @Option(name = "--plan", description = "Only show what it would do")
  private boolean plan;

  @Reference private Plugins plugins;

  @Override
  public Object execute() {
    try {
      if (plan) {
        Shell.print(plugins.plan(Path.of(file)));
      } else {
        Plugin plugin = plugins.install(Path.of(file), Shell.PRINCIPAL, Shell.THROUGH);
        System.out.println(plugin.id() + " " + plugin.version() + " is in force.");
      }
    } catch (ParleyException refusal) {
      Shell.print(refusal);
    }
    return null;
  }
}
