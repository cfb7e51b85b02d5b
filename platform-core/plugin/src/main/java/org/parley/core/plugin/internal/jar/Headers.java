// SPDX-License-Identifier: Apache-2.0
package org.parley.core.plugin.internal.jar;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;

/** The rules for a plugin's manifest. */
final class Headers {
  static final String FILE = "META-INF/MANIFEST.MF";

  private static final int LONGEST_ID = 60;
  private static final Pattern ID = Pattern.compile("[a-z][a-z0-9]*([-._][a-z0-9]+)*");

  /** The platform's own layer goes by this name. */
  private static final String CORE = "parley";

  /** Why a header is refused, by header. */
  private static final Map<String, String> REFUSED =
      Map.of(
          Constants.EXPORT_PACKAGE,
          "a plugin shares no packages; keep them private, others use your records",
          Constants.FRAGMENT_HOST,
          "a plugin is no fragment of another bundle",
          Constants.DYNAMICIMPORT_PACKAGE,
          "packages are imported by name; embed your libraries in the jar",
          Constants.REQUIRE_BUNDLE,
          "a plugin depends on the API's packages and on no bundle; embed your libraries in the"
              + " jar",
          Constants.BUNDLE_ACTIVATOR,
          "a plugin has no activator; use Declarative Services components",
          Constants.EXTENSION_BUNDLE_ACTIVATOR,
          "a plugin is no extension of the framework",
          Constants.BUNDLE_NATIVECODE,
          "a plugin brings no native code",
          "Bundle-Blueprint",
          "a plugin has no blueprint; use Declarative Services components");

  private Headers() {}

  /** The main headers, or null after a finding. */
  static Map<String, String> read(byte[] manifest, Findings findings) {
    if (manifest == null) {
      findings.refuse("no_manifest", "The jar has no manifest: it is not an OSGi bundle.", FILE);
      return null;
    }
    try {
      Map<String, String> headers = new LinkedHashMap<>();
      new Manifest(new ByteArrayInputStream(manifest))
          .getMainAttributes()
          .forEach((name, value) -> headers.put(name.toString(), value.toString()));
      return headers;
    } catch (IOException | IllegalArgumentException broken) {
      findings.refuse("bad_manifest", "The manifest is broken: " + broken.getMessage(), FILE);
      return null;
    }
  }

  /** Refuses what a plugin may not have; each finding names its header. */
  static void check(Map<String, String> headers, Findings findings) {
    REFUSED.forEach(
        (header, reason) -> {
          if (headers.containsKey(header)) {
            findings.refuse(
                "header_refused", "The header " + header + " is refused: " + reason + ".", header);
          }
        });
    if (!"2".equals(headers.getOrDefault(Constants.BUNDLE_MANIFESTVERSION, "").strip())) {
      findings.refuse(
          "not_a_bundle",
          "The jar is not an OSGi bundle: Bundle-ManifestVersion must be 2.",
          Constants.BUNDLE_MANIFESTVERSION);
    }
    String id = id(headers);
    if (id == null || id.isEmpty()) {
      findings.refuse(
          "not_a_bundle",
          "The jar is not an OSGi bundle: Bundle-SymbolicName is missing; it is the plugin's id.",
          Constants.BUNDLE_SYMBOLICNAME);
    } else if (!ID.matcher(id).matches() || id.length() > LONGEST_ID || id.equals(CORE)) {
      findings.refuse(
          "bad_id",
          "The id "
              + id
              + " does not fit: it is the Bundle-SymbolicName, small letters, digits and hyphens, "
              + LONGEST_ID
              + " characters at most, such as acme-warranty.",
          Constants.BUNDLE_SYMBOLICNAME);
    }
    try {
      if (headers.get(Constants.BUNDLE_VERSION) == null) {
        findings.refuse("no_version", "Bundle-Version is missing.", Constants.BUNDLE_VERSION);
      } else {
        version(headers);
      }
    } catch (IllegalArgumentException bad) {
      findings.refuse(
          "bad_version",
          "The version "
              + headers.get(Constants.BUNDLE_VERSION)
              + " does not fit: write 1.2.3 or 1.2.3.qualifier.",
          Constants.BUNDLE_VERSION);
    }
  }

  static String id(Map<String, String> headers) {
    String name = headers.get(Constants.BUNDLE_SYMBOLICNAME);
    return name == null ? null : name.split(";", 2)[0].strip();
  }

  static String version(Map<String, String> headers) {
    return Version.parseVersion(headers.get(Constants.BUNDLE_VERSION).strip()).toString();
  }
}
