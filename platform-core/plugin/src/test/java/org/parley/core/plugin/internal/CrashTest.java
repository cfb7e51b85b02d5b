// SPDX-License-Identifier: Apache-2.0
package org.parley.core.plugin.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.parley.api.security.Principal;
import org.parley.core.plugin.Ledger;
import org.parley.core.plugin.Plugin;
import org.parley.core.record.Layer;

/** The process dies right after each journalled step; the next start finishes or undoes it. */
class CrashTest {
  private static final List<String> HAPPENED = List.of("committed", "swapped", "drained");

  @TempDir Path folder;
  private House house;

  @BeforeEach
  void openHouse() throws Exception {
    house = new House(folder);
    house.open();
  }

  @AfterEach
  void closeHouse() throws Exception {
    house.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"recorded", "prepared", "started", "committed", "swapped", "drained"})
  void duringAnInstallation(String step) {
    boolean happened = HAPPENED.contains(step);
    dieAt(step, () -> install("1.0.0"));
    house.reopen();
    assertThat(house.pluginBundles()).isEqualTo(happened ? List.of("acme-a/1.0.0") : List.of());
    assertThat(house.room.list()).hasSize(happened ? 1 : 0);
    assertThat(house.models.layers()).hasSize(happened ? 1 : 0);
    assertThat(house.models.seeded().isEmpty()).isEqualTo(!happened);
    whole();
    install("1.0.0");
    assertThat(house.room.get("acme-a").state()).isEqualTo(Plugin.State.ACTIVE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"recorded", "prepared", "started", "committed", "swapped", "drained"})
  void duringAnUpgrade(String step) {
    install("1.0.0");
    dieAt(step, () -> install("2.0.0"));
    house.reopen();
    String version = HAPPENED.contains(step) ? "2.0.0" : "1.0.0";
    assertThat(house.pluginBundles()).containsExactly("acme-a/" + version);
    assertThat(house.room.get("acme-a").version()).isEqualTo(version);
    assertThat(house.models.layers()).extracting(Layer::version).containsExactly(version);
    whole();
    install("2.0.0");
    assertThat(house.room.get("acme-a").version()).isEqualTo("2.0.0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"recorded", "prepared", "started", "committed", "swapped", "drained"})
  void duringARemoval(String step) {
    install("1.0.0");
    dieAt(step, () -> house.room.quarantine("acme-a", Principal.SYSTEM, "test"));
    house.reopen();
    boolean happened = HAPPENED.contains(step);
    assertThat(house.room.get("acme-a").state())
        .isEqualTo(happened ? Plugin.State.QUARANTINED : Plugin.State.ACTIVE);
    assertThat(house.pluginBundles()).isEqualTo(happened ? List.of() : List.of("acme-a/1.0.0"));
    assertThat(house.models.layers())
        .singleElement()
        .satisfies(layer -> assertThat(layer.quarantined()).isEqualTo(happened));
    whole();
  }

  @ParameterizedTest
  @ValueSource(strings = {"recorded", "prepared", "started", "committed", "swapped", "drained"})
  void whileADistributionIsTakenIn(String step) throws Exception {
    house.room.deactivate();
    JarMaker.plugin("acme-a", "1.0.0").type("a").seed().write(folder.resolve("seed"), "a.jar");
    JarMaker.plugin("acme-b", "1.0.0").type("b").write(folder.resolve("seed"), "b.jar");
    house.ledger.dieAfter(step);
    house.start();
    await().dontCatchUncaughtExceptions().until(house.ledger::died);
    house.reopen();
    assertThat(house.pluginBundles()).containsExactly("acme-a/1.0.0", "acme-b/1.0.0");
    assertThat(house.room.list()).extracting(Plugin::state).containsOnly(Plugin.State.ACTIVE);
    assertThat(house.models.seeded()).contains("acme-a");
    whole();
  }

  /** Nothing staged, nothing unfinished, every bundle named by the ledger. */
  private void whole() {
    assertThat(house.ledger.unfinished()).isEmpty();
    assertThat(house.ledger.entries())
        .extracting(Ledger.Entry::state)
        .doesNotContain(Ledger.State.STAGED);
  }

  private void dieAt(String step, Runnable change) {
    house.ledger.dieAfter(step);
    assertThatThrownBy(change::run).isInstanceOf(FakeLedger.Killed.class);
  }

  private void install(String version) {
    house.room.install(
        JarMaker.plugin("acme-a", version).type("a").seed().write(folder, "upload.jar"),
        Principal.SYSTEM,
        "test");
  }
}
