// SPDX-License-Identifier: Apache-2.0
package org.parley.core.rest.internal;

import static org.assertj.core.api.Assertions.assertThat;

import biweekly.Biweekly;
import biweekly.ICalendar;
import biweekly.component.VEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.parley.api.record.Record;
import org.parley.core.record.RecordType;
import org.parley.core.record.Result;
import org.parley.core.record.View;
import org.parley.core.rest.internal.calendar.CalendarEntries.Entry;
import org.parley.core.rest.internal.calendar.CalendarText;
import org.parley.core.rest.internal.calendar.CalendarView;

/** Calendars as RFC 5545 says: read again by a library, and looked at byte by byte. */
class CalendarTextTest {
  private static final Instant MADE = Instant.parse("2026-11-01T08:00:00.123456Z");
  private static final Instant CHANGED = Instant.parse("2026-11-20T09:30:00Z");
  private static final Instant NINE = Instant.parse("2026-11-27T09:00:00Z");
  private static final RecordType TYPE = Samples.contact(false);
  private static final CalendarView VIEW =
      new CalendarView(
          TYPE,
          "Calendar",
          null,
          new View.Calendar("seen_at", null, null, "born", null, null, "email", Map.of()),
          List.of(TYPE.field("last_name"), TYPE.field("lifecycle"), TYPE.field("account")));

  private static Entry timed(String title, Map<String, Object> fields, Instant from, Instant to) {
    return new Entry(result(title, fields), from, to, null, null);
  }

  private static Result result(String title, Map<String, Object> fields) {
    Map<String, Object> all = new HashMap<>(fields);
    all.put("created_at", MADE);
    all.put("modified_at", CHANGED);
    return new Result(
        TYPE,
        new Record("contact", 7, 3, all),
        title,
        Map.of("account", new Result.Link("account", 9, "Acme; Söhne")),
        Map.of());
  }

  private static byte[] bytes(Entry... entries) {
    return new CalendarText(VIEW, "Contacts: Calendar", "https://crm.example/")
        .write(List.of(entries));
  }

  private static String text(Entry... entries) {
    return new String(bytes(entries), StandardCharsets.UTF_8);
  }

  /** Lines as they are meant, put together again. */
  private static List<String> lines(String text) {
    return Arrays.asList(text.replace("\r\n ", "").split("\r\n"));
  }

  private static VEvent parsed(Entry entry) {
    ICalendar calendar = Biweekly.parse(text(entry)).first();
    assertThat(calendar.validate(biweekly.ICalVersion.V2_0).isEmpty()).isTrue();
    assertThat(calendar.getEvents()).hasSize(1);
    return calendar.getEvents().get(0);
  }

  @Test
  void anEntryWithATimeOfDay() {
    Entry entry =
        timed("Visit", Map.of("email", "Room 1, second floor"), NINE, NINE.plusSeconds(5_400));
    VEvent event = parsed(entry);
    assertThat(event.getSummary().getValue()).isEqualTo("Visit");
    assertThat(event.getDateStart().getValue().toInstant()).isEqualTo(NINE);
    assertThat(event.getDateEnd().getValue().toInstant()).isEqualTo(NINE.plusSeconds(5_400));
    assertThat(event.getLocation().getValue()).isEqualTo("Room 1, second floor");
    assertThat(event.getUrl().getValue()).isEqualTo("https://crm.example/records/contact/7");
    assertThat(event.getDescription().getValue())
        .isEqualTo("ACCOUNT: Acme; Söhne\nhttps://crm.example/records/contact/7");
    assertThat(lines(text(entry)))
        .startsWith("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Parley//Parley//EN")
        .contains(
            "DTSTART:20261127T090000Z",
            "DTEND:20261127T103000Z",
            "DTSTAMP:20261120T093000Z",
            "LAST-MODIFIED:20261120T093000Z",
            "SEQUENCE:2",
            "UID:contact-7-" + MADE.toEpochMilli() + "@parley",
            "X-WR-CALNAME:Contacts: Calendar")
        .endsWith("END:VCALENDAR");
  }

  @Test
  void wholeDaysAreDatesAndEndBeforeTheNextOne() {
    LocalDate day = LocalDate.parse("2026-12-31");
    Entry entry = new Entry(result("Year's end", Map.of()), null, null, day, day.plusDays(1));
    assertThat(lines(text(entry)))
        .contains("DTSTART;VALUE=DATE:20261231", "DTEND;VALUE=DATE:20270102", "TRANSP:TRANSPARENT");
    assertThat(parsed(entry).getDateStart().getValue().hasTime()).isFalse();
  }

  @Test
  void whatHasNoLengthHasNoEnd() {
    assertThat(text(timed("Call", Map.of(), NINE, NINE))).doesNotContain("DTEND");
  }

  @Test
  void aCalendarOfNothingIsOne() {
    assertThat(Biweekly.parse(text()).first().getEvents()).isEmpty();
  }

  @Test
  void linesAreOf75OctetsAtMostAndNoLetterIsTorn() {
    String title = "Übergröße €uro 😀 ".repeat(20) + "end";
    byte[] bytes = bytes(timed(title, Map.of(), NINE, NINE));
    String text = new String(bytes, StandardCharsets.UTF_8);
    assertThat(text).doesNotContain("\uFFFD").endsWith("\r\n");
    for (String line : text.split("\r\n", -1)) {
      assertThat(line.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(75);
      assertThat(line).doesNotContain("\r").doesNotContain("\n");
    }
    assertThat(text.chars().filter(c -> c == '\n').count())
        .isEqualTo(text.chars().filter(c -> c == '\r').count());
    assertThat(parsed(timed(title, Map.of(), NINE, NINE)).getSummary().getValue()).isEqualTo(title);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a\r\nATTENDEE:mailto:eve@example.com",
        "a\nBEGIN:VALARM\nTRIGGER:-PT5M\nEND:VALARM",
        "a\rEND:VEVENT\rBEGIN:VEVENT",
        "a\u2028ATTENDEE:x",
        "a\u0085ATTENDEE:x",
        "a\u000bATTENDEE:x\u0000\u001b",
        "a\\nATTENDEE:x;b,c:\"d\"",
        "END:VCALENDAR"
      })
  void aTextIsNeverMoreThanAText(String hostile) {
    Entry entry =
        timed(
            hostile,
            Map.of("email", hostile, "last_name", hostile, "lifecycle", hostile),
            NINE,
            NINE.plusSeconds(60));
    String text = text(entry);
    List<String> names =
        lines(text).stream().map(line -> line.split("[:;]", 2)[0]).distinct().toList();
    assertThat(names)
        .containsExactlyInAnyOrder(
            "BEGIN",
            "VERSION",
            "PRODID",
            "NAME",
            "X-WR-CALNAME",
            "REFRESH-INTERVAL",
            "X-PUBLISHED-TTL",
            "UID",
            "DTSTAMP",
            "LAST-MODIFIED",
            "CREATED",
            "SEQUENCE",
            "SUMMARY",
            "DTSTART",
            "DTEND",
            "LOCATION",
            "URL",
            "DESCRIPTION",
            "END");
    assertThat(lines(text).stream().filter(line -> line.startsWith("BEGIN:"))).hasSize(2);
    assertThat(text.replaceAll("[\r\n]", "")).doesNotContainPattern("\\p{Cntrl}");
    assertThat(Biweekly.parse(text).first().getEvents()).hasSize(1);
  }

  @Test
  void theSameCalendarIsTheSameBytes() {
    Entry entry = timed("Visit", Map.of(), NINE, NINE.plusSeconds(60));
    assertThat(bytes(entry)).isEqualTo(bytes(entry));
  }
}
