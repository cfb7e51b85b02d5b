// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.kind;

import java.util.List;
import org.parley.api.error.FieldError;
import org.parley.api.error.ParleyException;
import org.parley.core.record.Field;

/** How kinds say what is wrong with a value. */
public final class Violation {
  private Violation() {}

  /** A value in a body breaks a rule of its field. */
  public static ParleyException of(Field field, String code, String rule) {
    return ParleyException.invalid(
        List.of(new FieldError(field.name(), code, field.label() + " " + rule)));
  }

  /** A value of the wrong sort altogether. */
  public static ParleyException wrongKind(Field field, String expected) {
    return of(field, "wrong_kind", "must be " + expected + ".");
  }

  /** An argument in a filter does not fit its field. */
  public static ParleyException inFilter(Field field, String rule) {
    return ParleyException.badRequest("bad_filter", "In the filter, " + field.name() + " " + rule);
  }
}
