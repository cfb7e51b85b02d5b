// SPDX-License-Identifier: Apache-2.0
package org.parley.core.notification.internal;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Set;
import org.parley.api.record.Record;

/**
 * How a person wants to be told: by kind of notification in the app, by mail at once, in a summary
 * or not at all; and when summaries come. What they have not said is as it suits most.
 */
record Wishes(Map<?, ?> kinds, String digest, LocalTime at) {
  /** What most want to know at once, and what is soon enough together. */
  private static final Map<String, String> BY_MAIL =
      Map.of("assigned", "now", "reminder", "now", "changed", "digest", "trashed", "digest");

  private static final LocalTime MORNING = LocalTime.of(8, 0);
  private static final Set<String> USUAL_DAYS =
      Set.of("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY");

  /**
   * How one kind is told.
   *
   * @param mail {@code now}, {@code digest} or {@code no}
   */
  record Way(boolean app, String mail) {}

  static Wishes of(Record user) {
    Map<?, ?> kinds = user.get("notify") instanceof Map<?, ?> said ? said : Map.of();
    String digest = user.get("mail_digest") instanceof String said ? said : "daily";
    return new Wishes(kinds, digest, time(user.get("mail_digest_at")));
  }

  private static LocalTime time(Object said) {
    try {
      return said instanceof String text ? LocalTime.parse(text) : MORNING;
    } catch (DateTimeParseException e) {
      return MORNING;
    }
  }

  Way of(String kind) {
    Map<?, ?> said = kinds.get(kind) instanceof Map<?, ?> ways ? ways : Map.of();
    String mail = said.get("mail") instanceof String text ? text : BY_MAIL.getOrDefault(kind, "no");
    boolean never = mail.equals("digest") && digest.equals("never");
    return new Way(!Boolean.FALSE.equals(said.get("app")), never ? "no" : mail);
  }

  /**
   * The latest moment until now at which a summary was due: on working days at the hour chosen, or
   * on the first of them in a week. Never chosen means now: what is still held is let go.
   */
  Instant lastDue(Instant now, ZoneId zone, Set<String> workingDays) {
    if (digest.equals("never")) {
      return now;
    }
    Set<String> days = workingDays.isEmpty() ? USUAL_DAYS : workingDays;
    ZonedDateTime here = now.atZone(zone);
    for (int back = 0; ; back++) {
      LocalDate day = here.toLocalDate().minusDays(back);
      // The hour of a day on which clocks change may not exist; Java takes the next one then.
      Instant due = day.atTime(at).atZone(zone).toInstant();
      if (!due.isAfter(now) && isDue(day, days)) {
        return due;
      }
      if (back > 31) {
        return now.minus(Duration.ofDays(31));
      }
    }
  }

  private boolean isDue(LocalDate day, Set<String> days) {
    if (!days.contains(day.getDayOfWeek().name())) {
      return false;
    }
    if (!digest.equals("weekly")) {
      return true;
    }
    for (DayOfWeek earlier = DayOfWeek.MONDAY;
        earlier != day.getDayOfWeek();
        earlier = earlier.plus(1)) {
      if (days.contains(earlier.name())) {
        return false;
      }
    }
    return true;
  }
}
