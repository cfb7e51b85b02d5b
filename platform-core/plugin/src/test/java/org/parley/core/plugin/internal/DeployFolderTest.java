// SPDX-License-Identifier: Apache-2.0
package org.parley.core.plugin.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.parley.api.security.Principal;
import org.parley.core.plugin.Plugin;

class DeployFolderTest {
  @TempDir Path folder;
  private House house;
  private Path deploy;

  @BeforeEach
  void openHouse() throws Exception {
    house = new House(folder);
    deploy = folder.resolve("deploy");
    house.open();
  }

  @AfterEach
  void closeHouse() throws Exception {
    house.close();
  }

  @Test
  void aJarIsInstalledWhileItLiesThere() throws IOException {
    Path jar = JarMaker.plugin("acme-a", "1.0.0").type("a").write(deploy, "a.jar");
    soon(() -> assertThat(house.room.list()).hasSize(1));
    soon(() -> assertThat(house.room.get("acme-a").installedBy()).isEqualTo("deploy"));
    Files.delete(jar);
    soon(() -> assertThat(house.room.get("acme-a").state()).isEqualTo(Plugin.State.QUARANTINED));
    JarMaker.plugin("acme-a", "1.0.0").type("a").write(deploy, "again.jar");
    soon(() -> assertThat(house.room.get("acme-a").state()).isEqualTo(Plugin.State.ACTIVE));
  }

  @Test
  void aCopyUnderWayIsWaitedFor() throws Exception {
    byte[] jar = JarMaker.plugin("acme-a", "1.0.0").type("a").bytes();
    Path file = deploy.resolve("a.jar");
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(jar, 0, jar.length - 20);
      out.flush();
      await()
          .during(Duration.ofMillis(600))
          .atMost(Duration.ofSeconds(5))
          .until(() -> house.room.list().isEmpty());
      out.write(jar, jar.length - 20, 20);
    }
    soon(() -> assertThat(house.room.list()).hasSize(1));
    assertThat(deploy.resolve("a.jar.refused.txt")).doesNotExist();
  }

  @Test
  void whyAJarIsRefusedLiesBesideItUntilItIsMended() {
    JarMaker.plugin("acme-a", "1.0.0").header("Export-Package", "org.acme").write(deploy, "a.jar");
    Path note = deploy.resolve("a.jar.refused.txt");
    soon(() -> assertThat(note).content().contains("Export-Package"));
    JarMaker.plugin("acme-a", "1.0.0").type("a").write(deploy, "a.jar");
    soon(() -> assertThat(house.room.list()).hasSize(1));
    soon(() -> assertThat(note).doesNotExist());
  }

  @Test
  void aJarThatCameTooEarlyIsTriedAgain() {
    JarMaker.plugin("acme-b", "1.0.0")
        .about("\"requires\": {\"acme-z\": \"[1,2)\"}")
        .write(deploy, "b.jar");
    soon(() -> assertThat(deploy.resolve("b.jar.refused.txt")).content().contains("acme-z"));
    JarMaker.plugin("acme-z", "1.0.0").write(deploy, "z.jar");
    soon(() -> assertThat(house.room.list()).hasSize(2));
  }

  @Test
  void aStartAloneBringsNothingBack() {
    Path jar = JarMaker.plugin("acme-a", "1.0.0").type("a").write(deploy, "a.jar");
    soon(() -> assertThat(house.room.list()).hasSize(1));
    house.room.quarantine("acme-a", Principal.SYSTEM, "test");
    house.room.deactivate();
    JarMaker.plugin("acme-n", "1.0.0").write(deploy, "new.jar");
    house.open();
    soon(() -> assertThat(house.room.list()).hasSize(2));
    assertThat(jar).exists();
    assertThat(house.room.get("acme-a").state()).isEqualTo(Plugin.State.QUARANTINED);
  }

  private static void soon(ThrowingRunnable assertion) {
    await().atMost(Duration.ofSeconds(5)).ignoreExceptions().untilAsserted(assertion);
  }
}
