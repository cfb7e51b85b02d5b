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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.parley.itest.harness.Api;
import org.parley.itest.harness.ParleyProcess;
import org.parley.itest.harness.SharedParley;
import org.parley.itest.harness.Tutorial;

/** What a person sees and does: by mouse, by keyboard alone, on a phone, in light and dark. */
@ExtendWith(SharedParley.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BrowserIT {
  private final ParleyProcess parley;
  private final Api api;
  private final Chromium chromium = Chromium.shared();

  BrowserIT(ParleyProcess parley, Api api) {
    this.parley = parley;
    this.api = api;
  }

  private Screen desktop() {
    return new Screen(chromium.browser(), parley.root(), 1440, 900, ColorScheme.LIGHT);
  }

  @Test
  void aSellerFindsOpensEditsAndCreates() {
    String name = "Brunel " + UUID.randomUUID().toString().substring(0, 8);
    long id = api.create("account", Map.of("name", name)).path("id").asLong();
    try (Screen screen = desktop()) {
      screen.login();
      screen.place("Accounts").click();
      screen.seen(screen.heading("Accounts"));
      screen.page().getByRole(AriaRole.SEARCHBOX).fill(name);
      screen.page().waitForURL(url -> url.contains("q="));
      Locator link = screen.page().getByRole(AriaRole.LINK, named(name));
      screen.seen(link);
      screen.shoot("list-filtered");
      link.click();
      screen.seen(screen.heading(name));

      screen.button("Edit Phone").click(new Locator.ClickOptions().setForce(true));
      Locator phone =
          screen.page().getByLabel("Phone", new Page.GetByLabelOptions().setExact(true));
      phone.fill("+44 20 7946 0000");
      phone.press("Enter");
      Awaitility.await()
          .until(
              () ->
                  api.get("records/account/" + id)
                      .json()
                      .at("/fields/phone")
                      .asText()
                      .equals("+44 20 7946 0000"));
      screen.seen(screen.page().getByText("+44 20 7946 0000").first());
      screen.shoot("record-edited");

      screen.open("/records/account");
      screen.button("New account").click();
      String other = name + " and Sons";
      screen.textbox("Name").fill(other);
      screen.shoot("create");
      screen.button("Create account").click();
      screen.seen(screen.page().getByText(other + " is created"));
      assertThat(api.get("records/account", "filter", "name=='" + other + "'").json().path("items"))
          .hasSize(1);
      assertThat(screen.troubles()).isEmpty();
    }
  }

  @Test
  void whatIsMissingIsSaidAtTheField() {
    try (Screen screen = desktop()) {
      screen.login().open("/records/contact");
      screen.button("New contact").click();
      screen.textbox("First name").fill("Ada");
      screen.textbox("Email").fill("nowhere");
      screen.button("Create contact").click();
      assertThat(screen.textbox("Last name")).hasAttribute("aria-invalid", "true");
      screen.textbox("Last name").fill("Byron");
      screen.button("Create contact").click();
      assertThat(screen.textbox("Email")).hasAttribute("aria-invalid", "true");
      screen.shoot("create-errors");
    }
  }

  @Test
  void theKeyboardAloneIsEnough() {
    String name = "Keyboard " + UUID.randomUUID().toString().substring(0, 8);
    try (Screen screen = desktop()) {
      Page page = screen.open("/").page();
      screen.seen(screen.button("Log in"));
      assertThat(page.getByLabel("Username")).isFocused();
      page.keyboard().type("admin");
      page.keyboard().press("Tab");
      page.keyboard().type(ParleyProcess.PASSWORD);
      page.keyboard().press("Enter");
      screen.seen(screen.place("Accounts"));
      tabTo(page, screen.place("Accounts"));
      page.keyboard().press("Enter");
      screen.seen(screen.heading("Accounts"));
      tabTo(page, screen.button("New account"));
      page.keyboard().press("Enter");
      assertThat(screen.textbox("Name")).isFocused();
      page.keyboard().type(name);
      tabTo(page, screen.button("Create account"));
      page.keyboard().press("Enter");
      screen.seen(page.getByText(name + " is created"));
    }
    assertThat(api.get("records/account", "filter", "name=='" + name + "'").json().path("items"))
        .hasSize(1);
  }

  @Test
  void anotherPersonsChangeShowsWithoutAReload() {
    JsonNode account =
        api.create(
            "account", Map.of("name", "Live " + UUID.randomUUID().toString().substring(0, 8)));
    try (Screen screen = desktop()) {
      screen.login().open("/records/account/" + account.path("id").asLong());
      screen.seen(screen.heading(account.path("title").asText()));
      String renamed = account.path("title").asText() + " renamed";
      api.patch(
              "records/account/" + account.path("id").asLong(),
              Map.of("fields", Map.of("name", renamed)))
          .expect(200);
      screen.seen(screen.heading(renamed));
    }
  }

  @Test
  void aModuleComesAndGoesWithoutAReload() {
    long opportunity = api.get("records/opportunity", "limit", 1).json().at("/items/0/id").asLong();
    try (Screen screen = desktop();
        Screen beside = desktop()) {
      screen.login().open("/modules");
      beside.login().open("/records/opportunity/" + opportunity);
      beside.seen(beside.page().locator(".p-related"));
      beside.page().evaluate("window.notReloaded = true");
      screen.gone(screen.place("Warranties"));

      screen
          .page()
          .locator("input[type=file]")
          .setInputFiles(
              new FilePayload(
                  "acme-warranty.jar", "application/java-archive", Tutorial.jar("warranty")));
      screen.seen(screen.heading("Install Warranty 1.0.0"));
      screen.shoot("plan");
      screen.button("Install").click();
      screen.seen(screen.place("Warranties"));
      screen.seen(screen.page().locator("[data-plugin=acme-warranty]").getByText("Active"));
      screen.shoot("modules-installed");

      Locator panel = beside.button("Add warranty");
      beside.seen(panel);
      beside.seen(beside.place("Warranties"));
      assertThat(beside.page().evaluate("window.notReloaded")).isEqualTo(true);
      beside.shoot("record-with-panel");
      panel.click();
      beside.textbox("Covers").fill("The pump");
      beside.textbox("Ends on").fill("2028-01-31");
      beside.button("Create warranty").click();
      beside.seen(beside.page().getByRole(AriaRole.LINK, named("The pump")).first());

      screen.button("Actions for Warranty").click();
      screen.page().getByRole(AriaRole.MENUITEM, named("Remove")).click();
      screen.seen(screen.heading("Remove Warranty"));
      screen.shoot("plan-remove");
      screen.button("Remove").click();
      screen.seen(
          screen.page().locator("[data-plugin=acme-warranty]").getByText("Removed, data kept"));
      beside.gone(panel);
      assertThat(beside.page().evaluate("window.notReloaded")).isEqualTo(true);
      assertThat(screen.troubles()).isEmpty();
      assertThat(beside.troubles()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "desktop-light, 1440, 900, LIGHT",
    "desktop-dark,  1440, 900, DARK",
    "phone-light,    390, 844, LIGHT",
    "phone-dark,     390, 844, DARK"
  })
  void everyPageIsAccessible(String look, int width, int height, ColorScheme scheme) {
    long account = api.get("records/account", "limit", 1).json().at("/items/0/id").asLong();
    long opportunity = api.get("records/opportunity", "limit", 1).json().at("/items/0/id").asLong();
    List<String> found = new ArrayList<>();
    try (Screen screen = new Screen(chromium.browser(), parley.root(), width, height, scheme)) {
      screen.open("/");
      screen.seen(screen.button("Log in"));
      look(screen, look, "login", found);
      screen.login();
      look(screen, look, "home", found);
      for (String path :
          List.of(
              "/records/account",
              "/records/opportunity",
              "/records/contact?q=nobody-is-called-that",
              "/records/account?trash=true",
              "/records/account/" + account,
              "/records/opportunity/" + opportunity,
              "/records/account/999999999",
              "/nothing/there",
              "/records/opportunity?view=pipeline",
              "/records/opportunity?where=stage%3D%3Dwon%3Bowner%3D%3Dme",
              "/imports",
              "/settings",
              "/settings/kit",
              "/modules")) {
        screen.open(path);
        screen.seen(screen.page().locator("h1, .p-state, .p-empty").first());
        look(screen, look, path.substring(1).replaceAll("[^a-z]+", "-"), found);
      }
      screen.open("/records/opportunity");
      screen.button("New opportunity").click();
      screen.seen(screen.page().locator("dialog[open] form"));
      look(screen, look, "create-opportunity", found);
      screen.page().keyboard().press("Escape");
      screen.page().keyboard().press("f");
      screen.seen(screen.page().locator("dialog[open] .p-condition"));
      look(screen, look, "filter", found);
      screen.page().keyboard().press("Escape");
      screen.page().keyboard().press("?");
      screen.seen(screen.heading("Keyboard shortcuts"));
      look(screen, look, "keys", found);
      screen.page().keyboard().press("Escape");
      screen.page().keyboard().press("Control+k");
      screen.seen(screen.page().locator("dialog[open] [role=listbox]"));
      look(screen, look, "palette", found);
      screen.page().keyboard().press("Escape");
      screen.open("/");
      screen.seen(screen.page().locator("[data-dashlet]").first());
      screen.page().locator(".p-bell:visible").first().click();
      screen.seen(screen.heading("Notifications"));
      look(screen, look, "notifications", found);
      screen.page().keyboard().press("Escape");
      screen.page().keyboard().press("e");
      screen.button("Add dashlet").first().click();
      screen.seen(screen.page().locator("dialog[open] .p-pick").first());
      look(screen, look, "add-dashlet", found);
      screen.page().keyboard().press("Escape");
      look(screen, look, "edit-dashboard", found);
      assertThat(overflow(screen.page())).as("nothing sticks out sideways").isFalse();
    }
    assertThat(found).isEmpty();
  }

  private static void look(Screen screen, String look, String name, List<String> found) {
    screen.shoot(look + "-" + name);
    screen.violations().forEach(violation -> found.add(name + ": " + violation));
  }

  private static boolean overflow(Page page) {
    return (boolean)
        page.evaluate(
            "document.documentElement.scrollWidth > document.documentElement.clientWidth");
  }

  private static void tabTo(Page page, Locator wanted) {
    for (int i = 0; i < 80; i++) {
      if ((boolean) wanted.evaluate("element => element === document.activeElement")) {
        return;
      }
      page.keyboard().press("Tab");
    }
    throw new AssertionError("cannot be reached by the Tab key: " + wanted);
  }

  private static Page.GetByRoleOptions named(String name) {
    return new Page.GetByRoleOptions().setName(name).setExact(true);
  }
}
