// SPDX-License-Identifier: Apache-2.0
package org.parley.itest.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.parley.itest.harness.Api;
import org.parley.itest.harness.ParleyProcess;
import org.parley.itest.harness.SharedParley;

/** A board: cards go from column to column by mouse, by touch and by keyboard, and sums follow. */
@ExtendWith(SharedParley.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BoardBrowserIT {
  private final ParleyProcess parley;
  private final Api api;
  private final String mark = "Carried " + UUID.randomUUID().toString().substring(0, 8);
  private final Chromium chromium = Chromium.shared();

  BoardBrowserIT(ParleyProcess parley, Api api) {
    this.parley = parley;
    this.api = api;
  }

  private long deal(String name, int amount) {
    return api.create(
            "opportunity",
            Map.of(
                "name",
                mark + " " + name,
                "amount",
                Map.of("amount", amount, "currency", "EUR"),
                "stage",
                "prospecting"))
        .path("id")
        .asLong();
  }

  private String stage(long id) {
    return api.get("records/opportunity/" + id).json().at("/fields/stage").asText();
  }

  private void isIn(long id, String stage) {
    Awaitility.await().until(() -> stage(id).equals(stage));
  }

  private Screen board(Screen screen, String name) {
    screen
        .login()
        .open(
            "/records/opportunity?view=pipeline&where=name%3D%3D"
                + Screen.encoded("\"" + mark + " " + name + "*\""));
    screen.seen(screen.page().locator(".p-board-card").first());
    return screen;
  }

  private Screen desktop() {
    return new Screen(chromium.browser(), parley.root(), 1440, 900, ColorScheme.LIGHT);
  }

  private static Locator lane(Page page, String stage) {
    return page.locator("[data-column=" + stage + "]");
  }

  private static double[] middle(Locator locator) {
    BoundingBox box = locator.boundingBox();
    return new double[] {box.x + box.width / 2, box.y + Math.min(box.height / 2, 60)};
  }

  @Test
  void aCardIsDraggedByMouse() {
    long id = deal("mouse", 1000);
    deal("mouse too", 500);
    try (Screen screen = board(desktop(), "mouse")) {
      Page page = screen.page();
      assertThat(lane(page, "prospecting").locator("header")).containsText("€1,500");
      double[] from = middle(page.locator("[data-card='" + id + "']"));
      double[] to = middle(lane(page, "proposal"));
      page.mouse().move(from[0], from[1]);
      page.mouse().down();
      page.mouse().move(from[0] + 20, from[1] + 10);
      page.mouse().move(to[0], to[1]);
      assertThat(page.locator(".p-lane-over")).hasAttribute("data-column", "proposal");
      page.mouse().up();
      isIn(id, "proposal");
      screen.seen(lane(page, "proposal").locator("[data-card='" + id + "']"));
      assertThat(lane(page, "proposal").locator("header")).containsText("€1,000");
      assertThat(lane(page, "prospecting").locator("header")).containsText("€500");
      assertThat(page).hasURL(java.util.regex.Pattern.compile(".*view=pipeline.*"));
      assertThat(screen.troubles()).isEmpty();
    }
  }

  @Test
  void aCardIsCarriedByTheKeyboard() {
    long id = deal("keys", 700);
    try (Screen screen = board(desktop(), "keys")) {
      Page page = screen.page();
      page.locator("[data-card='" + id + "'] a").focus();
      page.keyboard().press("Space");
      Locator said = page.locator(".p-board [role=status]");
      assertThat(said).containsText("is lifted from Prospecting");
      page.keyboard().press("ArrowRight");
      page.keyboard().press("ArrowRight");
      assertThat(said).containsText("Over Proposal, 3 of 6");
      page.keyboard().press("Escape");
      assertThat(said).containsText("is back where it was");
      assertThat(stage(id)).isEqualTo("prospecting");
      page.keyboard().press("Space");
      page.keyboard().press("ArrowRight");
      page.keyboard().press("Space");
      isIn(id, "qualified");
      assertThat(page.locator("[data-card='" + id + "'] a")).isFocused();
    }
  }

  @Test
  void aFingerThatRestsLiftsACardAndOneThatSwipesScrolls() {
    long id = deal("touch", 900);
    try (Screen screen =
        board(Screen.phone(chromium.browser(), parley.root(), ColorScheme.DARK), "touch")) {
      Page page = screen.page();
      String card = "[data-card='" + id + "']";
      page.evaluate(
          "async (card) => {"
              + " const target = document.querySelector(card);"
              + " const box = target.getBoundingClientRect();"
              + " const fire = (type, x, y) => target.dispatchEvent(new PointerEvent(type,"
              + "   {bubbles: true, pointerType: 'touch', pointerId: 7, isPrimary: true,"
              + "    clientX: x, clientY: y}));"
              + " fire('pointerdown', box.x + 30, box.y + 30);"
              + " fire('pointermove', box.x + 30, box.y + 90);"
              + " fire('pointerup', box.x + 30, box.y + 90); }",
          card);
      screen.gone(page.locator(".p-ghost"));
      page.evaluate(
          "(card) => {"
              + " const target = document.querySelector(card);"
              + " const box = target.getBoundingClientRect();"
              + " window.finger = (type, x, y) => target.dispatchEvent(new PointerEvent(type,"
              + "   {bubbles: true, pointerType: 'touch', pointerId: 8, isPrimary: true,"
              + "    clientX: x, clientY: y}));"
              + " window.finger('pointerdown', box.x + 30, box.y + 30); }",
          card);
      screen.seen(page.locator(".p-ghost"));
      BoundingBox next = lane(page, "qualified").boundingBox();
      double x = Math.min(next.x + 20, 380);
      page.evaluate(
          "([x, y]) => { window.finger('pointermove', x, y); window.finger('pointerup', x, y); }",
          List.of(x, next.y + 100));
      isIn(id, "qualified");
      assertThat(screen.troubles()).isEmpty();
    }
  }

  @Test
  void aCardThatSomebodyElseMovedMovesHere() {
    long id = deal("live", 100);
    try (Screen screen = board(desktop(), "live")) {
      api.patch("records/opportunity/" + id, Map.of("fields", Map.of("stage", "won"))).expect(200);
      screen.seen(lane(screen.page(), "won").locator("[data-card='" + id + "']"));
    }
  }
}
