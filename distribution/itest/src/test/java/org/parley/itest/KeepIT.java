// SPDX-License-Identifier: Apache-2.0
package org.parley.itest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.parley.itest.harness.Api;
import org.parley.itest.harness.Dice;
import org.parley.itest.harness.ParleyProcess;

/** The company can walk away: with a backup, and with everything in its original form. */
class KeepIT {
  private static final boolean SOAK = Boolean.getBoolean("parley.soak");

  /** A Parley with demo data, a partner's plugin, a history and a trash; it has stopped. */
  private static ParleyProcess.Setup full;

  private static Path backup;
  private static Path online;
  private static long changed;

  @BeforeAll
  static void fill() throws IOException {
    full = ParleyProcess.Setup.fresh("keep").withDemo();
    Path backups = full.data().resolveSibling(full.data().getFileName() + "-backups");
    online = full.data().resolveSibling(full.data().getFileName() + "-online");
    try (ParleyProcess parley = full.start()) {
      Api api = parley.admin();
      api.upload(Warranty.jar(), false).expect(201);
      Warranty.create(api, Warranty.opportunity(api)).expect(201);
      JsonNode contact =
          api.create(
              "contact",
              Map.of("last_name", "Nováková 🐎, \"Ž\"", "description", "a\r\nb\n".repeat(9_000)));
      changed = contact.path("id").asLong();
      api.patch("records/contact/" + changed, Map.of("fields", Map.of("first_name", "Žofie")))
          .expect(200);
      JsonNode gone = api.create("contact", Map.of("last_name", "Gone"));
      api.delete("records/contact/" + gone.path("id").asLong()).expect(204);

      // Both while it runs.
      expect(0, full, "backup", backups.toString(), "--keep", "3");
      expect(0, full, "export", online.toString(), "--with-secrets");
      assertThat(api.get("records/contact/" + changed).status()).isEqualTo(200);
      Said refused = say(full, "restore", only(backups).toString());
      assertThat(refused.code()).as(refused.text()).isEqualTo(3);
      assertThat(refused.text()).contains("parley stop");
      parley.stop();
    }
    backup = only(backups);
  }

  @Test
  void anExportIsTheSameWhetherParleyRunsOrNotAndAfterAnImport() throws IOException {
    Path offline = beside("offline");
    expect(0, full, "export", offline.toString(), "--with-secrets");
    assertThat(tree(offline)).isEqualTo(tree(online));

    ParleyProcess.Setup other = ParleyProcess.Setup.empty("imported");
    expect(0, other, "import", online.toString());
    Path again = beside("again");
    expect(0, other, "export", again.toString(), "--with-secrets");
    assertThat(tree(again)).as("export, import, export").isEqualTo(tree(online));

    try (ParleyProcess parley = other.start()) {
      verifyWhole(parley.admin());
    }
  }

  @Test
  void aBackupMadeWhileItRanIsRestored() throws IOException {
    ParleyProcess.Setup other = ParleyProcess.Setup.empty("restored");
    expect(0, other, "check", backup.toString());
    expect(0, other, "restore", backup.toString());
    try (ParleyProcess parley = other.start()) {
      verifyWhole(parley.admin());
    }
  }

  private static void verifyWhole(Api api) {
    JsonNode contact = api.get("records/contact/" + changed).expect(200).json();
    assertThat(contact.path("title").asText()).isEqualTo("Žofie Nováková 🐎, \"Ž\"");
    assertThat(contact.at("/fields/description").asText()).isEqualTo("a\r\nb\n".repeat(9_000));
    assertThat(api.get("records/contact/" + changed + "/history").json().path("items")).hasSize(2);
    assertThat(api.plugin(Warranty.ID).path("state").asText()).isEqualTo("active");
    assertThat(api.get("records/" + Warranty.TYPE).expect(200).json().path("items")).hasSize(1);
    long added = api.create("contact", Map.of("last_name", "After")).path("id").asLong();
    assertThat(added).as("ids go on").isGreaterThan(changed);
  }

  @Test
  void aDamagedBackupIsRefusedAndTheDataStays() throws IOException {
    Random dice = Dice.roll("KeepIT");
    Path bad = beside("bad");
    copy(backup, bad);
    List<String> files = List.copyOf(tree(bad).keySet());
    Path file = bad.resolve(files.get(dice.nextInt(files.size())));
    byte[] bytes = Files.readAllBytes(file);
    if (bytes.length == 0) {
      Files.write(file, new byte[] {1});
    } else {
      bytes[dice.nextInt(bytes.length)] ^= 4;
      Files.write(file, bytes);
    }
    SortedMap<String, String> before = tree(full.data().resolve("db"));
    for (String verb : List.of("check", "restore")) {
      Said said = say(full, verb, bad.toString());
      assertThat(said.code()).as(said.text()).isEqualTo(4);
    }
    assertThat(tree(full.data().resolve("db"))).isEqualTo(before);
  }

  /** Killed at any moment, it leaves the old data or the new. */
  @ParameterizedTest
  @ValueSource(strings = {"backup", "restore", "import"})
  void aKilledCommandLeavesNothingHalf(String verb) throws Exception {
    Random dice = Dice.roll("KeepIT " + verb);
    ParleyProcess.Setup target = ParleyProcess.Setup.empty("killed");
    Path backups = beside("killed-backups-" + verb);
    String argument =
        switch (verb) {
          case "backup" -> backups.toString();
          case "restore" -> backup.toString();
          default -> online.toString();
        };
    if (verb.equals("backup")) {
      expect(0, target, "import", online.toString());
    }
    SortedMap<String, String> whatMayBe = tree(online);
    SortedMap<String, String> old = whatMayBe;
    if (verb.equals("restore")) {
      DataFormatsIT.unpack(DataFormatsIT.formats().get(0), target.data());
      Path before = beside("killed-old");
      expect(0, target, "export", before.toString(), "--with-secrets");
      old = tree(before);
      assertThat(old).isNotEqualTo(whatMayBe);
    }
    long whole = timed(verb, argument);
    for (int round = 0; round < (SOAK ? 30 : 2); round++) {
      Process process = builder(target, verb, argument).start();
      long moment = (long) (whole * (0.2 + 0.9 * dice.nextDouble()));
      process.waitFor(moment, TimeUnit.MILLISECONDS);
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
      if (verb.equals("backup")) {
        for (Path made : list(backups)) {
          expect(0, target, "check", made.toString());
        }
      }
      if (verb.equals("import") && !Files.exists(target.data().resolve("db"))) {
        continue;
      }
      Path now = beside("killed-" + verb + "-" + round);
      expect(0, target, "export", now.toString(), "--with-secrets");
      assertThat(tree(now)).as("killed after " + moment + " ms").isIn(old, whatMayBe);
      if (!verb.equals("backup")) {
        remove(target.data());
      }
      if (verb.equals("restore")) {
        DataFormatsIT.unpack(DataFormatsIT.formats().get(0), target.data());
      }
    }
    if (verb.equals("import")) {
      remove(target.data().resolve("db"));
    }
    expect(0, target, verb, argument);
    try (Stream<Path> left = Files.list(target.data())) {
      assertThat(left.map(path -> path.getFileName().toString()))
          .as("nothing unfinished is left")
          .noneMatch(name -> name.startsWith("incoming"));
    }
  }

  private static long timed(String verb, String argument) {
    ParleyProcess.Setup setup = ParleyProcess.Setup.empty("timed");
    if (verb.equals("backup")) {
      expect(0, setup, "import", online.toString());
    }
    long begun = System.nanoTime();
    expect(0, setup, verb, verb.equals("backup") ? argument + "-timed" : argument);
    return (System.nanoTime() - begun) / 1_000_000;
  }

  private record Said(int code, String text) {}

  private static ProcessBuilder builder(ParleyProcess.Setup setup, String... arguments)
      throws IOException {
    ProcessBuilder builder = setup.command(arguments);
    builder.redirectOutput(Files.createTempFile("keep", ".out").toFile());
    return builder;
  }

  private static Said say(ParleyProcess.Setup setup, String... arguments) {
    try {
      ProcessBuilder builder = builder(setup, arguments);
      Process process = builder.start();
      if (!process.waitFor(120, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(List.of(arguments) + " hangs");
      }
      Path output = builder.redirectOutput().file().toPath();
      String text = Files.readString(output);
      Files.delete(output);
      return new Said(process.exitValue(), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static void expect(int code, ParleyProcess.Setup setup, String... arguments) {
    Said said = say(setup, arguments);
    assertThat(said.code()).as(List.of(arguments) + "\n" + said.text()).isEqualTo(code);
  }

  private static Path beside(String name) {
    return full.data().resolveSibling(full.data().getFileName() + "-" + name);
  }

  private static List<Path> list(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.filter(entry -> !entry.getFileName().toString().startsWith(".")).toList();
    }
  }

  private static Path only(Path folder) throws IOException {
    List<Path> entries = list(folder);
    assertThat(entries).hasSize(1);
    return entries.get(0);
  }

  /** Every file of a folder with its checksum. */
  private static SortedMap<String, String> tree(Path folder) throws IOException {
    SortedMap<String, String> tree = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        tree.put(folder.relativize(file).toString(), sum(Files.readAllBytes(file)));
      }
    }
    return tree;
  }

  private static String sum(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (java.security.NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : all.toList()) {
        Path place = to.resolve(from.relativize(path).toString());
        if (Files.isDirectory(path)) {
          Files.createDirectories(place);
        } else {
          Files.copy(path, place);
        }
      }
    }
  }

  private static void remove(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
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
