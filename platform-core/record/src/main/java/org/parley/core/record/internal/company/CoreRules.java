// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.company;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.parley.api.error.ErrorKind;
import org.parley.api.error.FieldError;
import org.parley.api.error.ParleyException;
import org.parley.api.security.Principal;
import org.parley.core.record.internal.access.Access;
import org.parley.core.record.internal.kind.Currencies;

/** What the platform asks of its own records beyond what their descriptors can say. */
public final class CoreRules {
  static final Pattern CLOCK = Pattern.compile("([01][0-9]|2[0-3]):[0-5][0-9]");

  private CoreRules() {}

  /** What is wrong with the values a record would have. */
  public static List<FieldError> check(String type, Map<String, Object> values) {
    List<FieldError> errors = new ArrayList<>();
    if (type.equals("company") || type.equals("exchange_rate")) {
      Object currency = values.get("currency");
      if (currency != null && !Currencies.exists((String) currency)) {
        errors.add(
            new FieldError("currency", "wrong_kind", "Currency must be an ISO code such as EUR."));
      }
    }
    if (type.equals("role")) {
      errors.addAll(Access.misfits(values.get("permissions")));
    }
    if (type.equals("share")
        && (values.get("with_user") == null) == (values.get("with_team") == null)) {
      errors.add(
          new FieldError("with_user", "required", "It is shared with a person or with a team."));
    }
    boolean zoned = type.equals("company") || type.equals("user");
    if (zoned && values.get("time_zone") instanceof String zone && !known(zone)) {
      errors.add(
          new FieldError(
              "time_zone", "wrong_kind", "Time zone must be one such as Europe/Berlin."));
    }
    for (String time : List.of("day_begins", "day_ends")) {
      if (type.equals("company")
          && values.get(time) instanceof String text
          && !CLOCK.matcher(text).matches()) {
        errors.add(new FieldError(time, "wrong_kind", "It is a time such as 09:00."));
      }
    }
    if (type.equals("company")
        && values.get("trash_days") instanceof Long days
        && (days < 0 || days > 36_500)) {
      errors.add(
          new FieldError("trash_days", "out_of_range", "Days in the trash are 0 to 36,500."));
    }
    if (type.equals("mail_server")) {
      errors.addAll(MailRules.server(values));
    }
    if (type.equals("user")) {
      errors.addAll(MailRules.wishes(values));
    }
    if (values.get("rate") instanceof BigDecimal rate
        && type.equals("exchange_rate")
        && rate.signum() <= 0) {
      errors.add(new FieldError("rate", "out_of_range", "Rate must be above 0."));
    }
    return errors;
  }

  /** Whether there is one record of a type and no more. */
  public static boolean isSingle(String type) {
    return type.equals("company") || type.equals("mail_server");
  }

  /** Keeps the company where it is, and nobody from shutting themselves out. */
  public static void refuseTrash(String type, long id, Principal principal) {
    String why = null;
    if (type.equals("company")) {
      why = "The company cannot be deleted.";
    } else if (type.equals("mail_server")) {
      why = "The mail server cannot be deleted: switch it off.";
    } else if (type.equals("user") && id == principal.userId()) {
      why = "You cannot delete yourself.";
    }
    if (why != null) {
      throw new ParleyException(ErrorKind.CONFLICT, "in_use", why);
    }
  }

  private static boolean known(String zone) {
    try {
      ZoneId.of(zone);
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }
}
