// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.query;

import org.parley.api.error.ParleyException;

/** Bounds a filter before any parser sees it, so that none of its costs can run away. */
final class FilterText {
  static final int LONGEST = 4_000;
  static final int DEEPEST = 10;

  private FilterText() {}

  /**
   * The filter as the parser shall see it. A blank after {@code today} or {@code now} becomes the
   * plus sign that it was before the address was decoded.
   */
  static String checked(String filter) {
    if (filter.length() > LONGEST) {
      throw bad("The filter has more than " + LONGEST + " characters.");
    }
    StringBuilder checked = new StringBuilder(filter.length());
    int depth = 0;
    char quote = 0;
    boolean escaped = false;
    for (int i = 0; i < filter.length(); i++) {
      char c = filter.charAt(i);
      if (quote != 0) {
        quote = c == quote && !escaped ? 0 : quote;
        escaped = c == '\\' && !escaped;
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (c == '(' && ++depth > DEEPEST) {
        throw bad("The filter has brackets more than " + DEEPEST + " deep.");
      } else if (c == ')') {
        depth--;
      }
      checked.append(quote == 0 && c == ' ' && lostPlus(filter, i) ? '+' : c);
    }
    if (quote != 0) {
      throw bad("A quotation mark in the filter is never closed.");
    }
    return checked.toString();
  }

  private static boolean lostPlus(String filter, int blank) {
    boolean base =
        filter.startsWith("today", blank - 5)
            || filter.startsWith("now", blank - 3)
            || filter.startsWith("yesterday", blank - 9)
            || filter.startsWith("tomorrow", blank - 8);
    return base && blank + 1 < filter.length() && Character.isDigit(filter.charAt(blank + 1));
  }

  static ParleyException bad(String detail) {
    return ParleyException.badRequest("bad_filter", detail);
  }
}
