// SPDX-License-Identifier: Apache-2.0
package org.parley.itest.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import org.junit.jupiter.api.Test;
import org.parley.itest.harness.ParleyProcess;

/** The server goes away and comes back, and a session ends, while people type: nothing is lost. */
class RestartBrowserIT {
  @Test
  void whatIsTypedOutlivesTheServerAndTheSession() {
    ParleyProcess.Setup setup = ParleyProcess.Setup.fresh("restart");
    ParleyProcess parley = setup.start();
    try (Screen screen =
        new Screen(Chromium.shared().browser(), parley.root(), 1440, 900, ColorScheme.LIGHT)) {
      Page page = screen.page();
      screen.login().open("/records/account");
      screen.button("New account").first().click();
      screen.textbox("Name").fill("Half typed");

      parley.stop();
      screen.button("Create account").click();
      screen.seen(page.getByText("Check your connection, then try again"));
      screen.seen(page.locator(".p-offline"));
      screen.shoot("offline");
      assertThat(screen.textbox("Name")).hasValue("Half typed");

      parley = setup.start();
      screen.gone(page.locator(".p-offline"));
      screen.button("Create account").click();
      screen.seen(page.getByText("Half typed is created"));

      screen.button("New account").first().click();
      screen.textbox("Name").fill("Typed on");
      page.context().clearCookies();
      // The list may have met the end of the session already, so that the login is in the way.
      screen.button("Create account").dispatchEvent("click");
      screen.seen(screen.heading("Log in again"));
      page.getByLabel("Password").fill(ParleyProcess.PASSWORD);
      screen.button("Log in").click();
      screen.seen(page.getByText("Typed on is created"));
      assertThat(
              parley
                  .admin()
                  .get("records/account", "filter", "name==Typed*", "count", "true")
                  .json()
                  .path("count")
                  .asLong())
          .isEqualTo(1);
    } finally {
      parley.close();
    }
  }
}
