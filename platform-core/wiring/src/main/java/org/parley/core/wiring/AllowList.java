// SPDX-License-Identifier: Apache-2.0
package org.parley.core.wiring;

import java.util.List;
import java.util.Map;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.namespace.ExecutionEnvironmentNamespace;
import org.osgi.framework.namespace.NativeNamespace;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleCapability;

/**
 * What plugins may be wired to: the API, the JDK, OSGi itself. Everything else they embed.
 *
 * <p>Pure functions of their arguments, safe on any thread. The resolver hook applies them while
 * the framework resolves; the plan of an installation applies the same ones to say beforehand what
 * the hook will do.
 */
public final class AllowList {

  /** What the location of every plugin bundle starts with; of no other bundle. */
  public static final String LOCATION_PREFIX = "parley:";

  private static final String EXTENDER = "osgi.extender";
  private static final String COMPONENT_EXTENDER = "osgi.component";

  /** Packages of the running JDK and framework: allowed from the system bundle alone. */
  private static final List<String> FROM_SYSTEM = List.of("java", "javax", "org.w3c", "org.xml");

  /** Packages allowed from any platform bundle, with everything below them. */
  private static final List<String> FROM_PLATFORM =
      List.of("org.parley.api", "org.parley.spi", "org.osgi.service.component", "org.osgi.util");

  private AllowList() {}

  /** Whether this bundle was installed by the plugin room. Its location decides, nothing else. */
  public static boolean isPlugin(Bundle bundle) {
    return isPlugin(bundle.getLocation());
  }

  /** Whether a bundle with this location is a plugin. */
  public static boolean isPlugin(String location) {
    return location.startsWith(LOCATION_PREFIX);
  }

  /** Whether a plugin may be wired to this capability of another bundle. */
  public static boolean allows(BundleCapability capability) {
    Bundle provider = capability.getRevision().getBundle();
    return !isPlugin(provider)
        && allows(
            capability.getNamespace(),
            capability.getAttributes(),
            provider.getBundleId() == Constants.SYSTEM_BUNDLE_ID);
  }

  /**
   * Whether a plugin may be wired to a capability of the platform.
   *
   * @param fromSystemBundle whether the system bundle provides it
   */
  public static boolean allows(
      String namespace, Map<String, Object> attributes, boolean fromSystemBundle) {
    return switch (namespace) {
      case ExecutionEnvironmentNamespace.EXECUTION_ENVIRONMENT_NAMESPACE,
          NativeNamespace.NATIVE_NAMESPACE ->
          true;
      case EXTENDER -> COMPONENT_EXTENDER.equals(attributes.get(EXTENDER));
      case PackageNamespace.PACKAGE_NAMESPACE ->
          attributes.get(PackageNamespace.PACKAGE_NAMESPACE) instanceof String name
              && allowsPackage(name, fromSystemBundle);
      default -> false;
    };
  }

  /** Whether a plugin may import this package from a platform bundle. */
  public static boolean allowsPackage(String name, boolean fromSystemBundle) {
    if (FROM_PLATFORM.stream().anyMatch(root -> within(root, name))) {
      return true;
    }
    return fromSystemBundle
        && (name.equals("org.osgi.framework")
            || FROM_SYSTEM.stream().anyMatch(root -> within(root, name)));
  }

  private static boolean within(String root, String name) {
    return name.startsWith(root)
        && (name.length() == root.length() || name.charAt(root.length()) == '.');
  }
}
