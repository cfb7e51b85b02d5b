// SPDX-License-Identifier: Apache-2.0
package org.parley.core.mail.internal;

/** What may stand in a header of a mail: one line, whoever wrote it. */
final class Headers {
  private static final int LONGEST_SUBJECT = 200;

  private Headers() {}

  /**
   * A value that is one line.
   *
   * @throws IllegalArgumentException when it is not: a header more would be in the hands of whoever
   *     wrote it
   */
  static String line(String name, String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029') {
        throw new IllegalArgumentException(
            "The header " + name + " would hold a control character; it must be one line.");
      }
    }
    return value;
  }

  /** A text of people as one line: all white space and control characters are one blank. */
  static String subject(String text) {
    String line = text.replaceAll("[\\s\\p{Cntrl}\\u0085\\u2028\\u2029]+", " ").strip();
    if (line.codePointCount(0, line.length()) > LONGEST_SUBJECT) {
      line = line.substring(0, line.offsetByCodePoints(0, LONGEST_SUBJECT - 1)) + "…";
    }
    return line("Subject", line);
  }
}
