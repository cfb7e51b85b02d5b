// SPDX-License-Identifier: Apache-2.0
package org.parley.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.parley.core.operation.Setting;
import org.parley.core.operation.Settings;
import org.parley.itest.harness.Api;
import org.parley.itest.harness.ParleyProcess;
import org.parley.itest.harness.ParleyProcess.Setup;

/** Settings are looked at before anything starts, wherever they stand. */
class SettingsIT {
  private record Ended(int code, String said) {}

  @ParameterizedTest
  @CsvSource({
    "PARLEY_HTTP_PROT, 8181, nearest there is: PARLEY_HTTP_PORT",
    "PARLEY_DEMO, perhaps, expected is true or false",
    "PARLEY_TLS_CERT, /nowhere.pem, expected is a file",
    "PARLEY_STOP_TIMEOUT, soon, expected is a whole number",
  })
  void aWrongSettingEndsTheStart(String name, String value, String reason)
      throws IOException, InterruptedException {
    Ended ended = parley(Setup.empty("refused").with(name, value));
    assertThat(ended.code()).as(ended.said()).isEqualTo(2);
    assertThat(ended.said()).contains("parley: ", name, reason, "Not started.");
    assertThat(ended.said()).doesNotContain("\tat ", "Exception");
  }

  @Test
  void aWrongLineOfTheFileEndsTheStartInTheBackgroundToo()
      throws IOException, InterruptedException {
    Setup setup = Setup.empty("refused");
    Path file = setup.data().resolve("parley.conf");
    Files.writeString(file, "# Ours\nPARLEY_ADMIN_PASWORD=quite secret\n");
    Ended ended = parley(setup, "start");
    assertThat(ended.code()).as(ended.said()).isEqualTo(2);
    assertThat(ended.said())
        .contains(file.toRealPath() + ", line 2: There is no setting PARLEY_ADMIN_PASWORD")
        .doesNotContain("quite secret");
  }

  @Test
  void theFileSetsWhatTheEnvironmentDoesNot() throws IOException {
    Setup setup = Setup.empty("file");
    Files.writeString(
        setup.data().resolve("parley.conf"),
        "PARLEY_ADMIN_PASSWORD=from the = file\nPARLEY_HTTP_PORT=1\nPARLEY_DEMO=true\n");
    // What is empty in the environment is not set there; the port is, and wins.
    Setup empty = setup.with("PARLEY_ADMIN_PASSWORD", "", "PARLEY_DEMO", "");
    try (ParleyProcess parley = empty.start()) {
      Api api = Api.anonymous(parley.root()).login("admin", "from the = file");
      assertThat(api.get("records/account").expect(200).json().path("items")).isNotEmpty();
      Path arguments = Path.of("/proc", Long.toString(parley.pid()), "cmdline");
      if (Files.isReadable(arguments)) {
        assertThat(Files.readString(arguments)).contains("-Dparley.data=").doesNotContain("from");
      }
      assertThat(parley.log()).doesNotContain("from the = file");
    }
  }

  @Test
  void theHelpKnowsThemAll() throws IOException, InterruptedException {
    Ended help = parley(Setup.empty("help"), "help");
    assertThat(help.code()).isZero();
    for (Setting setting : Settings.all()) {
      if (!setting.purpose().contains("browser tests")
          && !setting.name().matches("PARLEY_(BUILD_JAVA_HOME|LOGIN_HINT)")) {
        assertThat(help.said()).contains(setting.name());
      }
    }
  }

  private static Ended parley(Setup setup, String... arguments)
      throws IOException, InterruptedException {
    Files.createDirectories(setup.data());
    java.util.List<String> command = new java.util.ArrayList<>();
    command.add(ParleyProcess.archive().resolve("bin/parley").toString());
    command.addAll(java.util.List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    setup.applyTo(builder);
    Path output = Files.createTempFile(ParleyProcess.target(), "refused", ".out");
    Process process = builder.redirectOutput(output.toFile()).start();
    if (!process.waitFor(120, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("still runs: " + Files.readString(output));
    }
    return new Ended(process.exitValue(), Files.readString(output));
  }
}
