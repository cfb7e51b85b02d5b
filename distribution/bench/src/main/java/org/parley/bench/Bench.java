// SPDX-License-Identifier: Apache-2.0
package org.parley.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.parley.itest.harness.Api;
import org.parley.itest.harness.ParleyProcess;
import org.parley.itest.harness.PluginJar;

/**
 * The first figures: the archive as it ships, with the JVM setting that ships, on this machine.
 * Each is the median of five. Prints a table and writes it to {@code benchmarks.md} in the build's
 * directory. Run on a machine that has nothing else to do:
 *
 * <pre>mvn -Pbench -pl distribution/bench -am verify -DskipTests</pre>
 */
public final class Bench {
  private static final int ROUNDS = 5;
  private static final int CLIENTS = 8;

  private final List<String> rows = new ArrayList<>();

  private Bench() {}

  /** Runs all of it; takes about two minutes. */
  public static void main(String[] arguments) throws IOException {
    new Bench().run();
  }

  private void run() throws IOException {
    String archive = System.getProperty("parley.archive.file");
    row("archive", "%.1f MB".formatted(Files.size(Path.of(archive)) / 1e6), "≤ 90 MB");
    ParleyProcess.Setup setup = ParleyProcess.Setup.fresh("bench").withDemo();
    try (ParleyProcess first = setup.start()) {
      row("boot to ready, first start, with demo data", seconds(first.readyAfter()), "");
      first.stop();
    }
    List<Double> boots = new ArrayList<>();
    List<Double> idle = new ArrayList<>();
    for (int i = 0; i < ROUNDS; i++) {
      try (ParleyProcess warm = setup.start()) {
        boots.add(warm.readyAfter().toNanos() / 1e9);
        LockSupport.parkNanos(Duration.ofSeconds(10).toNanos());
        idle.add(ServedBy.residentMegabytes(warm.pid()));
        warm.stop();
      }
    }
    row("boot to ready, warm", "%.1f s".formatted(median(boots)), "≤ 5 s");
    row("resident memory, idle 10 s after ready", "%.0f MB".formatted(median(idle)), "≤ 300 MB");
    try (ParleyProcess parley = setup.start()) {
      Api api = parley.admin();
      row("install to visible in REST, through the API", seconds(median(installs(api))), "< 1 s");
      row(
          "install to visible in REST, through deploy/",
          seconds(median(deploys(api, setup.deploy()))),
          "< 1.5 s");
      rates(parley, api);
      row(
          "resident memory after that",
          "%.0f MB".formatted(ServedBy.residentMegabytes(parley.pid())),
          "");
    }
    write();
  }

  private static List<Double> installs(Api api) {
    List<Double> all = new ArrayList<>();
    for (int i = 0; i < ROUNDS; i++) {
      byte[] jar = PluginJar.owning("api" + i, "1.0.0").bytes();
      long begin = System.nanoTime();
      api.upload(jar, false).expect(201);
      api.get("records/acme_api" + i).expect(200);
      all.add((System.nanoTime() - begin) / 1e9);
    }
    return all;
  }

  private static List<Double> deploys(Api api, Path deploy) throws IOException {
    List<Double> all = new ArrayList<>();
    for (int i = 0; i < ROUNDS; i++) {
      byte[] jar = PluginJar.owning("drop" + i, "1.0.0").bytes();
      long begin = System.nanoTime();
      Files.write(deploy.resolve("drop" + i + ".jar"), jar);
      while (api.get("records/acme_drop" + i).status() != 200) {
        if (System.nanoTime() - begin > 30e9) {
          throw new IllegalStateException("not visible after 30 s");
        }
        LockSupport.parkNanos(5_000_000);
      }
      all.add((System.nanoTime() - begin) / 1e9);
    }
    return all;
  }

  private void rates(ParleyProcess parley, Api api) {
    long id = api.create("account", Map.of("name", "Bench")).path("id").asLong();
    String path = "/api/v1/records/account";
    String list = path + "?limit=50&sort=name";
    String headers = Connection.login(api);
    rate(parley, "get one record", Connection.request("GET", path + "/" + id, headers, ""), 200);
    rate(parley, "list 50 accounts", Connection.request("GET", list, headers, ""), 200);
    byte[] create = Connection.request("POST", path, headers, "{\"fields\":{\"name\":\"B\"}}");
    rate(parley, "create an account", create, 201);
  }

  private void rate(ParleyProcess parley, String what, byte[] request, int status) {
    Clients clients =
        new Clients(CLIENTS, parley.pid(), parley.setup().port(), () -> request, status);
    clients.run(Duration.ofSeconds(8));
    row(what, clients.run(Duration.ofSeconds(8)).toString(), "");
  }

  private static double median(List<Double> all) {
    return all.stream().sorted().toList().get(all.size() / 2);
  }

  private static String seconds(Duration duration) {
    return seconds(duration.toNanos() / 1e9);
  }

  private static String seconds(double seconds) {
    return seconds < 1 ? "%.0f ms".formatted(seconds * 1000) : "%.1f s".formatted(seconds);
  }

  private void row(String what, String figure, String wanted) {
    rows.add("| " + what + " | " + figure + " | " + wanted + " |");
    System.out.println(rows.get(rows.size() - 1));
  }

  private void write() throws IOException {
    String table =
        """
        %s, %s, %d processors (%s), Java %s, %s

        | what | measured | wanted |
        |---|---|---|
        %s
        """
            .formatted(
                LocalDate.now(),
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors(),
                processor(),
                System.getProperty("java.version"),
                "rates with " + CLIENTS + " clients on the same machine",
                String.join("\n", rows));
    Files.writeString(ParleyProcess.target().resolve("benchmarks.md"), table);
    System.out.println(table);
  }

  private static String processor() throws IOException {
    Path info = Path.of("/proc/cpuinfo");
    if (!Files.isReadable(info)) {
      return "unknown";
    }
    return Files.readAllLines(info).stream()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("model name"))
        .map(line -> line.substring(line.indexOf(':') + 1).trim())
        .findFirst()
        .orElse("unknown");
  }
}
