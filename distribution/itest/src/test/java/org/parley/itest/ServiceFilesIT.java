// SPDX-License-Identifier: Apache-2.0
package org.parley.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.parley.itest.harness.Commands;
import org.parley.itest.harness.ParleyProcess;
import org.parley.itest.harness.Skips;

/** The files by which others run Parley: systemd, a container engine, Windows. */
class ServiceFilesIT {
  private static final Path HOME = ParleyProcess.archive();
  @TempDir Path directory;

  @Test
  void bothStartScriptsGiveTheJvmTheSame() throws IOException {
    String bash = Files.readString(HOME.resolve("bin/parley"));
    String bat = Files.readString(HOME.resolve("bin/parley.bat")).replace('\\', '/');
    Set<String> files = new TreeSet<>();
    try (Stream<Path> etc = Files.list(HOME.resolve("etc"))) {
      etc.map(file -> file.getFileName().toString())
          .filter(name -> name.matches("jvm.*\\.options"))
          .forEach(files::add);
    }
    assertThat(files).contains("jvm.options").hasSizeGreaterThan(2);
    assertThat(all("@[^\"]*/etc/(jvm[^\"]*)\"", bash)).hasSameElementsAs(files);
    assertThat(all("@[^\"]*/etc/(jvm[^\"]*)\"", bat)).hasSameElementsAs(files);
    for (String file : files) {
      Matcher bounds = Pattern.compile("jvm-([0-9]+)(?:-([0-9]+))?\\.options").matcher(file);
      if (bounds.matches() && bounds.group(2) != null) {
        assertThat(bash)
            .containsPattern(
                "-ge "
                    + bounds.group(1)
                    + " .* -le "
                    + bounds.group(2)
                    + " [^\\n]*\\n[^\\n]*"
                    + file);
        assertThat(bat)
            .containsPattern(
                "geq " + bounds.group(1) + " .* leq " + bounds.group(2) + " .*" + file);
      } else if (bounds.matches()) {
        assertThat(bash).containsPattern("-lt " + bounds.group(1) + " \\] \\|\\| .*" + file);
        assertThat(bat).containsPattern("geq " + bounds.group(1) + " set .*" + file);
      }
    }
    // System properties of the platform and the class that runs first, the same in both.
    assertThat(properties(bat)).isEqualTo(properties(bash));
    assertThat(all("(org\\.parley\\.[a-z.]*Launch)", bat))
        .isEqualTo(all("(org\\.parley\\.[a-z.]*Launch)", bash))
        .hasSize(1);
    assertThat(bat)
        .as("a command that starts with a quotation mark loses it")
        .doesNotContain("('\"");
    assertThat(Files.readString(HOME.resolve("bin/parley.bat")).replace("\r\n", ""))
        .as("line ends of Windows")
        .doesNotContain("\n");
  }

  private static Set<String> properties(String script) {
    return new TreeSet<>(
        all(
            "\"-D((?:karaf|parley|java)\\.[a-z.]+)=",
            script.replaceAll("(?s)\\nkeep\\(\\).*", "")));
  }

  private static List<String> all(String pattern, String text) {
    return Pattern.compile(pattern).matcher(text).results().map(found -> found.group(1)).toList();
  }

  @Test
  void systemdTakesTheUnit() throws IOException, InterruptedException {
    Skips.unless(works("systemd-analyze", "--version"), "there is no systemd-analyze");
    Path unit = directory.resolve("parley.service");
    String text = Files.readString(HOME.resolve("contrib/parley.service"));
    assertThat(text).contains("ExecStart=/opt/parley/bin/parley\n", "NoNewPrivileges=yes");
    Files.writeString(unit, text.replace("/opt/parley", HOME.toString()));
    String said =
        Commands.run(
            new ProcessBuilder("systemd-analyze", "verify", "--man=no", unit.toString()),
            Duration.ofSeconds(60));
    // It looks at the other units of this machine as well.
    assertThat(said.lines().filter(line -> line.contains("parley"))).isEmpty();
  }

  /** No engine at hand: the steps of the file by hand, and the checks an engine would make. */
  @Test
  void theContainerFileHoldsWhatARunNeeds() throws IOException, InterruptedException {
    List<String> lines =
        Files.readString(HOME.resolve("contrib/Containerfile"))
            .replace("\\\n", " ")
            .lines()
            .filter(line -> !line.isBlank() && !line.startsWith("#"))
            .toList();
    assertThat(lines)
        .allMatch(
            line ->
                line.matches(
                    "(FROM|RUN|COPY|ENV|USER|VOLUME|EXPOSE|STOPSIGNAL|HEALTHCHECK|ENTRYPOINT) .+"));
    assertThat(lines.get(0)).startsWith("FROM ");
    assertThat(lines).anyMatch(line -> line.matches("USER [1-9][0-9]*(:[1-9][0-9]*)?"));
    Path root = Files.createDirectory(directory.resolve("root"));
    for (String line : lines) {
      if (line.startsWith("COPY ")) {
        String[] words = line.split(" ");
        Path target = root.resolve(words[2].substring(1));
        Files.createDirectories(target.getParent());
        Commands.run(
            new ProcessBuilder("cp", "-a", HOME.resolve(words[1]).toString(), target.toString()),
            Duration.ofSeconds(60));
      }
    }
    ParleyProcess.Setup setup = ParleyProcess.Setup.empty("container");
    String entry = command("ENTRYPOINT", lines);
    String health = command("HEALTHCHECK", lines);
    try {
      assertThat(inside(root, setup, entry, "start")).contains("is ready");
      assertThat(inside(root, setup, health.split(" ")[0], health.split(" ")[1]))
          .contains("Parley runs");
    } finally {
      inside(root, setup, entry, "stop");
    }
  }

  private static String command(String instruction, List<String> lines) {
    String line =
        lines.stream().filter(one -> one.startsWith(instruction)).findFirst().orElseThrow();
    return String.join(" ", all("\"([^\"]+)\"", line));
  }

  private static String inside(
      Path root, ParleyProcess.Setup setup, String command, String argument) {
    List<String> words = new ArrayList<>();
    words.add(root.resolve(command.substring(1)).toString());
    words.add(argument);
    ProcessBuilder builder = new ProcessBuilder(words);
    setup.with("PARLEY_HTTP_HOST", "0.0.0.0").applyTo(builder);
    return Commands.run(builder, Duration.ofSeconds(300));
  }

  private static boolean works(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException absent) {
      return false;
    }
  }
}
