// SPDX-License-Identifier: Apache-2.0
package org.parley.core.operation.internal.launch;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.parley.core.operation.Kind;
import org.parley.core.operation.Setting;
import org.parley.core.operation.Settings;

/** Finds what is wrong with the settings, all of it at once, in sentences for who set them. */
final class SettingsCheck {
  /**
   * Kubernetes and container links put such names into the environment of whatever lives beside a
   * service called "parley"; nobody set them.
   */
  private static final String LINKED =
      "PARLEY_([A-Z0-9_]+_)?(SERVICE_(HOST|PORT(_[A-Z0-9_]+)?)|PORT(_[0-9]+_(TCP|UDP)(_(PROTO|PORT|ADDR))?)?)";

  private SettingsCheck() {}

  /** What is wrong with these environment variables; other programs' are not looked at. */
  static List<String> complaints(Map<String, String> environment) {
    List<String> complaints = new ArrayList<>();
    boolean container = environment.containsKey("KUBERNETES_SERVICE_HOST");
    new TreeMap<>(environment)
        .forEach(
            (name, value) -> {
              if (name.startsWith(Settings.PREFIX) && !isLink(name, value, container)) {
                complaint(name, value).ifPresent(complaints::add);
              }
            });
    boolean certificate = has(environment, "PARLEY_TLS_CERT");
    boolean store = has(environment, "PARLEY_TLS_KEYSTORE");
    if (certificate != has(environment, "PARLEY_TLS_KEY")) {
      complaints.add(
          certificate
              ? "PARLEY_TLS_CERT is set, but not PARLEY_TLS_KEY: TLS needs both."
              : "PARLEY_TLS_KEY is set, but not PARLEY_TLS_CERT: TLS needs both.");
    }
    if (certificate && store) {
      complaints.add("PARLEY_TLS_CERT and PARLEY_TLS_KEYSTORE are both set: one is enough.");
    }
    if (has(environment, "PARLEY_HTTPS_PORT") && !certificate && !store) {
      complaints.add(
          "PARLEY_HTTPS_PORT is set, but there is no certificate: set PARLEY_TLS_CERT and"
              + " PARLEY_TLS_KEY, or PARLEY_TLS_KEYSTORE.");
    }
    String https = environment.getOrDefault("PARLEY_HTTPS_PORT", "8443");
    if ((certificate || store) && https.equals(environment.get("PARLEY_HTTP_PORT"))) {
      complaints.add("PARLEY_HTTPS_PORT and PARLEY_HTTP_PORT are both " + https + ".");
    }
    return complaints;
  }

  /** What is wrong with one setting. A secret is never repeated. */
  static Optional<String> complaint(String name, String value) {
    Optional<Setting> found = Settings.find(name);
    if (found.isEmpty()) {
      return Optional.of(
          "There is no setting " + name + ". The nearest there is: " + nearest(name) + ".");
    }
    Setting setting = found.get();
    if (value.isBlank() || setting.kind().accepts(value)) {
      return Optional.empty();
    }
    // The address of a database may hold its password.
    String shown = setting.kind() == Kind.DATABASE ? "not one" : "\"" + value + "\"";
    return Optional.of(name + " is " + shown + "; expected is " + setting.kind().expected() + ".");
  }

  private static boolean isLink(String name, String value, boolean container) {
    return Settings.find(name).isEmpty()
        && name.matches(LINKED)
        && (container || value.matches("(tcp|udp)://.*"));
  }

  private static boolean has(Map<String, String> environment, String name) {
    return !environment.getOrDefault(name, "").isBlank();
  }

  private static String nearest(String name) {
    return Settings.all().stream()
        .map(Setting::name)
        .min(Comparator.comparingInt(known -> distance(name, known)))
        .orElseThrow();
  }

  /** How many letters must be added, removed or changed to make one name the other. */
  private static int distance(String from, String to) {
    int[] above = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      above[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int[] row = new int[to.length() + 1];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int change = above[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(change, 1 + Math.min(above[j], row[j - 1]));
      }
      above = row;
    }
    return above[to.length()];
  }
}
