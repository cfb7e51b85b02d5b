// SPDX-License-Identifier: Apache-2.0
package org.parley.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.parley.itest.harness.Api;
import org.parley.itest.harness.Commands;
import org.parley.itest.harness.ParleyProcess;
import org.parley.itest.harness.ParleyProcess.Setup;

/** The support bundle holds what helps and nothing that is secret, running or not. */
class SupportIT {
  private static final String TOKEN = "planted-metrics-token-77";
  @TempDir Path directory;

  @Test
  void tellsWhatHelpsAndNothingThatIsSecret() throws IOException {
    Setup setup = Setup.fresh("support").withDemo().with("PARLEY_METRICS_TOKEN", TOKEN);
    String session;
    try (ParleyProcess parley = setup.start()) {
      Api api = parley.admin();
      session = api.cookie().substring(api.cookie().indexOf('=') + 1);
      // As if something had logged what it should not have.
      Files.writeString(
          setup.data().resolve("log/console.log"),
          "Parley: first administrator is \"admin\", password: planted-abcde-fghij\n"
              + "mail to planted.person@example.com failed, token "
              + session
              + "\n"
              + "jdbc:postgresql://db/p?user=p&password=planted-db-password\n");

      Path running = directory.resolve("running.zip");
      assertThat(parley.run("support", running.toString())).contains("The support bundle is");
      Map<String, String> files = read(running);
      assertThat(files.keySet())
          .contains(
              "versions.txt",
              "settings.txt",
              "disk.txt",
              "jvm.txt",
              "threads.txt",
              "heap.txt",
              "bundles.txt",
              "wiring.txt",
              "database.txt",
              "parley.txt",
              "log/parley.log",
              "log/access.log",
              "log/console.log");
      assertThat(files.get("settings.txt"))
          .contains("PARLEY_METRICS_TOKEN = set, not shown", "PARLEY_ADMIN_PASSWORD = set")
          .contains("PARLEY_DEMO = true");
      assertThat(files.get("bundles.txt")).contains("active org.parley.core.store");
      assertThat(files.get("wiring.txt")).contains("org.parley.core.record from");
      assertThat(files.get("threads.txt")).contains("parley-support", "    at ");
      assertThat(files.get("heap.txt")).contains("instances", "java.lang.String");
      assertThat(files.get("jvm.txt")).contains("-Dparley.data=");
      assertThat(files.get("database.txt"))
          .containsPattern("^(Apache Derby|PostgreSQL) [0-9]")
          .containsPattern("(?i)account.*: [0-9]+ rows");
      assertThat(files.get("parley.txt"))
          .contains("parley-contacts", "parley_pool_connections{state=\"used\"}", "opportunity");
      isClean(files, session);
    }

    Path stopped = directory.resolve("stopped.zip");
    ProcessBuilder builder = setup.command("support", stopped.toString());
    assertThat(Commands.run(builder, Duration.ofSeconds(60))).contains("does not run");
    Map<String, String> files = read(stopped);
    assertThat(files.keySet()).contains("versions.txt", "log/parley.log", "not-here.txt");
    isClean(files, session);
  }

  private static void isClean(Map<String, String> files, String session) {
    files.forEach(
        (name, text) ->
            assertThat(text)
                .as(name)
                .doesNotContain(
                    ParleyProcess.PASSWORD,
                    TOKEN,
                    session,
                    "planted-abcde",
                    "planted-db-password",
                    "planted.person",
                    "@example."));
  }

  private static Map<String, String> read(Path zip) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (ZipFile file = new ZipFile(zip.toFile())) {
      for (ZipEntry entry : file.stream().toList()) {
        try (InputStream in = file.getInputStream(entry)) {
          files.put(entry.getName(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
      }
    }
    return files;
  }
}
