// SPDX-License-Identifier: Apache-2.0
package org.parley.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.parley.itest.harness.Api;
import org.parley.itest.harness.ParleyProcess;
import org.parley.itest.harness.PluginJar;

/** Plugins come and go; what the platform's bundles are wired to stays the same, restart or not. */
class WiringIT {
  /** CXF imports it optionally, and no platform bundle offers it. */
  private static final String WANTED_BY_CXF = "com.sun.msv.grammar";

  @Test
  void theCoreIsNeverRewired() {
    ParleyProcess.Setup setup = ParleyProcess.Setup.fresh("wiring");
    byte[] tempting =
        PluginJar.loan("1.0.0")
            .file("com/sun/msv/grammar/Expression.class", new byte[] {0})
            .header("Private-Package", WANTED_BY_CXF)
            .bytes();
    List<String> before;
    try (ParleyProcess parley = setup.start()) {
      Api api = parley.admin();
      before = wiring(parley);
      assertThat(before).anyMatch(line -> line.startsWith("org.parley.core.record/"));
      assertThat(before).anyMatch(line -> line.startsWith("org.apache.cxf"));

      api.upload(tempting, false).expect(201);
      unchanged(before, parley);

      byte[] exporting =
          PluginJar.of(tempting).version("1.1.0").header("Export-Package", WANTED_BY_CXF).bytes();
      assertThat(api.upload(exporting, false).expect(422).body()).contains("Export-Package");
      unchanged(before, parley);

      byte[] upgrade = PluginJar.of(tempting).version("1.2.0").bytes();
      api.upload(upgrade, false).expect(200);
      unchanged(before, parley);
      parley.stop();
    }
    try (ParleyProcess parley = setup.start()) {
      Api api = parley.admin();
      assertThat(api.plugin("acme-loan").path("state").asText()).isEqualTo("active");
      unchanged(before, parley);
      api.post("plugins/acme-loan/quarantine", "").expect(200);
      unchanged(before, parley);
      parley.kill();
    }
    try (ParleyProcess parley = setup.start()) {
      unchanged(before, parley);
    }
  }

  private static void unchanged(List<String> before, ParleyProcess parley) {
    List<String> now = wiring(parley);
    List<String> gone = new ArrayList<>(before);
    gone.removeAll(now);
    List<String> come = new ArrayList<>(now);
    come.removeAll(before);
    assertThat(come).as("wires that came").isEmpty();
    assertThat(gone).as("wires that went").isEmpty();
    assertThat(now).isEqualTo(before);
  }

  /**
   * All wires of bundles that are no plugins, as text that is the same for the same wiring. The
   * shell's client can hang up before its last lines have come when the machine is busy; an answer
   * without its closing sum is asked for again.
   */
  private static List<String> wiring(ParleyProcess parley) {
    AtomicReference<List<String>> whole = new AtomicReference<>();
    Awaitility.await("a whole answer of parley:wiring")
        .atMost(Duration.ofSeconds(120))
        .until(
            () -> {
              whole.set(parley.run("shell", "parley:wiring").lines().map(String::strip).toList());
              return whole.get().stream().anyMatch(line -> line.startsWith("sha256 "));
            });
    assertThat(whole.get()).hasSizeGreaterThan(100);
    return whole.get();
  }
}
