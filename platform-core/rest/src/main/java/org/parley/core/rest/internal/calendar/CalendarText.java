// SPDX-License-Identifier: Apache-2.0
package org.parley.core.rest.internal.calendar;

import biweekly.ICalVersion;
import biweekly.ICalendar;
import biweekly.component.VEvent;
import biweekly.io.text.ICalWriter;
import biweekly.util.Duration;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Date;
import java.util.List;
import org.parley.core.record.Choice;
import org.parley.core.record.Field;
import org.parley.core.record.Result;
import org.parley.core.rest.internal.calendar.CalendarEntries.Entry;

/**
 * A calendar in the words of RFC 5545. Its bytes are the same as long as nothing in it has changed.
 *
 * @param view what it shows
 * @param name what calendar programs call it
 * @param base the address of the interface, with a slash at its end: each entry leads back to its
 *     record
 */
public record CalendarText(CalendarView view, String name, String base) {
  /** RFC 5545, 3.1: octets, not characters, which is why the library does not fold. */
  private static final int LINE = 75;

  private static final int LONGEST = 2_000;

  /** The whole file, lines ending in CR and LF. */
  public byte[] write(List<Entry> entries) {
    ICalendar calendar = new ICalendar();
    calendar.setProductId("-//Parley//Parley//EN");
    calendar.setName(plain(name));
    calendar.addExperimentalProperty("X-WR-CALNAME", plain(name));
    calendar
        .setRefreshInterval(Duration.builder().minutes(15).build())
        .setParameter("VALUE", "DURATION");
    calendar.addExperimentalProperty("X-PUBLISHED-TTL", "PT15M");
    entries.stream().map(this::event).forEach(calendar::addEvent);
    StringWriter text = new StringWriter();
    try (ICalWriter writer = new ICalWriter(text, ICalVersion.V2_0)) {
      writer.getVObjectWriter().getFoldedLineWriter().setLineLength(null);
      writer.write(calendar);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return folded(text.toString());
  }

  private VEvent event(Entry entry) {
    Result result = entry.result();
    String type = result.record().type();
    long id = result.record().id();
    Date changed = date(result.record().get("modified_at"));
    Date created = date(result.record().get("created_at"));
    VEvent event = new VEvent();
    // Two systems may have a record of the same number, but not of the same moment.
    event.setUid(type + "-" + id + "-" + created.getTime() + "@parley");
    event.setDateTimeStamp(changed);
    event.setLastModified(changed);
    event.setCreated(created);
    event.setSequence((int) Math.min(Integer.MAX_VALUE, result.record().version() - 1));
    event.setSummary(plain(result.title()));
    if (entry.first() != null) {
      event.setDateStart(day(entry.first()), false);
      event.setDateEnd(day(entry.last().plusDays(1)), false);
      event.setTransparency(true);
    } else {
      event.setDateStart(Date.from(entry.from()), true);
      if (entry.to().isAfter(entry.from())) {
        event.setDateEnd(Date.from(entry.to()), true);
      }
    }
    String placed = view.when().place();
    if (placed != null && result.record().get(placed) != null) {
      event.setLocation(plain(result.record().get(placed).toString()));
    }
    String link = base + "records/" + type + "/" + id;
    event.setUrl(link);
    event.setDescription(description(result) + link);
    return event;
  }

  /** What the view's columns say, a line each. */
  private String description(Result result) {
    StringBuilder text = new StringBuilder();
    for (Field field : view.columns()) {
      Object value = result.record().get(field.name());
      Result.Link link = result.links().get(field.name());
      String said = link != null ? link.title() : said(field, value);
      if (said != null && !said.isBlank()) {
        text.append(plain(field.label())).append(": ").append(plain(said)).append('\n');
      }
    }
    return text.toString();
  }

  private static String said(Field field, Object value) {
    if (value == null) {
      return null;
    }
    return switch (field.kind().name()) {
      case "choice" ->
          field.choices().stream()
              .filter(choice -> choice.name().equals(value))
              .map(Choice::label)
              .findFirst()
              .orElse(null);
      case "text", "longtext", "email", "phone", "url" -> value.toString();
      default -> null;
    };
  }

  /** Without what a text may not hold there; a line break of any kind is one. */
  private static String plain(String text) {
    String lines =
        text.replace("\r\n", "\n").replace('\r', '\n').replaceAll("[\u0085\u2028\u2029]", "\n");
    String clean = lines.replaceAll("[\\p{Cntrl}&&[^\n\t]]", "");
    return clean.codePointCount(0, clean.length()) <= LONGEST
        ? clean
        : clean.substring(0, clean.offsetByCodePoints(0, LONGEST)) + "…";
  }

  private static Date date(Object moment) {
    return Date.from(moment instanceof Instant instant ? instant : Instant.EPOCH);
  }

  /** The library writes a day as the clock of this machine has it. */
  private static Date day(LocalDate day) {
    return Date.from(day.atStartOfDay(ZoneId.systemDefault()).toInstant());
  }

  /** Lines of more than 75 octets go on in the next one, after a space; no letter is torn. */
  private static byte[] folded(String text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(text.length() + 256);
    for (String line : text.split("\r\n")) {
      int room = LINE;
      for (int at = 0; at < line.length(); ) {
        int letter = line.codePointAt(at);
        byte[] octets = Character.toString(letter).getBytes(StandardCharsets.UTF_8);
        if (octets.length > room) {
          out.writeBytes(new byte[] {'\r', '\n', ' '});
          room = LINE - 1;
        }
        out.writeBytes(octets);
        room -= octets.length;
        at += Character.charCount(letter);
      }
      out.writeBytes(new byte[] {'\r', '\n'});
    }
    return out.toByteArray();
  }
}
