// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.kind;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.parley.core.record.Field;
import org.parley.core.record.Shape;

/** A whole number that every JSON reader keeps exactly: up to 9,007,199,254,740,991 either way. */
class IntegerKind extends SingleColumnKind {
  private static final long GREATEST = (1L << 53) - 1;

  IntegerKind() {
    this("integer");
  }

  IntegerKind(String name) {
    super(name, Shape.LONG);
  }

  @Override
  public Object read(Field field, Object json) {
    if (json instanceof Integer || json instanceof Long || json instanceof Short) {
      return inRange(field, ((Number) json).longValue());
    }
    if (json instanceof BigInteger) {
      throw outOfRange(field);
    }
    if (json instanceof Double || json instanceof Float || json instanceof BigDecimal) {
      double number = ((Number) json).doubleValue();
      if (number == Math.rint(number)) {
        return inRange(field, (long) number);
      }
    }
    throw Violation.wrongKind(field, "a whole number");
  }

  private static Long inRange(Field field, long number) {
    if (number > GREATEST || number < -GREATEST) {
      throw outOfRange(field);
    }
    return number;
  }

  private static RuntimeException outOfRange(Field field) {
    return Violation.of(
        field, "out_of_range", "must lie between -" + GREATEST + " and " + GREATEST + ".");
  }

  @Override
  Object argument(Field field, String text) {
    try {
      return Long.valueOf(text);
    } catch (NumberFormatException e) {
      throw Violation.inFilter(field, "is compared with whole numbers.");
    }
  }
}
