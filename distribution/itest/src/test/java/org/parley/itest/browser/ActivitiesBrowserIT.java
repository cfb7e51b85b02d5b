// SPDX-License-Identifier: Apache-2.0
package org.parley.itest.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
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

/** Calls, tasks and notes are written down where the record is, and found there again. */
@ExtendWith(SharedParley.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ActivitiesBrowserIT {
  private final ParleyProcess parley;
  private final Api api;
  private final String mark = UUID.randomUUID().toString().substring(0, 8);
  private final Chromium chromium = Chromium.shared();

  ActivitiesBrowserIT(ParleyProcess parley, Api api) {
    this.parley = parley;
    this.api = api;
  }

  private Screen at(String path) {
    Screen screen = new Screen(chromium.browser(), parley.root(), 1440, 900, ColorScheme.LIGHT);
    screen.login().open(path);
    screen.seen(screen.page().locator(".p-composer textarea:visible"));
    return screen;
  }

  private long account(String name) {
    return api.create("account", Map.of("name", name + " " + mark)).path("id").asLong();
  }

  /** What is kept about a record, newest first. */
  private JsonNode about(long id) {
    return api.get("records/activity", "filter", "about==" + id, "sort", "-id")
        .expect(200)
        .json()
        .path("items");
  }

  private static Locator panel(Page page) {
    return page.locator(".p-related [data-plugin=parley-activities]");
  }

  @Test
  void aCallIsLoggedByTwoKeysAndWhatWasSaid() {
    long id = account("Called");
    try (Screen screen = at("/records/account/" + id)) {
      Page page = screen.page();
      page.keyboard().press("l");
      page.keyboard().type("Wants an offer by Friday");
      page.keyboard().press("Enter");
      page.keyboard().type("For both stores.");
      page.keyboard().press("Control+Enter");
      screen.seen(page.getByText("Call logged"));
      screen.seen(panel(page).getByText("Wants an offer by Friday"));
      assertThat(page.locator(".p-composer textarea:visible")).hasValue("");

      JsonNode call = about(id).get(0);
      JsonNode fields = call.path("fields");
      assertThat(fields.path("kind").asText()).isEqualTo("call");
      assertThat(fields.path("notes").asText()).isEqualTo("For both stores.");
      assertThat(fields.path("outcome").asText()).isEqualTo("reached");
      assertThat(fields.path("done").asBoolean()).isTrue();
      assertThat(fields.path("at").asText()).isNotEmpty();
      assertThat(call.at("/links/about/title").asText()).isEqualTo("Called " + mark);
      assertThat(about(id).size()).isEqualTo(1);

      page.keyboard().press("Escape");
      page.getByText("Call logged").waitFor();
      screen.button("Open").click();
      screen.seen(screen.heading("Wants an offer by Friday"));
      assertThat(screen.violations()).isEmpty();
      assertThat(screen.troubles()).isEmpty();
    }
  }

  @Test
  void aTaskIsDueWhenItIsSaidAndDoneWithOneClick() {
    long id = account("Promised");
    try (Screen screen = at("/records/account/" + id)) {
      Page page = screen.page();
      // What was typed for a call stays while something else comes first.
      page.locator(".p-composer textarea:visible").fill("Half a call");
      page.locator("h1").first().click();
      page.keyboard().press("t");
      page.keyboard().type("Send the manual");
      screen.textbox("Due").fill("someday");
      screen.button("Add task").click();
      screen.seen(page.getByText("“someday” is no day"));
      screen.textbox("Due").fill("tomorrow");
      screen.button("Add task").click();
      screen.seen(panel(page).getByText(Pattern.compile("^Due ")));
      JsonNode task = about(id).get(0);
      assertThat(task.at("/fields/kind").asText()).isEqualTo("task");
      assertThat(task.at("/fields/due").asText()).matches("\\d{4}-\\d\\d-\\d\\d");
      assertThat(task.at("/fields/done").asBoolean()).isFalse();

      panel(page).getByLabel("Done: Send the manual").check();
      Awaitility.await().until(() -> about(id).get(0).at("/fields/done").asBoolean());
      screen.seen(panel(page).getByLabel("Not done: Send the manual"));

      screen.button("Log a call").click();
      assertThat(page.locator(".p-composer textarea:visible")).hasValue("Half a call");
      screen.textbox("Follow up by").fill("in 2 weeks");
      screen.button("Log call").click();
      Awaitility.await().until(() -> about(id).size() == 3);
      assertThat(
              List.of(
                  about(id).get(0).path("title").asText(), about(id).get(1).path("title").asText()))
          .containsExactlyInAnyOrder("Follow up: Half a call", "Half a call");
      assertThat(screen.violations()).isEmpty();
      assertThat(screen.troubles()).isEmpty();
    }
  }

  @Test
  void aVeryLongFirstLineIsKeptWhole() {
    long id = account("Noted");
    String text = "They said much. ".repeat(40).strip();
    try (Screen screen = at("/records/account/" + id)) {
      Page page = screen.page();
      page.keyboard().press("n");
      page.keyboard().insertText(text);
      page.keyboard().press("Control+Enter");
      screen.seen(page.getByText("Note saved"));
      JsonNode note = about(id).get(0);
      assertThat(note.path("title").asText()).hasSizeLessThanOrEqualTo(255).endsWith("…");
      assertThat(note.at("/fields/notes").asText()).isEqualTo(text);
    }
  }

  @Test
  void itsKeysGoWithThePage() {
    try (Screen screen = at("/records/account/" + account("Left"))) {
      Page page = screen.page();
      // Left in the moment in which it is drawn again.
      page.evaluate(
          "() => { const composer = document.querySelector('parley-composer');"
              + " composer.requestUpdate(); composer.remove();"
              + " document.querySelector('.p-side a[href=\"records/contact\"]').click(); }");
      screen.seen(screen.heading("Contacts"));
      page.keyboard().press("?");
      screen.seen(screen.heading("Keyboard shortcuts"));
      screen.gone(page.locator(".p-keys").getByText("Log a call"));
    }
  }

  @Test
  void whatThePlatformKeepsOfItsOwnHasNoPlaceToWrite() {
    long user =
        api.create("user", Map.of("username", "w-" + mark, "name", "W " + mark))
            .path("id")
            .asLong();
    try (Screen screen =
        new Screen(chromium.browser(), parley.root(), 1440, 900, ColorScheme.LIGHT)) {
      screen.login().open("/records/user/" + user);
      screen.seen(screen.heading("W " + mark));
      screen.gone(screen.page().locator(".p-composer"));
    }
  }
}
