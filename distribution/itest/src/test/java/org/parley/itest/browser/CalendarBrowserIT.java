// SPDX-License-Identifier: Apache-2.0
package org.parley.itest.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import java.time.Instant;
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

/** The calendar: what is when, moved and made by mouse, keyboard and on the phone. */
@ExtendWith(SharedParley.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CalendarBrowserIT {
  private final ParleyProcess parley;
  private final Api api;
  private final String mark = UUID.randomUUID().toString().substring(0, 6);
  private final Chromium chromium = Chromium.shared();

  CalendarBrowserIT(ParleyProcess parley, Api api) {
    this.parley = parley;
    this.api = api;
  }

  private Screen wide() {
    return new Screen(chromium.browser(), parley.root(), 1440, 900, ColorScheme.LIGHT).login();
  }

  private static String at(String span, String day) {
    return "/records/activity?view=calendar&whose=me&span=" + span + "&on=" + day;
  }

  private long meeting(String subject, String at, String duration) {
    return api.create(
            "activity",
            Map.of(
                "subject", subject + " " + mark, "kind", "meeting", "at", at, "duration", duration))
        .path("id")
        .asLong();
  }

  private JsonNode fields(long id) {
    return api.get("records/activity/" + id).expect(200).json().path("fields");
  }

  /** A value, without the microseconds that a moment has. */
  private static String plain(JsonNode fields, String field) {
    return fields.path(field).asText().replace(".000000Z", "Z");
  }

  private void awaits(long id, String field, String value) {
    Awaitility.await()
        .alias(field + " of " + id + " becomes " + value)
        .until(() -> plain(fields(id), field).equals(value));
  }

  private Locator event(Page page, String subject) {
    return page.locator(
        ".p-event:not(.p-event-ghost)", new Page.LocatorOptions().setHasText(subject + " " + mark));
  }

  private static void drag(Page page, double x, double y, double toX, double toY) {
    page.mouse().move(x, y);
    page.mouse().down();
    page.mouse().move((x + toX) / 2, (y + toY) / 2);
    page.mouse().move(toX, toY);
    page.mouse().move(toX, toY);
    page.mouse().up();
  }

  @Test
  void anEntryIsMovedAndLengthenedByMouseAndTakenBack() {
    long id = meeting("Rehearsal", "2031-03-11T09:00:00Z", "PT1H");
    try (Screen screen = wide()) {
      Page page = screen.page();
      screen.open(at("week", "2031-03-12"));
      Locator event = event(page, "Rehearsal");
      screen.seen(event);
      screen.seen(screen.heading("10 – 16 Mar 2031"));
      assertThat(event).containsText("09:00–10:00");
      event.scrollIntoViewIfNeeded();
      BoundingBox box = event.boundingBox();
      double day = page.locator("[data-hours]").first().boundingBox().width;
      double x = box.x + 20;
      double y = box.y + 10;
      drag(page, x, y, x + day, y + 96);
      awaits(id, "at", "2031-03-12T11:00:00Z");
      assertThat(event(page, "Rehearsal")).containsText("11:00–12:00");
      screen.button("Undo").click();
      awaits(id, "at", "2031-03-11T09:00:00Z");

      box = event(page, "Rehearsal").boundingBox();
      drag(page, box.x + 20, box.y + box.height - 3, box.x + 20, box.y + box.height + 45);
      awaits(id, "duration", "PT2H");
      assertThat(screen.violations()).isEmpty();
      assertThat(screen.troubles()).isEmpty();
    }
  }

  @Test
  void aMoveThatIsRefusedIsTakenBackAndSaid() {
    meeting("Fixed", "2031-03-18T09:00:00Z", "PT1H");
    try (Screen screen = wide()) {
      Page page = screen.page();
      screen.open(at("week", "2031-03-18"));
      screen.seen(event(page, "Fixed"));
      page.route(
          Pattern.compile("/records/activity/\\d+$"),
          route -> {
            if (route.request().method().equals("PATCH")) {
              route.fulfill(
                  new Route.FulfillOptions()
                      .setStatus(403)
                      .setContentType("application/problem+json")
                      .setBody(
                          "{\"status\":403,\"code\":\"forbidden\",\"title\":\"No\",\"detail\":\"You"
                              + " may not change this activity.\"}"));
            } else {
              route.resume();
            }
          });
      event(page, "Fixed").scrollIntoViewIfNeeded();
      BoundingBox box = event(page, "Fixed").boundingBox();
      drag(page, box.x + 20, box.y + 10, box.x + 20, box.y + 106);
      screen.seen(page.getByText("You may not change this activity."));
      assertThat(event(page, "Fixed")).containsText("09:00–10:00");
    }
  }

  @Test
  void theKeyboardReachesAll() {
    long id = meeting("By hand", "2031-03-25T09:00:00Z", "PT1H");
    try (Screen screen = wide()) {
      Page page = screen.page();
      screen.open(at("week", "2031-03-25"));
      event(page, "By hand").focus();
      page.keyboard().press("Space");
      page.keyboard().press("ArrowRight");
      page.keyboard().press("ArrowDown");
      page.keyboard().press("ArrowDown");
      page.keyboard().press("Enter");
      awaits(id, "at", "2031-03-26T09:30:00Z");
      event(page, "By hand").focus();
      page.keyboard().press("Space");
      page.keyboard().press("Shift+ArrowDown");
      page.keyboard().press("Space");
      awaits(id, "duration", "PT1H15M");
      event(page, "By hand").focus();
      page.keyboard().press("Space");
      page.keyboard().press("ArrowLeft");
      page.keyboard().press("Escape");
      assertThat(plain(fields(id), "at")).isEqualTo("2031-03-26T09:30:00Z");

      page.locator("h2").first().click();
      page.keyboard().press("ArrowRight");
      screen.seen(screen.heading("31 Mar – 6 Apr 2031"));
      page.keyboard().press("k");
      screen.seen(screen.heading("24 – 30 Mar 2031"));
      page.keyboard().press("m");
      screen.seen(screen.heading("March 2031"));
      screen.seen(event(page, "By hand"));
      page.keyboard().press("d");
      screen.seen(page.locator(".p-cal-head"));
      page.keyboard().press("t");
      screen.seen(page.locator(".p-cal-now"));
      page.keyboard().press("c");
      screen.seen(screen.heading("New activity"));
    }
  }

  @Test
  void whatIsDrawnIsMade() {
    try (Screen screen = wide()) {
      Page page = screen.page();
      screen.open(at("week", "2031-04-08"));
      Locator column = page.locator("[data-hours][data-day='2031-04-09']");
      screen.seen(column);
      assertThat(page.locator("[aria-busy=true]")).hasCount(0);
      page.locator(".p-cal-hours").evaluate("box => { box.scrollTop = 0; }");
      BoundingBox box = column.boundingBox();
      double hour = box.height / 24;
      drag(page, box.x + 40, box.y + 5 * hour + 2, box.x + 40, box.y + 6.5 * hour + 2);
      screen.textbox("Subject").fill("Drawn " + mark);
      screen.button("10 minutes before").click();
      screen.button("Create activity").click();
      screen.seen(event(page, "Drawn"));
      JsonNode made =
          api.get("records/activity", "filter", "subject==\"Drawn " + mark + "\"")
              .json()
              .at("/items/0/fields");
      assertThat(plain(made, "at")).isEqualTo("2031-04-09T05:00:00Z");
      assertThat(made.path("duration").asText()).isEqualTo("PT1H30M");
      assertThat(made.path("kind").asText()).isEqualTo("meeting");
      assertThat(plain(made, "remind_at")).isEqualTo("2031-04-09T04:50:00Z");
      page.locator(".p-cal-days [data-day='2031-04-10']").click();
      assertThat(screen.textbox("Due")).hasValue("10 Apr 2031");
    }
  }

  @Test
  void aMonthHoldsWhatItCanAndTellsOfTheRest() {
    for (int i = 1; i <= 7; i++) {
      meeting("Crowd" + i, "2031-05-14T0" + i + ":00:00Z", "PT1H");
    }
    long moved = meeting("Wanders", "2031-05-20T10:00:00Z", "PT1H");
    try (Screen screen = wide()) {
      Page page = screen.page();
      screen.open(at("month", "2031-05-14"));
      screen.seen(page.getByText(Pattern.compile("^\\+\\d more$")));
      BoundingBox from = event(page, "Wanders").boundingBox();
      BoundingBox to = page.locator(".p-cal-week [data-day='2031-05-23']").boundingBox();
      drag(page, from.x + 20, from.y + 8, to.x + 60, to.y + 60);
      awaits(moved, "at", "2031-05-23T10:00:00Z");
      assertThat(screen.violations()).isEmpty();
      page.getByText(Pattern.compile("^\\+\\d more$")).click();
      assertThat(page.locator("dialog .p-agenda-entry")).hasCount(7);
      assertThat(screen.violations()).isEmpty();
      // What others do is seen.
      screen.button("Close").last().click();
      api.patch("records/activity/" + moved, Map.of("fields", Map.of("at", "2031-05-06T10:00:00Z")))
          .expect(200);
      assertThat(page.locator(".p-cal-week:has([data-day='2031-05-06'])"))
          .containsText("Wanders " + mark);
      assertThat(screen.troubles()).isEmpty();
    }
  }

  @Test
  void thePhoneHasAListADayAndAMonth() {
    meeting("On the road", "2031-06-10T09:00:00Z", "PT1H");
    try (Screen screen = Screen.phone(chromium.browser(), parley.root(), ColorScheme.DARK)) {
      Page page = screen.login().page();
      screen.open("/records/activity?view=calendar&whose=me&on=2031-06-09");
      screen.seen(page.locator(".p-agenda").getByText("On the road " + mark));
      assertThat(screen.violations()).isEmpty();
      screen.button("Month").click();
      page.locator(".p-cal-dotted[aria-label^='Tuesday, 10 June 2031']").click();
      screen.seen(page.locator("dialog").getByText("On the road " + mark));
      screen.button("Open the day").click();
      screen.seen(event(page, "On the road"));
      assertThat(screen.violations()).isEmpty();
      int overflow =
          (int)
              page.evaluate(
                  "document.documentElement.scrollWidth - document.documentElement.clientWidth");
      assertThat(overflow).isZero();
      assertThat(screen.troubles()).isEmpty();
    }
  }

  /** In Berlin, whatever the company's zone is. */
  private static void inBerlin(Page page) {
    page.route(
        Pattern.compile("/api/v1/session$"),
        route -> {
          var answer = route.fetch();
          route.fulfill(
              new Route.FulfillOptions()
                  .setResponse(answer)
                  .setBody(
                      answer
                          .text()
                          .replace("\"user\":{", "\"user\":{\"time_zone\":\"Europe/Berlin\",")));
        });
  }

  @Test
  void daysOfTwentyThreeAndTwentyFiveHoursAreWhole() {
    long summer = meeting("Before summer", "2031-03-29T09:00:00Z", "PT1H");
    meeting("Last of 23", "2031-03-30T21:30:00Z", "PT15M");
    meeting("First after 23", "2031-03-30T22:30:00Z", "PT15M");
    meeting("First two", "2031-10-26T00:30:00Z", "PT15M");
    meeting("Second two", "2031-10-26T01:30:00Z", "PT15M");
    meeting("Last of 25", "2031-10-26T22:30:00Z", "PT15M");
    meeting("First after 25", "2031-10-26T23:30:00Z", "PT15M");
    try (Screen screen = wide()) {
      Page page = screen.page();
      inBerlin(page);
      screen.open(at("day", "2031-03-30"));
      screen.seen(event(page, "Last of 23"));
      screen.gone(event(page, "First after 23"));
      screen.open(at("day", "2031-10-26"));
      screen.seen(event(page, "Last of 25"));
      screen.gone(event(page, "First after 25"));
      // The hour that comes twice: both stand at half past two, side by side.
      BoundingBox first = event(page, "First two").boundingBox();
      BoundingBox second = event(page, "Second two").boundingBox();
      assertThat(first.y).isEqualTo(second.y);
      assertThat(first.x).isNotEqualTo(second.x);
      // Ten o'clock stays ten o'clock when it is moved over the change.
      screen.open(at("week", "2031-03-29"));
      assertThat(event(page, "Before summer")).containsText("10:00–11:00");
      event(page, "Before summer").focus();
      page.keyboard().press("Space");
      page.keyboard().press("ArrowRight");
      page.keyboard().press("Enter");
      awaits(summer, "at", "2031-03-30T08:00:00Z");
      assertThat(event(page, "Before summer")).containsText("10:00–11:00");
    }
  }

  @Test
  void aCalendarIsSubscribedTo() {
    try (Screen screen = wide()) {
      Page page = screen.page();
      screen.open(at("week", "2031-03-12"));
      screen.button("More for this calendar").click();
      page.getByText("Subscribe…").click();
      page.getByText(Pattern.compile("^Make an address for Activities: Calendar")).click();
      String address = page.getByLabel("Secret address").inputValue();
      assertThat(screen.violations()).isEmpty();
      String path = address.substring(address.indexOf("calendars/"));
      assertThat(Api.anonymous(parley.root()).get(path).expect(200).body())
          .startsWith("BEGIN:VCALENDAR");
      page.locator("dialog")
          .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Revoke"))
          .first()
          .click();
      screen.seen(page.getByText("The address opens nothing any more"));
    }
  }

  @Test
  void aReminderComesByItselfAndIsAnswered() {
    try (Screen screen = wide()) {
      Page page = screen.page();
      screen.seen(page.locator("parley-home"));
      long id =
          api.create(
                  "activity",
                  Map.of(
                      "subject",
                      "Ring back " + mark,
                      "kind",
                      "task",
                      "remind_at",
                      Instant.now().plusSeconds(2).toString()))
              .path("id")
              .asLong();
      Locator note =
          page.locator(".p-toast", new Page.LocatorOptions().setHasText("Ring back " + mark));
      screen.seen(note);
      note.getByText("In 10 minutes").click();
      Awaitility.await()
          .until(
              () ->
                  Instant.parse(fields(id).path("remind_at").asText())
                      .isAfter(Instant.now().plusSeconds(500)));
      api.patch(
              "records/activity/" + id,
              Map.of("fields", Map.of("remind_at", Instant.now().plusSeconds(1).toString())))
          .expect(200);
      screen.seen(note);
      note.getByText("Done").click();
      Awaitility.await().until(() -> fields(id).path("done").asBoolean());
      assertThat(screen.troubles()).isEmpty();
    }
  }
}
