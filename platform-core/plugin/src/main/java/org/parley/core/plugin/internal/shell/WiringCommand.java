// SPDX-License-Identifier: Apache-2.0
package org.parley.core.plugin.internal.shell;

import java.util.List;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.osgi.framework.BundleContext;
import org.parley.core.plugin.internal.WiringSnapshot;

/** {@code parley:wiring} */
@Service
@Command(
    scope = "parley",
    name = "wiring",
    description = "Prints all wires of the platform's own bundles, and a hash over them")
public final class WiringCommand implements Action {
  @Reference private BundleContext context;

  @Override
  public Object execute() {
    List<String> lines = WiringSnapshot.lines(context);
    lines.forEach(System.out::println);
    System.out.println("sha256 " + WiringSnapshot.digest(lines));
    return null;
  }
}
