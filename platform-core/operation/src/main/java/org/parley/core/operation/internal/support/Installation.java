// SPDX-License-Identifier: Apache-2.0
package org.parley.core.operation.internal.support;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.parley.core.operation.Evidence;
import org.parley.core.operation.Setting;
import org.parley.core.operation.Settings;

/** What can be told of an installation from its files, whether it runs or not. */
final class Installation {
  /** Of each log its end. */
  private static final long LOG_BYTES = 2L * 1024 * 1024;

  private final Path home;
  private final Path data;
  private final Map<String, String> environment;

  Installation(Path home, Path data, Map<String, String> environment) {
    this.home = home;
    this.data = data;
    this.environment = environment;
  }

  /** Removes what is secret here. */
  Redaction redaction() {
    return new Redaction(
        Settings.all().stream()
            .filter(Setting::secret)
            .map(setting -> environment.getOrDefault(setting.name(), ""))
            .toList());
  }

  List<Evidence> evidence() {
    List<Evidence> parts = new ArrayList<>();
    parts.add(new Part("versions.txt", this::versions));
    parts.add(new Part("settings.txt", this::settings));
    parts.add(new Part("disk.txt", this::disk));
    parts.add(new Part("installation.txt", out -> list(out, home)));
    for (Path log : logs()) {
      parts.add(new Part("log/" + log.getFileName(), out -> end(out, log)));
    }
    return parts;
  }

  private void versions(PrintWriter out) throws IOException {
    out.println("made " + Instant.now());
    for (String name :
        List.of("java.runtime.version", "java.vm.name", "java.vendor", "os.name", "os.version")) {
      out.println(name + " " + System.getProperty(name));
    }
    out.println("os.arch " + System.getProperty("os.arch"));
    out.println("processors " + Runtime.getRuntime().availableProcessors());
    try (Stream<Path> found =
        Files.find(home.resolve("system/org/parley"), 4, (p, a) -> p.toString().endsWith(".jar"))) {
      found.sorted().forEach(jar -> out.println(jar.getFileName()));
    }
    Path level = home.resolve("service-level.json");
    if (Files.exists(level)) {
      out.println(Files.readString(level));
    }
  }

  private void settings(PrintWriter out) {
    for (Setting setting : Settings.all()) {
      String value = environment.getOrDefault(setting.name(), "");
      String shown =
          value.isBlank()
              ? "not set; " + (setting.otherwise().isEmpty() ? "no default" : setting.otherwise())
              : setting.secret() ? "set, not shown" : value;
      out.println(setting.name() + " = " + shown);
    }
    for (Path file : List.of(data.resolve("parley.conf"), home.resolve("etc/parley.conf"))) {
      out.println(file + (Files.exists(file) ? " is there" : " is not there"));
    }
  }

  private void disk(PrintWriter out) throws IOException {
    for (Path place : List.of(data, home)) {
      FileStore store = Files.getFileStore(place);
      out.printf(
          Locale.ROOT,
          "%s: %d MB free of %d MB, %s%n",
          place,
          store.getUsableSpace() >> 20,
          store.getTotalSpace() >> 20,
          store.type());
    }
    try (Stream<Path> children = Files.list(data)) {
      for (Path child : children.sorted().toList()) {
        out.printf(Locale.ROOT, "%10d KB  %s%n", size(child) >> 10, child.getFileName());
      }
    }
  }

  /** Bytes of a file or of all below a directory, as far as they can be seen. */
  static long size(Path path) throws IOException {
    try (Stream<Path> files = Files.walk(path)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  private static void list(PrintWriter out, Path root) throws IOException {
    for (String part : List.of("bin", "etc", "plugins", "deploy")) {
      if (Files.isDirectory(root.resolve(part))) {
        try (Stream<Path> files = Files.walk(root.resolve(part))) {
          files
              .filter(Files::isRegularFile)
              .sorted()
              .forEach(file -> out.println(root.relativize(file) + " " + file.toFile().length()));
        }
      }
    }
  }

  private List<Path> logs() {
    if (!Files.isDirectory(data.resolve("log"))) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(data.resolve("log"))) {
      return files.filter(file -> file.toString().endsWith(".log")).sorted().toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private static void end(PrintWriter out, Path log) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      long skipped = Math.max(0, file.length() - LOG_BYTES);
      file.seek(skipped);
      byte[] bytes = new byte[(int) Math.min(LOG_BYTES, file.length() - skipped)];
      file.readFully(bytes);
      if (skipped > 0) {
        out.println("(" + skipped + " bytes before this are left out)");
      }
      out.print(new String(bytes, StandardCharsets.UTF_8));
    }
  }
}
