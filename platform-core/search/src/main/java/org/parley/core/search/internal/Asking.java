// SPDX-License-Identifier: Apache-2.0
package org.parley.core.search.internal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;
import org.parley.core.record.Scope;
import org.parley.core.search.internal.Words.Special;
import org.parley.core.search.internal.Words.Unit;
import org.parley.core.search.internal.Words.Word;

/**
 * Turns what somebody looks for in one type into queries, from the best matches to any.
 *
 * @param searched the type as the one who asks may read it
 * @param together whether the words of all fields may be looked into at once: when all of them may
 *     be read and the index knows them
 */
record Asking(List<Unit> units, Searched searched, boolean together, Scope scope) {
  /** How well records match; each tier has all the words, somewhere. */
  enum Tier {
    /** The title has the very words. */
    EXACT,
    /** The title, or a field of it, begins with the first of them. */
    FIRST,
    /** They are in the title. */
    TITLE,
    /** They are anywhere. */
    ANYWHERE
  }

  /** What matches at least as well as a tier says, as far as it may be seen. */
  Query of(Tier tier) {
    Query bound = bound();
    return bound == null ? words(tier) : all(List.of(words(tier), bound));
  }

  /** The same, be it seen or not. */
  Query words(Tier tier) {
    List<Query> all = new ArrayList<>();
    for (Unit unit : units) {
      boolean exact = tier == Tier.EXACT;
      Function<Word, Query> word =
          tier == Tier.ANYWHERE ? this::anywhere : exact ? this::veryWord : this::inTitle;
      Query words = all(unit.words().stream().map(word).toList());
      all.add(unit.special() == Special.NONE ? words : either(List.of(words, forms(unit, exact))));
    }
    Unit first = units.get(0);
    if (tier == Tier.FIRST && first.special() == Special.NONE) {
      all.add(first(first.words().get(0)));
    }
    return all(all);
  }

  private Query anywhere(Word word) {
    return either(places().stream().map(name -> beginning(name, word)).toList());
  }

  private Query inTitle(Word word) {
    return either(title().stream().map(name -> beginning(name, word)).toList());
  }

  private Query veryWord(Word word) {
    return either(title().stream().map(name -> very(name, word.text())).toList());
  }

  private Query first(Word word) {
    return either(title().stream().map(name -> beginning(Terms.first(name), word)).toList());
  }

  /** An address or a number as a whole, which is as good as a title. */
  private Query forms(Unit unit, boolean exact) {
    List<Query> ways = new ArrayList<>();
    char mark = unit.special() == Special.EMAIL ? Terms.EMAIL : Terms.PHONE;
    for (String name : places()) {
      for (String form : unit.forms()) {
        ways.add(exact ? very(name, mark + form) : new PrefixQuery(new Term(name, mark + form)));
      }
    }
    return either(ways);
  }

  private List<String> places() {
    return together
        ? List.of(Terms.all(searched.type()))
        : searched.fields().keySet().stream()
            .map(field -> Terms.field(searched.type(), field))
            .toList();
  }

  private List<String> title() {
    return searched.title().stream().map(field -> Terms.field(searched.type(), field)).toList();
  }

  private static Query very(String name, String term) {
    return new TermQuery(new Term(name, term));
  }

  private static Query beginning(String name, Word word) {
    if (word.whole()) {
      return very(name, word.text());
    }
    return word.text().codePointCount(0, word.text().length()) <= Terms.SHORT
        ? very(name, Terms.BEGINNING + word.text())
        : new PrefixQuery(new Term(name, word.text()));
  }

  /** What somebody may see, as far as the index knows; null for everything. */
  private Query bound() {
    Query seen = null;
    if (!scope.all()) {
      seen =
          either(
              List.of(
                  among(Terms.OWNER, scope.owners()),
                  among(Terms.TEAM, scope.teams()),
                  among(Terms.ID, scope.records())));
    }
    if (scope.privateBy() == null) {
      return seen;
    }
    // without those that are private and another's
    BooleanQuery others =
        new BooleanQuery.Builder()
            .add(very(Terms.PRIVATE, "1"), Occur.FILTER)
            .add(very(Terms.OWNER, Long.toString(scope.me())), Occur.MUST_NOT)
            .build();
    return new BooleanQuery.Builder()
        .add(seen == null ? new MatchAllDocsQuery() : seen, Occur.FILTER)
        .add(others, Occur.MUST_NOT)
        .build();
  }

  /** Records of which a field has one of some ids. */
  static Query among(String name, Collection<Long> ids) {
    return new TermInSetQuery(
        name, ids.stream().map(id -> new BytesRef(Long.toString(id))).toList());
  }

  /** The stars of somebody. */
  static Query stars(long me) {
    return all(List.of(very(Terms.TYPE, "star"), very(Terms.OWNER, Long.toString(me))));
  }

  /** What meets any of several queries; nothing where there are none. */
  static Query either(Collection<Query> ways) {
    BooleanQuery.Builder any = new BooleanQuery.Builder();
    Set<Query> different = new LinkedHashSet<>(ways);
    different.forEach(way -> any.add(way, Occur.SHOULD));
    return different.size() == 1 ? different.iterator().next() : any.build();
  }

  private static Query all(List<Query> parts) {
    BooleanQuery.Builder all = new BooleanQuery.Builder();
    parts.forEach(part -> all.add(part, Occur.FILTER));
    return parts.size() == 1 ? parts.get(0) : all.build();
  }
}
