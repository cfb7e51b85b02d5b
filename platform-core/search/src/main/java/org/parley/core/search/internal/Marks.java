// SPDX-License-Identifier: Apache-2.0
package org.parley.core.search.internal;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.parley.core.record.Field;
import org.parley.core.record.Result;
import org.parley.core.search.Search.Match;
import org.parley.core.search.Search.Part;
import org.parley.core.search.internal.Words.Special;
import org.parley.core.search.internal.Words.Unit;
import org.parley.core.search.internal.Words.Word;

/**
 * Looks for the words in a record as somebody may read it now. The index may be behind, and it says
 * nothing of where words stand: a record in which they do not stand is none that was found.
 */
final class Marks {
  private static final int MOST = 3;

  /** Longer texts are shown around the first word that was found. */
  private static final int SHOWN = 160;

  private static final int BEFORE = 50;

  private final List<Unit> units;
  private final Set<Object> found = new HashSet<>();

  /** What the title has already shown. */
  private final Set<Object> shown = new HashSet<>();

  private final List<Match> matches = new ArrayList<>();

  private Marks(List<Unit> units) {
    this.units = units;
  }

  /** Where the words stand; null where some do not. */
  static List<Match> of(List<Unit> units, Searched searched, Result result) {
    Marks marks = new Marks(units);
    marks.look("title", result.title(), Special.NONE, true);
    for (Map.Entry<String, Field> field : searched.fields().entrySet()) {
      Object value = result.record().get(field.getKey());
      if (value != null) {
        String text = Words.cut(field.getValue().kind().words(field.getValue(), value));
        Special special =
            switch (field.getValue().kind().name()) {
              case "email" -> Special.EMAIL;
              case "phone" -> Special.PHONE;
              default -> Special.NONE;
            };
        marks.look(field.getKey(), text, special, !searched.title().contains(field.getKey()));
      }
    }
    return units.stream().allMatch(marks::isFound) ? marks.matches : null;
  }

  private boolean isFound(Unit unit) {
    return found.contains(unit) || !unit.words().isEmpty() && found.containsAll(unit.words());
  }

  /**
   * Looks into one text.
   *
   * @param told whether to tell of it, or only to take note
   */
  private void look(String field, String text, Special special, boolean told) {
    BitSet hit = new BitSet(text.length());
    boolean title = field.equals("title");
    boolean news = false;
    List<Word> words = Words.of(text);
    for (Unit unit : units) {
      if (special != Special.NONE && unit.special() == special && hasForm(unit, text)) {
        found.add(unit);
        hit.set(0, text.length());
        news = true;
      }
      for (Word asked : unit.words()) {
        for (Word word : words) {
          if (word.isMeantBy(asked)) {
            // a title is made of fields that are looked into by themselves
            (title ? shown : found).add(asked);
            news |= title || !shown.contains(asked);
            hit.set(word.start(), end(text, word, asked));
          }
        }
      }
    }
    if (told && news && matches.size() < MOST) {
      matches.add(new Match(field, parts(text, hit)));
    }
  }

  private static boolean hasForm(Unit unit, String text) {
    Set<String> forms =
        unit.special() == Special.EMAIL ? Set.of(Words.email(text)) : Words.phone(text);
    return forms.stream().anyMatch(form -> unit.forms().stream().anyMatch(form::startsWith));
  }

  /** The end of what was typed of a word; of the whole word where letters were folded otherwise. */
  private static int end(String text, Word word, Word asked) {
    int end = word.start() + asked.text().length();
    boolean same = word.end() - word.start() == word.text().length();
    return same && word.text().startsWith(asked.text()) && end <= text.length() ? end : word.end();
  }

  private static List<Part> parts(String text, BitSet hit) {
    int from = 0;
    int to = text.length();
    if (to > SHOWN) {
      int first = hit.nextSetBit(0);
      from = first > BEFORE ? start(text, first - BEFORE, first) : 0;
      to = Math.min(to, from + SHOWN);
      if (to < text.length() && Character.isLowSurrogate(text.charAt(to))) {
        to--;
      }
    }
    List<Part> parts = new ArrayList<>();
    for (int at = from; at < to; ) {
      boolean marked = hit.get(at);
      int end = marked ? hit.nextClearBit(at) : hit.nextSetBit(at);
      end = end < 0 ? to : Math.min(end, to);
      String piece = text.substring(at, end);
      if (at == from && from > 0) {
        piece = "…" + piece;
      }
      parts.add(new Part(end == to && to < text.length() ? piece + "…" : piece, marked));
      at = end;
    }
    return parts;
  }

  /** The beginning of a word near a place. */
  private static int start(String text, int near, int first) {
    int space = text.indexOf(' ', near);
    int start = space < 0 || space >= first ? near : space + 1;
    return Character.isLowSurrogate(text.charAt(start)) ? start - 1 : start;
  }
}
