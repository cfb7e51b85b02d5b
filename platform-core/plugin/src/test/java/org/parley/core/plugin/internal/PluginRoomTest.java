// SPDX-License-Identifier: Apache-2.0
package org.parley.core.plugin.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.parley.api.error.ErrorKind;
import org.parley.api.error.ParleyException;
import org.parley.api.security.Principal;
import org.parley.core.plugin.Ledger;
import org.parley.core.plugin.Plugin;
import org.parley.core.plugin.PluginPlan;
import org.parley.core.record.Layer;

class PluginRoomTest {
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
  void activatesTheModelOnceEvenWithoutPlugins() {
    house.open();
    assertThat(house.models.activations()).isOne();
    assertThat(house.room.list()).isEmpty();
  }

  @Test
  void takesInTheDistributionsPluginsInOneGo() {
    JarMaker.plugin("acme-b", "1.0.0")
        .about("\"requires\":{\"acme-z\":\"[1,2)\"}")
        .type("b")
        .seed()
        .write(folder.resolve("seed"), "a.jar");
    JarMaker.plugin("acme-z", "1.0.0").type("z").write(folder.resolve("seed"), "z.jar");
    house.open();
    assertThat(house.room.list())
        .extracting(Plugin::id, Plugin::state)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("acme-b", Plugin.State.ACTIVE),
            org.assertj.core.groups.Tuple.tuple("acme-z", Plugin.State.ACTIVE));
    assertThat(house.models.layers()).extracting(Layer::plugin).containsExactly("acme-z", "acme-b");
    assertThat(house.models.activations()).isOne();
    assertThat(house.models.seeded()).containsExactly("acme-b");
    assertThat(house.ledger.unfinished()).isEmpty();
  }

  @Test
  void installsUpgradesRemovesAndReattaches() {
    house.open();
    Plugin installed = install(JarMaker.plugin("acme-a", "1.0.0").type("a").panel());
    assertThat(installed.state()).isEqualTo(Plugin.State.ACTIVE);
    assertThat(installed.types()).containsExactly("a");
    assertThat(house.pluginBundles()).containsExactly("acme-a/1.0.0");
    assertThat(house.room.contributions())
        .singleElement()
        .satisfies(
            ui ->
                assertThat(ui.module())
                    .matches("/ui/plugins/acme-a/1\\.0\\.0-[0-9a-f]{8}/panel\\.js"));
    String first =
        house.room.contributions().get(0).version()
            + "-"
            + house.room.contributions().get(0).hash();
    assertThat(house.room.file("acme-a", first, "panel.js")).isPresent();
    assertThat(house.room.file("acme-a", first, "../META-INF/MANIFEST.MF")).isEmpty();

    Plugin upgraded = install(JarMaker.plugin("acme-a", "1.1.0").type("a"));
    assertThat(upgraded.version()).isEqualTo("1.1.0");
    assertThat(upgraded.previousVersion()).isEqualTo("1.0.0");
    assertThat(house.pluginBundles()).containsExactly("acme-a/1.1.0");
    assertThat(house.room.contributions()).isEmpty();
    assertThat(house.room.file("acme-a", first, "panel.js")).isPresent();

    Plugin removed = house.room.quarantine("acme-a", Principal.SYSTEM, "test");
    assertThat(removed.state()).isEqualTo(Plugin.State.QUARANTINED);
    assertThat(house.pluginBundles()).isEmpty();
    assertThat(house.models.layers()).singleElement().matches(Layer::quarantined);

    assertThat(house.reopen().get("acme-a").state()).isEqualTo(Plugin.State.QUARANTINED);
    assertThat(house.pluginBundles()).isEmpty();

    Plugin back = house.room.reattach("acme-a", Principal.SYSTEM, "test");
    assertThat(back.state()).isEqualTo(Plugin.State.ACTIVE);
    assertThat(back.version()).isEqualTo("1.1.0");
    assertThat(house.pluginBundles()).containsExactly("acme-a/1.1.0");
    assertThat(house.ledger.recent("acme-a", 1).get(0).outcome()).isEqualTo("done");
  }

  @Test
  void aPlanChangesNothing() {
    house.open();
    Path jar = JarMaker.plugin("acme-a", "1.0.0").type("a").panel().write(folder, "a.jar");
    PluginPlan plan = house.room.plan(jar);
    assertThat(plan.possible()).isTrue();
    assertThat(plan.action()).isEqualTo("install");
    assertThat(plan.types()).extracting("type").containsExactly("a");
    assertThat(plan.contributions()).hasSize(1);
    assertThat(house.ledger.entries()).isEmpty();
    assertThat(house.pluginBundles()).isEmpty();
    assertThat(house.room.list()).isEmpty();
  }

  @Test
  void aRebuiltJarOfTheSameVersionReplacesTheOneBefore() {
    house.open();
    install(JarMaker.plugin("acme-a", "1.0.0").type("a"));
    install(JarMaker.plugin("acme-a", "1.0.0").type("a").panel());
    assertThat(house.room.contributions()).hasSize(1);
    assertThat(house.pluginBundles()).containsExactly("acme-a/1.0.0");
    assertThat(house.ledger.entries())
        .extracting(Ledger.Entry::state)
        .containsExactlyInAnyOrder(Ledger.State.ACTIVE, Ledger.State.SUPERSEDED);
  }

  @Test
  void whatFailsAfterTheCommitIsUndoneWhole() {
    house.open();
    install(JarMaker.plugin("acme-a", "1.0.0").type("a"));
    house.models.failWith(new IllegalStateException("no database"));
    assertThatThrownBy(() -> install(JarMaker.plugin("acme-a", "2.0.0").type("a2")))
        .hasMessageContaining("no database");
    assertThat(house.room.get("acme-a").version()).isEqualTo("1.0.0");
    assertThat(house.pluginBundles()).containsExactly("acme-a/1.0.0");
    assertThat(house.ledger.entries())
        .singleElement()
        .satisfies(entry -> assertThat(entry.state()).isEqualTo(Ledger.State.ACTIVE));
    assertThat(house.ledger.recent("acme-a", 1).get(0).outcome()).contains("undone", "no database");
  }

  @Test
  void aTypeOfAnotherPluginIsAConflictThatNamesTheOwner() {
    house.open();
    install(JarMaker.plugin("acme-a", "1.0.0").type("thing"));
    assertThatThrownBy(() -> install(JarMaker.plugin("acme-b", "1.0.0").type("thing")))
        .isInstanceOfSatisfying(
            ParleyException.class,
            refusal -> {
              assertThat(refusal.kind()).isEqualTo(ErrorKind.CONFLICT);
              assertThat(refusal.getMessage()).contains("acme-a");
              assertThat(refusal.fields().get(0).code()).isEqualTo("type_taken");
            });
  }

  @Test
  void whatOthersRequireStays() {
    house.open();
    install(JarMaker.plugin("acme-a", "1.0.0").type("a"));
    install(JarMaker.plugin("acme-b", "1.0.0").about("\"requires\":{\"acme-a\":\"[1,2)\"}"));
    assertThatThrownBy(() -> house.room.quarantine("acme-a", Principal.SYSTEM, "test"))
        .hasMessageContaining("acme-b");
    assertThatThrownBy(() -> install(JarMaker.plugin("acme-a", "2.0.0").type("a")))
        .hasMessageContaining("acme-b");
    assertThatThrownBy(
            () ->
                install(
                    JarMaker.plugin("acme-c", "1.0.0").about("\"requires\":{\"no-one\":\"1\"}")))
        .hasMessageContaining("no-one");
  }

  private Plugin install(JarMaker jar) {
    return house.room.install(jar.write(folder, "upload.jar"), Principal.SYSTEM, "test");
  }

  @Test
  void keepsOneVersionToGoBackTo() {
    house.open();
    for (String version : List.of("1.0.0", "1.1.0", "1.2.0", "1.3.0")) {
      install(JarMaker.plugin("acme-a", version).type("a"));
    }
    assertThat(house.ledger.entries())
        .extracting(Ledger.Entry::version)
        .containsExactlyInAnyOrder("1.2.0", "1.3.0");
  }
}
