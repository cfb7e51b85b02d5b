// SPDX-License-Identifier: Apache-2.0
package org.parley.testkit;

import java.util.ArrayList;
import java.util.List;

/** The packages a manifest imports, and which of them no plugin is given at run time. */
final class ImportedPackages {
  private ImportedPackages() {}

  /**
   * Mandatory imports outside what plugins see: the API, the JDK, OSGi's framework and components.
   */
  static List<String> denied(String header) {
    List<String> denied = new ArrayList<>();
    for (String clause : clauses(header)) {
      if (clause.contains("resolution:=optional") || clause.contains("resolution:=\"optional\"")) {
        continue;
      }
      for (String part : clause.split(";")) {
        String name = part.trim();
        if (!name.isEmpty() && !name.contains("=") && !given(name)) {
          denied.add(name);
        }
      }
    }
    return denied;
  }

  private static boolean given(String name) {
    return name.startsWith("org.parley.api.")
        || name.startsWith("org.parley.spi.")
        || name.startsWith("java.")
        || name.startsWith("javax.")
        || name.startsWith("org.w3c.")
        || name.startsWith("org.xml.")
        || name.equals("org.osgi.framework")
        || name.startsWith("org.osgi.service.component")
        || name.startsWith("org.osgi.util.");
  }

  // Commas inside quotes belong to version ranges, those outside separate clauses.
  private static List<String> clauses(String header) {
    List<String> clauses = new ArrayList<>();
    StringBuilder clause = new StringBuilder();
    boolean quoted = false;
    for (char c : header.toCharArray()) {
      if (c == '"') {
        quoted = !quoted;
      }
      if (c == ',' && !quoted) {
        clauses.add(clause.toString());
        clause.setLength(0);
      } else {
        clause.append(c);
      }
    }
    clauses.add(clause.toString());
    return clauses;
  }
}
