// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.kind;

import org.parley.core.record.Field;

/** Rules for the characters of all texts. */
final class Characters {
  private Characters() {}

  /**
   * Refuses control characters and halves of surrogate pairs, which not every database takes.
   *
   * @param lines whether the text may have several lines
   */
  static void check(Field field, String text, boolean lines) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        boolean pair =
            Character.isHighSurrogate(c)
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
        if (!pair) {
          throw Violation.of(field, "wrong_kind", "holds half of a character.");
        }
        i++;
      } else if (Character.isISOControl(c) && c != '\t' && !(lines && (c == '\n' || c == '\r'))) {
        throw Violation.of(
            field,
            "wrong_kind",
            c == '\n' || c == '\r' ? "must be one line." : "must not hold control characters.");
      }
    }
  }

  static void checkLength(Field field, String text) {
    if (text.length() > field.max()) {
      throw Violation.of(
          field,
          "too_long",
          "has " + text.length() + " characters, at most " + field.max() + " are allowed.");
    }
  }
}
