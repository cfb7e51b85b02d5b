// SPDX-License-Identifier: Apache-2.0
package org.parley.core.plugin.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.parley.api.error.ParleyException;
import org.parley.api.security.Principal;
import org.parley.core.plugin.Ledger;
import org.parley.core.plugin.Plugin;
import org.parley.core.plugin.internal.sample.FailingHook;
import org.parley.core.plugin.internal.sample.FirstHook;
import org.parley.core.record.Layer;

/** What a start makes of the ledger, the distribution and what lies in the framework. */
class StartTest {
  @TempDir Path folder;
  private House house;

  @BeforeEach
  void openHouse() throws Exception {
    house = new House(folder);
  }

  @AfterEach
  void closeHouse() throws Exception {
    house.close();
  }

  @Test
  void aNewerVersionOfTheDistributionReplacesTheOneInForce() {
    distribute(JarMaker.plugin("acme-a", "1.0.0").type("a"), "a.jar");
    house.open();
    distribute(JarMaker.plugin("acme-a", "1.1.0").type("a").seed(), "a.jar");
    house.reopen();
    assertThat(house.room.get("acme-a").version()).isEqualTo("1.1.0");
    assertThat(house.room.get("acme-a").previousVersion()).isEqualTo("1.0.0");
    assertThat(house.pluginBundles()).containsExactly("acme-a/1.1.0");
    assertThat(house.models.seeded()).containsExactly("acme-a");
  }

  @Test
  void anOlderVersionOfTheDistributionChangesNothing() {
    house.open();
    install(JarMaker.plugin("acme-a", "2.0.0").type("a"));
    distribute(JarMaker.plugin("acme-a", "1.0.0").type("a"), "a.jar");
    house.reopen();
    assertThat(house.room.get("acme-a").version()).isEqualTo("2.0.0");
  }

  @Test
  void aRemovedPluginOfTheDistributionStaysRemoved() {
    distribute(JarMaker.plugin("acme-a", "1.0.0").type("a"), "a.jar");
    house.open();
    house.room.quarantine("acme-a", Principal.SYSTEM, "test");
    house.reopen();
    distribute(JarMaker.plugin("acme-a", "1.1.0").type("a"), "a.jar");
    house.reopen();
    assertThat(house.room.get("acme-a").state()).isEqualTo(Plugin.State.QUARANTINED);
    assertThat(house.pluginBundles()).isEmpty();
  }

  @Test
  void aNewVersionThatDoesNotStartLeavesTheOldOneServing() {
    distribute(
        JarMaker.plugin("acme-a", "1.0.0").type("a").hook(FirstHook.class, "a", true), "a.jar");
    distribute(JarMaker.plugin("acme-b", "1.0.0").type("b"), "b.jar");
    house.open();
    distribute(
        JarMaker.plugin("acme-a", "2.0.0").type("a").hook(FailingHook.class, "a", true), "a.jar");
    house.reopen();
    assertThat(house.room.get("acme-a").version()).isEqualTo("1.0.0");
    assertThat(house.room.get("acme-a").state()).isEqualTo(Plugin.State.ACTIVE);
    assertThat(house.room.hooks("a")).hasSize(1);
    assertThat(house.pluginBundles()).containsExactly("acme-a/1.0.0", "acme-b/1.0.0");
    assertThat(house.models.layers()).extracting(Layer::version).containsOnly("1.0.0");
    assertThat(house.ledger.unfinished()).isEmpty();
  }

  @Test
  void aBrokenJarOfTheDistributionKeepsNobodyElseAway() {
    distribute(JarMaker.plugin("acme-a", "1.0.0").header("Export-Package", "x"), "a.jar");
    distribute(JarMaker.plugin("acme-b", "1.0.0").type("b"), "b.jar");
    distribute(
        JarMaker.plugin("acme-c", "1.0.0").about("\"requires\":{\"acme-a\":\"1\"}"), "c.jar");
    distribute(JarMaker.plugin("acme-d", "1.0.0").type("b"), "d.jar");
    house.open();
    assertThat(house.room.list()).extracting(Plugin::id).containsExactly("acme-b");
  }

  @Test
  void aJarThatCannotBeReadAnyMoreIsShownAndTheOthersServe() {
    house.open();
    install(JarMaker.plugin("acme-a", "1.0.0").type("a"));
    Ledger.Entry broken =
        new Ledger.Entry("acme-x", "1.0.0", "00", Ledger.State.ACTIVE, Operations.now(), "admin");
    house.ledger.stage(broken, "rotten".getBytes(StandardCharsets.UTF_8));
    house.reopen();
    assertThat(house.room.get("acme-a").state()).isEqualTo(Plugin.State.ACTIVE);
    assertThat(house.room.get("acme-x").state()).isEqualTo(Plugin.State.FAILED);
    assertThat(house.room.get("acme-x").detail()).contains("Install it again");
    install(JarMaker.plugin("acme-x", "1.0.1").type("x"));
    assertThat(house.room.get("acme-x").state()).isEqualTo(Plugin.State.ACTIVE);
  }

  @Test
  void bundlesThatTheLedgerDoesNotNameGo() throws Exception {
    house
        .framework
        .getBundleContext()
        .installBundle(
            "parley:acme-stray/1.0.0/00",
            new java.io.ByteArrayInputStream(JarMaker.plugin("acme-stray", "1.0.0").bytes()))
        .start();
    house.open();
    assertThat(house.pluginBundles()).isEmpty();
  }

  @Test
  void aDatabaseThatComesLateIsWaitedFor() {
    distribute(JarMaker.plugin("acme-a", "1.0.0").type("a"), "a.jar");
    house.models.failWith(new IllegalStateException("no database"));
    house.start();
    await().until(() -> house.room.awaited().toString().contains("no database"));
    await().atMost(Duration.ofSeconds(20)).until(() -> house.room.awaited().isEmpty());
    assertThat(house.room.get("acme-a").state()).isEqualTo(Plugin.State.ACTIVE);
    assertThat(house.pluginBundles()).containsExactly("acme-a/1.0.0");
  }

  @Test
  void recordsThatTheDatabaseDidNotTakeComeWithTheNextStart() {
    distribute(JarMaker.plugin("acme-a", "1.0.0").type("a").seed(), "a.jar");
    house.models.failSeedingWith(ParleyException.unavailable("the system stops", null));
    house.open();
    assertThat(house.models.seeded()).isEmpty();
    assertThat(house.room.get("acme-a").state()).isEqualTo(Plugin.State.ACTIVE);
    assertThat(house.room.get("acme-a").detail()).contains("the system stops");
    house.reopen();
    assertThat(house.models.seeded()).containsExactly("acme-a");
    assertThat(house.room.get("acme-a").detail()).isNull();
    assertThat(house.ledger.unfinished()).isEmpty();
  }

  @Test
  void recordsOfAnUploadThatTheDatabaseDidNotTakeComeWithTheNextStart() {
    house.open();
    house.models.failSeedingWith(ParleyException.unavailable("no disk", null));
    install(JarMaker.plugin("acme-a", "1.0.0").type("a").seed());
    assertThat(house.room.get("acme-a").operation()).isNull();
    house.reopen();
    assertThat(house.models.seeded()).containsExactly("acme-a");
    assertThat(house.ledger.unfinished()).isEmpty();
  }

  @Test
  void recordsThatAreWrongAreTriedOnce() {
    house.open();
    house.models.failSeedingWith(ParleyException.invalid(List.of()));
    install(JarMaker.plugin("acme-a", "1.0.0").type("a").seed());
    house.reopen();
    assertThat(house.models.seeded()).isEmpty();
    assertThat(house.ledger.unfinished()).isEmpty();
  }

  @Test
  void theWiresOfThePlatformStayTheSame() {
    List<String> before = WiringSnapshot.lines(house.framework.getBundleContext());
    assertThat(before).isNotEmpty();
    distribute(JarMaker.plugin("acme-a", "1.0.0").hook(FirstHook.class, "a", false), "a.jar");
    house.open();
    install(JarMaker.plugin("acme-a", "1.1.0").hook(FirstHook.class, "a", false));
    assertThat(WiringSnapshot.lines(house.framework.getBundleContext())).isEqualTo(before);
    house.room.quarantine("acme-a", Principal.SYSTEM, "test");
    assertThat(WiringSnapshot.lines(house.framework.getBundleContext())).isEqualTo(before);
    assertThat(WiringSnapshot.digest(before)).hasSize(64);
  }

  private void distribute(JarMaker jar, String name) {
    jar.write(folder.resolve("seed"), name);
  }

  private void install(JarMaker jar) {
    house.room.install(jar.write(folder, "upload.jar"), Principal.SYSTEM, "test");
  }
}
