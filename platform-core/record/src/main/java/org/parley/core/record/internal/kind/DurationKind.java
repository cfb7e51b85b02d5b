// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.kind;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.parley.core.record.Field;
import org.parley.core.record.Shape;

/** A length of time in whole seconds; a day is 24 hours, and no length is a month. */
final class DurationKind extends SingleColumnKind {
  /** So that sums over many records stay far from where numbers end. */
  private static final Duration GREATEST = Duration.ofDays(1_000_000);

  private static final Pattern WEEKS = Pattern.compile("[Pp]([0-9]{1,6})[Ww]");
  private static final Pattern SPOKEN =
      Pattern.compile(
          "(?:([0-9]{1,7})d)?(?:([0-9]{1,8})h)?(?:([0-9]{1,9})(?:m|$))?(?:([0-9]{1,9})s)?",
          Pattern.CASE_INSENSITIVE);

  DurationKind() {
    super("duration", Shape.LONG);
  }

  @Override
  public Object read(Field field, Object json) {
    if (json instanceof String text && text.isBlank()) {
      return null;
    }
    Duration duration =
        (json instanceof String text ? iso(text.strip()) : Optional.<Duration>empty())
            .orElseThrow(() -> Violation.wrongKind(field, "a duration such as \"PT1H30M\""));
    if (duration.isNegative() || duration.compareTo(GREATEST) > 0) {
      throw Violation.of(
          field, "out_of_range", "must lie between 0 and " + GREATEST.toDays() + " days.");
    }
    if (duration.getNano() != 0) {
      throw Violation.of(field, "out_of_range", "must be whole seconds.");
    }
    return duration;
  }

  private static Optional<Duration> iso(String text) {
    Matcher weeks = WEEKS.matcher(text);
    if (weeks.matches()) {
      return Optional.of(Duration.ofDays(7 * Long.parseLong(weeks.group(1))));
    }
    try {
      return Optional.of(Duration.parse(text));
    } catch (DateTimeException | ArithmeticException e) {
      return Optional.empty();
    }
  }

  @Override
  public Object write(Field field, Object value) {
    return value.toString();
  }

  @Override
  public Object[] split(Field field, Object value) {
    return new Object[] {value instanceof Duration duration ? duration.getSeconds() : null};
  }

  @Override
  public Object join(Field field, Object[] columns) {
    return columns[0] == null ? null : Duration.ofSeconds((Long) columns[0]);
  }

  /** In filters also as people write it: {@code 1h30m}, {@code 90m}, {@code 2d}. */
  @Override
  Object argument(Field field, String text) {
    return iso(text)
        .or(() -> spoken(text.toLowerCase(Locale.ROOT)))
        .map(Duration::getSeconds)
        .orElseThrow(
            () ->
                Violation.inFilter(
                    field, "is compared with durations such as PT1H30M, 1h30m or 2d."));
  }

  private static Optional<Duration> spoken(String text) {
    Matcher parts = SPOKEN.matcher(text);
    boolean unit = text.matches(".*[dhms].*");
    return unit && parts.matches()
        ? Optional.of(
            Duration.ofDays(number(parts, 1))
                .plusHours(number(parts, 2))
                .plusMinutes(number(parts, 3))
                .plusSeconds(number(parts, 4)))
        : Optional.empty();
  }

  private static long number(Matcher parts, int group) {
    return parts.group(group) == null ? 0 : Long.parseLong(parts.group(group));
  }
}
