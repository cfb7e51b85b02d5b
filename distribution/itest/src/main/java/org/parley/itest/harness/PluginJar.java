// SPDX-License-Identifier: Apache-2.0
package org.parley.itest.harness;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarInputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A plugin's jar, made to order: right ones, and ones with exactly one thing wrong. */
public final class PluginJar {
  private static final String DESCRIPTORS = "META-INF/parley/";

  private final Map<String, String> headers = new LinkedHashMap<>();
  private final Map<String, byte[]> files = new LinkedHashMap<>();

  private PluginJar() {}

  /** An OSGi bundle with a plugin.json and nothing else. */
  public static PluginJar named(String id, String version) {
    PluginJar jar = new PluginJar();
    jar.headers.put("Bundle-ManifestVersion", "2");
    jar.headers.put("Bundle-SymbolicName", id);
    jar.headers.put("Bundle-Version", version);
    return jar.descriptor(
        "plugin.json",
        """
        {"format": 1, "label": "%s", "vendor": "Acme", "category": "module", "license": "MIT",
         "api": "[1,2)"}
        """
            .formatted(id));
  }

  /** A right plugin: {@code acme-loan}, see {@link #owning}. */
  public static PluginJar loan(String version) {
    return owning("loan", version);
  }

  /**
   * A right plugin, {@code acme-<noun>}: it brings the type {@code acme_<noun>} and adds {@code
   * acme_<noun>_limit} to accounts.
   */
  public static PluginJar owning(String noun, String version) {
    return named("acme-" + noun, version)
        .descriptor(
            "plugin.json",
            """
            {"format": 1, "label": "Acme %s", "vendor": "Acme", "category": "module",
             "license": "MIT", "api": "[1,2)", "prefix": "acme",
             "requires": {"parley-contacts": "[0.1,2)"}}
            """
                .formatted(noun))
        .descriptor(
            "record-types/acme_" + noun + ".json",
            """
            {
              "format": 1,
              "type": "acme_%1$s",
              "label": "Acme %1$s",
              "title": "{name}",
              "fields": [
                {"name": "name", "kind": "text", "max": 80, "required": true},
                {"name": "amount", "kind": "money"},
                {"name": "account", "kind": "reference", "to": "account", "inverse": "acme_%1$ss"}
              ]
            }
            """
                .formatted(noun))
        .descriptor(
            "extensions/account.json",
            """
            {"format": 1, "extends": "account",
             "fields": [{"name": "acme_%s_limit", "kind": "integer"}]}
            """
                .formatted(noun));
  }

  /** The files and headers of a jar that is there already. */
  public static PluginJar of(byte[] jar) {
    PluginJar copy = new PluginJar();
    try (JarInputStream in = new JarInputStream(new ByteArrayInputStream(jar))) {
      in.getManifest()
          .getMainAttributes()
          .forEach((name, value) -> copy.headers.put(name.toString(), value.toString()));
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        if (!entry.isDirectory()) {
          copy.files.put(entry.getName(), in.readAllBytes());
        }
      }
      return copy;
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  public PluginJar version(String version) {
    return header("Bundle-Version", version);
  }

  /** Sets a header, or with null leaves it out. */
  public PluginJar header(String name, String value) {
    if (value == null) {
      headers.remove(name);
    } else {
      headers.put(name, value);
    }
    return this;
  }

  /** A header's value, or null. */
  public String header(String name) {
    return headers.get(name);
  }

  public PluginJar descriptor(String name, String json) {
    return file(DESCRIPTORS + name, json.getBytes(StandardCharsets.UTF_8));
  }

  public PluginJar file(String name, String content) {
    return file(name, content.getBytes(StandardCharsets.UTF_8));
  }

  public PluginJar file(String name, byte[] content) {
    files.put(name, content);
    return this;
  }

  /** A descriptor that is there, as JSON. */
  public ObjectNode read(String name) {
    try {
      return (ObjectNode) Answer.JSON.readTree(files.get(DESCRIPTORS + name));
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /** Changes a descriptor that is there, as JSON. */
  public PluginJar edit(String name, Consumer<ObjectNode> change) {
    ObjectNode node = read(name);
    change.accept(node);
    return descriptor(name, node.toPrettyString());
  }

  /** Adds a field to the type or extension in a descriptor. */
  public PluginJar field(String descriptor, String name, String kind) {
    return edit(
        descriptor,
        node -> node.withArray("fields").addObject().put("name", name).put("kind", kind));
  }

  /** The only descriptor in a folder, such as {@code record-types}. */
  public String only(String folder) {
    return files.keySet().stream()
        .filter(name -> name.startsWith(DESCRIPTORS + folder + "/"))
        .map(name -> name.substring(DESCRIPTORS.length()))
        .reduce(
            (one, other) -> {
              throw new IllegalStateException("more than one in " + folder);
            })
        .orElseThrow();
  }

  /** The jar; the same content makes the same bytes, whenever it is asked for. */
  public byte[] bytes() {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    headers.forEach((name, value) -> manifest.getMainAttributes().putValue(name, value));
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream jar = new ZipOutputStream(bytes)) {
      manifest.write(head);
      put(jar, JarFile.MANIFEST_NAME, head.toByteArray());
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        put(jar, file.getKey(), file.getValue());
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    return bytes.toByteArray();
  }

  private static void put(ZipOutputStream jar, String name, byte[] content) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(LocalDateTime.of(2026, 11, 22, 0, 0));
    jar.putNextEntry(entry);
    jar.write(content);
    jar.closeEntry();
  }
}
