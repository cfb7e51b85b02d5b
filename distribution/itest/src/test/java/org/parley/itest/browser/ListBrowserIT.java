// SPDX-License-Identifier: Apache-2.0
package org.parley.itest.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.parley.itest.harness.Api;
import org.parley.itest.harness.ParleyProcess;
import org.parley.itest.harness.SharedParley;

/** A list: filtered in words, seen as one likes, kept as a view, changed in place and in bulk. */
@ExtendWith(SharedParley.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ListBrowserIT {
  private final ParleyProcess parley;
  private final Api api;
  private final String mark = "Listed " + UUID.randomUUID().toString().substring(0, 8);
  private final Chromium chromium = Chromium.shared();

  ListBrowserIT(ParleyProcess parley, Api api) {
    this.parley = parley;
    this.api = api;
  }

  @BeforeAll
  void start() {
    IntStream.range(0, 12)
        .forEach(
            i ->
                api.create(
                    "account",
                    Map.of(
                        "name",
                        mark + " " + (char) ('A' + i),
                        "city",
                        i % 2 == 0 ? "Oslo" : "Turin",
                        "employees",
                        10 * i)));
    api.create("account", Map.of("name", "=cmd|' " + mark, "city", "+49", "employees", -7));
  }

  private Screen list(String query) {
    Screen screen = new Screen(chromium.browser(), parley.root(), 1440, 900, ColorScheme.LIGHT);
    screen.login().open("/records/account" + query);
    screen.seen(screen.page().locator(".p-row:not(.p-pending), .p-nothing").first());
    return screen;
  }

  private String only() {
    return "?where=name%3D%3D" + Screen.encoded("\"" + mark + "*\"");
  }

  private static Locator cell(Screen screen, int row, int column) {
    return screen.page().locator("#p-cell-" + row + "-" + column);
  }

  private JsonNode account(String suffix) {
    return api.get("records/account", "filter", "name=='" + mark + " " + suffix + "'")
        .json()
        .at("/items/0");
  }

  /** Scrolled over and over, a list holds as much of the page as at first. */
  @Test
  void scrollingLeavesNothingBehind() {
    try (Screen screen = list("?sort=name")) {
      Object grown =
          screen
              .page()
              .evaluate(
                  "async () => { const grid = document.querySelector('.p-grid');"
                      + " const rows = document.querySelector('.p-rows');"
                      + " const frame = () => new Promise((done) => requestAnimationFrame(done));"
                      + " const walk = async () => { for (const top of [1400, 2800, 1400, 0]) {"
                      + " grid.scrollTop = top; await frame(); await frame(); } };"
                      + " await walk(); const before = rows.childNodes.length;"
                      + " for (let i = 0; i < 20; i++) await walk();"
                      + " return rows.childNodes.length - before; }");
      assertThat(((Number) grown).intValue()).isLessThan(40);
    }
  }

  @Test
  void rowsStayOnScreenUntilThoseOfTheNextFilterAreThere() {
    try (Screen screen = list("")) {
      Page page = screen.page();
      page.evaluate(
          "() => { window.fewest = Infinity; const look = () => { window.fewest ="
              + " Math.min(window.fewest, document.querySelectorAll('.p-row:not(.p-pending)').length);"
              + " requestAnimationFrame(look); }; look(); }");
      page.getByRole(AriaRole.SEARCHBOX).fill(mark);
      assertThat(page.locator(".p-row:not(.p-pending)")).hasCount(13);
      assertThat(page.evaluate("window.fewest")).isEqualTo(13);
    }
  }

  @Test
  void aFilterIsBuiltInWordsAndShowsItsFiql() {
    try (Screen screen = list("")) {
      Page page = screen.page();
      screen.button("Filter").click();
      page.getByLabel("Field", new Page.GetByLabelOptions().setExact(true)).selectOption("name");
      page.getByLabel("Comparison").selectOption("begins");
      page.getByLabel("Value").fill(mark);
      screen.button("Add condition").click();
      page.getByLabel("Field", new Page.GetByLabelOptions().setExact(true))
          .nth(1)
          .selectOption("employees");
      page.getByLabel("Comparison").nth(1).selectOption("atLeast");
      page.getByLabel("Value").nth(1).fill("80");
      screen.seen(page.getByText("Employees is at least 80").last());
      page.getByText("FIQL").click();
      assertThat(page.getByLabel("FIQL")).hasValue("name==\"" + mark + "*\";employees>=80");
      screen.shoot("filter-dialog");
      screen.button("Apply").click();
      screen.seen(screen.button("Name begins with “" + mark + "”"));
      assertThat(page.locator(".p-row")).hasCount(4);

      screen.button("Remove Employees is at least 80").click();
      assertThat(page.locator(".p-row")).hasCount(12);
      assertThat(screen.troubles()).isEmpty();
    }
  }

  @Test
  void aFilterThatCannotBeReadIsSaidWhereItIsWritten() {
    try (Screen screen = list("")) {
      screen.button("Filter").click();
      screen.page().getByText("FIQL").click();
      screen.page().getByLabel("FIQL").fill("name==a;(city==b");
      screen.page().getByLabel("FIQL").press("Tab");
      screen.button("Apply").click();
      screen.seen(screen.page().getByText("The filter cannot be read"));
    }
  }

  @Test
  void aViewIsSavedSharedAndDeleted() {
    String name = "View " + mark;
    try (Screen screen = list(only() + "&sort=-employees&cols=title:300,employees,city")) {
      Page page = screen.page();
      screen.button("Save as view").click();
      screen.textbox("Name").fill(name);
      page.getByLabel("Everybody sees it").check();
      screen.button("Save").click();
      Locator tab = page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name));
      screen.seen(tab);
      assertThat(tab).hasAttribute("aria-current", "page");
      assertThat(cell(screen, 0, 2)).hasText("110");
      JsonNode view =
          api.get("records/view", "filter", "name=='" + name + "'").json().at("/items/0");
      assertThat(view.at("/fields/shared").asBoolean()).isTrue();
      assertThat(view.at("/fields/settings/columns/0/width").asInt()).isEqualTo(300);

      screen.button("View").click();
      screen.button("Delete view").click();
      screen.gone(tab);
      screen.button("Undo").click();
      screen.seen(tab);
      assertThat(screen.troubles()).isEmpty();
    }
  }

  @Test
  void columnsAreChosenAndMovedByTheKeyboard() {
    try (Screen screen = list(only())) {
      Page page = screen.page();
      screen.button("More for this list").click();
      page.getByRole(AriaRole.MENUITEM, new Page.GetByRoleOptions().setName("Columns")).click();
      screen.button("Hide Relationship").click();
      screen.button("Show Website").click();
      screen.button("Move Website up").press("Enter");
      screen.button("Apply").click();
      Locator heads = page.getByRole(AriaRole.COLUMNHEADER);
      screen.gone(heads.getByText("Relationship"));
      screen.seen(heads.getByText("Website"));
      Locator edge = page.getByLabel("Width of Website");
      edge.press("ArrowRight");
      assertThat(page).hasURL(java.util.regex.Pattern.compile(".*website(%3A|:)[0-9]+.*"));
    }
  }

  @Test
  void aCellIsChangedWhereItStands() {
    try (Screen screen = list(only() + "&sort=name")) {
      Page page = screen.page();
      page.getByRole(AriaRole.GRID).focus();
      for (String key : List.of("Home", "ArrowDown", "End")) {
        page.keyboard().press(key);
      }
      // Name, relationship, sector, city: three columns to the right of the check.
      page.keyboard().press("Home");
      for (int i = 0; i < 4; i++) {
        page.keyboard().press("ArrowRight");
      }
      page.keyboard().press("Enter");
      screen.seen(page.locator("#p-cell-input"));
      page.keyboard().type("Bergen");
      page.keyboard().press("Enter");
      assertThat(cell(screen, 1, 4)).hasText("Bergen");
      Awaitility.await().until(() -> account("B").at("/fields/city").asText().equals("Bergen"));
      page.keyboard().press("F2");
      screen.seen(page.locator("#p-cell-input"));
      page.keyboard().type("Never");
      page.keyboard().press("Escape");
      assertThat(cell(screen, 1, 4)).hasText("Bergen");
      assertThat(screen.troubles()).isEmpty();
    }
  }

  @Test
  void whoWasSecondSeesWhatTheFirstHasWritten() {
    try (Screen screen = list(only() + "&sort=name")) {
      Page page = screen.page();
      // Nothing of the change reaches this page before it is written over.
      page.route("**/api/v1/records/account/*?*", route -> route.abort());
      long id = account("C").path("id").asLong();
      cell(screen, 2, 4).dblclick();
      api.patch("records/account/" + id, Map.of("fields", Map.of("city", "Ghent"))).expect(200);
      page.locator("#p-cell-input").fill("Bruges");
      page.keyboard().press("Enter");
      screen.seen(page.getByText("City was changed meanwhile. Now it is: Ghent"));
      screen.button("Keep mine").click();
      Awaitility.await().until(() -> account("C").at("/fields/city").asText().equals("Bruges"));

      cell(screen, 3, 4).dblclick();
      long other = account("D").path("id").asLong();
      api.patch("records/account/" + other, Map.of("fields", Map.of("phone", "1"))).expect(200);
      page.locator("#p-cell-input").fill("Mechelen");
      page.keyboard().press("Enter");
      Awaitility.await().until(() -> account("D").at("/fields/city").asText().equals("Mechelen"));
      org.assertj.core.api.Assertions.assertThat(account("D").at("/fields/phone").asText())
          .as("what somebody else changed elsewhere stands")
          .isEqualTo("1");
    }
  }

  @Test
  void manyAreAssignedAtOnceAndTakenBack() {
    JsonNode maya = api.get("records/user", "filter", "username==maya").json().at("/items/0");
    try (Screen screen = list(only() + "&sort=name")) {
      Page page = screen.page();
      page.getByLabel("Select " + mark + " E").click();
      page.getByLabel("Select " + mark + " G")
          .click(
              new Locator.ClickOptions()
                  .setModifiers(List.of(com.microsoft.playwright.options.KeyboardModifier.SHIFT)));
      screen.seen(page.getByText("3 selected"));
      screen.button("Assign").click();
      page.getByRole(AriaRole.COMBOBOX, new Page.GetByRoleOptions().setName("Owner")).fill("Maya");
      page.getByRole(AriaRole.OPTION).getByText("Maya Lindqvist").click();
      screen.button("Save").click();
      screen.seen(page.getByText("Owner is set for 3"));
      assertThat(account("F").at("/fields/owner").asLong()).isEqualTo(maya.path("id").asLong());
      screen.button("Undo").click();
      screen.seen(page.getByText("It was taken back"));
      assertThat(account("F").at("/fields/owner").asLong()).isNotEqualTo(maya.path("id").asLong());
      assertThat(screen.troubles()).isEmpty();
    }
  }

  @Test
  void deletedOnesComeBack() {
    try (Screen screen = list(only() + "&sort=name")) {
      Page page = screen.page();
      page.getByLabel("Select " + mark + " K").click();
      page.getByLabel("Select " + mark + " L").click();
      screen.button("Move to trash").click();
      screen.seen(page.getByText("2 moved to trash"));
      assertThat(page.locator(".p-row")).hasCount(10);
      screen.button("Undo").click();
      assertThat(page.locator(".p-row")).hasCount(12);
    }
  }

  @Test
  void aListBecomesAFileThatRunsNothing() throws IOException {
    try (Screen screen =
        list(
            "?where=name%3D%3D"
                + Screen.encoded("\"*" + mark + "*\"")
                + "&cols=title,city,employees")) {
      Page page = screen.page();
      Download download =
          page.waitForDownload(
              () -> {
                screen.button("More for this list").click();
                page.getByRole(
                        AriaRole.MENUITEM, new Page.GetByRoleOptions().setName("Export as CSV"))
                    .click();
              });
      List<String> lines = Files.readAllLines(download.path());
      assertThat(lines).hasSize(14);
      assertThat(lines.get(0)).isEqualTo("\uFEFFAccount,City,Employees");
      assertThat(lines).contains("'=cmd|' " + mark + ",+49,-7");
      screen.seen(page.getByText("13 rows are in the file"));
      assertThat(download.suggestedFilename()).isEqualTo("Accounts.csv");
    }
  }
}
