// SPDX-License-Identifier: Apache-2.0
package org.parley.core.plugin.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.parley.core.plugin.PluginPlan;
import org.parley.core.plugin.PluginPlan.Conflict;

/** What is refused, and how it is told: each names its culprit and nothing changes. */
class RefusalTest {
  @TempDir static Path folder;
  private static House house;

  @BeforeAll
  static void openHouse() throws Exception {
    house = new House(folder);
    house.open();
  }

  @AfterAll
  static void closeHouse() throws Exception {
    assertThat(house.ledger.entries()).isEmpty();
    house.close();
  }

  @ParameterizedTest
  @CsvSource({
    "Export-Package, org.acme",
    "Fragment-Host, org.parley.core.rest",
    "DynamicImport-Package, *",
    "Require-Bundle, org.acme",
    "Bundle-Activator, org.acme.Activator"
  })
  void headersThatReachOutside(String header, String value) {
    Conflict conflict = only(sound().header(header, value));
    assertThat(conflict.code()).isEqualTo("header_refused");
    assertThat(conflict.file()).isEqualTo(header);
    assertThat(conflict.message()).contains(header);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Acme", "acme warranty", "acme/../x", "parley", "-a", "a--b", "\u00e4"})
  void idsThatDoNotFit(String id) {
    assertThat(only(sound().header("Bundle-SymbolicName", id)).code()).isEqualTo("bad_id");
  }

  @Test
  void namesAndCapabilitiesOfThePlatform() {
    assertThat(only(sound().header("Bundle-SymbolicName", "org.apache.felix.scr")).code())
        .isEqualTo("bad_id");
    assertThat(
            only(sound().header("Provide-Capability", "osgi.extender;osgi.extender=osgi.jaxrs"))
                .file())
        .isEqualTo("Provide-Capability");
    assertThat(
            plan(sound()
                    .header(
                        "Provide-Capability",
                        "osgi.service;objectClass:List<String>=\"org.parley.spi.record.BeforeHook\""))
                .possible())
        .isTrue();
  }

  @Test
  void whatIsNoBundle() {
    assertThat(only(sound().without("Bundle-SymbolicName")).code()).isEqualTo("not_a_bundle");
    assertThat(only(sound().without("Bundle-ManifestVersion")).code()).isEqualTo("not_a_bundle");
    assertThat(only(sound().header("Bundle-Version", "one")).code()).isEqualTo("bad_version");
    assertThat(only(zip("readme.txt", "hello")).code()).isEqualTo("no_manifest");
  }

  @Test
  void whatIsNoPlugin() {
    assertThat(
            only(zip(
                    "META-INF/MANIFEST.MF",
                    """
                    Manifest-Version: 1.0
                    Bundle-ManifestVersion: 2
                    Bundle-SymbolicName: acme-a
                    Bundle-Version: 1.0.0

                    """))
                .code())
        .isEqualTo("no_descriptor");
  }

  @Test
  void whatIsNoZip() {
    assertThat(only("not a jar at all".getBytes(StandardCharsets.UTF_8)).code())
        .isEqualTo("not_a_zip");
    assertThat(only(new byte[0]).code()).isEqualTo("not_a_zip");
    byte[] jar = sound().bytes();
    assertThat(only(Arrays.copyOf(jar, jar.length / 2)).code()).isEqualTo("not_a_zip");
    assertThat(only(Arrays.copyOf(jar, jar.length - 30)).code()).isEqualTo("not_a_zip");
  }

  @Test
  void aBombIsNotUnpacked() {
    assertThat(only(sound().file("big.bin", new byte[210 << 20])).code())
        .isEqualTo("too_large_unpacked");
    assertThat(only(sound().file("static/big.bin", new byte[60 << 20])).code())
        .isEqualTo("too_large");
  }

  @Test
  void tooManyEntries() {
    JarMaker jar = sound();
    for (int i = 0; i < 5_001; i++) {
      jar.file("f" + i, "");
    }
    assertThat(only(jar).code()).isEqualTo("too_many_entries");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../evil.txt", "/etc/passwd", "a/../../b", "a\\b"})
  void pathsThatLeaveTheJar(String name) {
    assertThat(only(sound().file(name, "x")).code()).isEqualTo("bad_entry");
  }

  @Test
  void aDescriptorWithAnErrorInLineSeven() {
    Conflict conflict =
        only(
            sound()
                .file(
                    "META-INF/parley/record-types/thing.json",
                    """
                    {"format": 1,
                     "type": "thing",
                     "label": "Thing",
                     "title": "{name}",
                     "fields": [
                       {"name": "name", "kind": "text"},
                       {"name": "size", "kind": "txet"}
                     ]}
                    """));
    assertThat(conflict.file()).isEqualTo("META-INF/parley/record-types/thing.json");
    assertThat(conflict.line()).isEqualTo(7);
    assertThat(conflict.pointer()).isEqualTo("/fields/1/kind");
    assertThat(conflict.message()).contains("text", "txet");
  }

  @Test
  void aNameThatIsTooLong() {
    Conflict conflict = only(sound().type("t" + "o".repeat(60)));
    assertThat(conflict.pointer()).isEqualTo("/type");
    assertThat(conflict.message()).contains("40 characters");
  }

  @Test
  void jsonThatIsBroken() {
    Conflict conflict =
        only(
            sound()
                .file("META-INF/parley/record-types/a.json", "{\n\"format\": 1,\n\"type\" \"a\"}"));
    assertThat(conflict.code()).isEqualTo("not_json");
    assertThat(conflict.line()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "",
        "null",
        "{\"a\":1,\"a\":2}",
        "{} x",
        "{\"format\":1e999999999}",
        "\u0000"
      })
  void jsonOfAnotherShape(String json) {
    assertThat(
            house
                .room
                .plan(sound().file("META-INF/parley/ui.json", json).write(folder, "odd.jar"))
                .conflicts())
        .isNotEmpty()
        .allSatisfy(conflict -> assertThat(conflict.file()).isEqualTo("META-INF/parley/ui.json"));
  }

  @Test
  void deepJson() {
    String deep = "[".repeat(100_000);
    assertThat(only(sound().file("META-INF/parley/ui.json", deep)).code()).isEqualTo("not_json");
  }

  @Test
  void attributesNobodyKnows() {
    Conflict conflict = only(sound().about("\"lisence\": \"MIT\""));
    assertThat(conflict.code()).isEqualTo("unknown_attribute");
    assertThat(conflict.pointer()).isEqualTo("/lisence");
    assertThat(conflict.line()).isEqualTo(2);
  }

  @Test
  void packagesThatAreMissingOrDenied() {
    Conflict missing = only(sound().header("Import-Package", "com.acme.engine"));
    assertThat(missing.code()).isEqualTo("missing_package");
    assertThat(missing.message()).contains("com.acme.engine");
    Conflict denied = only(sound().header("Import-Package", "org.slf4j"));
    assertThat(denied.code()).isEqualTo("denied_package");
    Conflict wrong =
        only(sound().header("Import-Package", "org.parley.api.record;version=\"[7,8)\""));
    assertThat(wrong.code()).isEqualTo("wrong_version");
    assertThat(wrong.message()).contains("1.1.0");
    assertThat(plan(sound().header("Import-Package", "com.acme;resolution:=optional")).possible())
        .isTrue();
  }

  @Test
  void anApiThatIsNotThisOne() {
    Conflict conflict =
        only(
            sound()
                .file(
                    "META-INF/parley/plugin.json",
                    """
                    {"format": 1, "label": "A", "vendor": "A", "license": "MIT",
                     "category": "module",
                     "api": "[2,3)"}
                    """));
    assertThat(conflict.code()).isEqualTo("wrong_api");
    assertThat(conflict.line()).isEqualTo(3);
  }

  @Test
  void litInsideAndModulesThatAreNotThere() {
    assertThat(
            only(sound().file("static/lit.js", "(globalThis.litHtmlVersions??=[]).push('3')"))
                .code())
        .isEqualTo("embedded_lit");
    Conflict missing =
        only(
            sound()
                .panel()
                .file(
                    "META-INF/parley/ui.json",
                    """
        {"format": 1, "contributions": [
          {"point": "nav", "name": "a",
           "module": "other.js", "export": "A", "label": "A"}]}
        """));
    assertThat(missing.code()).isEqualTo("no_module");
    assertThat(missing.line()).isEqualTo(3);
  }

  @Test
  void entriesThatTheDirectoryHides() throws IOException {
    // Two zip files one after the other: read from the front it is the first, by the directory the
    // second.
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.write(sound().bytes());
    both.write(JarMaker.plugin("acme-hidden", "1.0.0").file("hidden", "x").bytes());
    assertThat(only(both.toByteArray()).code()).isEqualTo("not_a_zip");
  }

  private static JarMaker sound() {
    return JarMaker.plugin("acme-a", "1.0.0");
  }

  private static PluginPlan plan(JarMaker jar) {
    return house.room.plan(jar.write(folder, "jar.jar"));
  }

  private static Conflict only(JarMaker jar) {
    return only(jar.bytes());
  }

  private static Conflict only(byte[] jar) {
    try {
      PluginPlan plan = house.room.plan(Files.write(folder.resolve("bad.jar"), jar));
      assertThat(plan.conflicts()).hasSize(1);
      assertThat(plan.conflicts().get(0).kind()).isEqualTo("refused");
      return plan.conflicts().get(0);
    } catch (IOException failure) {
      throw new java.io.UncheckedIOException(failure);
    }
  }

  private static byte[] zip(String name, String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry(name));
      zip.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException impossible) {
      throw new java.io.UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }
}
