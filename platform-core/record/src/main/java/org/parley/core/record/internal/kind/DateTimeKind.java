// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.kind;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.parley.core.record.Field;
import org.parley.core.record.Shape;

/** A moment, to the microsecond. */
final class DateTimeKind extends SingleColumnKind {
  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999Z");
  private static final DateTimeFormatter WRITTEN =
      new DateTimeFormatterBuilder().appendInstant(6).toFormatter();

  DateTimeKind() {
    super("datetime", Shape.TIMESTAMP);
  }

  @Override
  public Object read(Field field, Object json) {
    Instant instant =
        parse(json)
            .orElseThrow(
                () ->
                    Violation.wrongKind(
                        field, "a time with its offset such as \"2026-11-22T08:00:00Z\""));
    if (instant.isBefore(FIRST) || instant.isAfter(LAST)) {
      throw Violation.of(field, "out_of_range", "must lie between the years 1 and 9999.");
    }
    return instant;
  }

  private static Optional<Instant> parse(Object json) {
    try {
      return json instanceof String text
          ? Optional.of(
              OffsetDateTime.parse(text.strip())
                  .withOffsetSameInstant(ZoneOffset.UTC)
                  .toInstant()
                  .truncatedTo(ChronoUnit.MICROS))
          : Optional.empty();
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  @Override
  public Object write(Field field, Object value) {
    return WRITTEN.format((Instant) value);
  }

  @Override
  Object argument(Field field, String text) {
    return parse(text)
        .filter(instant -> !instant.isBefore(FIRST) && !instant.isAfter(LAST))
        .orElseThrow(
            () ->
                Violation.inFilter(
                    field,
                    "is compared with times such as 2026-11-22T08:00:00Z, today or now-1h."));
  }
}
