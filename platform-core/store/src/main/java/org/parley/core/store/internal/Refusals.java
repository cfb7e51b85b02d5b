// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal;

import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.parley.api.error.ErrorKind;
import org.parley.api.error.FieldError;
import org.parley.api.error.ParleyException;
import org.parley.core.store.internal.database.Dialect;
import org.parley.core.store.internal.database.Failure;
import org.parley.core.store.internal.schema.Catalogue;
import org.parley.core.store.internal.schema.Catalogue.Culprit;

/** Failures of the database as errors of fields, for those who wrote them. */
record Refusals(Dialect dialect, Catalogue catalogue) {
  private static final Pattern KEY = Pattern.compile("\\b((?:UQ|FK)_\\d+|PK_PARLEY_EXTERNAL)\\b");

  /** Turns a broken key into an error of its field; what may be tried again is handed on. */
  SQLException of(SQLException failure) {
    Failure kind = dialect.failure(failure);
    if (kind == Failure.VALUE) {
      throw new ParleyException(
          ErrorKind.INVALID,
          "invalid",
          "A value does not fit its field.",
          List.of(new FieldError("fields", "out_of_range", "A value does not fit its field.")),
          failure);
    }
    if (kind != Failure.UNIQUE && kind != Failure.FOREIGN_KEY) {
      return failure;
    }
    Matcher key = KEY.matcher(String.valueOf(failure.getMessage()).toUpperCase(Locale.ROOT));
    if (!key.find()) {
      return failure;
    }
    String field = catalogue.culprit(key.group(1)).map(Culprit::field).orElse("external_id");
    if (kind == Failure.FOREIGN_KEY) {
      throw noSuchRecord(field, failure);
    }
    throw notUnique(field, failure);
  }

  static ParleyException notUnique(String field, SQLException cause) {
    String message = "Another record has this value already.";
    return new ParleyException(
        ErrorKind.INVALID,
        "invalid",
        message,
        List.of(new FieldError(field, "not_unique", message)),
        cause);
  }

  static ParleyException noSuchRecord(String field, SQLException cause) {
    String message = "There is no such record.";
    return new ParleyException(
        ErrorKind.INVALID,
        "invalid",
        message,
        List.of(new FieldError(field, "no_such_record", message)),
        cause);
  }
}
