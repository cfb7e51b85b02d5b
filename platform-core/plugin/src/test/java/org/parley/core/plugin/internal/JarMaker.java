// SPDX-License-Identifier: Apache-2.0
package org.parley.core.plugin.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Builds plugins' jars in memory. */
public final class JarMaker {
  private final Map<String, byte[]> files = new LinkedHashMap<>();
  private final Map<String, String> headers = new LinkedHashMap<>();
  private final Map<String, String> components = new LinkedHashMap<>();

  private JarMaker() {}

  /** A sound plugin with nothing in it. */
  public static JarMaker plugin(String id, String version) {
    JarMaker jar = new JarMaker();
    jar.header("Bundle-ManifestVersion", "2");
    jar.header("Bundle-SymbolicName", id);
    jar.header("Bundle-Version", version);
    return jar.about("");
  }

  /** Further attributes of plugin.json, such as {@code "requires":{"a":"[1,2)"}}. */
  public JarMaker about(String more) {
    return file(
        "META-INF/parley/plugin.json",
        """
        {"format": 1, "label": "Test", "vendor": "Acme", "category": "module",
         "license": "MIT", "api": "[1,2)"%s}
        """
            .formatted(more.isEmpty() ? "" : ", " + more));
  }

  public JarMaker type(String name) {
    return file(
        "META-INF/parley/record-types/" + name + ".json",
        """
        {"format": 1, "type": "%s", "label": "Thing", "title": "{name}",
         "fields": [
           {"name": "name", "kind": "text"}
         ]}
        """
            .formatted(name));
  }

  public JarMaker seed() {
    return file("META-INF/parley/seed/first.json", "{\"format\": 1, \"records\": []}");
  }

  public JarMaker panel() {
    file("static/panel.js", "export class Panel {}");
    return file(
        "META-INF/parley/ui.json",
        """
        {"format": 1, "contributions": [
          {"point": "record.panel", "name": "panel", "module": "panel.js", "export": "Panel",
           "label": "Panel", "order": 50}]}
        """);
  }

  /** A component of this test's own classes that provides the hook interface. */
  public JarMaker hook(Class<?> type, String recordType, boolean guard) {
    return component(type, "org.parley.spi.record.BeforeHook", recordType, guard);
  }

  /** A component of this test's own classes that looks into files. */
  public JarMaker scanner(Class<?> type, boolean guard) {
    return component(type, "org.parley.spi.file.FileScanner", "", guard);
  }

  private JarMaker component(Class<?> type, String provided, String recordType, boolean guard) {
    String name = type.getName();
    file(name.replace('.', '/') + ".class", bytes(type));
    file(
        "OSGI-INF/" + name + ".xml",
        """
        <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.3.0" name="%s">
          <implementation class="%s"/>
          <service><provide interface="%s"/></service>
          <property name="parley.types" value="%s"/>
          <property name="parley.guard" type="Boolean" value="%s"/>
        </scr:component>
        """
            .formatted(name, name, provided, recordType, guard));
    components.put(name, "OSGI-INF/" + name + ".xml");
    header("Service-Component", String.join(",", components.values()));
    header(
        "Import-Package",
        "org.parley.spi.record;version=\"[1.0,2)\",org.parley.api.record;version=\"[1.0,2)\","
            + "org.parley.spi.file;version=\"[1.0,2)\"");
    return header(
        "Require-Capability",
        "osgi.extender;filter:=\"(&(osgi.extender=osgi.component)(version>=1.3)(!(version>=2.0)))\"");
  }

  public JarMaker header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  public JarMaker without(String header) {
    headers.remove(header);
    return this;
  }

  public JarMaker file(String name, String text) {
    return file(name, text.getBytes(StandardCharsets.UTF_8));
  }

  public JarMaker file(String name, byte[] bytes) {
    files.put(name, bytes);
    return this;
  }

  public byte[] bytes() {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().putValue("Manifest-Version", "1.0");
    headers.forEach((name, value) -> manifest.getMainAttributes().putValue(name, value));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("META-INF/MANIFEST.MF"));
      manifest.write(zip);
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue());
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  public Path write(Path folder, String name) {
    try {
      return Files.write(folder.resolve(name), bytes());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static byte[] bytes(Class<?> type) {
    try (InputStream in =
        type.getResourceAsStream("/" + type.getName().replace('.', '/') + ".class")) {
      return in.readAllBytes();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
