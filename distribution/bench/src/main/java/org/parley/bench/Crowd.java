// SPDX-License-Identifier: Apache-2.0
package org.parley.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.parley.itest.harness.Api;
import org.parley.itest.harness.ParleyProcess;
import org.parley.itest.harness.PluginJar;

/**
 * What a hundred plugins with two types each cost those who do not use them: a Parley with them
 * beside one without, started in turns and loaded in turns. Set by {@code bench.rounds}, {@code
 * bench.seconds} and {@code bench.warmup} as {@link Speed} is, and {@code bench.plugins} (100).
 */
public final class Crowd {
  private final int rounds = Integer.getInteger("bench.rounds", 5);
  private final int plugins = Integer.getInteger("bench.plugins", 100);
  private final Duration turn = Duration.ofSeconds(Integer.getInteger("bench.seconds", 5));
  private final Duration warmup = Duration.ofSeconds(Integer.getInteger("bench.warmup", 20));
  private final List<String> table = new ArrayList<>();

  private Crowd() {}

  /** Measures and prints. */
  public static void main(String[] arguments) throws IOException {
    new Crowd().run();
  }

  private void run() throws IOException {
    ParleyProcess.Setup with = ParleyProcess.Setup.fresh("crowd");
    ParleyProcess.Setup without = ParleyProcess.Setup.fresh("alone");
    prepare(without, 0);
    prepare(with, plugins);
    boots(with, without);
    try (ParleyProcess crowd = with.start();
        ParleyProcess alone = without.start()) {
      rates(crowd, alone);
      System.out.printf(
          "resident: %.0f MB with them, %.0f MB without%n",
          ServedBy.residentMegabytes(crowd.pid()), ServedBy.residentMegabytes(alone.pid()));
      crowd.stop();
      alone.stop();
    }
    String all =
        "| what | ratio | with %d plugins | without |%n|---|---|---|---|%n%s%n"
            .formatted(plugins, String.join("\n", table));
    Files.writeString(ParleyProcess.target().resolve("crowd.md"), all);
    System.out.println(all);
  }

  private static void prepare(ParleyProcess.Setup setup, int plugins) {
    try (ParleyProcess first = setup.start()) {
      Api api = first.admin();
      for (int i = 0; i < 200; i++) {
        api.create("account", Map.of("name", "Account " + i));
      }
      long begin = System.nanoTime();
      for (int i = 0; i < plugins; i++) {
        api.upload(jar(i), false).expect(201);
      }
      System.out.printf(
          "installed %d plugins in %d s%n", plugins, (System.nanoTime() - begin) / 1_000_000_000);
      first.stop();
    }
  }

  /** A plugin of two types, one of which refers to accounts. */
  private static byte[] jar(int number) {
    return PluginJar.named("acme-crowd" + number, "1.0.0")
        .descriptor(
            "plugin.json",
            """
            {"format": 1, "label": "Crowd %d", "vendor": "Acme", "category": "module",
             "license": "MIT", "api": "[1,2)", "prefix": "acme",
             "requires": {"parley-contacts": "[0.1,2)"}}
            """
                .formatted(number))
        .descriptor(
            "record-types/acme_one" + number + ".json",
            """
            {"format": 1, "type": "acme_one%1$d", "label": "One %1$d", "title": "{name}",
             "fields": [{"name": "name", "kind": "text", "max": 80, "required": true},
                        {"name": "amount", "kind": "money"},
                        {"name": "account", "kind": "reference", "to": "account",
                         "inverse": "acme_one%1$d"}]}
            """
                .formatted(number))
        .descriptor(
            "record-types/acme_two" + number + ".json",
            """
            {"format": 1, "type": "acme_two%1$d", "label": "Two %1$d", "title": "{name}",
             "fields": [{"name": "name", "kind": "text", "max": 80, "required": true},
                        {"name": "due", "kind": "date", "index": true}]}
            """
                .formatted(number))
        .bytes();
  }

  private void boots(ParleyProcess.Setup with, ParleyProcess.Setup without) {
    double[] ours = new double[rounds];
    double[] theirs = new double[rounds];
    double[] ratios = new double[rounds];
    for (int i = 0; i < rounds; i++) {
      ours[i] = boot(with);
      theirs[i] = boot(without);
      ratios[i] = ours[i] / theirs[i];
    }
    row(
        "boot to ready",
        ratios,
        "%.1f s".formatted(median(ours)),
        "%.1f s".formatted(median(theirs)));
  }

  private static double boot(ParleyProcess.Setup setup) {
    try (ParleyProcess warm = setup.start()) {
      // Karaf still starts its shell when the API is ready, and hangs when it is stopped meanwhile.
      LockSupport.parkNanos(Duration.ofSeconds(10).toNanos());
      warm.stop();
      return warm.readyAfter().toNanos() / 1e9;
    }
  }

  private void rates(ParleyProcess crowd, ParleyProcess alone) {
    for (String path : List.of("", "?limit=50&sort=name")) {
      Clients with = clients(crowd, path);
      Clients without = clients(alone, path);
      with.run(warmup);
      without.run(warmup);
      double[] ours = new double[rounds];
      double[] theirs = new double[rounds];
      double[] ratios = new double[rounds];
      for (int i = 0; i < rounds; i++) {
        ours[i] = with.run(turn).perSecond();
        theirs[i] = without.run(turn).perSecond();
        ratios[i] = ours[i] / theirs[i];
      }
      row(
          path.isEmpty() ? "get an account" : "list 50 accounts",
          ratios,
          "%,.0f/s".formatted(median(ours)),
          "%,.0f/s".formatted(median(theirs)));
    }
  }

  private static Clients clients(ParleyProcess parley, String query) {
    Api api = parley.admin();
    String path = "/api/v1/records/account";
    if (query.isEmpty()) {
      path +=
          "/" + api.get("records/account?limit=1").expect(200).json().at("/items/0/id").asLong();
    }
    byte[] request = Connection.request("GET", path + query, Connection.login(api), "");
    return new Clients(8, parley.pid(), parley.setup().port(), () -> request, 200);
  }

  private void row(String what, double[] ratios, String with, String without) {
    table.add("| %s | %.2f | %s | %s |".formatted(what, median(ratios), with, without));
    System.out.println(table.get(table.size() - 1));
  }

  private static double median(double[] all) {
    double[] sorted = all.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
