// SPDX-License-Identifier: Apache-2.0
package org.parley.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.parley.itest.harness.Api;
import org.parley.itest.harness.ParleyProcess;
import org.parley.itest.harness.PluginJar;

/**
 * What the interface costs who uses it: in headless Chromium, each time a profile that has seen
 * nothing, on the archive as it ships with demo data and {@code bench.rows} (100,000) accounts
 * more. Each figure is the median of {@code bench.rounds} (5). {@code bench.kinds} names some of
 * the figures: list, page, key, panel, scroll, heap, streams. The clicks for the heap are spread
 * over {@code bench.minutes} (0).
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
  private static final int RECORDS = 500;

  private final int rounds = Integer.getInteger("bench.rounds", 5);
  private final int rows = Integer.getInteger("bench.rows", 100_000);
  private final String kinds =
      System.getProperty("bench.kinds", "").isBlank()
          ? "list page key panel scroll heap streams"
          : System.getProperty("bench.kinds");
  private final List<String> table = new ArrayList<>();
  private ParleyProcess parley;
  private Api api;
  private Browser browser;

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
      browser = chromium;
      parley = started;
      api = started.admin();
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
    firstList(new double[3]);
    if (kinds.contains("list")) {
      double[][] found = rounds(3, this::firstList);
      row("first list page, on the wire", "%.0f KiB".formatted(median(found[0])), "≤ 100 KiB");
      row("first list page, requests", "%.0f".formatted(median(found[2])), "");
      row("first list page, to interactive", millis(found[1]), "≤ 700 ms");
    }
    if (kinds.contains("page")) {
      row("page change, list to list", millis(rounds(1, this::pageChange)[0]), "≤ 200 ms");
    }
    if (kinds.contains("key")) {
      row("keystroke to paint in the filter", millis(rounds(1, this::keystroke)[0]), "≤ 50 ms");
    }
    if (kinds.contains("panel")) {
      row("a plugin's panel, from its upload to paint", millis(panels()), "");
      row("... after its install", millis(painted), "≤ 500 ms");
    }
    if (kinds.contains("scroll")) {
      double[][] found = rounds(3, this::scroll);
      row("scrolling %,d rows, longest blank".formatted(rows), millis(found[0]), "≤ 300 ms");
      row("... rows drawn at once, at most", "%.0f".formatted(median(found[1])), "");
      row("... the last row reached", "%,.0f".formatted(median(found[2])), "");
    }
    if (kinds.contains("heap")) {
      heap();
    }
    if (kinds.contains("streams")) {
      row("event streams of five tabs of a browser", Integer.toString(streams()), "1");
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

  private BrowserContext fresh() {
    BrowserContext context =
        browser.newContext(
            new Browser.NewContextOptions().setViewportSize(1440, 900).setLocale("en-GB"));
    context
        .request()
        .post(
            parley.root() + "api/v1/session",
            com.microsoft.playwright.options.RequestOptions.create()
                .setHeader("Content-Type", "application/json")
                .setData(
                    "{\"username\":\"admin\",\"password\":\"" + ParleyProcess.PASSWORD + "\"}"));
    return context;
  }

  private static void shown(Page page) {
    page.waitForSelector(".p-row:not(.p-pending)");
  }

  /** Kilobytes, milliseconds until a row can be pressed, requests. */
  private void firstList(double[] into) {
    try (BrowserContext context = fresh()) {
      Page page = context.newPage();
      CDPSession wire = context.newCDPSession(page);
      AtomicLong bytes = new AtomicLong();
      AtomicLong requests = new AtomicLong();
      wire.on(
          "Network.loadingFinished",
          event -> {
            bytes.addAndGet(event.get("encodedDataLength").getAsLong());
            requests.incrementAndGet();
          });
      wire.send("Network.enable");
      page.addInitScript(
          "new MutationObserver((_, self) => {"
              + " if (document.querySelector('.p-row:not(.p-pending)')) {"
              + " self.disconnect(); requestAnimationFrame(() => {"
              + " window.interactive = performance.now(); }); } })"
              + ".observe(document, {childList: true, subtree: true});");
      page.navigate(parley.root() + "records/opportunity");
      shown(page);
      into[1] =
          ((Number)
                  page.evaluate(
                      "() => new Promise((done) => { const look = () => (window.interactive"
                          + " ? done(window.interactive) : requestAnimationFrame(look)); look();"
                          + " })"))
              .doubleValue();
      page.waitForTimeout(500);
      into[0] = bytes.get() / 1024.0;
      into[2] = requests.get();
    }
  }

  private void pageChange(double[] into) {
    try (BrowserContext context = fresh()) {
      Page page = context.newPage();
      page.navigate(parley.root() + "records/contact");
      shown(page);
      into[0] =
          ((Number)
                  page.evaluate(
                      "async () => { const begin = performance.now();"
                          + " document.querySelector('a[href=\"records/opportunity\"]').click();"
                          + " await new Promise((done) => { const look = () =>"
                          + " (document.querySelector('h1').textContent === 'Opportunities' &&"
                          + " document.querySelector('.p-row:not(.p-pending)')"
                          + " ? requestAnimationFrame(() => done()) : requestAnimationFrame(look));"
                          + " look(); }); return performance.now() - begin; }"))
              .doubleValue();
    }
  }

  /** The longest of a word typed into the filter of 100,000 rows. */
  private void keystroke(double[] into) {
    try (BrowserContext context = fresh()) {
      Page page = context.newPage();
      page.navigate(parley.root() + "records/account?sort=name");
      shown(page);
      page.evaluate(
          "() => { window.longest = 0; const input = document.querySelector('input[type=search]');"
              + " input.focus(); input.addEventListener('input', () => {"
              + " const begin = performance.now(); requestAnimationFrame(() => setTimeout(() => {"
              + " window.longest = Math.max(window.longest, performance.now() - begin); })); },"
              + " {capture: true}); }");
      for (char letter : "account 00".toCharArray()) {
        page.keyboard().type(String.valueOf(letter));
        page.waitForTimeout(60);
      }
      into[0] = ((Number) page.evaluate("window.longest")).doubleValue();
    }
  }

  private double[] painted = new double[0];

  /** From the upload of a plugin to its panel on a record that is open. */
  private double[] panels() {
    JsonNode account = api.get("records/account", "limit", 1).json().at("/items/0");
    double[] uploaded = new double[rounds];
    painted = new double[rounds];
    try (BrowserContext context = fresh()) {
      Page page = context.newPage();
      page.navigate(parley.root() + "records/account/" + account.path("id").asLong());
      page.waitForSelector(".p-related .p-card");
      for (int i = 0; i < rounds; i++) {
        byte[] jar =
            PluginJar.named("acme-panel" + i, "1.0.0")
                .descriptor(
                    "ui.json",
                    "{\"format\": 1, \"contributions\": [{\"name\": \"p\", \"point\":"
                        + " \"record.panel\", \"module\": \"p.js\", \"export\": \"P\","
                        + " \"label\": \"Panel "
                        + i
                        + "\"}]}")
                .file(
                    "static/p.js",
                    "import {html} from 'lit'; import {ParleyElement} from '@parley/ui';"
                        + " export class P extends ParleyElement {"
                        + " view() { return html`<p>here "
                        + i
                        + "</p>`; } }")
                .bytes();
        long begin = System.nanoTime();
        api.upload(jar, false).expect(201);
        double installed = (System.nanoTime() - begin) / 1e6;
        page.waitForSelector("text=here " + i);
        uploaded[i] = (System.nanoTime() - begin) / 1e6;
        painted[i] = Math.max(0, uploaded[i] - installed);
      }
    }
    return uploaded;
  }

  /**
   * Scrolls to the end, two screens a frame; how long no row was there at most, rows drawn at once,
   * rows in all.
   */
  private void scroll(double[] into) {
    try (BrowserContext context = fresh()) {
      Page page = context.newPage();
      page.navigate(parley.root() + "records/account?sort=name");
      shown(page);
      Object found =
          page.evaluate(
              "async (rows) => { const grid = document.querySelector('.p-grid'); let blank = 0;"
                  + " let since = null; let most = 0;"
                  + " const stop = performance.now() + 120000;"
                  + " const end = () => Math.round((grid.scrollTop + grid.clientHeight) / 40);"
                  + " while (end() < rows && performance.now() < stop) {"
                  + " grid.scrollTop += 2 * grid.clientHeight;"
                  + " await new Promise((done) => requestAnimationFrame(done));"
                  + " const rows = [...document.querySelectorAll('.p-row')];"
                  + " most = Math.max(most, rows.length);"
                  + " const bare = !rows.some((row) => !row.classList.contains('p-pending'));"
                  + " if (bare) { since ??= performance.now();"
                  + " blank = Math.max(blank, performance.now() - since); } else since = null; }"
                  + " return [blank, most, end()]; }",
              rows);
      List<?> figures = (List<?>) found;
      into[0] = ((Number) figures.get(0)).doubleValue();
      into[1] = ((Number) figures.get(1)).doubleValue();
      into[2] = ((Number) figures.get(2)).doubleValue();
    }
  }

  /** The heap after each hundred of 500 records that are opened one after the other. */
  private void heap() {
    double pause = Integer.getInteger("bench.minutes", 0) * 60_000.0 / RECORDS;
    JsonNode items = api.get("records/account", "limit", 200, "sort", "name").json().path("items");
    List<String> heaps = new ArrayList<>();
    try (BrowserContext context = fresh()) {
      Page page = context.newPage();
      page.navigate(parley.root() + "records/account");
      shown(page);
      CDPSession devtools = context.newCDPSession(page);
      for (int i = 1; i <= RECORDS; i++) {
        long id = items.get(i % items.size()).path("id").asLong();
        // No handle on an element of the page may be kept: it would keep the page itself.
        page.evaluate(
            "async (id) => { const link = document.createElement('a');"
                + " link.href = 'records/account/' + id; document.body.append(link);"
                + " link.click(); link.remove(); await new Promise((done) => {"
                + " const look = () => { const now = document.querySelector('parley-record');"
                + " if (now?.recordId === id && now.querySelector('.p-timeline')) done();"
                + " else requestAnimationFrame(look); }; look(); }); }",
            Long.toString(id));
        page.waitForTimeout(pause);
        if (i % 100 == 0) {
          devtools.send("HeapProfiler.collectGarbage");
          JsonObject usage = devtools.send("Runtime.getHeapUsage");
          heaps.add("%.1f".formatted(usage.get("usedSize").getAsDouble() / 1e6));
        }
      }
    }
    row(
        "heap after 100, 200, ... %d records".formatted(RECORDS),
        String.join(", ", heaps) + " MB",
        "level");
  }

  /** The fewest within a minute: the server notices a tab that is gone at its next heartbeat. */
  private int streams() {
    int fewest = Integer.MAX_VALUE;
    try (BrowserContext context = fresh()) {
      for (int i = 0; i < 5; i++) {
        Page page = context.newPage();
        page.navigate(parley.root() + "records/contact");
        shown(page);
      }
      for (int second = 0; second < 60 && fewest > 1; second++) {
        context.pages().get(0).waitForTimeout(1_000);
        fewest = Math.min(fewest, listening(context));
      }
    }
    return fewest;
  }

  private int listening(BrowserContext context) {
    return context
        .request()
        .get(parley.root() + "metrics")
        .text()
        .lines()
        .filter(line -> line.startsWith("parley_event_connections"))
        .map(line -> line.substring(line.lastIndexOf(' ') + 1))
        .mapToInt(value -> (int) Double.parseDouble(value))
        .findFirst()
        .orElse(-1);
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
