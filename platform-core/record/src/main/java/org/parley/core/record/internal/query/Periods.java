// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.query;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Calendar periods of one length: where they begin, in a company's zone where they are moments. */
public enum Periods {
  DAY(day -> day, day -> day.plusDays(1)),
  WEEK(
      day -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)), day -> day.plusWeeks(1)),
  MONTH(day -> day.withDayOfMonth(1), day -> day.plusMonths(1)),
  QUARTER(
      day -> day.withMonth((day.getMonthValue() - 1) / 3 * 3 + 1).withDayOfMonth(1),
      day -> day.plusMonths(3)),
  YEAR(day -> day.withDayOfYear(1), day -> day.plusYears(1));

  /** By the names that callers use. */
  public static final Map<String, Periods> BY_NAME =
      Map.of("day", DAY, "week", WEEK, "month", MONTH, "quarter", QUARTER, "year", YEAR);

  private final UnaryOperator<LocalDate> begin;
  private final UnaryOperator<LocalDate> next;

  Periods(UnaryOperator<LocalDate> begin, UnaryOperator<LocalDate> next) {
    this.begin = begin;
    this.next = next;
  }

  /**
   * The first days of all periods from one day to another, at most as many as asked for and one
   * more.
   */
  public List<LocalDate> between(LocalDate first, LocalDate last, int most) {
    List<LocalDate> starts = new ArrayList<>();
    LocalDate start = begin.apply(first);
    while (!start.isAfter(last) && starts.size() <= most) {
      starts.add(start);
      start = next.apply(start);
    }
    return starts;
  }

  /** The day of a date or of a moment. */
  public static LocalDate day(Object value, ZoneId zone) {
    return value instanceof Instant instant
        ? LocalDate.ofInstant(instant, zone)
        : (LocalDate) value;
  }
}
