// SPDX-License-Identifier: Apache-2.0
package org.parley.core.search.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.cjk.CJKBigramFilter;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.OffsetAttribute;
import org.apache.lucene.analysis.tokenattributes.TypeAttribute;
import org.parley.core.record.Folding;

/** Takes texts apart into words, the same way for what is indexed, asked for and marked. */
final class Words {
  /** Nobody means more words than these. */
  private static final int MOST = 20;

  /** Longer texts are found by their beginning. */
  static final int LONGEST = 100_000;

  private static final WordAnalyzer INDEXED = new WordAnalyzer(true, false);
  private static final WordAnalyzer ASKED = new WordAnalyzer(false, false);

  /** What people may mean as a phone number: digits and what they put between them. */
  private static final Pattern NUMBER =
      Pattern.compile(
          "(?<![\\p{L}\\p{N}@.])\\+?[(]?[0-9][0-9 ()./\\u00A0-]*[0-9](?![\\p{L}\\p{N}@])");

  private static final int LEAST_DIGITS = 5;

  private Words() {}

  /**
   * A word of a text.
   *
   * @param text folded
   * @param whole whether only the very same word is meant, as with the signs of Chinese
   */
  record Word(String text, int start, int end, boolean whole) {
    /** Whether a word that was asked for stands here. */
    boolean isMeantBy(Word asked) {
      return asked.whole()
          ? text.equals(asked.text())
          : text.startsWith(asked.text()) || unpadded(text).startsWith(asked.text());
    }

    /** A number without the zeros before it: AB-00012 is also found as 12. */
    static String unpadded(String text) {
      int zeros = 0;
      while (zeros < text.length() - 1 && text.charAt(zeros) == '0') {
        zeros++;
      }
      return text.substring(zeros);
    }
  }

  /**
   * Something asked for: all its words, or one of its forms as a whole.
   *
   * @param forms what a phone number or an e-mail address begins with
   */
  record Unit(List<Word> words, Special special, Set<String> forms) {}

  /** What is also indexed as a whole. */
  enum Special {
    NONE,
    PHONE,
    EMAIL
  }

  /** The words of a text that is searched. */
  static List<Word> of(String text) {
    return take(INDEXED, cut(text));
  }

  /** As much of a text as is searched. */
  static String cut(String text) {
    return Folding.cut(text, LONGEST);
  }

  /** What somebody looks for. */
  static List<Unit> asked(String text) {
    List<Unit> units = new ArrayList<>();
    Matcher numbers = NUMBER.matcher(text);
    int from = 0;
    while (numbers.find()) {
      Set<String> forms = phone(numbers.group());
      if (!forms.isEmpty()) {
        words(text.substring(from, numbers.start()), units);
        units.add(new Unit(take(ASKED, numbers.group()), Special.PHONE, forms));
        from = numbers.end();
      }
    }
    words(text.substring(from), units);
    return units.size() > MOST ? units.subList(0, MOST) : units;
  }

  private static void words(String text, List<Unit> units) {
    for (String chunk : text.split("[\\s<>,;]+")) {
      List<Word> words = take(ASKED, chunk);
      int at = chunk.indexOf('@');
      if (at > 0 && !words.isEmpty()) {
        units.add(new Unit(words, Special.EMAIL, Set.of(email(chunk))));
      } else {
        words.forEach(word -> units.add(new Unit(List.of(word), Special.NONE, Set.of())));
      }
    }
  }

  /** An e-mail address as it is compared. */
  static String email(String address) {
    return Folding.fold(address, 254);
  }

  /**
   * The ways in which a phone number may be typed, as digits: with and without the code of its
   * country, with and without the zero before the area. None for what is too short to be one.
   */
  static Set<String> phone(String text) {
    String number = text.split("[a-zA-Z,;]", 2)[0];
    String digits = number.replaceAll("[^0-9]", "");
    Set<String> forms = new LinkedHashSet<>();
    if (digits.length() < LEAST_DIGITS || digits.length() > 20) {
      return forms;
    }
    boolean plus = number.strip().startsWith("+") || number.strip().startsWith("(+");
    if (plus || digits.startsWith("00")) {
      String international = plus ? digits : digits.substring(2);
      // countries have one to three digits
      for (int code = 0; code <= 3; code++) {
        add(forms, international, code);
      }
    } else {
      add(forms, digits, 0);
      add(forms, digits, digits.startsWith("0") ? 1 : 0);
    }
    return forms;
  }

  private static void add(Set<String> forms, String digits, int from) {
    // a zero in brackets, as in +49 (0) 30, is dialled at home only
    int start = from > 0 && digits.startsWith("0", from) ? from + 1 : from;
    if (digits.length() - start >= LEAST_DIGITS) {
      forms.add(digits.substring(start));
    }
  }

  private static List<Word> take(WordAnalyzer analyzer, String text) {
    List<Word> words = new ArrayList<>();
    try (TokenStream tokens = analyzer.tokenStream("", text)) {
      CharTermAttribute term = tokens.addAttribute(CharTermAttribute.class);
      OffsetAttribute offset = tokens.addAttribute(OffsetAttribute.class);
      TypeAttribute type = tokens.addAttribute(TypeAttribute.class);
      tokens.reset();
      while (tokens.incrementToken()) {
        words.add(
            new Word(
                term.toString(), offset.startOffset(), offset.endOffset(), isSign(type.type())));
      }
      tokens.end();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return words;
  }

  /** Whether a token is one or two signs of a script that does not part its words. */
  static boolean isSign(String type) {
    return type.equals(CJKBigramFilter.SINGLE_TYPE) || type.equals(CJKBigramFilter.DOUBLE_TYPE);
  }
}
