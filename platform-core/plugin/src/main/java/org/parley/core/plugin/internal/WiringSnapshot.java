// SPDX-License-Identifier: Apache-2.0
package org.parley.core.plugin.internal;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.resource.Namespace;
import org.parley.core.plugin.internal.jar.JarReader;
import org.parley.core.wiring.AllowList;

/**
 * All wires of the platform's own bundles as sorted text, free of bundle ids: equal before and
 * after any plugin came or went, and after a restart.
 */
public final class WiringSnapshot {
  private WiringSnapshot() {}

  public static List<String> lines(BundleContext context) {
    List<String> lines = new ArrayList<>();
    Arrays.stream(context.getBundles())
        .filter(bundle -> !AllowList.isPlugin(bundle))
        .forEach(bundle -> add(bundle, lines));
    Collections.sort(lines);
    return lines;
  }

  /** SHA-256 over the lines, in hex. */
  public static String digest(List<String> lines) {
    return JarReader.hash(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
  }

  private static void add(Bundle bundle, List<String> lines) {
    BundleWiring wiring = bundle.adapt(BundleWiring.class);
    if (wiring == null) {
      return;
    }
    for (BundleWire wire : wiring.getRequiredWires(null)) {
      // Wires made on demand come with use, in any order; one to a plugin must never come.
      if (dynamic(wire) && !AllowList.isPlugin(wire.getProvider().getBundle())) {
        continue;
      }
      String namespace = wire.getCapability().getNamespace();
      lines.add(
          name(wire.getRequirer())
              + " -> "
              + name(wire.getProvider())
              + " "
              + namespace
              + "="
              + text(wire.getCapability().getAttributes().get(namespace)));
    }
  }

  private static boolean dynamic(BundleWire wire) {
    return PackageNamespace.RESOLUTION_DYNAMIC.equals(
        wire.getRequirement().getDirectives().get(Namespace.REQUIREMENT_RESOLUTION_DIRECTIVE));
  }

  private static String text(Object value) {
    return value instanceof Object[] several ? Arrays.toString(several) : String.valueOf(value);
  }

  private static String name(BundleRevision revision) {
    return revision.getSymbolicName() + "/" + revision.getVersion();
  }
}
