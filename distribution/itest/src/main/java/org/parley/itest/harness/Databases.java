// SPDX-License-Identifier: Apache-2.0
package org.parley.itest.harness;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which database belongs to a data directory: the Derby in it, or with {@code
 * -Dparley.test.database=postgresql} a database of its own on the run's server, made when it is
 * first needed and kept over restarts like the directory.
 */
final class Databases {
  private static final boolean POSTGRESQL =
      "postgresql".equals(System.getProperty("parley.test.database"));
  private static final Map<Path, Map<String, String>> CHOSEN = new ConcurrentHashMap<>();

  private Databases() {}

  /** What a Parley on this data has in its environment. */
  static Map<String, String> environment(Path data) {
    return CHOSEN.computeIfAbsent(data, Databases::make);
  }

  /** Chooses a database for a data directory, whatever the run's is. */
  static void choose(Path data, Map<String, String> environment) {
    CHOSEN.put(data, environment);
  }

  /** Whether the databases of this run end with this process. */
  static boolean perProcess() {
    return POSTGRESQL;
  }

  /** Makes a data directory's database a copy of another's, to which nobody is connected. */
  static void copy(Path from, Path to) {
    if (POSTGRESQL) {
      PostgresServer.shared().copy(name(from), name(to));
      CHOSEN.put(to, PostgresServer.shared().environment(name(to)));
    }
  }

  private static Map<String, String> make(Path data) {
    if (!POSTGRESQL) {
      return Map.of();
    }
    PostgresServer.shared().create(name(data));
    return PostgresServer.shared().environment(name(data));
  }

  private static String name(Path data) {
    String name = data.getFileName().toString().toLowerCase(Locale.ROOT);
    return "p_" + name.replaceAll("[^a-z0-9]", "_");
  }
}
