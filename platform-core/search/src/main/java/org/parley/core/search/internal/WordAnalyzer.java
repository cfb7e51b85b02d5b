// SPDX-License-Identifier: Apache-2.0
package org.parley.core.search.internal;

import java.io.IOException;
import java.io.Reader;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.charfilter.MappingCharFilter;
import org.apache.lucene.analysis.charfilter.NormalizeCharMap;
import org.apache.lucene.analysis.cjk.CJKBigramFilter;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.TypeAttribute;
import org.parley.core.record.Folding;

/**
 * Words by the rules of Unicode, but parted at every sign within them ({@code ada.lovelace} is
 * two), folded as everything in Parley is. Chinese and Japanese, which do not part words, go by
 * pairs of signs.
 */
final class WordAnalyzer extends Analyzer {
  /** What parts words although Unicode lets it stand within one. */
  private static final NormalizeCharMap APART;

  static {
    NormalizeCharMap.Builder apart = new NormalizeCharMap.Builder();
    for (String sign : new String[] {".", "_", "'", "’", ":", ",", "·", "‘"}) {
      apart.add(sign, " ");
    }
    APART = apart.build();
  }

  private static final int SIGNS =
      CJKBigramFilter.HAN | CJKBigramFilter.HIRAGANA | CJKBigramFilter.KATAKANA;

  private final boolean singles;
  private final boolean beginnings;

  /**
   * An analyzer.
   *
   * @param singles whether signs that come in pairs also stand alone, so that one of them is found
   * @param beginnings whether the first characters of words become terms of their own
   */
  WordAnalyzer(boolean singles, boolean beginnings) {
    this.singles = singles;
    this.beginnings = beginnings;
  }

  @Override
  protected TokenStreamComponents createComponents(String field) {
    Tokenizer tokenizer = new StandardTokenizer();
    TokenStream tokens = new CJKBigramFilter(new Folded(tokenizer), SIGNS, singles);
    return new TokenStreamComponents(tokenizer, beginnings ? new Beginnings(tokens) : tokens);
  }

  @Override
  protected Reader initReader(String field, Reader reader) {
    return new MappingCharFilter(APART, reader);
  }

  /** Folds each word. */
  private static final class Folded extends TokenFilter {
    private final CharTermAttribute term = addAttribute(CharTermAttribute.class);

    Folded(TokenStream input) {
      super(input);
    }

    @Override
    public boolean incrementToken() throws IOException {
      if (!input.incrementToken()) {
        return false;
      }
      char[] buffer = term.buffer();
      for (int i = 0; i < term.length(); i++) {
        char c = buffer[i];
        if (c >= 0x80) {
          String folded = Folding.fold(term.toString(), Integer.MAX_VALUE);
          term.setEmpty().append(folded);
          return true;
        }
        buffer[i] = c >= 'A' && c <= 'Z' ? (char) (c + 0x20) : c;
      }
      return true;
    }
  }

  /**
   * Adds the beginnings of words as terms, marked so that they are no words: what was typed so far
   * is then one term however many words begin with it.
   */
  private static final class Beginnings extends TokenFilter {
    private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
    private final TypeAttribute type = addAttribute(TypeAttribute.class);
    private String word;
    private int length;

    Beginnings(TokenStream input) {
      super(input);
    }

    @Override
    public boolean incrementToken() throws IOException {
      if (word != null && length < Terms.SHORT && length < word.codePointCount(0, word.length())) {
        length++;
        int end = word.offsetByCodePoints(0, length);
        term.setEmpty().append(Terms.BEGINNING).append(word, 0, end);
        return true;
      }
      word = null;
      if (!input.incrementToken()) {
        return false;
      }
      if (!Words.isSign(type.type())) {
        word = term.toString();
        length = 0;
      }
      return true;
    }

    @Override
    public void reset() throws IOException {
      super.reset();
      word = null;
    }
  }
}
