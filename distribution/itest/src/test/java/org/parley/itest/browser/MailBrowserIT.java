// SPDX-License-Identifier: Apache-2.0
package org.parley.itest.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.parley.itest.harness.Api;
import org.parley.itest.harness.ParleyProcess;
import org.parley.itest.harness.PostOffice;

/** Mail as people set it up, choose it and get in by it: on a server of its own. */
class MailBrowserIT {
  private static PostOffice post;
  private static ParleyProcess parley;
  private static Api admin;

  @BeforeAll
  static void start() {
    post = PostOffice.open();
    parley = ParleyProcess.Setup.fresh("mail-browser").start();
    admin = parley.admin();
  }

  @AfterAll
  static void stop() {
    if (parley != null) {
      parley.close();
    }
    post.close();
  }

  private static Screen screen(int width, int height, ColorScheme scheme) {
    return new Screen(Chromium.shared().browser(), parley.root(), width, height, scheme);
  }

  private static void look(Screen screen, String name, List<String> found) {
    screen.shoot(name);
    screen.violations().forEach(violation -> found.add(name + ": " + violation));
  }

  @Test
  void isSetUpTriedChosenAndLeadsBackIn() {
    List<String> found = new ArrayList<>();
    askWithoutMail(found);
    setUp(found);
    comeBack(found);
    choose(found);
    assertThat(found).isEmpty();
  }

  private void askWithoutMail(List<String> found) {
    try (Screen screen = screen(390, 844, ColorScheme.LIGHT)) {
      screen.open("/login");
      screen.button("Forgotten your password?").click();
      screen.seen(screen.heading("Ask for a link"));
      look(screen, "mail-forgot-person", found);
      screen.button("Back to the login").click();
      screen.seen(screen.button("Log in"));
    }
  }

  private void setUp(List<String> found) {
    try (Screen screen = screen(1440, 900, ColorScheme.DARK)) {
      Page page = screen.login().open("/settings").page();
      screen.seen(page.getByText("Parley writes to nobody yet."));
      page.getByLabel("Server", new Page.GetByLabelOptions().setExact(true)).fill("127.0.0.1");
      page.getByLabel("Encryption").selectOption("none");
      page.getByLabel("Port").fill("1");
      page.getByLabel("Sender address").fill("crm@example.com");
      assertThat(page.getByLabel("Address of Parley").inputValue())
          .isEqualTo(parley.root().toString().replaceAll("/$", ""));
      screen.button("Send a test mail").click();
      screen.seen(page.getByText("You have no email address here."));
      look(screen, "mail-settings-address", found);
      long me = admin.get("session").json().at("/user/id").asLong();
      admin
          .patch("records/user/" + me, Map.of("fields", Map.of("email", "admin@example.com")))
          .expect(200);
      screen.button("Send a test mail").click();
      screen.seen(page.getByText("Nobody listens at 127.0.0.1 on port 1."));
      look(screen, "mail-settings-refused", found);
      page.getByLabel("Port").fill(Integer.toString(post.port()));
      page.getByLabel("Password", new Page.GetByLabelOptions().setExact(true)).fill("s3cret");
      screen.button("Send a test mail").click();
      screen.seen(page.getByText("It went: look into your mail"));
      look(screen, "mail-settings-sent", found);
      page.reload();
      screen.seen(page.getByPlaceholder("Is set; type another to change it"));
      screen.button("Remove").click();
      page.locator("parley-mail form button.p-primary").click();
      screen.seen(page.getByText("Mail settings saved"));
      JsonNode server = admin.get("records/mail_server").json().at("/items/0/fields");
      assertThat(server.path("password").isObject()).isFalse();
      assertThat(post.mails("admin@")).hasSize(1);
      assertThat(screen.troubles()).isEmpty();
    }
  }

  private void comeBack(List<String> found) {
    admin.create("user", Map.of("username", "mona", "name", "Mona", "email", "mona@example.com"));
    try (Screen screen = screen(390, 844, ColorScheme.DARK)) {
      Page page = screen.open("/login").page();
      page.getByLabel("Username").fill("mona");
      screen.button("Forgotten your password?").click();
      assertThat(page.getByLabel("Username or email").inputValue()).isEqualTo("mona");
      look(screen, "mail-forgot", found);
      page.keyboard().press("Enter");
      screen.seen(screen.heading("Look into your mail"));
      look(screen, "mail-forgot-asked", found);
      await().atMost(Duration.ofSeconds(20)).until(() -> post.mails("mona@").size() == 1);
      URI link = URI.create(post.mails("mona@").get(0).link());
      page.navigate(link.toString());
      page.getByLabel("New password").fill("another way home");
      page.getByLabel("The same again").fill("another way home");
      page.keyboard().press("Enter");
      screen.seen(page.locator("parley-nav").first());
    }
  }

  private void choose(List<String> found) {
    try (Screen screen = screen(390, 844, ColorScheme.LIGHT)) {
      Page page = screen.login().open("/profile#notifications").page();
      screen.seen(page.locator(".p-wishes"));
      page.getByLabel("In the app: Assigned to you").uncheck();
      page.getByLabel("By mail: Assigned to you").selectOption("digest");
      page.getByLabel("Summary by mail").selectOption("weekly");
      page.getByLabel("At", new Page.GetByLabelOptions().setExact(true)).fill("07:30");
      look(screen, "mail-wishes", found);
      screen.button("Save notifications").click();
      screen.seen(page.getByText("Notifications saved"));
      long me = admin.get("session").json().at("/user/id").asLong();
      JsonNode user = admin.get("records/user/" + me).json().path("fields");
      assertThat(user.at("/notify/assigned").toString())
          .isEqualTo("{\"app\":false,\"mail\":\"digest\"}");
      assertThat(user.path("mail_digest").asText()).isEqualTo("weekly");
      assertThat(user.path("mail_digest_at").asText()).isEqualTo("07:30");
      assertThat(screen.troubles()).isEmpty();
    }
  }
}
