// SPDX-License-Identifier: Apache-2.0
package org.parley.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/**
 * The plugin that a contract looks at: what its jar will hold, before it is packed.
 *
 * @param id the plugin's id, which is its artifactId and its Bundle-SymbolicName
 * @param content the directory the jar is made of, {@code target/classes}
 */
public record PluginUnderTest(String id, Path content) {
  /** Where descriptors lie in a jar. */
  public static final String DESCRIPTORS = "META-INF/parley/";

  /**
   * The plugin that is being built: {@code parley-plugin-parent} says where it lies.
   *
   * @throws IllegalStateException when the build does not inherit from that parent
   */
  public static PluginUnderTest ofThisBuild() {
    String id = System.getProperty("parley.plugin.id");
    String content = System.getProperty("parley.plugin.classes");
    if (id == null || content == null) {
      throw new IllegalStateException(
          "The pom must inherit from org.parley:parley-plugin-parent, or set the system properties"
              + " parley.plugin.id and parley.plugin.classes for its tests.");
    }
    return new PluginUnderTest(id, Path.of(content));
  }

  /** The main attributes of its manifest; empty when it has none. */
  public Attributes manifest() {
    Path file = content.resolve("META-INF/MANIFEST.MF");
    if (!Files.exists(file)) {
      return new Attributes();
    }
    try (InputStream in = Files.newInputStream(file)) {
      return new Manifest(in).getMainAttributes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Paths of all files below a folder, as they are named in the jar, sorted. */
  public List<String> files(String folder) {
    Path start = content.resolve(folder);
    if (!Files.isDirectory(start)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(start)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> content.relativize(file).toString().replace('\\', '/'))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether the jar will hold a file. */
  public boolean has(String file) {
    return Files.isRegularFile(content.resolve(file));
  }

  /** The text of a file. */
  public String text(String file) {
    try {
      return Files.readString(content.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
