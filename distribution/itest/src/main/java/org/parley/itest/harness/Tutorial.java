// SPDX-License-Identifier: Apache-2.0
package org.parley.itest.harness;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a reader of a page below {@code docs/tutorials} ends up with: the code blocks of the page,
 * written into an empty directory and built with Maven. Of Parley the build finds nothing but the
 * artefacts that are published for partners.
 */
public final class Tutorial {
  private static final Pattern FENCE = Pattern.compile("^```\\w+\\s.*?\\bfile=(\\S+).*$");
  private static final Map<String, byte[]> JARS = new HashMap<>();

  private Tutorial() {}

  /** The jar that a page makes, such as {@code warranty}; built once per run. */
  public static synchronized byte[] jar(String page) {
    return JARS.computeIfAbsent(
        page,
        name -> {
          try {
            return build(name);
          } catch (IOException failed) {
            throw new UncheckedIOException(failed);
          }
        });
  }

  /** Where the page of that name is built, by this JVM. */
  public static Path place(String page) {
    return ParleyProcess.target().resolve("tutorial-" + Ports.fork()).resolve(page);
  }

  private static byte[] build(String name) throws IOException {
    Path page = Path.of(System.getProperty("parley.tutorials")).resolve(name + ".md");
    Path place = place(name);
    remove(place);
    Path project = Files.createDirectories(place.resolve("project"));
    Map<String, String> files = blocks(Files.readAllLines(page));
    if (!files.containsKey("pom.xml")) {
      throw new AssertionError(page + " has no pom.xml among " + files.keySet());
    }
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path target = project.resolve(file.getKey());
      Files.createDirectories(target.getParent());
      Files.writeString(target, file.getValue());
    }
    Path repository = repository(place.resolve("repository"));
    ProcessBuilder maven =
        new ProcessBuilder(
            System.getProperty("maven.home") + "/bin/mvn",
            "-B",
            "-q",
            "-nsu",
            "-Dmaven.repo.local=" + repository,
            "package");
    maven.directory(project.toFile());
    maven.environment().keySet().removeIf(variable -> variable.startsWith("MAVEN_"));
    maven.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Commands.run(maven, Duration.ofMinutes(4));
    try (Stream<Path> built = Files.list(project.resolve("target"))) {
      List<Path> jars = built.filter(file -> file.toString().endsWith(".jar")).toList();
      if (jars.size() != 1) {
        throw new AssertionError("the tutorial should make one jar: " + jars);
      }
      return Files.readAllBytes(jars.get(0));
    }
  }

  /** The blocks of a page that say which file they are; a file named twice keeps its first text. */
  static Map<String, String> blocks(List<String> page) {
    Map<String, String> files = new LinkedHashMap<>();
    String name = null;
    StringBuilder text = new StringBuilder();
    for (String line : page) {
      Matcher fence = FENCE.matcher(line);
      if (name == null && fence.matches()) {
        name = fence.group(1);
        text.setLength(0);
      } else if (name != null && line.equals("```")) {
        files.putIfAbsent(name, text.toString());
        name = null;
      } else if (name != null) {
        text.append(line).append('\n');
      }
    }
    return files;
  }

  /**
   * A local repository of its own. Of other projects it has what this machine has already (links,
   * so that nothing is loaded twice and no network is needed); of org.parley only what is
   * published.
   */
  private static Path repository(Path place) throws IOException {
    Path users = Path.of(System.getProperty("parley.local.repository"));
    Path published = Path.of(System.getProperty("parley.published"));
    Files.createDirectories(place.resolve("org"));
    link(users, place, "org");
    link(users.resolve("org"), place.resolve("org"), "parley");
    try (Stream<Path> files = Files.walk(published)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = place.resolve(published.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
    return place;
  }

  private static void link(Path from, Path to, String except) throws IOException {
    File[] entries = from.toFile().listFiles(File::isDirectory);
    for (File entry : entries == null ? new File[0] : entries) {
      if (!entry.getName().equals(except)) {
        Files.createSymbolicLink(to.resolve(entry.getName()), entry.toPath());
      }
    }
  }

  /** Removes a directory; what its links point to stays. */
  private static void remove(Path place) throws IOException {
    if (!Files.exists(place)) {
      return;
    }
    Files.walkFileTree(
        place,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, IOException problem)
              throws IOException {
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
