// SPDX-License-Identifier: Apache-2.0
package org.parley.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.parley.itest.harness.Commands;
import org.parley.itest.harness.ParleyProcess;
import org.parley.itest.harness.Skips;

/** The archive needs no network: it gets ready where there is none but loopback. */
class OfflineIT {
  /** Inside the namespace: loopback up, proof that nothing else is there, then bin/parley. */
  private static final String ALONE =
      """
      set -e
      ip link set lo up
      ip -o link show | grep -v ' lo:' && exit 90
      if timeout 5 bash -c 'exec 3<>/dev/tcp/192.0.2.1/80' 2>/dev/null; then exit 91; fi
      "$0" start
      "$0" status
      "$0" stop
      """;

  @Test
  void getsReadyWithoutANetwork() throws IOException, InterruptedException {
    Skips.unless(works("unshare", "-rn", "true"), "no permission to make a network namespace");
    Skips.unless(works("ip", "-V"), "there is no ip command");
    ParleyProcess.Setup setup = ParleyProcess.Setup.empty("offline").withDemo();
    String parley = ParleyProcess.archive().resolve("bin/parley").toString();
    ProcessBuilder builder = new ProcessBuilder("unshare", "-rn", "bash", "-c", ALONE, parley);
    setup.applyTo(builder);
    builder.environment().put("PARLEY_START_TIMEOUT", "240");
    String said = Commands.run(builder, Duration.ofSeconds(300));
    assertThat(said).contains("Parley runs: process").contains("Parley has stopped.");
  }

  @Test
  void theArchiveBringsAllItNeeds() throws IOException {
    Path mvn = ParleyProcess.archive().resolve("etc/org.ops4j.pax.url.mvn.cfg");
    List<String> settings = Files.readAllLines(mvn);
    assertThat(settings).noneMatch(line -> line.matches("^\\s*[^#].*https?://.*"));
  }

  private static boolean works(String... command) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException absent) {
      return false;
    }
  }
}
