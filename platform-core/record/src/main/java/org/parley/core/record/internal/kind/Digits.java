// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.kind;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;

/** Exact decimal numbers from JSON and filters, never larger than a column. */
final class Digits {
  /** Nothing people count needs more zeros; computing with more takes for ever. */
  private static final int MOST_ZEROS = 1_000;

  private Digits() {}

  /** The number, or empty when it is none; never one that takes long to compute with. */
  static Optional<BigDecimal> parse(Object json) {
    return exact(json).filter(number -> Math.abs((long) number.scale()) <= MOST_ZEROS);
  }

  private static Optional<BigDecimal> exact(Object json) {
    if (json instanceof BigDecimal number) {
      return Optional.of(number);
    }
    if (json instanceof BigInteger number) {
      return Optional.of(new BigDecimal(number));
    }
    boolean simple =
        json instanceof Integer
            || json instanceof Long
            || json instanceof Double
            || json instanceof Float
            || json instanceof String;
    String text = simple ? json.toString().strip() : "";
    if (text.isEmpty() || text.length() > 100) {
      return Optional.empty();
    }
    try {
      return Optional.of(new BigDecimal(text));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** Without trailing zeros, and never in powers of ten, so that equal numbers are equal. */
  static BigDecimal normal(BigDecimal number) {
    BigDecimal stripped = number.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }

  /** Why a number does not fit a column, or null when it fits. */
  static String misfit(BigDecimal number, int precision, int scale) {
    BigDecimal stripped = number.stripTrailingZeros();
    if (stripped.signum() == 0) {
      return null;
    }
    if ((long) stripped.precision() - stripped.scale() > precision - scale) {
      return "has too many digits: at most " + (precision - scale) + " before the point.";
    }
    if (stripped.scale() > scale) {
      return scale == 0
          ? "must be a whole number."
          : "has too many digits: at most " + scale + " after the point.";
    }
    return null;
  }
}
