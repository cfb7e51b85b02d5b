// SPDX-License-Identifier: Apache-2.0
package org.parley.itest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.parley.itest.harness.Api;
import org.parley.itest.harness.Commands;
import org.parley.itest.harness.Dice;
import org.parley.itest.harness.ParleyProcess;

/**
 * The power goes at a random moment while people write, in bulk too, while a plugin with its tables
 * comes, grows and goes, and while a backup is made. Nothing acknowledged is lost, nothing is there
 * by half, every record's versions are in the journal without a gap, and what calls itself a backup
 * is one.
 */
class MixedKillIT {
  private static final boolean SOAK = Boolean.getBoolean("parley.soak");
  private static final int KILLS = Integer.getInteger("parley.kills", SOAK ? 100 : 4);
  private static final int VERIFY_ALL_EVERY = 25;

  private final Random dice = Dice.roll("MixedKillIT");
  private final ParleyProcess.Setup setup =
      ParleyProcess.Setup.fresh("mixed").withJvm("-XX:TieredStopAtLevel=1");
  private final Path backups = setup.data().resolveSibling(setup.data().getFileName() + "-backups");
  private final List<WriteLedger> ledgers = new ArrayList<>();
  private final BulkBook bulk = new BulkBook();
  private int minor;
  private int backupsMade;

  @Test
  void nothingIsLostOrHalfDone() {
    Warranty.jar();
    ParleyProcess parley = setup.start();
    try {
      for (int kill = 1; kill <= KILLS; kill++) {
        WriteLedger ledger = new WriteLedger();
        ledgers.add(ledger);
        killAmongAll(parley, ledger);
        parley = setup.start();
        Api api = parley.admin();
        ledger.verify(api);
        verifyPlugin(api);
        if (kill % VERIFY_ALL_EVERY == 0 || kill == KILLS) {
          ledgers.forEach(earlier -> earlier.verify(api));
          bulk.verify(api);
        }
        verifyBackups();
      }
      int writes = ledgers.stream().mapToInt(WriteLedger::acknowledged).sum();
      System.out.printf(
          "MixedKillIT: %d kills, %d acknowledged writes, %d batches, %d changes of types,"
              + " %d backups; nothing lost, nothing half done%n",
          KILLS, writes, bulk.batches(), minor, backupsMade);
      assertThat(writes).isPositive();
    } finally {
      parley.close();
    }
  }

  @SuppressWarnings("try") // The writers work by themselves until they are closed.
  private void killAmongAll(ParleyProcess parley, WriteLedger ledger) {
    Api api = parley.admin();
    long seed = dice.nextLong();
    try (Writers writers = new Writers(parley, ledger, seed);
        Beside batches =
            new Beside("bulk", turn -> bulk.write(api, "Batch " + Long.toHexString(seed) + turn));
        Beside types = new Beside("types", turn -> changeTypes(api));
        Beside copies = new Beside("backup", turn -> backUp())) {
      // Long enough for each of them to be at anything, the first time and later.
      LockSupport.parkNanos(Duration.ofMillis(200 + dice.nextInt(4_000)).toNanos());
      List.of(batches, types, copies).forEach(Beside::letFail);
      parley.kill();
    }
  }

  private void changeTypes(Api api) {
    JsonNode plugin = api.plugin(Warranty.ID);
    if (plugin != null && dice.nextInt(4) == 0) {
      boolean active = plugin.path("state").asText().equals("active");
      api.post("plugins/" + Warranty.ID + (active ? "/quarantine" : "/reattach"), "").expect(200);
    } else {
      minor++;
      assertThat(api.upload(Warranty.version(minor), false).status()).isIn(200, 201);
    }
  }

  private void backUp() {
    ProcessBuilder builder =
        new ProcessBuilder(
            ParleyProcess.archive().resolve("bin/parley").toString(), "backup", backups.toString());
    setup.applyTo(builder);
    builder.environment().remove("PARLEY_JAVA_OPTS");
    Commands.run(builder, Duration.ofSeconds(120));
    backupsMade++;
  }

  private static void verifyPlugin(Api api) {
    JsonNode plugin = api.plugin(Warranty.ID);
    if (plugin == null) {
      api.get("records/" + Warranty.TYPE).expect(404);
      return;
    }
    assertThat(plugin.path("operation").isNull()).as(plugin.toString()).isTrue();
    assertThat(plugin.path("state").asText()).isIn("active", "quarantined");
    api.get("records/" + Warranty.TYPE).expect(200);
    if (plugin.path("state").asText().equals("active")) {
      Warranty.create(api, Warranty.opportunity(api)).expect(201);
    }
  }

  /** All but the newest go: a hundred backups prove no more. */
  private void verifyBackups() {
    if (!Files.isDirectory(backups)) {
      return;
    }
    try (Stream<Path> entries = Files.list(backups)) {
      List<Path> named =
          entries.filter(path -> path.getFileName().toString().startsWith("parley-")).toList();
      for (Path backup : named) {
        ProcessBuilder builder =
            new ProcessBuilder(
                ParleyProcess.archive().resolve("bin/parley").toString(),
                "check",
                backup.toString());
        setup.applyTo(builder);
        Commands.run(builder, Duration.ofSeconds(60));
        delete(backup);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
