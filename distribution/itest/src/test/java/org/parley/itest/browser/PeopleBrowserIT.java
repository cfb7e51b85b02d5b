// SPDX-License-Identifier: Apache-2.0
package org.parley.itest.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.parley.itest.harness.Api;
import org.parley.itest.harness.ParleyProcess;
import org.parley.itest.harness.SharedParley;

/** People come in by a link, see what their roles let them, and leave without losing anything. */
@ExtendWith(SharedParley.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PeopleBrowserIT {
  private static final String SECRET = "a long way home";
  private static final String NOT_THERE = "This was removed, or you may not see it.";

  private final ParleyProcess parley;
  private final Api api;
  private final String mark = UUID.randomUUID().toString().substring(0, 8);
  private final Chromium chromium = Chromium.shared();

  PeopleBrowserIT(ParleyProcess parley, Api api) {
    this.parley = parley;
    this.api = api;
  }

  private Screen screen() {
    return new Screen(chromium.browser(), parley.root(), 1440, 900, ColorScheme.LIGHT);
  }

  private long role(String name) {
    return api.get("records/role", "filter", "name==\"" + name + "\"")
        .expect(200)
        .json()
        .at("/items/0/id")
        .asLong();
  }

  /** Somebody with a role and a password. */
  private long person(String name, long role) {
    Map<String, Object> fields = new HashMap<>(Map.of("name", name, "username", username(name)));
    fields.put("roles", List.of(Map.of("role", role)));
    long id = api.create("user", fields).path("id").asLong();
    String token =
        api.post("people/" + id + "/invite", Map.of()).expect(201).json().path("token").asText();
    Api.anonymous(parley.root())
        .post("invitation/accept", Map.of("token", token, "password", SECRET))
        .expect(200);
    return id;
  }

  private String username(String name) {
    return name.toLowerCase(Locale.ROOT).replace(' ', '.') + "." + mark;
  }

  private Screen as(String name) {
    Screen screen = screen().open("/");
    Page page = screen.page();
    page.getByLabel("Username").fill(username(name));
    page.getByLabel("Password").fill(SECRET);
    screen.button("Log in").click();
    screen.seen(page.locator("parley-nav").first());
    return screen;
  }

  private static Locator combobox(Page page, String label) {
    return page.getByRole(AriaRole.COMBOBOX, new Page.GetByRoleOptions().setName(label));
  }

  private static Locator role(Page page, String name) {
    return page.getByRole(
        AriaRole.CHECKBOX,
        new Page.GetByRoleOptions().setName(Pattern.compile("^" + name + " Sees")));
  }

  private long account(String name) {
    return api.create("account", Map.of("name", name + " " + mark)).path("id").asLong();
  }

  @Test
  void whoMayAuditFindsWhoDidWhat() {
    long member = person("Grace Member", role("Member"));
    Api grace = Api.anonymous(parley.root()).login(username("Grace Member"), SECRET);
    long account = grace.create("account", Map.of("name", "Audited " + mark)).path("id").asLong();
    grace.patch("records/account/" + account, Map.of("fields", Map.of("city", "Oslo"))).expect(200);
    grace
        .patch("records/account/" + account, Map.of("fields", Map.of("city", "Bergen")))
        .expect(200);
    try (Screen screen = screen().login().open("/audit")) {
      Page page = screen.page();
      Locator latest = page.locator(".p-entry").first();
      assertThat(latest).containsText("logged in · 127.0.0.1 · Chrome");
      assertThat(page.locator(".p-entry").nth(1))
          .containsText("Grace Member changed City of account Audited " + mark + " from Oslo to");
      assertThat(screen.violations()).isEmpty();
      combobox(page, "Of what kind").selectOption("account");
      combobox(page, "What was done").selectOption("create");
      assertThat(latest).containsText("created account Audited " + mark);
      combobox(page, "Who").fill("Grace Member");
      page.locator("[role=option]").first().click();
      assertThat(page).hasURL(Pattern.compile("user=" + member));
      assertThat(page.locator(".p-entry")).hasCount(1);
      page.reload();
      assertThat(page.locator(".p-entry")).hasCount(1);
      combobox(page, "What was done").selectOption("restore");
      screen.seen(page.getByText("Nothing was done"));
      assertThat(screen.violations()).isEmpty();
      assertThat(screen.troubles()).isEmpty();
    }
    try (Screen screen = as("Grace Member").open("/audit")) {
      assertThat(screen.page().locator("parley-nav").first()).not().containsText("Audit");
      assertThat(screen.page().locator("parley-audit")).hasCount(0);
    }
    assertThat(grace.get("audit").status()).isEqualTo(403);
  }

  @Test
  void whoIsAddedGetsALinkChoosesAPasswordAndIsHere() {
    String link;
    try (Screen screen = screen().login().open("/people")) {
      Page page = screen.page();
      screen.seen(page.getByRole(AriaRole.TABLE));
      assertThat(screen.violations()).isEmpty();
      page.keyboard().press("c");
      screen.textbox("Name").fill("Ada " + mark);
      assertThat(screen.textbox("User name")).hasValue("ada." + mark);
      role(page, "Member").uncheck();
      role(page, "Team member").check();
      assertThat(screen.violations()).isEmpty();
      page.locator("dialog[open] .p-primary").click();
      Locator secret = screen.textbox("Link to log in");
      screen.seen(secret);
      link = secret.inputValue();
      assertThat(link).contains("/invitation#");
      assertThat(screen.violations()).isEmpty();
      screen.button("Done").click();
      screen.seen(page.locator("tr", new Page.LocatorOptions().setHasText("Ada " + mark)));
      assertThat(screen.troubles()).isEmpty();
    }
    try (Screen screen = screen()) {
      Page page = screen.page();
      page.navigate(link);
      screen.seen(screen.heading("Hello Ada " + mark));
      assertThat(page.url()).doesNotContain("#");
      assertThat(screen.violations()).isEmpty();
      screen.textbox("New password").fill(SECRET);
      screen.textbox("The same again").fill("something else here");
      screen.button("Start").click();
      screen.seen(page.getByText("These two are not the same"));
      screen.textbox("The same again").fill(SECRET);
      screen.button("Start").click();
      screen.seen(page.getByText(Pattern.compile("^Good .*Ada")));
      // Of a team of their own they see nothing yet, and nothing to manage.
      screen.place("Accounts").click();
      screen.seen(page.getByText("No accounts yet"));
      assertThat(screen.place("People")).hasCount(0);
      assertThat(screen.place("Modules")).hasCount(0);
      assertThat(screen.place("Imports")).hasCount(0);
      screen.open("/people");
      screen.seen(page.getByText("This page does not exist"));
    }
    try (Screen screen = screen()) {
      screen.page().navigate(link);
      screen.seen(screen.page().getByText("This link does not work any more"));
    }
  }

  @Test
  void aRoleHidesAFieldFromThoseWhoHaveIt() {
    long account = account("Confidential");
    try (Screen screen = screen().login().open("/people/roles/new")) {
      Page page = screen.page();
      page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill("Blind " + mark);
      page.getByLabel("Change, All types").selectOption("all");
      page.getByLabel("Say it for one type…").selectOption("account");
      assertThat(page.getByLabel("Read, Accounts")).hasValue("");
      page.getByText("Fields, 0 of them limited").click();
      page.getByLabel("City").selectOption("none");
      page.getByLabel("Website").selectOption("read");
      assertThat(screen.violations()).isEmpty();
      screen.button("Save").click();
      screen.seen(page.locator("a", new Page.LocatorOptions().setHasText("Blind " + mark)));
      assertThat(screen.troubles()).isEmpty();
    }
    person("Bob", role("Blind " + mark));
    try (Screen screen = as("Bob").open("/records/account/" + account)) {
      Page page = screen.page();
      screen.seen(page.getByText("Postal code"));
      assertThat(page.locator("dt", new Page.LocatorOptions().setHasText("City"))).hasCount(0);
      assertThat(page.getByLabel("Edit Website")).hasCount(0);
      assertThat(page.getByLabel("Edit Email")).hasCount(1);
      assertThat(screen.troubles()).isEmpty();
    }
  }

  @Test
  void whatIsSharedIsSeenAndTheReasonIsTold() {
    long account = account("Shared");
    person("Cyd", role("Team member"));
    String title = "Shared " + mark;
    try (Screen cyd = as("Cyd").open("/records/account/" + account);
        Screen screen = screen().login().open("/records/account/" + account)) {
      cyd.seen(cyd.page().getByText(NOT_THERE));
      Page page = screen.page();
      screen.button("More actions").click();
      page.getByRole(AriaRole.MENUITEM).getByText("Share").click();
      combobox(page, "With a person").fill("Cyd");
      page.locator("li[role=option]:visible").first().click();
      screen.seen(page.locator("dialog[open] .p-lines").getByText("Cyd"));
      page.getByText("Why can or cannot somebody see this?").click();
      combobox(page, "About whom").fill("Cyd");
      page.locator("li[role=option]:visible").first().click();
      screen.seen(page.getByText("Can see it"));
      screen.seen(page.getByText("Cannot change it"));
      screen.seen(page.getByText("It is shared with them, to be read.").first());
      assertThat(screen.violations()).isEmpty();

      cyd.open("/records/account/" + account);
      cyd.seen(cyd.heading(title));
      assertThat(cyd.button("Edit")).hasCount(0);
      assertThat(cyd.page().locator(".p-pencil")).hasCount(0);

      page.getByLabel("Stop sharing with Cyd").click();
      screen.seen(page.getByText("Not shared any more"));
      cyd.open("/records/account/" + account);
      cyd.seen(cyd.page().getByText(NOT_THERE));
      assertThat(screen.troubles()).isEmpty();
    }
  }

  @Test
  void whoeverLeavesHandsOverFirst() {
    long leaver = person("Dan", role("Manager"));
    long heir = person("Eve " + mark, role("Manager"));
    long account =
        api.create("account", Map.of("name", "Left " + mark, "owner", leaver)).path("id").asLong();
    try (Screen screen = screen().login().open("/records/user/" + leaver)) {
      Page page = screen.page();
      screen.button("Deactivate").click();
      page.locator("dialog[open] .p-danger").click();
      screen.seen(page.getByText("Dan still owns Accounts"));
      combobox(page, "To whom").fill("Eve " + mark);
      page.locator("li[role=option]:visible").first().click();
      assertThat(screen.violations()).isEmpty();
      page.locator("dialog[open] .p-danger").click();
      screen.seen(page.getByText("Dan is deactivated"));
      screen.seen(screen.button("Activate again"));
      assertThat(api.get("records/account/" + account).json().at("/fields/owner").asLong())
          .isEqualTo(heir);
    }
    assertThat(
            Api.anonymous(parley.root())
                .post("session", Map.of("username", username("Dan"), "password", SECRET))
                .status())
        .isEqualTo(401);
  }

  @Test
  void oneLooksAfterOnesOwnAccount() {
    long id = person("Fay", role("Reader"));
    try (Screen here = as("Fay");
        Screen there = as("Fay")) {
      Page page = here.open("/profile").page();
      here.seen(here.heading("Where you are logged in"));
      assertThat(here.violations()).isEmpty();
      here.textbox("Job title").fill("Reader in chief");
      page.getByLabel("Dates and numbers").selectOption("de-DE");
      here.button("Save").click();
      here.seen(page.getByText("Profile saved"));
      assertThat(api.get("records/user/" + id).json().at("/fields/job_title").asText())
          .isEqualTo("Reader in chief");

      here.textbox("Password now").fill("wrong");
      here.textbox("New password").fill("another way home");
      here.button("Change password").click();
      here.seen(page.getByText("This is not your password"));
      here.textbox("Password now").fill(SECRET);
      here.button("Change password").click();
      here.seen(page.getByText("other sessions have ended"));
      assertThat(here.button("Log out there")).hasCount(0);
      there.open("/records/account");
      there.seen(there.heading("Log in"));

      here.button("New token").click();
      here.textbox("What for").fill("Report");
      here.button("Make token").click();
      Locator secret = here.textbox("Token Report");
      here.seen(secret);
      String token = secret.inputValue();
      here.button("Done").click();
      here.seen(page.getByText("never used"));
      String[] bearer = {"Authorization", "Bearer " + token};
      Api program = Api.anonymous(parley.root());
      program.send("GET", "records/account", null, null, bearer).expect(200);
      here.button("Revoke").click();
      here.seen(page.getByText("Report is revoked"));
      Awaitility.await()
          .until(() -> program.send("GET", "records/account", null, null, bearer).status() == 401);
      assertThat(here.violations()).isEmpty();
      // The wrong password, which the browser calls an error.
      assertThat(here.troubles()).hasSize(1).allMatch(trouble -> trouble.contains("422"));
    }
  }

  @Test
  void everyPageIsFitForPhonesAndForTheDark() {
    for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      try (Screen screen = Screen.phone(chromium.browser(), parley.root(), scheme)) {
        screen.login();
        for (String path :
            List.of(
                "/people",
                "/people/teams",
                "/people/roles",
                "/people/roles/" + role("Manager"),
                "/people/roles/" + role("Administrator"),
                "/profile")) {
          screen.open(path);
          screen.seen(screen.page().locator(".p-scroll > *").first());
          screen.shoot("people-" + scheme + path.replace('/', '-'));
          assertThat(screen.violations()).as("%s %s", scheme, path).isEmpty();
          assertThat(
                  (Boolean)
                      screen.page().evaluate("document.documentElement.scrollWidth <= innerWidth"))
              .as("%s fits", path)
              .isTrue();
        }
        assertThat(screen.troubles()).isEmpty();
      }
    }
  }
}
