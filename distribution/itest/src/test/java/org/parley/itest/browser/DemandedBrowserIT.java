// SPDX-License-Identifier: Apache-2.0
package org.parley.itest.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.parley.itest.harness.Api;
import org.parley.itest.harness.ParleyProcess;
import org.parley.itest.harness.Phone;

/** A second factor that the company demands is set up on the way in, with the keyboard alone. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DemandedBrowserIT {
  private static final String SECRET = "a long way home";

  private ParleyProcess parley;

  @BeforeAll
  void start() {
    parley = ParleyProcess.Setup.fresh("demanded").start();
  }

  @AfterAll
  void stop() {
    parley.close();
  }

  private void person(String name) {
    Api admin = parley.admin();
    long id = admin.create("user", Map.of("username", name, "name", name)).path("id").asLong();
    String token =
        admin.post("people/" + id + "/invite", Map.of()).expect(201).json().path("token").asText();
    Api.anonymous(parley.root())
        .post("invitation/accept", Map.of("token", token, "password", SECRET))
        .expect(200);
  }

  /** Sets one up where the page asks for the password first. */
  private static void setUp(Screen screen, String password, List<String> found) {
    Page page = screen.page();
    screen.seen(screen.heading("One more step"));
    Locator now = page.locator("parley-needed").getByLabel("Password");
    assertThat(now).isFocused();
    found.addAll(screen.violations());
    page.keyboard().type("wrong");
    page.keyboard().press("Enter");
    screen.seen(page.getByText("This is not your password."));
    now.fill(password);
    page.keyboard().press("Enter");
    Locator code = page.getByLabel("Code that the app shows");
    assertThat(code).isFocused();
    found.addAll(screen.violations());
    String secret = page.locator(".p-second code").innerText().replace(" ", "");
    page.keyboard().type(Phone.code(secret));
    page.keyboard().press("Enter");
    screen.seen(screen.heading("Recovery codes"));
    assertThat(page.locator(".p-codes li")).hasCount(10);
    found.addAll(screen.violations());
    screen.button("Done").focus();
    page.keyboard().press("Enter");
  }

  @Test
  void itIsSetUpOverThePageOrOnTheWayThereAndStays() {
    person("zoe");
    person("yan");
    List<String> found = new ArrayList<>();
    try (Screen screen =
        new Screen(Chromium.shared().browser(), parley.root(), 1440, 900, ColorScheme.LIGHT)) {
      Page page = screen.login().page();
      screen.open("/settings");
      page.getByLabel("Second factor").selectOption("Everybody");
      page.locator("form:has([name=second_factor])").getByText("Save").press("Enter");
      setUp(screen, ParleyProcess.PASSWORD, found);
      screen.gone(page.locator("parley-needed"));
      assertThat(page).hasURL(Pattern.compile("/settings$"));
      assertThat(page.getByLabel("Second factor")).hasValue("everybody");

      screen.open("/people");
      assertThat(page.getByRole(AriaRole.ROW).filter(with("zoe"))).containsText("No second factor");
      assertThat(page.getByRole(AriaRole.ROW).filter(with("Administrator")))
          .not()
          .containsText("No second factor");
      page.getByLabel("Only the 2 without a second factor").check();
      assertThat(page.locator("tbody tr")).hasCount(2);
      found.addAll(screen.violations());

      screen.open("/profile");
      screen.seen(page.getByText("Your company demands it."));
      screen.gone(page.locator("parley-second-factor").getByText("Remove"));
      assertThat(found).isEmpty();
      assertThat(screen.troubles()).allMatch(trouble -> trouble.contains("422"));
    }
    try (Screen phone =
        Screen.phone(Chromium.shared().browser(), parley.root(), ColorScheme.DARK)) {
      Page page = phone.open("/records/account?sort=name").page();
      page.getByLabel("Username").fill("zoe");
      page.getByLabel("Password").fill(SECRET);
      phone.button("Log in").click();
      phone.seen(phone.heading("One more step"));
      phone.gone(page.locator("parley-nav"));
      page.reload();
      setUp(phone, SECRET, found);
      phone.seen(page.locator("parley-nav").first());
      assertThat(page).hasURL(Pattern.compile("/records/account[?]sort=name$"));
      assertThat(found).isEmpty();
    }
  }

  private static Locator.FilterOptions with(String text) {
    return new Locator.FilterOptions().setHasText(text);
  }
}
