// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.kind;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;
import org.parley.core.record.Field;
import org.parley.core.record.Shape;

/** A day in the calendar, without a zone. */
final class DateKind extends SingleColumnKind {
  DateKind() {
    super("date", Shape.DATE);
  }

  @Override
  public Object read(Field field, Object json) {
    LocalDate date =
        parse(json).orElseThrow(() -> Violation.wrongKind(field, "a date such as \"2026-11-22\""));
    if (date.getYear() < 1 || date.getYear() > 9999) {
      throw Violation.of(field, "out_of_range", "must lie between the years 1 and 9999.");
    }
    return date;
  }

  private static Optional<LocalDate> parse(Object json) {
    try {
      return json instanceof String text
          ? Optional.of(LocalDate.parse(text.strip()))
          : Optional.empty();
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  @Override
  public Object write(Field field, Object value) {
    return value.toString();
  }

  @Override
  Object argument(Field field, String text) {
    return parse(text)
        .filter(date -> date.getYear() >= 1 && date.getYear() <= 9999)
        .orElseThrow(
            () -> Violation.inFilter(field, "is compared with dates such as 2026-11-22 or today."));
  }
}
