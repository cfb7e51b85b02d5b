// SPDX-License-Identifier: Apache-2.0
package org.parley.itest.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.parley.itest.harness.Api;
import org.parley.itest.harness.ParleyProcess;

/** The first start: an administrator says once who they are; demo data comes, and goes again. */
class FirstStartBrowserIT {
  @Test
  void aCompanyIsSetUpAndDemoDataComesAndGoes() {
    List<String> found = new ArrayList<>();
    try (ParleyProcess parley = ParleyProcess.Setup.empty("first").start();
        Screen screen =
            new Screen(Chromium.shared().browser(), parley.root(), 1440, 900, ColorScheme.LIGHT)) {
      Page page = screen.page();
      Api api = parley.admin();
      screen.open("/");
      page.getByLabel("Username").fill("admin");
      page.getByLabel("Password").fill(ParleyProcess.PASSWORD);
      screen.button("Log in").click();
      screen.seen(screen.heading("Welcome to Parley"));
      screen.shoot("welcome");
      found.addAll(screen.violations());
      page.getByLabel("Your name").fill("Ada Byron");
      page.getByLabel("Your email").fill("ada@engines.example");
      page.getByLabel("Company name").fill("Engines");
      page.getByLabel("Currency").selectOption("GBP");
      page.getByLabel("Time zone").selectOption("Europe/London");
      page.getByText("Sat", new Page.GetByTextOptions().setExact(true)).click();
      page.getByText("Show me around with demo data").click();
      screen.button("Begin").click();
      screen.seen(page.getByText("Ada Byron").first());
      screen.seen(page.locator("[data-dashlet]").first());

      JsonNode company = api.get("records/company").json().at("/items/0/fields");
      assertThat(company.path("name").asText()).isEqualTo("Engines");
      assertThat(company.path("currency").asText()).isEqualTo("GBP");
      assertThat(company.path("working_days")).hasSize(6);
      assertThat(company.path("set_up").asBoolean()).isTrue();
      long demo = count(api, "account");
      assertThat(demo).isPositive();
      api.create("account", java.util.Map.of("name", "My own"));

      screen.open("/settings");
      screen.seen(screen.heading("Settings"));
      screen.shoot("settings");
      found.addAll(screen.violations());
      screen.button("Remove demo data").click();
      screen.seen(page.getByText("records are in the trash"));
      assertThat(count(api, "account")).isEqualTo(1);
      assertThat(count(api, "opportunity")).isZero();
      assertThat(api.get("records/user", "filter", "username==maya").json().path("items"))
          .isEmpty();
      page.reload();
      screen.seen(screen.button("Load demo data"));
      assertThat(screen.troubles()).isEmpty();
    }
    assertThat(found).isEmpty();
  }

  private static long count(Api api, String type) {
    return api.get("records/" + type, "count", "true", "limit", 1)
        .expect(200)
        .json()
        .path("count")
        .asLong();
  }
}
