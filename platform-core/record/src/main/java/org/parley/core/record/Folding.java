// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Makes texts equal that people take for equal: without case, accents and width. What is compared,
 * sorted and searched goes by it, so that all of it agrees.
 */
public final class Folding {
  private static final Pattern MARKS = Pattern.compile("\\p{M}+");

  private Folding() {}

  /** The folded form, no longer than {@code max}. */
  public static String fold(String text, int max) {
    String decomposed = Normalizer.normalize(text, Normalizer.Form.NFKD);
    String folded =
        MARKS
            .matcher(decomposed)
            .replaceAll("")
            .toLowerCase(Locale.ROOT)
            .replace("ß", "ss")
            .replace("æ", "ae")
            .replace("ø", "o")
            .replace("ł", "l")
            .replace("đ", "d");
    return cut(folded.strip(), max);
  }

  /** The beginning of a text, never half of a surrogate pair. */
  public static String cut(String text, int max) {
    if (text.length() <= max) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(max - 1)) ? max - 1 : max;
    return text.substring(0, end);
  }
}
