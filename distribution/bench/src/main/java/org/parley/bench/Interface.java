// SPDX-License-Identifier: Apache-2.0
package org.parley.bench;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.parley.itest.harness.Api;
import org.parley.itest.harness.ParleyProcess;

/**
 * What the interface costs who uses it: in headless Chromium, each time a profile that has seen
 * nothing, on the archive as it ships with demo data and {@code bench.rows} (100,000) accounts
 * more. Each figure is the median of {@code bench.rounds} (5). {@code bench.kinds} names some of
 * the figures: list, page, key, panel, scroll, board, heap, streams. The clicks for the heap are
 * spread over {@code bench.minutes} (0).
 */
public final class Interface {
  private static final List<String> FLAGS =
      List.of(
          "--headless",
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
          "--enable-precise-memory-info",
          "--js-flags=--expose-gc");
  private static final int AT_ONCE = 1_000;

  private final int rounds = Integer.getInteger("bench.rounds", 5);
  private final int rows = Integer.getInteger("bench.rows", 100_000);
  private final String kinds =
      System.getProperty("bench.kinds", "").isBlank()
          ? "list page key panel scroll board heap streams"
          : System.getProperty("bench.kinds");
  private final List<String> table = new ArrayList<>();
  private Visits visits;
  private Api api;

  private Interface() {}

  /** Measures and prints. */
  public static void main(String[] arguments) throws IOException {
    new Interface().run();
  }

  private void run() throws IOException {
    try (Playwright playwright =
            Playwright.create(
                new Playwright.CreateOptions()
                    .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        Browser chromium = playwright.chromium().launch(options());
        ParleyProcess started = ParleyProcess.Setup.fresh("interface").withDemo().start()) {
      api = started.admin();
      visits = new Visits(started, api, chromium, rows);
      fill();
      measure();
      started.stop();
    }
    String all =
        "| figure | measured | wanted |%n|---|---|---|%n%s%n".formatted(String.join("\n", table));
    Files.writeString(ParleyProcess.target().resolve("interface.md"), all);
    System.out.println(all);
  }

  private static BrowserType.LaunchOptions options() {
    String named = System.getenv("PARLEY_CHROMIUM");
    return new BrowserType.LaunchOptions()
        .setArgs(FLAGS)
        .setExecutablePath(Path.of(named == null ? "/usr/bin/chromium" : named));
  }

  private void fill() {
    long begin = System.nanoTime();
    for (int from = 0; from < rows; from += AT_ONCE) {
      List<Map<String, Object>> batch = new ArrayList<>();
      for (int i = from; i < Math.min(rows, from + AT_ONCE); i++) {
        batch.add(Map.of("op", "create", "fields", Map.of("name", "Account %07d".formatted(i))));
      }
      api.post("records/account/bulk", Map.of("rows", batch)).expect(200);
    }
    System.out.printf("%d accounts in %d s%n", rows, (System.nanoTime() - begin) / 1_000_000_000);
  }

  private void measure() {
    // Once for nothing: the server's JVM compiles what the first pages need.
    visits.firstList(new double[3]);
    if (kinds.contains("list")) {
      double[][] found = rounds(3, visits::firstList);
      row("first list page, on the wire", "%.0f KiB".formatted(median(found[0])), "≤ 100 KiB");
      row("first list page, requests", "%.0f".formatted(median(found[2])), "");
      row("first list page, to interactive", millis(found[1]), "≤ 700 ms");
    }
    if (kinds.contains("page")) {
      row("page change, list to list", millis(rounds(1, visits::pageChange)[0]), "≤ 200 ms");
    }
    if (kinds.contains("key")) {
      row("keystroke to paint in the filter", millis(rounds(1, visits::keystroke)[0]), "≤ 50 ms");
    }
    if (kinds.contains("panel")) {
      double[][] found = visits.panels(rounds);
      row("a plugin's panel, from its upload to paint", millis(found[0]), "");
      row("... after its install", millis(found[1]), "≤ 500 ms");
    }
    if (kinds.contains("scroll")) {
      double[][] found = rounds(3, visits::scroll);
      row("scrolling %,d rows, longest blank".formatted(rows), millis(found[0]), "≤ 300 ms");
      row("... rows drawn at once, at most", "%.0f".formatted(median(found[1])), "");
      row("... the last row reached", "%,.0f".formatted(median(found[2])), "");
    }
    if (kinds.contains("board")) {
      visits.cards();
      double[][] found = rounds(3, visits::board);
      row("a board of %,d cards, to its first cards".formatted(Visits.CARDS), millis(found[0]), "");
      row("... a frame while its first column is scrolled", millis(found[1]), "");
      row("... cards drawn at once", "%.0f".formatted(median(found[2])), "");
    }
    if (kinds.contains("heap")) {
      row(
          "heap after 100, 200, ... %d records".formatted(Visits.RECORDS),
          visits.heap(Integer.getInteger("bench.minutes", 0)),
          "level");
    }
    if (kinds.contains("streams")) {
      row("event streams of five tabs of a browser", Integer.toString(visits.streams()), "1");
    }
  }

  private interface Round {
    void run(double[] into);
  }

  private double[][] rounds(int figures, Round round) {
    double[][] found = new double[figures][rounds];
    for (int i = 0; i < rounds; i++) {
      double[] one = new double[figures];
      round.run(one);
      for (int j = 0; j < figures; j++) {
        found[j][i] = one[j];
      }
    }
    return found;
  }

  private void row(String figure, String measured, String wanted) {
    table.add("| %s | %s | %s |".formatted(figure, measured, wanted));
    System.out.println(table.get(table.size() - 1));
  }

  private static String millis(double[] values) {
    return "%.0f ms".formatted(median(values));
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
