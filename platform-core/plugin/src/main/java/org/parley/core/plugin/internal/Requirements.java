// SPDX-License-Identifier: Apache-2.0
package org.parley.core.plugin.internal;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.felix.utils.resource.ResourceBuilder;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;
import org.osgi.framework.VersionRange;
import org.osgi.framework.namespace.BundleNamespace;
import org.osgi.framework.namespace.HostNamespace;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.resource.Capability;
import org.osgi.resource.Namespace;
import org.osgi.resource.Requirement;
import org.osgi.resource.Resource;
import org.parley.core.plugin.internal.jar.Findings;
import org.parley.core.plugin.internal.jar.PluginJar;
import org.parley.core.wiring.AllowList;

/**
 * Foresees whether a jar would resolve, without installing it: the framework is asked who provides
 * what the manifest wants, and the rule of the resolver hook is applied to the answer. Constraints
 * between packages ({@code uses}) are not foreseen: the installation reports them.
 */
final class Requirements {
  private static final String API_PACKAGE = "org.parley.api.record";
  private static final String PLUGIN_JSON = "META-INF/parley/plugin.json";
  private static final String SERVICE = "osgi.service";
  private static final Pattern PACKAGE =
      Pattern.compile("\\(" + PackageNamespace.PACKAGE_NAMESPACE + "=([^)]+)\\)");

  private final Bundles bundles;

  Requirements(Bundles bundles) {
    this.bundles = bundles;
  }

  /** The version of the API that plugins find here. */
  Version api() {
    return providers(packageNamed(API_PACKAGE)).stream()
        .map(Requirements::version)
        .max(Version::compareTo)
        .orElse(Version.emptyVersion);
  }

  /** Why a plugin's range of API versions does not fit, or null when it does. */
  String apiMismatch(String range) {
    Version api = api();
    return VersionRange.valueOf(range).includes(api)
        ? null
        : "It works with the API " + range + ", this system has " + api + ".";
  }

  void check(PluginJar jar, Findings findings) {
    String mismatch = apiMismatch(jar.about().api());
    if (mismatch != null) {
      findings.refuse("wrong_api", mismatch, PLUGIN_JSON, jar.line(PLUGIN_JSON, "/api"), "/api");
    }
    Resource resource;
    try {
      resource = ResourceBuilder.build(AllowList.LOCATION_PREFIX + jar.id(), jar.headers());
    } catch (BundleException | IllegalArgumentException bad) {
      findings.refuse("bad_manifest", "The manifest is wrong: " + bad.getMessage(), "manifest");
      return;
    }
    checkName(jar, findings);
    checkCapabilities(jar, resource, findings);
    for (Requirement requirement : resource.getRequirements(null)) {
      if (mandatory(requirement) && providers(requirement).stream().noneMatch(AllowList::allows)) {
        explain(requirement, findings);
      }
    }
  }

  /** A platform bundle of this name would be confused with it by everything that goes by name. */
  private void checkName(PluginJar jar, Findings findings) {
    boolean taken =
        Arrays.stream(bundles.context().getBundles())
            .filter(bundle -> !AllowList.isPlugin(bundle))
            .anyMatch(bundle -> jar.id().equals(bundle.getSymbolicName()));
    if (taken) {
      findings.refuse(
          "bad_id",
          "A bundle of the platform has the name " + jar.id() + " already.",
          Constants.BUNDLE_SYMBOLICNAME);
    }
  }

  /** Karaf's own resolver does not know the hooks: what a plugin offers could mislead it. */
  private static void checkCapabilities(PluginJar jar, Resource resource, Findings findings) {
    String header = jar.headers().get(Constants.PROVIDE_CAPABILITY);
    if (header == null) {
      return;
    }
    try {
      ResourceBuilder.parseCapability(resource, header).stream()
          .map(Capability::getNamespace)
          .filter(namespace -> !namespace.equals(SERVICE))
          .forEach(
              namespace ->
                  findings.refuse(
                      "header_refused",
                      "The capability " + namespace + " is refused: a plugin provides services.",
                      Constants.PROVIDE_CAPABILITY));
    } catch (BundleException | IllegalArgumentException bad) {
      findings.refuse(
          "bad_manifest",
          "It is not well formed: " + bad.getMessage(),
          Constants.PROVIDE_CAPABILITY);
    }
  }

  private void explain(Requirement requirement, Findings findings) {
    String filter = requirement.getDirectives().get(Namespace.REQUIREMENT_FILTER_DIRECTIVE);
    Matcher name = PACKAGE.matcher(String.valueOf(filter));
    if (!requirement.getNamespace().equals(PackageNamespace.PACKAGE_NAMESPACE) || !name.find()) {
      findings.refuse(
          "missing_capability",
          "It needs " + requirement.getNamespace() + " " + filter + ", which no plugin finds here.",
          Constants.REQUIRE_CAPABILITY);
      return;
    }
    Collection<BundleCapability> any = providers(packageNamed(name.group(1)));
    List<BundleCapability> allowed = any.stream().filter(AllowList::allows).toList();
    if (!allowed.isEmpty()) {
      findings.refuse(
          "wrong_version",
          "It imports the package "
              + name.group(1)
              + " in a version that is not there: "
              + filter
              + "; here it is "
              + allowed.stream()
                  .map(capability -> version(capability).toString())
                  .collect(Collectors.toCollection(TreeSet::new))
              + ".",
          Constants.IMPORT_PACKAGE);
    } else if (any.isEmpty()) {
      findings.refuse(
          "missing_package",
          "It imports the package "
              + name.group(1)
              + ", which is not there. Embed the library in the jar.",
          Constants.IMPORT_PACKAGE);
    } else {
      findings.refuse(
          "denied_package",
          "It imports the package "
              + name.group(1)
              + ", which is there only for the platform itself. Embed the library in the jar.",
          Constants.IMPORT_PACKAGE);
    }
  }

  private Collection<BundleCapability> providers(Requirement requirement) {
    FrameworkWiring wiring = bundles.wiring();
    return wiring.findProviders(requirement);
  }

  private static boolean mandatory(Requirement requirement) {
    Map<String, String> directives = requirement.getDirectives();
    boolean refusedByHeader =
        requirement.getNamespace().equals(HostNamespace.HOST_NAMESPACE)
            || requirement.getNamespace().equals(BundleNamespace.BUNDLE_NAMESPACE);
    return !refusedByHeader
        && !Namespace.RESOLUTION_OPTIONAL.equals(
            directives.get(Namespace.REQUIREMENT_RESOLUTION_DIRECTIVE))
        && Namespace.EFFECTIVE_RESOLVE.equals(
            directives.getOrDefault(
                Namespace.REQUIREMENT_EFFECTIVE_DIRECTIVE, Namespace.EFFECTIVE_RESOLVE));
  }

  private static Version version(BundleCapability capability) {
    return capability.getAttributes().get(PackageNamespace.CAPABILITY_VERSION_ATTRIBUTE)
            instanceof Version version
        ? version
        : Version.emptyVersion;
  }

  private static Requirement packageNamed(String name) {
    return new PackageRequirement(name);
  }

  /** A package in any version. */
  private record PackageRequirement(String name) implements Requirement {
    @Override
    public String getNamespace() {
      return PackageNamespace.PACKAGE_NAMESPACE;
    }

    @Override
    public Map<String, String> getDirectives() {
      return Map.of(
          Namespace.REQUIREMENT_FILTER_DIRECTIVE,
          "(" + PackageNamespace.PACKAGE_NAMESPACE + "=" + name + ")");
    }

    @Override
    public Map<String, Object> getAttributes() {
      return Map.of();
    }

    @Override
    public Resource getResource() {
      return null;
    }
  }
}
