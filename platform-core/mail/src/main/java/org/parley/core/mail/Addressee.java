// SPDX-License-Identifier: Apache-2.0
package org.parley.core.mail;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.parley.api.error.ErrorKind;
import org.parley.api.error.ParleyException;
import org.parley.api.record.Record;
import org.parley.api.security.Principal;
import org.parley.core.record.RecordStore;

/**
 * A person of the house who can be written to.
 *
 * @param language the one they read, such as {@code de}
 * @param zone the one they live in
 * @param workingDays of the company, in capitals as in {@link java.time.DayOfWeek}
 */
public record Addressee(
    long userId,
    String username,
    String name,
    String email,
    String language,
    ZoneId zone,
    Set<String> workingDays) {

  /**
   * Somebody as they are now; empty when they are gone, not active, a program or have no address.
   */
  public static Optional<Addressee> of(RecordStore records, long userId) {
    return user(records, userId).flatMap(user -> of(records, user));
  }

  /** The same of a record of theirs. */
  public static Optional<Addressee> of(RecordStore records, Record user) {
    boolean reached =
        user.get("deleted_at") == null
            && !Boolean.FALSE.equals(user.get("active"))
            && !Boolean.TRUE.equals(user.get("service"))
            && user.get("email") != null;
    if (!reached) {
      return Optional.empty();
    }
    Record company = company(records);
    String username = String.valueOf(user.get("username"));
    return Optional.of(
        new Addressee(
            user.id(),
            username,
            text(user, "name", username),
            text(user, "email", ""),
            primary(text(user, "language", text(company, "language", "en"))),
            zone(text(user, "time_zone", text(company, "time_zone", "UTC"))),
            days(company.get("working_days"))));
  }

  private static Optional<Record> user(RecordStore records, long userId) {
    try {
      return Optional.of(records.get(Principal.SYSTEM, "user", userId, null, null).record());
    } catch (ParleyException e) {
      if (e.kind() == ErrorKind.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static Record company(RecordStore records) {
    RecordStore.ListQuery first =
        new RecordStore.ListQuery(null, null, null, null, 1, null, false, false);
    return records.list(Principal.SYSTEM, "company", first).items().stream()
        .findFirst()
        .map(found -> found.record())
        .orElse(new Record("company", 0, 0, java.util.Map.of()));
  }

  private static String text(Record record, String field, String otherwise) {
    return record.get(field) instanceof String text && !text.isBlank() ? text : otherwise;
  }

  private static String primary(String tag) {
    return Locale.forLanguageTag(tag).getLanguage();
  }

  private static ZoneId zone(String name) {
    try {
      return ZoneId.of(name);
    } catch (DateTimeException e) {
      return ZoneOffset.UTC;
    }
  }

  private static Set<String> days(Object chosen) {
    Set<String> days = new HashSet<>();
    if (chosen instanceof List<?> names) {
      names.forEach(name -> days.add(String.valueOf(name).toUpperCase(Locale.ROOT)));
    }
    return days;
  }
}
