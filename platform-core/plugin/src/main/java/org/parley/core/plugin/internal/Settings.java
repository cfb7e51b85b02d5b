// SPDX-License-Identifier: Apache-2.0
package org.parley.core.plugin.internal;

import java.nio.file.Path;
import java.util.Optional;
import org.osgi.framework.BundleContext;

/**
 * Where the room finds things, from the framework's and the system's properties.
 *
 * @param seed folder of the distribution's plugins, if there is one
 * @param deploy folder that is watched for jars, if there is one
 * @param hold see {@link Operations}, or null
 */
record Settings(Optional<Path> seed, Optional<Path> deploy, String hold) {
  static Settings of(BundleContext context) {
    return new Settings(
        folder(context, "parley.seed"),
        folder(context, "parley.deploy"),
        context.getProperty("parley.hold"));
  }

  private static Optional<Path> folder(BundleContext context, String property) {
    return Optional.ofNullable(context.getProperty(property))
        .filter(path -> !path.isBlank())
        .map(Path::of);
  }
}
