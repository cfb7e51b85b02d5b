// SPDX-License-Identifier: Apache-2.0
package org.parley.itest.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.parley.itest.harness.Api;
import org.parley.itest.harness.ParleyProcess;

/** All tabs of a browser are told what happens by one connection, and none hangs. */
class EventsBrowserIT {
  /** Stands for a machine of the intranet: to the browser it is no secure context. */
  private static final String ELSEWHERE = "crm.intranet.example";

  private static final Pattern CONNECTIONS =
      Pattern.compile("(?m)^parley_event_connections(?:\\{[^}]*})? (\\d+)");

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", ELSEWHERE})
  void sevenTabsShareOneConnection(String host) {
    try (ParleyProcess parley = ParleyProcess.Setup.fresh("events").start();
        Chromium chromium =
            Chromium.start("--host-resolver-rules=MAP " + ELSEWHERE + " 127.0.0.1")) {
      Api api = parley.admin();
      long company = api.get("records/company").json().at("/items/0/id").asLong();
      api.patch("records/company/" + company, Map.of("fields", Map.of("set_up", true))).expect(200);
      String root = "http://" + host + ":" + parley.setup().port() + "/";
      try (BrowserContext context = chromium.browser().newContext()) {
        List<Page> tabs = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
          Page page = context.newPage();
          page.navigate(root + "records/account");
          if (i == 0) {
            page.getByLabel("Username").fill("admin");
            page.getByLabel("Password").fill(ParleyProcess.PASSWORD);
            page.keyboard().press("Enter");
          }
          isShown(page, "No accounts yet");
          tabs.add(page);
        }
        assertThat(tabs.get(0).evaluate("isSecureContext")).isEqualTo(!host.equals(ELSEWHERE));
        onlyOne(api);
        api.create("account", Map.of("name", "Told to all"));
        tabs.forEach(page -> isShown(page, "Told to all"));

        // Whichever tab held the connection, the others are told on.
        tabs.remove(0).close();
        api.create("account", Map.of("name", "Told to the others"));
        tabs.forEach(page -> isShown(page, "Told to the others"));
        onlyOne(api);
      }
    }
  }

  private static void isShown(Page page, String text) {
    PlaywrightAssertions.assertThat(page.getByText(text).first()).isVisible();
  }

  /** That one has gone the server sees when it next writes to it. */
  private static void onlyOne(Api api) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(connections(api)).isEqualTo(1));
  }

  private static int connections(Api api) {
    Matcher found = CONNECTIONS.matcher(api.get("/metrics").expect(200).body());
    assertThat(found.find()).isTrue();
    return Integer.parseInt(found.group(1));
  }
}
