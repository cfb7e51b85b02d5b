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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.parley.itest.harness.Api;
import org.parley.itest.harness.Commands;
import org.parley.itest.harness.Dice;
import org.parley.itest.harness.ParleyProcess;
import org.parley.itest.harness.PostgresServer;

/**
 * The power goes at a random moment while people write, in bulk and with files too, while a plugin
 * with its tables comes, grows and goes, and while a backup is made; now and then it goes once more
 * while all is moved to PostgreSQL. Nothing acknowledged is lost, nothing is there by half, every
 * record's versions are in the journal without a gap, what calls itself a backup is one, and what
 * was moved in the end is all there.
 */
class MixedKillIT {
  private static final boolean SOAK = Boolean.getBoolean("parley.soak");
  private static final int KILLS = Integer.getInteger("parley.kills", SOAK ? 100 : 4);
  private static final int VERIFY_ALL_EVERY = 25;

  /** After so many kills a move is begun and killed. */
  private static final int MOVE_EVERY = SOAK ? 10 : 2;

  private static final boolean ON_POSTGRESQL =
      "postgresql".equals(System.getProperty("parley.test.database"));

  private final Random dice = Dice.roll("MixedKillIT");
  private final ParleyProcess.Setup setup = ParleyProcess.Setup.fresh("mixed");
  private final Path backups = setup.data().resolveSibling(setup.data().getFileName() + "-backups");
  private final List<WriteLedger> ledgers = new ArrayList<>();
  private final BulkBook bulk = new BulkBook();
  private final FileBook files = new FileBook();
  private int minor;
  private int backupsMade;
  private int movesKilled;

  @Test
  void nothingIsLostOrHalfDone() {
    Warranty.jar();
    ParleyProcess parley = setup.start();
    try (Target target = ON_POSTGRESQL ? null : new Target()) {
      Papers.install(parley.admin());
      for (int kill = 1; kill <= KILLS; kill++) {
        WriteLedger ledger = new WriteLedger();
        ledgers.add(ledger);
        killAmongAll(parley, ledger);
        if (target != null && kill % MOVE_EVERY == 0) {
          killAMove(target);
        }
        parley = setup.start();
        Api api = parley.admin();
        ledger.verify(api);
        verifyPlugin(api);
        if (kill % VERIFY_ALL_EVERY == 0 || kill == KILLS) {
          verifyAll(api);
        }
        verifyBackups();
      }
      if (target != null) {
        parley.stop();
        parley = moved(target).start();
        verifyAll(parley.admin());
      }
      int writes = ledgers.stream().mapToInt(WriteLedger::acknowledged).sum();
      System.out.printf(
          "MixedKillIT: %d kills, %d acknowledged writes, %d batches, %d files, %d changes of"
              + " types, %d backups, %d moves killed; nothing lost, nothing half done%n",
          KILLS, writes, bulk.batches(), files.files(), minor, backupsMade, movesKilled);
      assertThat(writes).isPositive();
    } finally {
      parley.close();
    }
  }

  private void verifyAll(Api api) {
    ledgers.forEach(ledger -> ledger.verify(api));
    bulk.verify(api);
    files.verify(api);
  }

  /** A PostgreSQL to move to, each time into a database of its own. */
  private static final class Target implements AutoCloseable {
    private final PostgresServer server = PostgresServer.fresh("mixed-target");
    private int databases;
    private Map<String, String> settings;

    KilledCommand move(ParleyProcess.Setup setup, Duration patience) {
      String database = "moved" + ++databases;
      server.create(database);
      settings = server.environment(database);
      Map<String, String> login = new HashMap<>(settings);
      String url = login.remove("PARLEY_DB_URL");
      return KilledCommand.run(setup, login, patience, "move", "--to", url);
    }

    @Override
    public void close() {
      server.close();
    }
  }

  /** Moves while Parley is down, and is killed; what it came from serves on. */
  private void killAMove(Target target) {
    if (target.move(setup, Duration.ofMillis(1_000 + dice.nextInt(2_500))).code() != 0) {
      movesKilled++;
    }
  }

  /** The same Parley after a move that nobody killed. */
  private ParleyProcess.Setup moved(Target target) {
    KilledCommand move = target.move(setup, Duration.ofMinutes(10));
    assertThat(move.code()).as(move.said()).isZero();
    return setup.withDatabase(target.settings);
  }

  @SuppressWarnings("try") // The writers work by themselves until they are closed.
  private void killAmongAll(ParleyProcess parley, WriteLedger ledger) {
    Api api = parley.admin();
    long seed = dice.nextLong();
    try (Writers writers = new Writers(parley, ledger, seed);
        Beside batches =
            new Beside("bulk", turn -> bulk.write(api, "Batch " + Long.toHexString(seed) + turn));
        Beside papers = new Beside("files", turn -> files.write(api, seed + turn));
        Beside types = new Beside("types", turn -> changeTypes(api));
        Beside copies = new Beside("backup", turn -> backUp())) {
      // Long enough for each of them to be at anything, the first time and later.
      LockSupport.parkNanos(Duration.ofMillis(200 + dice.nextInt(4_000)).toNanos());
      List.of(batches, papers, types, copies).forEach(Beside::letFail);
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
    Commands.run(setup.command("backup", backups.toString()), Duration.ofSeconds(120));
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
        Commands.run(setup.command("check", backup.toString()), Duration.ofSeconds(60));
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
