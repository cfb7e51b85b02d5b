// SPDX-License-Identifier: Apache-2.0
package org.parley.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.parley.itest.harness.Api;
import org.parley.itest.harness.ParleyProcess;
import org.parley.itest.harness.PluginJar;

/** What one does with the interface, each time in a browser profile that has seen nothing. */
final class Visits {
  static final int RECORDS = 500;
  static final int CARDS = 10_000;
  private static final int AT_ONCE = 500;

  private final ParleyProcess parley;
  private final Api api;
  private final Browser browser;
  private final int rows;

  /**
   * Visits of one system.
   *
   * @param rows how many accounts it has
   */
  Visits(ParleyProcess parley, Api api, Browser browser, int rows) {
    this.parley = parley;
    this.api = api;
    this.browser = browser;
    this.rows = rows;
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
  void firstList(double[] into) {
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

  void pageChange(double[] into) {
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
  void keystroke(double[] into) {
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

  /**
   * From the upload of plugins to their panels on a record that is open, and from their install.
   */
  double[][] panels(int rounds) {
    JsonNode account = api.get("records/account", "limit", 1).json().at("/items/0");
    double[] uploaded = new double[rounds];
    double[] painted = new double[rounds];
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
    return new double[][] {uploaded, painted};
  }

  /**
   * Scrolls to the end, two screens a frame; how long no row was there at most, rows drawn at once,
   * rows in all.
   */
  void scroll(double[] into) {
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

  void cards() {
    List<String> stages = List.of("prospecting", "qualified", "proposal", "negotiation");
    for (int from = 0; from < CARDS; from += AT_ONCE) {
      List<Map<String, Object>> batch = new ArrayList<>();
      for (int i = from; i < from + AT_ONCE; i++) {
        Map<String, Object> fields =
            Map.of(
                "name", "Deal %05d".formatted(i),
                "stage", stages.get(i % stages.size()),
                "amount", Map.of("amount", 100 + i, "currency", "EUR"));
        batch.add(Map.of("op", "create", "fields", fields));
      }
      api.post("records/opportunity/bulk", Map.of("rows", batch)).expect(200);
    }
  }

  /** From another list to its first cards; a frame while 200 steps are scrolled; cards drawn. */
  void board(double[] into) {
    try (BrowserContext context = fresh()) {
      Page page = context.newPage();
      page.navigate(parley.root() + "records/contact");
      shown(page);
      List<?> figures =
          (List<?>)
              page.evaluate(
                  "async () => { const begin = performance.now();"
                      + " const frame = () => new Promise((done) => requestAnimationFrame(done));"
                      + " const link = document.createElement('a');"
                      + " link.href = 'records/opportunity?view=pipeline';"
                      + " document.body.append(link); link.click(); link.remove();"
                      + " while (!document.querySelector('.p-board-card')) await frame();"
                      + " const opened = performance.now() - begin;"
                      + " const lane = document.querySelector('.p-cards');"
                      + " const since = performance.now(); for (let i = 0; i < 200; i++) {"
                      + " lane.scrollTop += 300; await frame(); }"
                      + " return [opened, (performance.now() - since) / 200,"
                      + " document.querySelectorAll('.p-board-card').length]; }");
      for (int i = 0; i < into.length; i++) {
        into[i] = ((Number) figures.get(i)).doubleValue();
      }
    }
  }

  /** The heap after each hundred of 500 records that are opened one after the other. */
  String heap(int minutes) {
    double pause = minutes * 60_000.0 / RECORDS;
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
    return String.join(", ", heaps) + " MB";
  }

  /** The fewest within a minute: the server notices a tab that is gone at its next heartbeat. */
  int streams() {
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
}
