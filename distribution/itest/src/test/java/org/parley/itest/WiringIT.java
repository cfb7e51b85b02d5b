// SPDX-License-Identifier: Apache-2.0
package org.parley.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
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
    ParleyProcess.Setup setup =
        ParleyProcess.Setup.fresh("wiring").withJvm("-XX:TieredStopAtLevel=1");
    byte[] tempting =
        PluginJar.loan("1.0.0")
            .file("com/sun/msv/grammar/Expression.class", new byte[] {0})
            .header("Private-Package", WANTED_BY_CXF)
            .bytes();
    String before;
    try (ParleyProcess parley = setup.start()) {
      Api api = parley.admin();
      before = wiring(parley);
      assertThat(before).contains("org.parley.core.record", "org.apache.cxf").contains("sha256");

      api.upload(tempting, false).expect(201);
      assertThat(wiring(parley)).isEqualTo(before);

      byte[] exporting =
          PluginJar.of(tempting).version("1.1.0").header("Export-Package", WANTED_BY_CXF).bytes();
      assertThat(api.upload(exporting, false).expect(422).body()).contains("Export-Package");
      assertThat(wiring(parley)).isEqualTo(before);

      byte[] upgrade = PluginJar.of(tempting).version("1.2.0").bytes();
      api.upload(upgrade, false).expect(200);
      assertThat(wiring(parley)).isEqualTo(before);
      parley.stop();
    }
    try (ParleyProcess parley = setup.start()) {
      Api api = parley.admin();
      assertThat(api.plugin("acme-loan").path("state").asText()).isEqualTo("active");
      assertThat(wiring(parley)).isEqualTo(before);
      api.post("plugins/acme-loan/quarantine", "").expect(200);
      assertThat(wiring(parley)).isEqualTo(before);
      parley.kill();
    }
    try (ParleyProcess parley = setup.start()) {
      assertThat(wiring(parley)).isEqualTo(before);
    }
  }

  /** All wires of bundles that are no plugins, as text that is the same for the same wiring. */
  private static String wiring(ParleyProcess parley) {
    List<String> lines = parley.run("shell", "parley:wiring").lines().map(String::strip).toList();
    assertThat(lines).hasSizeGreaterThan(100);
    return String.join("\n", lines);
  }
}
