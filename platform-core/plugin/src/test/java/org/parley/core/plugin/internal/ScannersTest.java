// SPDX-License-Identifier: Apache-2.0
package org.parley.core.plugin.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.parley.api.security.Principal;
import org.parley.core.plugin.internal.sample.WordScanner;
import org.parley.core.record.FileScanSource.Scan;
import org.parley.core.record.HookSource.HookFailure;
import org.parley.spi.file.ScannedFile;
import org.parley.spi.file.Verdict;

/** Scanners of plugins are asked as their hooks are: by version, and no longer than that serves. */
class ScannersTest {
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

  private static ScannedFile file(String content) {
    return new ScannedFile() {
      @Override
      public String name() {
        return "a.txt";
      }

      @Override
      public String type() {
        return "text/plain";
      }

      @Override
      public long size() {
        return content.length();
      }

      @Override
      public InputStream open() {
        return new ByteArrayInputStream(content.getBytes(StandardCharsets.US_ASCII));
      }
    };
  }

  private void install(String version) {
    byte[] jar = JarMaker.plugin("acme-scan", version).scanner(WordScanner.class, true).bytes();
    Path file = folder.resolve("acme-scan-" + version + ".jar");
    try {
      java.nio.file.Files.write(file, jar);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    house.room.install(file, Principal.SYSTEM, "test");
  }

  @Test
  void aScannerIsAskedWhileItsPluginIsInForce() throws Exception {
    assertThat(house.room.scans()).isEmpty();
    install("1.0.0");
    assertThat(house.room.hooks("account")).as("a scanner is no hook").isEmpty();
    Scan scan = house.room.scans().get(0);
    assertThat(scan.plugin()).isEqualTo("acme-scan");
    assertThat(scan.guard()).isTrue();
    assertThat(scan.scan(file("good"))).isEqualTo(Verdict.clean());
    assertThat(scan.scan(file("evil"))).isEqualTo(Verdict.infected("Evil.Word"));
    assertThat(scan.scan(file("riddle")).finding()).isEqualTo(Verdict.Finding.UNKNOWN);
    assertThatThrownBy(() -> scan.scan(file("break")))
        .isInstanceOf(HookFailure.class)
        .hasMessageContaining("scanner")
        .hasNoCause();
    assertThat(house.room.figures().hooks().get("acme-scan").failures()).isOne();

    install("2.0.0");
    assertThat(scan.scan(file("evil")))
        .as("goes to the next version")
        .isEqualTo(Verdict.infected("Evil.Word"));
    assertThat(house.pluginBundles()).containsExactly("acme-scan/2.0.0");
    house.room.quarantine("acme-scan", Principal.SYSTEM, "test");
    assertThat(house.room.scans()).isEmpty();
  }
}
