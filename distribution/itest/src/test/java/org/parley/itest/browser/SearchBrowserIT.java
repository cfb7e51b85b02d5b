// SPDX-License-Identifier: Apache-2.0
package org.parley.itest.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.parley.itest.harness.Api;
import org.parley.itest.harness.ParleyProcess;
import org.parley.itest.harness.SharedParley;

/** What people type is found in the palette as they type, and all of it on a page of its own. */
@ExtendWith(SharedParley.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SearchBrowserIT {
  private final ParleyProcess parley;
  private final Api api;
  private final Chromium chromium = Chromium.shared();
  private final String mark = "z" + UUID.randomUUID().toString().replaceAll("[^a-f]", "") + "xqz";

  SearchBrowserIT(ParleyProcess parley, Api api) {
    this.parley = parley;
    this.api = api;
    api.create("account", Map.of("name", "Quarry " + mark));
    api.create("contact", Map.of("last_name", "Stone", "email", mark + "@example.com"));
    for (int i = 0; i < 25; i++) {
      api.create(
          "opportunity", Map.of("name", "Slab " + i + " " + mark, "close_date", "2027-01-31"));
    }
    Awaitility.await()
        .until(() -> api.get("search", "q", mark, "limit", 50).json().path("items").size() == 27);
  }

  private Screen screen() {
    return new Screen(chromium.browser(), parley.root(), 1440, 900, ColorScheme.LIGHT).login();
  }

  private static Locator options(Page page) {
    return page.locator("dialog[open] [role=option]");
  }

  @Test
  void thePaletteFindsAsOneTypesAndShowsTheWords() {
    try (Screen screen = screen()) {
      Page page = screen.page();
      page.keyboard().press("Control+k");
      page.keyboard().type("quarry " + mark.substring(0, 5));
      assertThat(options(page).first()).containsText("Quarry " + mark);
      assertThat(options(page).first().locator("mark").first()).hasText("Quarry");
      page.locator("dialog[open] input").fill(mark + "@example");
      assertThat(options(page).first()).containsText("Stone");
      assertThat(options(page).first().locator(".p-found-beside mark").first()).isVisible();
      assertThat(screen.violations()).isEmpty();
      page.keyboard().press("Enter");
      assertThat(page.locator("parley-record h1").first()).hasText("Stone");
      page.keyboard().press("Control+k");
      // what was opened is at hand before a word is typed
      assertThat(page.locator("dialog[open] [role=group][aria-label='Opened lately']"))
          .containsText("Stone");
      assertThat(screen.troubles()).isEmpty();
    }
  }

  @Test
  void allResultsHaveAPageOfTheirOwn() {
    try (Screen screen = screen()) {
      Page page = screen.page();
      page.keyboard().press("Control+k");
      page.keyboard().type(mark);
      options(page).filter(new Locator.FilterOptions().setHasText("All results for")).click();
      assertThat(page.locator("parley-search .p-found li")).hasCount(20);
      screen.button("Show more").click();
      assertThat(page.locator("parley-search .p-found li")).hasCount(27);
      assertThat(screen.violations()).isEmpty();
      screen.button("Accounts").click();
      assertThat(page.locator("parley-search .p-found li")).hasCount(1);
      page.locator("parley-search input").press("ArrowDown");
      page.keyboard().press("Enter");
      assertThat(page.locator("parley-record h1").first()).hasText("Quarry " + mark);
      page.goBack();
      page.locator("parley-search input").fill(mark + "nothing");
      screen.seen(screen.heading("Nothing found for “" + mark + "nothing”"));
      assertThat(screen.violations()).isEmpty();
      assertThat(screen.troubles()).isEmpty();
    }
  }

  @Test
  void aPhoneAndTheDarkHaveRoomForIt() {
    try (Screen screen =
        Screen.phone(chromium.browser(), parley.root(), ColorScheme.DARK).login()) {
      screen.open("/search?q=" + mark);
      Page page = screen.page();
      assertThat(page.locator("parley-search .p-found li")).hasCount(20);
      Object wide = page.evaluate("document.documentElement.scrollWidth");
      assertThat(((Number) wide).intValue()).isLessThanOrEqualTo(390);
      assertThat(screen.violations()).isEmpty();
      screen.open("/search");
      screen.seen(screen.heading("Find anything"));
      assertThat(screen.violations()).isEmpty();
    }
  }
}
