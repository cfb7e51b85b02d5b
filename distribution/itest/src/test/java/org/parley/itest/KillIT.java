// SPDX-License-Identifier: Apache-2.0
package org.parley.itest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.parley.itest.harness.Answer;
import org.parley.itest.harness.Api;
import org.parley.itest.harness.Dice;
import org.parley.itest.harness.ParleyProcess;
import org.parley.itest.harness.PluginJar;

/** The power goes, at any moment; the next start is clean and nothing acknowledged is missing. */
class KillIT {
  private static final boolean SOAK = Boolean.getBoolean("parley.soak");
  private static final List<String> STEPS =
      List.of("recorded", "prepared", "started", "committed", "swapped", "drained");

  @Test
  @SuppressWarnings("try") // The writers work by themselves until they are closed.
  void nothingAcknowledgedIsLostWhenItIsKilledAmongWrites() {
    Random dice = Dice.roll("KillIT");
    ParleyProcess.Setup setup = ParleyProcess.Setup.fresh("kill");
    WriteLedger ledger = new WriteLedger();
    int acknowledged = 0;
    ParleyProcess parley = setup.start();
    try {
      for (int round = 0; round < (SOAK ? 20 : 3); round++) {
        try (Writers writers = new Writers(parley, ledger, dice.nextLong())) {
          int wanted = ledger.acknowledged() + 100 + dice.nextInt(400);
          Awaitility.await()
              .pollInterval(Duration.ofMillis(5))
              .atMost(Duration.ofSeconds(60))
              .until(() -> ledger.acknowledged() >= wanted);
          parley.kill();
        }
        parley = setup.start();
        ledger.verify(parley.admin());
        acknowledged = ledger.acknowledged();
      }
    } finally {
      parley.close();
    }
    System.out.println("KillIT: " + acknowledged + " acknowledged writes, none lost");
    assertThat(acknowledged).isGreaterThan(300);
  }

  /**
   * Each boot verifies the kill before it and is killed in the next step. The kinds take turns, so
   * that the operation that is held is never the one that verifies.
   */
  @Test
  void eachStepOfAPluginsLifeIsFinishedOrUndone() {
    List<Held> all = new ArrayList<>();
    for (String step : STEPS) {
      for (String kind : List.of("install", "upgrade", "quarantine")) {
        all.add(new Held(kind, step));
      }
    }
    ParleyProcess.Setup setup = ParleyProcess.Setup.fresh("steps");
    Held before = null;
    for (Held held : all) {
      try (ParleyProcess parley =
          setup.withJvm("-Dparley.hold=" + held.kind() + ":" + held.step()).start()) {
        Api api = parley.admin();
        if (before != null) {
          before.verify(api);
        }
        held.prepare(api);
        CompletableFuture<Void> operation = held.begin(api);
        parley.awaitLog("held at " + held.kind() + ":" + held.step(), Duration.ofSeconds(30));
        parley.kill();
        // It ends with the connection, whatever it was told.
        operation.handle((done, broken) -> null).join();
      }
      before = held;
    }
    try (ParleyProcess parley = setup.start()) {
      before.verify(parley.admin());
    }
  }

  /** One operation, killed after one step; with a plugin of its own. */
  private record Held(String kind, String step) {
    String noun() {
      return kind.charAt(0) + step;
    }

    String id() {
      return "acme-" + noun();
    }

    String type() {
      return "acme_" + noun();
    }

    byte[] jar(String version) {
      PluginJar jar = PluginJar.owning(noun(), version);
      return version.equals("1.0.0")
          ? jar.bytes()
          : jar.field(jar.only("record-types"), "added", "text").bytes();
    }

    boolean committed() {
      return STEPS.indexOf(step) >= STEPS.indexOf("committed");
    }

    void prepare(Api api) {
      if (!kind.equals("install")) {
        api.upload(jar("1.0.0"), false).expect(201);
        api.create(type(), Map.of("name", "Before"));
      }
    }

    CompletableFuture<Void> begin(Api api) {
      return CompletableFuture.runAsync(
          () -> {
            switch (kind) {
              case "install" -> api.upload(jar("1.0.0"), false);
              case "upgrade" -> api.upload(jar("1.1.0"), false);
              default -> api.post("plugins/" + id() + "/quarantine", "");
            }
          });
    }

    void verify(Api api) {
      JsonNode plugin = api.plugin(id());
      switch (kind) {
        case "install" -> verifyInstall(api, plugin);
        case "upgrade" -> verifyUpgrade(api, plugin);
        default -> verifyQuarantine(api, plugin);
      }
    }

    private void verifyInstall(Api api, JsonNode plugin) {
      if (committed()) {
        assertState(plugin, "active", "1.0.0");
      } else {
        assertThat(plugin).as(this + " is undone").isNull();
        api.get("records/" + type()).expect(404);
      }
      Answer again = api.upload(jar("1.0.0"), false);
      assertThat(again.status()).as(again.toString()).isEqualTo(committed() ? 200 : 201);
      assertThat(api.create(type(), Map.of("name", "After")).path("version").asInt()).isPositive();
    }

    private void verifyUpgrade(Api api, JsonNode plugin) {
      assertState(plugin, "active", committed() ? "1.1.0" : "1.0.0");
      String fields = api.get("types/" + type()).expect(200).json().path("fields").toString();
      assertThat(fields.contains("\"added\"")).as(this + ": " + fields).isEqualTo(committed());
      assertThat(api.get("records/" + type()).expect(200).json().path("items")).hasSize(1);
      api.upload(jar("1.1.0"), false).expect(200);
      api.create(type(), Map.of("name", "After", "added", "new"));
    }

    private void verifyQuarantine(Api api, JsonNode plugin) {
      assertState(plugin, committed() ? "quarantined" : "active", "1.0.0");
      assertThat(api.get("records/" + type()).expect(200).json().path("items")).hasSize(1);
      api.post("plugins/" + id() + "/" + (committed() ? "reattach" : "quarantine"), "").expect(200);
      if (!committed()) {
        api.post("plugins/" + id() + "/reattach", "").expect(200);
      }
      api.create(type(), Map.of("name", "After"));
    }

    private void assertState(JsonNode plugin, String state, String version) {
      assertThat(plugin).as(this + " is in the list").isNotNull();
      assertThat(plugin.path("state").asText()).as(plugin.toString()).isEqualTo(state);
      assertThat(plugin.path("version").asText()).as(plugin.toString()).isEqualTo(version);
      assertThat(plugin.path("operation").isNull()).as(plugin.toString()).isTrue();
    }
  }
}
