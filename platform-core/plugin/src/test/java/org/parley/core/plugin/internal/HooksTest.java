// SPDX-License-Identifier: Apache-2.0
package org.parley.core.plugin.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.parley.api.record.Record;
import org.parley.api.security.Principal;
import org.parley.core.plugin.Plugin;
import org.parley.core.plugin.internal.sample.FailingHook;
import org.parley.core.plugin.internal.sample.FirstHook;
import org.parley.core.plugin.internal.sample.SlowHook;
import org.parley.core.record.HookSource.Hook;
import org.parley.core.record.HookSource.HookFailure;
import org.parley.spi.record.Decision;
import org.parley.spi.record.Draft;
import org.parley.spi.record.HookContext;

class HooksTest {
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

  @Test
  void aHookIsCalledWhileItsPluginIsInForce() throws Exception {
    install(JarMaker.plugin("acme-a", "1.0.0").hook(FirstHook.class, "account", true));
    Hook hook = house.room.hooks("account").get(0);
    assertThat(hook.plugin()).isEqualTo("acme-a");
    assertThat(hook.guard()).isTrue();
    assertThat(call(hook, 0).patch()).containsEntry("by", "first");
    assertThat(house.room.hooks("contact")).isEmpty();

    house.room.quarantine("acme-a", Principal.SYSTEM, "test");
    assertThat(house.room.hooks("account")).isEmpty();
    assertThat(call(hook, 0).patch()).as("a hook taken before its plugin went").isEmpty();
    assertThat(house.room.figures().hooks().get("acme-a").calls()).isOne();
  }

  @Test
  void noCallIsLostOrRefusedWhileVersionsAreSwapped() throws Exception {
    install(JarMaker.plugin("acme-a", "1.0.0").hook(FirstHook.class, "account", true));
    AtomicBoolean stop = new AtomicBoolean();
    AtomicLong calls = new AtomicLong();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<Future<?>> workers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      workers.add(
          threads.submit(
              () -> {
                while (!stop.get()) {
                  List<Hook> hooks = house.room.hooks("account");
                  assertThat(hooks).hasSize(1);
                  assertThat(call(hooks.get(0), 0).patch()).containsEntry("by", "first");
                  calls.incrementAndGet();
                }
                return null;
              }));
    }
    for (int i = 1; i <= 15; i++) {
      install(JarMaker.plugin("acme-a", "1." + i + ".0").hook(FirstHook.class, "account", true));
    }
    stop.set(true);
    for (Future<?> worker : workers) {
      worker.get();
    }
    threads.shutdown();
    assertThat(calls.get()).isPositive();
    assertThat(house.room.figures().hooks().get("acme-a").failures()).isZero();
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> {
              System.gc();
              assertThat(house.room.figures().loadersPinned()).isZero();
            });
  }

  @Test
  void callsUnderWayEndOnTheVersionTheyBeganWith() throws Exception {
    install(JarMaker.plugin("acme-a", "1.0.0").hook(SlowHook.class, "account", false));
    Hook hook = house.room.hooks("account").get(0);
    ExecutorService thread = Executors.newSingleThreadExecutor();
    Future<Decision> slow = thread.submit(() -> call(hook, 1_000));
    await().until(() -> house.room.figures().hooks().get("acme-a").calls() == 1);
    install(JarMaker.plugin("acme-a", "2.0.0"));
    assertThat(slow.get().patch()).containsEntry("by", "slow");
    assertThat(house.pluginBundles()).containsExactly("acme-a/2.0.0");
    thread.shutdown();
  }

  @Test
  void aHookThatHangsIsLeftBehindAndAtLastNoLongerCalled() throws Exception {
    install(JarMaker.plugin("acme-a", "1.0.0").hook(SlowHook.class, "account", false));
    Hook hook = house.room.hooks("account").get(0);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<Future<?>> calls = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      calls.add(
          threads.submit(
              () -> assertThatThrownBy(() -> call(hook, 6_000)).isInstanceOf(HookFailure.class)));
    }
    for (Future<?> call : calls) {
      call.get();
    }
    assertThat(house.room.get("acme-a").health()).isEqualTo("broken");
    assertThat(house.room.figures().hooks().get("acme-a").abandoned()).isEqualTo(4);
    long before = System.nanoTime();
    assertThatThrownBy(() -> call(hook, 0)).isInstanceOf(HookFailure.class);
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofMillis(500));

    install(JarMaker.plugin("acme-a", "1.0.1").hook(FirstHook.class, "account", false));
    assertThat(house.room.get("acme-a").health()).isEqualTo("ok");
    assertThat(call(house.room.hooks("account").get(0), 0).patch()).containsEntry("by", "first");
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> house.room.figures().hooks().get("acme-a").abandoned() == 0);
    threads.shutdown();
  }

  @Test
  void aPluginWhoseComponentDoesNotComeUpIsRefusedAndTheOldOneServesOn() throws Exception {
    install(JarMaker.plugin("acme-a", "1.0.0").hook(FirstHook.class, "account", false));
    assertThatThrownBy(
            () ->
                install(
                    JarMaker.plugin("acme-a", "1.1.0").hook(FailingHook.class, "account", false)))
        .hasMessageContaining("FailingHook");
    assertThat(house.room.get("acme-a").version()).isEqualTo("1.0.0");
    assertThat(house.pluginBundles()).containsExactly("acme-a/1.0.0");
    assertThat(call(house.room.hooks("account").get(0), 0).patch()).containsEntry("by", "first");
    assertThat(house.ledger.entries()).hasSize(1);
  }

  @Test
  void aGuardOfAPluginThatDoesNotStartFailsClosed() throws Exception {
    // As after an upgrade of the platform: what started once does not any more.
    byte[] jar =
        JarMaker.plugin("acme-a", "1.0.0")
            .type("a")
            .hook(FailingHook.class, "account", true)
            .bytes();
    org.parley.core.plugin.Ledger.Entry entry =
        new org.parley.core.plugin.Ledger.Entry(
            "acme-a",
            "1.0.0",
            org.parley.core.plugin.internal.jar.JarReader.hash(jar),
            org.parley.core.plugin.Ledger.State.ACTIVE,
            Operations.now(),
            "admin");
    house.ledger.stage(entry, jar);
    house.reopen();
    Plugin plugin = house.room.get("acme-a");
    assertThat(plugin.state()).isEqualTo(Plugin.State.FAILED);
    assertThat(plugin.detail()).contains("FailingHook", "no such engine");
    assertThat(house.models.current().types()).containsKey("a");
    Hook hook = house.room.hooks("account").get(0);
    assertThat(hook.guard()).isTrue();
    assertThatThrownBy(() -> call(hook, 0)).isInstanceOf(HookFailure.class);
  }

  private Plugin install(JarMaker jar) {
    return house.room.install(jar.write(folder, "upload.jar"), Principal.SYSTEM, "test");
  }

  private static Decision call(Hook hook, long millis) throws HookFailure {
    return hook.before(
        new Draft(
            Draft.Operation.CREATE,
            "account",
            Optional.empty(),
            Map.of("millis", millis),
            Principal.SYSTEM),
        new HookContext() {
          @Override
          public Instant now() {
            return Instant.EPOCH;
          }

          @Override
          public Optional<Record> read(String type, long id) {
            return Optional.empty();
          }

          @Override
          public List<Record> find(String type, String filter, int limit) {
            return List.of();
          }
        });
  }
}
