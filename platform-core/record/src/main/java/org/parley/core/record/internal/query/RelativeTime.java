// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.query;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code today+7}, {@code now-1h} or {@code last_month} mean at one moment in one zone.
 *
 * @param now the moment
 * @param zone where days begin and end
 */
public record RelativeTime(Instant now, ZoneId zone) {
  private static final Pattern POINT =
      Pattern.compile("(today|yesterday|tomorrow|now)(?:([+-])([0-9]{1,5})([hdmw]?))?");
  private static final Pattern PERIOD =
      Pattern.compile("(this|last|next)_(week|month|quarter|year)");

  /** Something a filter compares with that is no plain value. */
  public sealed interface Meaning {}

  /** Whole days, the last one excluded. */
  public record Days(LocalDate from, LocalDate until) implements Meaning {}

  /** A moment. */
  public record Moment(Instant at) implements Meaning {}

  /** Whether a text names one day or moment relative to now. */
  public static boolean isPoint(String text) {
    Matcher matcher = POINT.matcher(text);
    return matcher.matches() && unit(matcher) != null;
  }

  /** What a text means; empty when it is neither relative nor a plain date. */
  public Optional<Meaning> meaning(String text) {
    try {
      Matcher point = POINT.matcher(text);
      if (point.matches() && unit(point) != null) {
        return Optional.of(point(point));
      }
      Matcher period = PERIOD.matcher(text);
      if (period.matches()) {
        return Optional.of(period(period.group(1), period.group(2)));
      }
      return text.length() == 10 ? Optional.of(day(LocalDate.parse(text))) : Optional.empty();
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** The day a text means, the first one of a period. */
  public Optional<LocalDate> date(String text) {
    return meaning(text)
        .map(
            meaning ->
                meaning instanceof Days days
                    ? days.from()
                    : LocalDate.ofInstant(((Moment) meaning).at(), zone));
  }

  /** The moment a text means, the first one of a day or period. */
  public Optional<Instant> instant(String text) {
    return meaning(text)
        .map(
            meaning -> meaning instanceof Days days ? start(days.from()) : ((Moment) meaning).at());
  }

  /** When a day begins. */
  public Instant start(LocalDate day) {
    return day.atStartOfDay(zone).toInstant();
  }

  /** The unit of a distance, null when it does not go with the base. */
  private static String unit(Matcher matcher) {
    boolean now = matcher.group(1).equals("now");
    String unit = matcher.group(4);
    if (matcher.group(2) == null) {
      return "d";
    }
    if (unit.isEmpty()) {
      return now ? null : "d";
    }
    return (now ? "hdm" : "dwm").contains(unit) ? unit : null;
  }

  private Meaning point(Matcher matcher) {
    long distance = matcher.group(3) == null ? 0 : Long.parseLong(matcher.group(3));
    long signed = "-".equals(matcher.group(2)) ? -distance : distance;
    String unit = unit(matcher);
    if (matcher.group(1).equals("now")) {
      Duration duration =
          switch (unit) {
            case "h" -> Duration.ofHours(signed);
            case "m" -> Duration.ofMinutes(signed);
            default -> Duration.ofDays(signed);
          };
      return new Moment(now.plus(duration).truncatedTo(ChronoUnit.MICROS));
    }
    LocalDate today = LocalDate.ofInstant(now, zone);
    LocalDate base =
        switch (matcher.group(1)) {
          case "yesterday" -> today.minusDays(1);
          case "tomorrow" -> today.plusDays(1);
          default -> today;
        };
    return day(
        switch (unit) {
          case "w" -> base.plusWeeks(signed);
          case "m" -> base.plusMonths(signed);
          default -> base.plusDays(signed);
        });
  }

  private static Days day(LocalDate day) {
    return new Days(day, day.plusDays(1));
  }

  private Days period(String which, String unit) {
    int step = which.equals("this") ? 0 : which.equals("last") ? -1 : 1;
    LocalDate today = LocalDate.ofInstant(now, zone);
    return switch (unit) {
      case "week" -> {
        LocalDate monday =
            today.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)).plusWeeks(step);
        yield new Days(monday, monday.plusWeeks(1));
      }
      case "month" -> {
        LocalDate first = today.withDayOfMonth(1).plusMonths(step);
        yield new Days(first, first.plusMonths(1));
      }
      case "quarter" -> {
        int month = (today.getMonthValue() - 1) / 3 * 3 + 1;
        LocalDate first = today.withDayOfMonth(1).withMonth(month).plusMonths(3L * step);
        yield new Days(first, first.plusMonths(3));
      }
      default -> {
        LocalDate first = today.withDayOfYear(1).plusYears(step);
        yield new Days(first, first.plusYears(1));
      }
    };
  }
}
