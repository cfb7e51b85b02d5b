// SPDX-License-Identifier: Apache-2.0
package org.parley.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.parley.itest.harness.ParleyProcess;

/**
 * The JVM's archive of classes, which makes later starts quick, is written when the second start
 * ends, is used by the next one, and is thrown away when its writing did not come to an end.
 */
class ClassArchiveIT {
  private final ParleyProcess.Setup setup = ParleyProcess.Setup.empty("classes");
  private final Path used = setup.data().resolve("karaf/classes.jsa");
  private final Path written = setup.data().resolve("karaf/classes.jsa.new");

  @Test
  void laterStartsUseTheClassesOfTheSecond() throws IOException {
    startAndStop();
    assertThat(written).doesNotExist();
    startAndStop();
    byte[] whole = Files.readAllBytes(written);
    Files.delete(written);
    Files.write(written, java.util.Arrays.copyOf(whole, whole.length / 2));
    try (ParleyProcess third = setup.start()) {
      assertThat(used).doesNotExist();
      assertThat(commandLine(third)).contains("-XX:ArchiveClassesAtExit=");
      third.stop();
    }
    assertThat(written).exists();
    try (ParleyProcess fourth = setup.start()) {
      assertThat(written).doesNotExist();
      assertThat(Files.readString(Path.of("/proc/" + fourth.pid() + "/maps")))
          .contains(used.toString());
      fourth.admin().get("records/user").expect(200);
    }
  }

  private void startAndStop() {
    try (ParleyProcess parley = setup.start()) {
      parley.stop();
    }
  }

  private static String commandLine(ParleyProcess parley) throws IOException {
    return Files.readString(Path.of("/proc/" + parley.pid() + "/cmdline"));
  }
}
