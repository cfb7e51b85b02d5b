// SPDX-License-Identifier: Apache-2.0
package org.parley.itest.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.parley.itest.harness.Api;
import org.parley.itest.harness.ParleyProcess;
import org.parley.itest.harness.SharedParley;

/** A lead is converted and taken back in one dialog; a timeline shows what one wants to see. */
@ExtendWith(SharedParley.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LeadsBrowserIT {
  private final ParleyProcess parley;
  private final Api api;
  private final String mark = UUID.randomUUID().toString().substring(0, 8);
  private final Chromium chromium = Chromium.shared();

  LeadsBrowserIT(ParleyProcess parley, Api api) {
    this.parley = parley;
    this.api = api;
  }

  private long lead(String name) {
    return api.create("lead", Map.of("last_name", name, "company", name + " Works " + mark))
        .path("id")
        .asLong();
  }

  private static Locator banner(Page page) {
    return page.locator(".p-converted");
  }

  @Test
  void aLeadIsConvertedAndTakenBack() {
    long account = api.create("account", Map.of("name", "Zuse Works " + mark)).path("id").asLong();
    long lead = lead("Zuse");
    try (Screen screen =
        new Screen(chromium.browser(), parley.root(), 1440, 900, ColorScheme.LIGHT)) {
      Page page = screen.login().open("/records/lead/" + lead).page();
      screen.button("Convert").click();
      Locator dialog = page.locator("dialog[open]");
      // The account that is there already is chosen.
      assertThat(dialog.locator("input[type=radio][value='" + account + "']")).isChecked();
      dialog.locator("#p-convert-contact-last_name").fill("");
      assertThat(screen.violations()).isEmpty();
      dialog.locator("footer .p-primary").click();
      assertThat(dialog.locator("#p-convert-contact-last_name")).isFocused();
      screen.seen(dialog.locator("#p-convert-contact-last_name-note.p-error"));
      dialog.locator("#p-convert-contact-last_name").fill("Zuse " + mark);
      dialog.locator("footer .p-primary").click();

      screen.seen(banner(page).getByText("Zuse " + mark));
      screen.seen(banner(page).getByText("Zuse Works " + mark).first());
      assertThat(api.get("records/lead/" + lead).json().at("/fields/converted_account").asLong())
          .isEqualTo(account);
      assertThat(screen.violations()).isEmpty();
      page.locator(".p-toast").getByText("Undo").click();
      screen.gone(banner(page));
      screen.seen(screen.button("Convert"));
      assertThat(api.get("records/lead/" + lead).json().at("/fields/status").asText())
          .isEqualTo("new");
      assertThat(screen.troubles()).isEmpty();
    }
  }

  @Test
  void whatSomebodyHasGoneOnFromIsNotTakenBack() {
    long lead = lead("Nobel");
    try (Screen screen = Screen.phone(chromium.browser(), parley.root(), ColorScheme.DARK)) {
      Page page = screen.login().open("/records/lead/" + lead).page();
      screen.button("Convert").click();
      Locator dialog = page.locator("dialog[open]");
      screen.seen(dialog.locator("#p-convert-contact-last_name"));
      assertThat(screen.violations()).isEmpty();
      dialog.locator("footer .p-primary").click();
      screen.seen(banner(page).getByText("Undo conversion"));
      long contact =
          api.get("records/lead/" + lead).json().at("/fields/converted_contact").asLong();
      api.patch("records/contact/" + contact, Map.of("fields", Map.of("city", "Oslo"))).expect(200);
      banner(page).getByText("Undo conversion").click();
      screen.seen(page.locator(".p-toast").getByText("has been changed since"));
      screen.seen(banner(page).getByText("It cannot be taken back any more"));
    }
  }

  @Test
  void aTimelineShowsWhatOneWantsToSeeAndFollowsLive() {
    long account = api.create("account", Map.of("name", "Timely " + mark)).path("id").asLong();
    api.patch("records/account/" + account, Map.of("fields", Map.of("city", "Ghent"))).expect(200);
    api.create("opportunity", Map.of("name", "Timely deal " + mark, "account", account));
    Map<String, Object> about = Map.of("type", "account", "id", account);
    api.create("activity", Map.of("subject", "Ring back " + mark, "kind", "task", "about", about));
    try (Screen screen =
        new Screen(chromium.browser(), parley.root(), 1440, 900, ColorScheme.DARK)) {
      Page page = screen.login().open("/records/account/" + account).page();
      Locator timeline = page.locator("parley-timeline");
      screen.seen(timeline.getByText("Ring back " + mark));
      screen.seen(timeline.getByText("created the opportunity"));
      assertThat(screen.violations()).isEmpty();
      timeline.getByText("Changes", new Locator.GetByTextOptions().setExact(true)).click();
      screen.gone(timeline.getByText("Ring back " + mark));
      screen.seen(timeline.getByText("changed City to Ghent"));
      timeline.getByText("Related", new Locator.GetByTextOptions().setExact(true)).click();
      screen.seen(timeline.getByText("Timely deal " + mark));
      screen.gone(timeline.getByText("changed City to Ghent"));
      timeline.getByText("Activities", new Locator.GetByTextOptions().setExact(true)).click();
      timeline.getByLabel("Done: Ring back " + mark).check();
      assertThat(timeline.getByLabel("Not done: Ring back " + mark)).isChecked();
      api.create(
          "activity", Map.of("subject", "Heard since " + mark, "kind", "note", "about", about));
      screen.seen(timeline.getByText("Heard since " + mark));
      assertThat(screen.violations()).isEmpty();
      assertThat(screen.troubles()).isEmpty();
    }
  }
}
