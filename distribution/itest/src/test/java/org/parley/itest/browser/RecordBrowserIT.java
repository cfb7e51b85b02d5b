// SPDX-License-Identifier: Apache-2.0
package org.parley.itest.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.parley.itest.harness.Api;
import org.parley.itest.harness.ParleyProcess;
import org.parley.itest.harness.PluginJar;
import org.parley.itest.harness.SharedParley;

/** One record: marked, followed, edited by two at once, with files; and how new ones are made. */
@ExtendWith(SharedParley.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RecordBrowserIT {
  private final ParleyProcess parley;
  private final Api api;
  private final String mark = UUID.randomUUID().toString().substring(0, 8);
  private final Chromium chromium = Chromium.shared();

  RecordBrowserIT(ParleyProcess parley, Api api) {
    this.parley = parley;
    this.api = api;
  }

  private Screen at(String path) {
    Screen screen = new Screen(chromium.browser(), parley.root(), 1440, 900, ColorScheme.LIGHT);
    screen.login().open(path);
    screen.seen(screen.page().locator("h1").first());
    return screen;
  }

  private long account(String name) {
    return api.create("account", Map.of("name", name + " " + mark)).path("id").asLong();
  }

  private JsonNode fields(String type, long id) {
    return api.get("records/" + type + "/" + id).json().path("fields");
  }

  @Test
  void whatIsFollowedIsToldAndWhatIsStarredIsAtHand() {
    long id = account("Followed");
    try (Screen screen = at("/records/account/" + id)) {
      Page page = screen.page();
      screen.button("Follow").click();
      assertThat(screen.button("Follow")).hasAttribute("aria-pressed", "true");
      page.keyboard().press("s");
      assertThat(screen.button("Star")).hasAttribute("aria-pressed", "true");
      Awaitility.await()
          .until(
              () ->
                  api.get("records/star", "filter", "record==" + id).json().path("items").size()
                      == 2);

      JsonNode boss =
          api.create("user", Map.of("username", "boss-" + mark, "name", "Boss " + mark));
      assertThat(boss.path("id").asLong()).isPositive();
      // The change is the administrator's own, of which nobody needs to be told.
      api.patch("records/account/" + id, Map.of("fields", Map.of("city", "Oslo"))).expect(200);

      page.keyboard().press("Control+k");
      screen.seen(
          page.getByRole(AriaRole.OPTION, new Page.GetByRoleOptions().setName("Followed " + mark))
              .first());
      page.keyboard().press("Escape");
      screen.open("/");
      page.locator(".p-bell:visible").first().click();
      screen.seen(screen.heading("Notifications"));
      assertThat(screen.troubles()).isEmpty();
    }
  }

  @Test
  void twoPeopleEditOneRecordAndDecideFieldByField() {
    long id = account("Contested");
    try (Screen screen = at("/records/account/" + id)) {
      Page page = screen.page();
      screen.button("Edit").click();
      page.locator("dialog").getByLabel("City").fill("Ghent");
      page.locator("dialog").getByLabel("Phone").fill("+1 555 0100");
      api.patch(
              "records/account/" + id,
              Map.of("fields", Map.of("city", "Bruges", "email", "office@contested.example")))
          .expect(200);
      screen.button("Save").click();
      Locator conflict =
          page.getByRole(
              AriaRole.GROUP, new Page.GetByRoleOptions().setName("City was changed by both"));
      screen.seen(conflict.getByText("Bruges"));
      screen.shoot("conflict");
      screen.gone(page.getByLabel("Phone was changed by both"));
      conflict.getByText("Keep mine").click();
      screen.button("Save").click();
      screen.gone(page.locator("dialog[open]"));
      JsonNode saved = fields("account", id);
      assertThat(saved.path("city").asText()).isEqualTo("Ghent");
      assertThat(saved.path("phone").asText()).isEqualTo("+1 555 0100");
      assertThat(saved.path("email").asText()).isEqualTo("office@contested.example");
    }
  }

  @Test
  void whatOnlyOneHasChangedIsNoConflict() {
    long id = account("Shared");
    try (Screen screen = at("/records/account/" + id)) {
      screen.button("Edit").click();
      screen.page().locator("dialog").getByLabel("City").fill("Ghent");
      api.patch("records/account/" + id, Map.of("fields", Map.of("phone", "1"))).expect(200);
      screen.button("Save").click();
      screen.gone(screen.page().locator("dialog[open]"));
      assertThat(fields("account", id).path("city").asText()).isEqualTo("Ghent");
      assertThat(fields("account", id).path("phone").asText()).isEqualTo("1");
    }
  }

  @Test
  void filesAreAddedAndDeletedWithAWayBack() {
    long id = account("Filed");
    try (Screen screen = at("/records/account/" + id)) {
      Page page = screen.page();
      page.locator(".p-files input[type=file]")
          .setInputFiles(
              new FilePayload[] {
                new FilePayload(
                    "offer.txt", "text/plain", "An offer".getBytes(StandardCharsets.UTF_8)),
                new FilePayload("plan.txt", "text/plain", "A plan".getBytes(StandardCharsets.UTF_8))
              });
      Locator files = page.locator(".p-files");
      screen.seen(files.getByText("offer.txt"));
      screen.seen(files.getByText("plan.txt"));
      screen.button("Delete offer.txt").click();
      screen.gone(files.getByText("offer.txt"));
      screen.button("Undo").click();
      screen.seen(files.getByText("offer.txt"));
      assertThat(screen.troubles()).isEmpty();
    }
  }

  @Test
  void oneThatIsThereAlreadyIsPointedOut() {
    api.create("contact", Map.of("first_name", "Ottoline", "last_name", "Quill " + mark));
    try (Screen screen = at("/records/contact")) {
      screen.page().keyboard().press("c");
      screen.textbox("First name").fill("ottoline");
      screen.textbox("Last name").fill("Quill " + mark);
      screen.seen(screen.page().getByText("There is one like this already"));
      screen.shoot("duplicate");
    }
  }

  @Test
  void whatAReferencePointsToIsCreatedOnTheWay() {
    String name = "Onway " + mark;
    try (Screen screen = at("/records/contact")) {
      Page page = screen.page();
      screen.button("New contact").click();
      screen.textbox("Last name").fill("Traveller " + mark);
      Locator picker =
          page.getByRole(
              AriaRole.COMBOBOX, new Page.GetByRoleOptions().setName("Account").setExact(true));
      picker.fill(name);
      Locator create = page.getByRole(AriaRole.OPTION).getByText("Create account “" + name + "”");
      screen.seen(create);
      picker.press("Enter");
      screen.button("Create account").click();
      assertThat(picker).hasValue(name);
      screen.button("Create contact").click();
      screen.seen(page.getByText("Traveller " + mark + " is created"));
    }
    JsonNode contact =
        api.get("records/contact", "filter", "last_name=='Traveller " + mark + "'")
            .json()
            .at("/items/0");
    assertThat(contact.at("/links/account/title").asText()).isEqualTo(name);
  }

  @Test
  void datesAreTypedAsPeopleSayThem() {
    try (Screen screen = at("/records/opportunity")) {
      Page page = screen.page();
      screen.button("New opportunity").click();
      Locator date = screen.textbox("Close date");
      date.fill("next friday");
      screen.seen(page.locator(".p-meant"));
      date.fill("someday");
      screen.seen(page.getByText("“someday” is no day"));
      String read =
          (String)
              page.evaluate(
                  "async () => { const {readDate} = await import(document.querySelector("
                      + "'link[href$=\"ui.js\"]').href);"
                      // 26 November 2026 is a Thursday.
                      + " return ['today', 'tomorrow', 'friday', 'next friday', 'thursday',"
                      + " 'in 3 weeks', '3 days ago', '+2w', 'end of month', 'next month', '4 dec',"
                      + " 'dec 4, 2027', '24.12.', '24.12.27', '31/12/2026', '2026-02-30', 'mon',"
                      + " 'someday', '']"
                      + ".map((text) => String(readDate(text, '2026-11-26'))).join(' '); }");
      assertThat(read)
          .isEqualTo(
              String.join(
                  " ",
                  List.of(
                      "2026-11-26",
                      "2026-11-27",
                      "2026-11-27",
                      "2026-12-04",
                      "2026-12-03",
                      "2026-12-17",
                      "2026-11-23",
                      "2026-12-10",
                      "2026-11-30",
                      "2026-12-26",
                      "2026-12-04",
                      "2027-12-04",
                      "2026-12-24",
                      "2027-12-24",
                      "2026-12-31",
                      "undefined",
                      "2026-11-30",
                      "undefined",
                      "null")));
    }
  }

  /** Types that come first by name and plugin, and would take a, c and o. */
  @Test
  void noPluginMovesTheKeysThatHandsHaveLearnt() {
    PluginJar early =
        PluginJar.named("aaa-early-" + mark, "1.0.0")
            .descriptor(
                "plugin.json",
                """
                {"format": 1, "label": "Early", "vendor": "Acme", "category": "module",
                 "license": "MIT", "api": "[1,2)", "prefix": "aaa"}
                """);
    for (String name : List.of("aaa_one", "aaa_cabin", "aaa_oasis")) {
      early.descriptor(
          "record-types/" + name + ".json",
          """
          {"format": 1, "type": "%s", "nav": {"group": "Early", "order": 1},
           "fields": [{"name": "name", "kind": "text", "max": 80}]}
          """
              .formatted(name));
    }
    api.upload(early.bytes(), false).expect(201);
    // Only from the next change on does it come before those that were there first.
    api.upload(early.version("1.0.1").bytes(), false).expect(200);
    try (Screen screen = at("/")) {
      for (String[] key :
          List.of(
              new String[] {"a", "Accounts"},
              new String[] {"c", "Contacts"},
              new String[] {"o", "Opportunities"},
              new String[] {"p", "Products"})) {
        screen.page().keyboard().press("g");
        screen.page().keyboard().press(key[0]);
        screen.seen(screen.heading(key[1]));
      }
    }
  }

  @Test
  void everyKeyIsToldAndDoesWhatItSays() {
    try (Screen screen = at("/records/account")) {
      Page page = screen.page();
      page.keyboard().press("?");
      screen.seen(screen.heading("Keyboard shortcuts"));
      screen.seen(page.locator(".p-keys").getByText("Create").first());
      page.keyboard().press("Escape");
      screen.gone(page.locator("dialog[open]"));
      page.keyboard().press("g");
      page.keyboard().press("o");
      screen.seen(screen.heading("Opportunities"));
      page.keyboard().press("v");
      screen.seen(page.locator(".p-board"));
      page.keyboard().press("/");
      assertThat(page.getByRole(AriaRole.SEARCHBOX)).isFocused();
    }
  }
}
