// SPDX-License-Identifier: Apache-2.0
package org.parley.itest.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.parley.itest.harness.Api;
import org.parley.itest.harness.ParleyProcess;

/**
 * Every text of the interface can be translated, is in German, and reads from the right as well.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LanguageBrowserIT {
  /** All pages and dialogs, and how to get there. */
  private static final List<String> PAGES =
      List.of(
          "/",
          "/records/opportunity",
          "/records/opportunity?view=pipeline",
          "/records/opportunity?where=owner%3D%3Dme%3Bclose_date%3D%3Dthis_month",
          "/records/contact?q=nobody-is-called-that",
          "/records/account?trash=true",
          "/imports",
          "/modules",
          "/settings",
          "/nothing/there");

  /** What is no text of ours: figures, names of keys, what records hold. */
  private static final String OTHERS =
      """
      () => {
        const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        const found = new Set();
        while (walker.nextNode()) {
          const {parentElement: at, textContent} = walker.currentNode;
          const text = textContent.trim();
          if (!text || !/\\p{L}{2}/u.test(text)) continue;
          if (at.closest('script, style, kbd, code, noscript, .p-avatar, option[value], [lang]:not(html)')) continue;
          if (!at.checkVisibility?.({visibilityProperty: true})) continue;
          if (at.closest('.p-brand, .p-me') || at.textContent.includes('⟦')) continue;
          found.add(text);
        }
        document.querySelectorAll('[aria-label], [placeholder], [title]').forEach((one) => {
          for (const name of ['aria-label', 'placeholder', 'title']) {
            const text = one.getAttribute(name);
            if (text && /\\p{L}{2}/u.test(text) && one.checkVisibility?.()) found.add(text.trim());
          }
        });
        return [...found];
      }
      """;

  private final Chromium chromium = Chromium.shared();
  private ParleyProcess parley;
  private Api api;

  /** A server of its own: what other tests have written there would stand on the pages. */
  @BeforeAll
  void start() {
    parley = ParleyProcess.Setup.fresh("language").withDemo().start();
    api = parley.admin();
  }

  @AfterAll
  void stop() {
    if (parley != null) {
      parley.close();
    }
  }

  private Screen speaking(String language, int width) {
    Screen screen = new Screen(chromium.browser(), parley.root(), width, 900, ColorScheme.LIGHT);
    screen.page().addInitScript("localStorage.setItem('parley-language', '" + language + "')");
    Page page = screen.open("/").page();
    page.locator("input[name=username]").fill("admin");
    page.locator("input[name=password]").fill(ParleyProcess.PASSWORD);
    page.keyboard().press("Enter");
    screen.seen(page.locator("parley-nav").first());
    return screen;
  }

  /** Texts that records hold, which nobody translates. */
  private Set<String> data() {
    Set<String> data = new LinkedHashSet<>();
    for (JsonNode known : api.get("types").json().path("items")) {
      String type = known.path("name").asText();
      api.get("records/" + type, "limit", 200)
          .json()
          .path("items")
          .forEach(
              record -> {
                data.add(record.path("title").asText());
                collect(record.path("fields"), data);
              });
    }
    return data;
  }

  private static void collect(JsonNode node, Set<String> data) {
    if (node.isTextual()) {
      data.add(node.asText());
    }
    node.forEach(part -> collect(part, data));
  }

  @Test
  @SuppressWarnings("unchecked")
  void noTextIsWrittenIntoTheCode() {
    Set<String> data = data();
    List<String> found = new ArrayList<>();
    try (Screen screen = speaking("en-XA", 1440)) {
      for (String path : PAGES) {
        screen.open(path);
        screen.seen(screen.page().locator("h1").first());
        screen.gone(screen.page().locator("[aria-busy=true]"));
        List<String> texts = (List<String>) screen.page().evaluate(OTHERS);
        texts.stream()
            .filter(text -> !text.contains("⟦") && !text.contains("⟧"))
            .filter(
                text ->
                    data.stream()
                        .noneMatch(
                            known ->
                                known.contains(text) || text.contains(known) && known.length() > 3))
            .filter(
                text ->
                    !text.matches(
                        "(?i)\\d+ [a-z]+ ago|just now|yesterday|mon|tue|wed|thu|fri|sat|sun|.*\\b(jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)\\b.*|€.*|[^ ]+@.*|.*\\.example.*|parley-[a-z]+.*|EUR.*"))
            .forEach(text -> found.add(path + ": " + text));
      }
    }
    assertThat(found).isEmpty();
  }

  @Test
  void germanIsSpokenThroughout() {
    try (Screen screen = speaking("de", 1440)) {
      Page page = screen.page();
      screen.open("/records/opportunity");
      screen.seen(screen.heading("Verkaufschancen"));
      screen.seen(screen.button("Verkaufschance anlegen"));
      screen.seen(page.getByText("Phase").first());
      screen.shoot("german-list");
      screen.open("/");
      screen.seen(page.locator("[data-dashlet]").first());
      screen.shoot("german-home");
      screen.open("/settings");
      screen.seen(screen.heading("Einstellungen"));
      assertThat(screen.violations()).isEmpty();
      assertThat(screen.troubles()).isEmpty();
    }
  }

  @Test
  void whatReadsFromTheRightFitsTheScreen() {
    for (int width : new int[] {1440, 390}) {
      try (Screen screen = speaking("en-XB", width)) {
        for (String path : PAGES) {
          screen.open(path);
          screen.seen(screen.page().locator("h1").first());
          screen.shoot("right-to-left-" + width + path.replaceAll("[^a-z]+", "-"));
          assertThat(
                  screen
                      .page()
                      .evaluate(
                          "document.documentElement.dir + ' ' +"
                              + " (document.documentElement.scrollWidth <="
                              + " document.documentElement.clientWidth)"))
              .as(path)
              .isEqualTo("rtl true");
        }
      }
    }
  }
}
