// SPDX-License-Identifier: Apache-2.0
package org.parley.itest.harness;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;

/**
 * A Parley as its users run it: {@code bin/parley} of the unpacked archive, a process of its own
 * with a data directory and a port of its own.
 */
public final class ParleyProcess implements AutoCloseable {
  public static final String PASSWORD = "correct horse battery staple";
  private static final Duration BOOT = Duration.ofSeconds(240);

  private final Setup setup;
  private final Process process;
  private final long startedAt = System.nanoTime();
  private Duration readyAfter;

  private ParleyProcess(Setup setup) throws IOException {
    this.setup = setup;
    Files.createDirectories(setup.data());
    Files.createDirectories(setup.deploy());
    List<String> command = new ArrayList<>(setup.prefix());
    command.add(archive().resolve("bin/parley").toString());
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(setup.output().toFile()));
    setup.applyTo(builder);
    this.process = builder.start();
  }

  /**
   * How it is started.
   *
   * @param data where all its state lives; kept over restarts
   * @param settled whether its first start is behind it, see {@link Settled}
   * @param demo whether demo data is loaded at first start
   * @param jvm options for its JVM on top of those that ship
   * @param prefix a command to run it under, such as {@code unshare}
   * @param settings more of its environment, over what is set here
   */
  public record Setup(
      Path data,
      int port,
      boolean settled,
      boolean demo,
      List<String> jvm,
      List<String> prefix,
      Map<String, String> settings) {
    /** For lives of a minute: code is compiled once and at once, which halves what a boot costs. */
    private static final List<String> QUICK = List.of("-XX:TieredStopAtLevel=1");

    /**
     * A system that nobody has used, a free port, no demo data. Its first start is behind it: that
     * takes longer than most tests.
     */
    public static Setup fresh(String name) {
      return empty(name, true);
    }

    /** An empty data directory: a first start is ahead, or what needs an empty place. */
    public static Setup empty(String name) {
      return empty(name, false);
    }

    private static Setup empty(String name, boolean settled) {
      try {
        Path parent = Files.createDirectories(target().resolve("run"));
        Path data = Files.createTempDirectory(parent, name + "-");
        return new Setup(data, freePort(), settled, false, QUICK, List.of(), Map.of());
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
    }

    public Setup withDemo() {
      return new Setup(data, port, settled, true, jvm, prefix, settings);
    }

    /** With a JVM as users have it, and these options beside. */
    public Setup asShipped(String... options) {
      return new Setup(data, port, settled, demo, List.of(options), prefix, settings);
    }

    /** With more options for its JVM. */
    public Setup withJvm(String... options) {
      List<String> all = new ArrayList<>(jvm);
      all.addAll(List.of(options));
      return new Setup(data, port, settled, demo, all, prefix, settings);
    }

    public Setup withPrefix(String... command) {
      return new Setup(data, port, settled, demo, jvm, List.of(command), settings);
    }

    /** With settings of its own, in pairs of name and value, beside those of the test. */
    public Setup with(String... pairs) {
      Map<String, String> more = new TreeMap<>(settings);
      for (int i = 0; i < pairs.length; i += 2) {
        more.put(pairs[i], pairs[i + 1]);
      }
      return new Setup(data, port, settled, demo, jvm, prefix, more);
    }

    /** On a database of somebody's choice instead of the one that the run has for all. */
    public Setup withDatabase(Map<String, String> environment) {
      Databases.choose(data, environment);
      return new Setup(data, port, false, demo, jvm, prefix, settings);
    }

    /** Its deploy folder: its own, because all processes share one unpacked archive. */
    public Path deploy() {
      return data.resolve("deploy");
    }

    /** What it prints. */
    public Path output() {
      return data.resolveSibling(data.getFileName() + ".out");
    }

    /** Puts these settings into the environment of a process that is about to start. */
    public void applyTo(ProcessBuilder builder) {
      Map<String, String> environment = builder.environment();
      environment.keySet().removeIf(name -> name.startsWith("PARLEY_"));
      environment.remove("MAVEN_OPTS");
      environment.put("JAVA_HOME", System.getProperty("java.home"));
      environment.put("PARLEY_DATA", data.toString());
      environment.put("PARLEY_HTTP_PORT", Integer.toString(port));
      environment.put("PARLEY_ADMIN_PASSWORD", PASSWORD);
      environment.put("PARLEY_DEMO", Boolean.toString(demo));
      environment.putAll(Databases.environment(data));
      List<String> options = new ArrayList<>(jvm);
      options.add("-Dparley.deploy=" + deploy());
      environment.put("PARLEY_JAVA_OPTS", String.join(" ", options));
      environment.putAll(settings);
    }

    /** A command of {@code bin/parley} on this data, such as {@code backup}. */
    public ProcessBuilder command(String... arguments) {
      List<String> command = new ArrayList<>();
      command.add(archive().resolve("bin/parley").toString());
      command.addAll(List.of(arguments));
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      applyTo(builder);
      builder.environment().remove("PARLEY_JAVA_OPTS");
      builder.environment().put("JDK_JAVA_OPTIONS", String.join(" ", QUICK));
      return builder;
    }

    /** Starts it and returns at once. */
    public ParleyProcess launch() {
      try {
        if (settled) {
          Settled.settle(this);
        }
        return new ParleyProcess(this);
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
    }

    /** Starts it and waits until it is ready. */
    public ParleyProcess start() {
      ParleyProcess launched = launch();
      try {
        return launched.awaitReady();
      } catch (RuntimeException | Error failed) {
        launched.close();
        throw failed;
      }
    }
  }

  /** The unpacked archive under test. */
  public static Path archive() {
    String home = System.getProperty("parley.archive");
    if (home == null || !Files.isExecutable(Path.of(home, "bin/parley"))) {
      throw new IllegalStateException("parley.archive must name the unpacked archive: " + home);
    }
    return Path.of(home);
  }

  /** The build's directory. */
  public static Path target() {
    return Path.of(System.getProperty("parley.target", "target")).toAbsolutePath();
  }

  /** A port of loopback that nobody uses. */
  public static int freePort() {
    return Ports.free();
  }

  public Setup setup() {
    return setup;
  }

  public URI root() {
    return URI.create("http://127.0.0.1:" + setup.port() + "/");
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** From the start of the process to the first answer "ready". */
  public Duration readyAfter() {
    return readyAfter;
  }

  /** A client with the administrator's login. */
  public Api admin() {
    return Api.anonymous(root()).login("admin", PASSWORD);
  }

  public ParleyProcess awaitReady() {
    HttpClient http = HttpClient.newHttpClient();
    await("ready", BOOT, () -> isReady(http));
    readyAfter = Duration.ofNanos(System.nanoTime() - startedAt);
    return this;
  }

  /** Waits until what it printed or logged contains a text. */
  public void awaitLog(String text, Duration patience) {
    await("\"" + text + "\" in the log", patience, () -> log().contains(text));
  }

  private void await(String what, Duration patience, BooleanSupplier reached) {
    try {
      Awaitility.await(what)
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(40))
          .atMost(patience)
          .until(() -> reached.getAsBoolean() || !process.isAlive());
    } catch (RuntimeException late) {
      throw new AssertionError("not " + what + " after " + patience + "\n" + tail(60), late);
    }
    if (!process.isAlive() && !reached.getAsBoolean()) {
      throw new AssertionError(
          "ended before " + what + ": " + process.exitValue() + "\n" + tail(60));
    }
  }

  private boolean isReady(HttpClient http) {
    HttpRequest request =
        HttpRequest.newBuilder(root().resolve("/health/ready"))
            .timeout(Duration.ofSeconds(5))
            .build();
    try {
      return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** All it printed and logged. */
  public String log() {
    StringBuilder all = new StringBuilder();
    try {
      all.append(read(setup.output()));
      Path logs = setup.data().resolve("log");
      if (Files.isDirectory(logs)) {
        try (var files = Files.list(logs)) {
          for (Path file : files.sorted().toList()) {
            all.append(read(file));
          }
        }
      }
      return all.toString();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static String read(Path file) throws IOException {
    return Files.isRegularFile(file)
        ? new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.UTF_8)
        : "";
  }

  /** The last lines of the log, for messages. */
  public String tail(int lines) {
    List<String> all = log().lines().toList();
    return String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
  }

  /** Runs {@code bin/parley} with these arguments against this process and answers what it says. */
  public String run(String... arguments) {
    return Commands.run(setup.command(arguments), Duration.ofSeconds(60));
  }

  /** SIGKILL, to it and to what it started: the moment the power goes. */
  public void kill() {
    List<ProcessHandle> children = process.descendants().toList();
    process.destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
    awaitEnd();
  }

  /** SIGTERM: an orderly stop. */
  public void stop() {
    process.destroy();
    awaitEnd();
  }

  private void awaitEnd() {
    try {
      if (!process.waitFor(60, SECONDS)) {
        process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        throw new AssertionError("did not end within 60 s\n" + tail(40));
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      kill();
    }
  }
}
