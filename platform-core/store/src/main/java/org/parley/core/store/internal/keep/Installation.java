// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.keep;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which Parley is kept or moved.
 *
 * @param home the unpacked archive
 * @param data the data directory
 * @param version of this Parley
 * @param url of the PostgreSQL that it runs on, or null for embedded Derby
 */
record Installation(
    Path home, Path data, String version, String url, String user, String password) {
  static final String DATABASE = "db";

  /** What in a data directory is made anew, or is none of a backup's business. */
  private static final Set<String> NOT_KEPT =
      Set.of(
          DATABASE,
          "backups",
          "deploy",
          "incoming",
          "karaf",
          "lock",
          "log",
          "parley.copy",
          "parley.pid",
          "parley.run",
          "search",
          "tmp");

  Path database() {
    return data.resolve(DATABASE);
  }

  /** What a data directory holds besides the database: keys, for one. */
  List<Path> besides() throws IOException {
    try (Stream<Path> entries = Files.list(data)) {
      return entries
          .filter(entry -> !NOT_KEPT.contains(entry.getFileName().toString()))
          .filter(entry -> !entry.getFileName().toString().matches("(incoming|replaced|\\.).*"))
          .sorted()
          .toList();
    }
  }

  /** What an administrator may have set in the installation. */
  Map<String, Path> configuration() {
    Map<String, Path> files = new LinkedHashMap<>();
    for (String file : List.of("etc/custom.properties", "service-level.json")) {
      if (Files.isRegularFile(home.resolve(file))) {
        files.put(file, home.resolve(file));
      }
    }
    return files;
  }

  /** A folder for the time of this command; those of commands that were killed go. */
  Path scratch() throws IOException {
    Path tmp = Files.createDirectories(data.resolve("tmp"));
    removeAbandoned(tmp, "keep-");
    return Files.createDirectories(tmp.resolve("keep-" + ProcessHandle.current().pid()));
  }

  /** Removes folders whose names end with the process that made them, where that has ended. */
  static void removeAbandoned(Path folder, String prefix) throws IOException {
    List<Path> abandoned;
    try (Stream<Path> entries = Files.list(folder)) {
      abandoned =
          entries
              .filter(entry -> entry.getFileName().toString().matches(prefix + "(.*-)?[0-9]+"))
              .filter(entry -> !isAlive(entry.getFileName().toString()))
              .toList();
    }
    for (Path entry : abandoned) {
      org.parley.core.store.internal.database.Durable.remove(entry);
    }
  }

  private static boolean isAlive(String name) {
    return ProcessHandle.of(Long.parseLong(name.substring(name.lastIndexOf('-') + 1)))
        .map(ProcessHandle::isAlive)
        .orElse(false);
  }
}
