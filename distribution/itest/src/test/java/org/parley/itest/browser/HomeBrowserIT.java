// SPDX-License-Identifier: Apache-2.0
package org.parley.itest.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.parley.itest.harness.Api;
import org.parley.itest.harness.ParleyProcess;

/** The home page: a dashboard that modules bring, and the own one that people make of it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HomeBrowserIT {
  private final Chromium chromium = Chromium.shared();
  private HttpServer outside;
  private ParleyProcess parley;
  private Api api;

  @BeforeAll
  void start() throws IOException {
    outside = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    outside.createContext(
        "/",
        exchange -> {
          byte[] page =
              ("<!doctype html><p id=weather>Fair over Hamburg</p><script>"
                      + "try { top.document.title = 'taken over' } catch (e) {"
                      + " document.body.append('kept in its frame') }</script>")
                  .getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "text/html");
          exchange.sendResponseHeaders(200, page.length);
          exchange.getResponseBody().write(page);
          exchange.close();
        });
    outside.start();
    parley =
        ParleyProcess.Setup.fresh("home").withDemo().with("PARLEY_FRAME_HOSTS", origin()).start();
    api = parley.admin();
  }

  @AfterAll
  void end() {
    if (parley != null) {
      parley.close();
    }
    if (outside != null) {
      outside.stop(0);
    }
  }

  private String origin() {
    return "http://127.0.0.1:" + outside.getAddress().getPort();
  }

  private Screen home() {
    Screen screen = new Screen(chromium.browser(), parley.root(), 1440, 900, ColorScheme.LIGHT);
    screen.login();
    screen.seen(screen.page().locator("[data-dashlet]").first());
    return screen;
  }

  private static Locator card(Screen screen, String title) {
    return screen
        .page()
        .getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName(title).setExact(true));
  }

  @Test
  void aChartHasItsTableBehindIt() {
    JsonNode won =
        api.get(
                "records/opportunity/summary",
                "filter",
                "stage==won",
                "by",
                "closed_on:quarter",
                "of",
                "amount")
            .json();
    List<String> sums = new ArrayList<>();
    won.path("groups")
        .forEach(group -> sums.add(group.at("/sums/amount/amount").asText().replace(".00", "")));
    assertThat(sums).isNotEmpty();
    try (Screen screen = home()) {
      Locator chart = card(screen, "Revenue won by quarter");
      screen.seen(chart.locator("canvas"));
      chart.getByRole(AriaRole.BUTTON).click();
      screen.seen(chart.locator("table"));
      String table = chart.locator("tbody").innerText().replaceAll("[€,]", "");
      sums.forEach(sum -> assertThat(table).contains(sum));
      assertThat(screen.troubles()).isEmpty();
    }
  }

  @Test
  void peopleMakeADashboardOfTheirOwn() {
    try (Screen screen = home()) {
      Page page = screen.page();
      screen.button("Edit dashboard").click();
      screen.button("Remove Average deal won").click();
      screen.button("Move Open pipeline earlier").press("Enter");
      assertThat(page.locator("[data-dashlet]").first()).hasAttribute("data-dashlet", "open");
      Locator size =
          page.getByLabel("Size of Open pipeline", new Page.GetByLabelOptions().setExact(true));
      size.press("ArrowRight");
      assertThat(size).hasAttribute("aria-valuetext", "4 columns, 1 rows");

      screen.button("Add dashlet").first().click();
      page.getByText("Columns, a line, bars or a ring").click();
      screen.textbox("Title").fill("Accounts by sector");
      page.getByLabel("Of", new Page.GetByLabelOptions().setExact(true)).selectOption("account");
      page.getByLabel("Grouped by").selectOption("sector");
      page.getByLabel("Drawn as").selectOption("rows");
      page.locator("dialog").getByText("Add dashlet").last().click();
      screen.seen(card(screen, "Accounts by sector").locator(".p-bar").first());

      page.getByLabel("Size of Accounts by sector").scrollIntoViewIfNeeded();
      BoundingBox corner = page.getByLabel("Size of Accounts by sector").boundingBox();
      page.mouse().move(corner.x + 9, corner.y + 9);
      page.mouse().down();
      page.mouse().move(corner.x + 400, corner.y + 140);
      page.mouse().up();
      screen.button("Save dashboard").click();
      screen.seen(screen.button("Edit dashboard"));

      JsonNode mine =
          api.get("records/dashboard", "filter", "owner==me").json().at("/items/0/fields");
      assertThat(mine.at("/dashlets/0/id").asText()).isEqualTo("open");
      assertThat(mine.at("/dashlets/0/width").asInt()).isEqualTo(4);
      JsonNode added = mine.path("dashlets").get(mine.path("dashlets").size() - 1);
      assertThat(added.path("title").asText()).isEqualTo("Accounts by sector");
      assertThat(added.path("width").asInt()).isGreaterThan(6);
      page.reload();
      screen.seen(card(screen, "Accounts by sector").locator(".p-bar").first());
      screen.gone(card(screen, "Average deal won"));
      // What a module brought is as it was.
      assertThat(
              api.get("records/dashboard", "filter", "name==Sales;owner=null=true")
                  .json()
                  .at("/items/0/fields/dashlets/0/id")
                  .asText())
          .isEqualTo("won");
      assertThat(screen.troubles()).isEmpty();
    }
  }

  @Test
  void anOutsidePageIsShownInAFrameItCannotLeave() {
    try (Screen screen = home()) {
      Page page = screen.page();
      screen.button("Edit dashboard").click();
      screen.button("Add dashlet").first().click();
      page.getByText("A page of another system, in a frame").click();
      screen.textbox("Title").fill("Weather");
      page.getByLabel("Address of the page").fill("https://elsewhere.example/");
      page.locator("dialog").getByText("Add dashlet").last().click();
      screen.seen(page.getByText("Pages from this host may not be shown here"));
      page.getByLabel("Address of the page").fill(origin() + "/");
      page.locator("dialog").getByText("Add dashlet").last().click();
      Locator text = page.frameLocator("iframe[title=Weather]").locator("body");
      assertThat(text).containsText("Fair over Hamburg");
      assertThat(text).containsText("kept in its frame");
      assertThat(page.title()).doesNotContain("taken over");
    }
  }

  @Test
  void aFigureFollowsWhatHappens() {
    try (Screen screen = home()) {
      Locator figure = card(screen, "Open pipeline").locator("strong");
      String before = figure.innerText();
      api.create(
          "opportunity",
          Map.of("name", "A large one", "amount", Map.of("amount", 9_000_000, "currency", "EUR")));
      assertThat(figure).not().hasText(before);
    }
  }
}
