// SPDX-License-Identifier: Apache-2.0
package org.parley.itest.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.parley.itest.harness.Api;
import org.parley.itest.harness.ParleyProcess;

/** Whatever people type is text: on every page, in every field, at any length, in any script. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileTextBrowserIT {
  private static final String SCRIPT =
      "<script>window.pwned = 1</script><img src=x onerror='window.pwned = 1'>\"'`${window.pwned = 1}";
  private static final String RIGHT = "\u202Eمرحبا שלום 👩🏽‍🚀🏴󠁧󠁢󠁳󠁣󠁴󠁿 ";

  private final Chromium chromium = Chromium.shared();
  private ParleyProcess parley;
  private Api api;

  @BeforeAll
  void start() {
    parley = ParleyProcess.Setup.fresh("hostile").withDemo().start();
    api = parley.admin();
  }

  @AfterAll
  void end() {
    if (parley != null) {
      parley.close();
    }
  }

  private static String cut(String text, int length) {
    return text.substring(0, Math.min(length, text.length()));
  }

  private List<String> pages() {
    String name = cut(RIGHT + SCRIPT, 200);
    String endless = (SCRIPT + RIGHT + "x".repeat(10_000)).substring(0, 10_000);
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", name);
    fields.put("city", cut("W".repeat(200), 100));
    fields.put("street", cut(SCRIPT, 200));
    fields.put("description", endless);
    long account = api.create("account", fields).path("id").asLong();
    long deal =
        api.create(
                "opportunity",
                Map.of(
                    "name",
                    "N".repeat(200),
                    "account",
                    account,
                    "next_step",
                    cut(SCRIPT + RIGHT, 255),
                    "close_date",
                    "2026-01-01",
                    "description",
                    endless,
                    "amount",
                    Map.of("amount", "999999999999.99", "currency", "EUR")))
            .path("id")
            .asLong();
    api.create("contact", Map.of("last_name", cut(SCRIPT, 100), "account", account));
    api.create("star", Map.of("record", Map.of("type", "account", "id", account), "kind", "star"));
    api.create(
        "view", Map.of("name", cut(SCRIPT, 100), "target", "account", "filter", "city==\"<b>*\""));
    api.create(
        "dashboard",
        Map.of(
            "name",
            cut(SCRIPT, 100),
            "dashlets",
            List.of(
                Map.of("id", "a", "kind", "list", "title", SCRIPT, "type", "account"),
                Map.of(
                    "id",
                    "b",
                    "kind",
                    "chart",
                    "title",
                    SCRIPT,
                    "type",
                    "opportunity",
                    "by",
                    "account"),
                Map.of("id", "c", "kind", SCRIPT, "title", "unknown"))));
    return List.of(
        "/",
        "/records/account",
        "/records/opportunity?view=pipeline",
        "/records/account?where="
            + Screen.encoded("name==\"" + SCRIPT.replace("\"", "\\\"") + "\""),
        "/records/account?filter=city%3D%3Dx&filterLabel=" + Screen.encoded(SCRIPT),
        "/records/account?q=" + Screen.encoded(SCRIPT),
        "/records/account/" + account,
        "/records/opportunity/" + deal);
  }

  @Test
  void noScriptRunsAndNothingSticksOut() {
    List<String> pages = pages();
    for (int width : new int[] {1440, 390}) {
      try (Screen screen =
          new Screen(chromium.browser(), parley.root(), width, 844, ColorScheme.LIGHT)) {
        Page page = screen.page();
        screen.login();
        for (String path : pages) {
          screen.open(path);
          screen.seen(page.locator("h1").first());
          screen.shoot(
              "hostile-"
                  + width
                  + path.replaceAll("[^a-z]+", "-")
                      .substring(0, Math.min(24, path.replaceAll("[^a-z]+", "-").length())));
          assertThat(page.evaluate("window.pwned === undefined")).as(path).isEqualTo(true);
          assertThat(
                  page.evaluate(
                      "document.documentElement.scrollWidth <="
                          + " document.documentElement.clientWidth"))
              .as(path + " at " + width)
              .isEqualTo(true);
        }
        page.keyboard().press("Control+k");
        screen.seen(page.locator("dialog[open] [role=listbox]"));
        page.keyboard().type("script");
        screen.seen(page.locator("dialog[open] .p-option").first());
        page.keyboard().press("Escape");
        screen.open(pages.get(6));
        screen.seen(page.locator(".p-record"));
        screen.gone(page.locator("[aria-busy=true]"));
        page.keyboard().press("e");
        screen.seen(page.locator("dialog[open] form"));
        screen.textbox("Name").fill(cut(SCRIPT + RIGHT, 190) + width);
        screen.button("Save").click();
        screen.gone(page.locator("dialog[open]"));
        assertThat(page.evaluate("window.pwned === undefined")).isEqualTo(true);
        assertThat(screen.troubles()).isEmpty();
      }
    }
  }
}
