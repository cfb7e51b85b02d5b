// SPDX-License-Identifier: Apache-2.0
package org.parley.core.search.internal;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.ConstantScoreQuery;
import org.apache.lucene.search.DisjunctionMaxQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;
import org.parley.core.record.Scope;
import org.parley.core.search.internal.Words.Unit;
import org.parley.core.search.internal.Words.Word;

/**
 * Turns what somebody looks for into a query. Weights are fixed: how rare a word is among all
 * records would tell of those that one may not see.
 */
final class Asking {
  /** Words in the title come before words elsewhere, whatever else speaks for a record. */
  private static final float TITLE = 4;

  private static final float ELSEWHERE = 1;

  /** Among equals: what one has starred, what one has changed, what is the very word. */
  private static final float STARRED = 0.5f;

  private static final float RECENT = 0.25f;
  private static final float VERY_WORD = 0.01f;

  private static final int RECENT_DAYS = 14;

  private Asking() {}

  /**
   * Records of one type that have all words.
   *
   * @param searched the type as the one who asks may read it
   * @param together whether the words of all fields may be looked into at once: when all of them
   *     may be read and the index knows them
   */
  static Query of(List<Unit> units, Searched searched, boolean together, Scope scope) {
    BooleanQuery.Builder all = new BooleanQuery.Builder();
    for (Unit unit : units) {
      all.add(unit(unit, searched, together), Occur.MUST);
    }
    Query bound = bound(scope);
    if (bound != null) {
      all.add(bound, Occur.FILTER);
    }
    return all.build();
  }

  private static Query unit(Unit unit, Searched searched, boolean together) {
    List<Query> ways = new ArrayList<>();
    BooleanQuery.Builder words = new BooleanQuery.Builder();
    unit.words().forEach(word -> words.add(word(word, searched, together), Occur.MUST));
    ways.add(
        unit.words().size() == 1 ? word(unit.words().get(0), searched, together) : words.build());
    if (unit.special() != Words.Special.NONE) {
      char mark = unit.special() == Words.Special.EMAIL ? Terms.EMAIL : Terms.PHONE;
      for (String name : places(searched, together)) {
        for (String form : unit.forms()) {
          ways.add(weighed(new PrefixQuery(new Term(name, mark + form)), TITLE));
        }
      }
    }
    return best(ways);
  }

  private static Query word(Word word, Searched searched, boolean together) {
    List<Query> ways = new ArrayList<>();
    for (String name : places(searched, together)) {
      ways.add(weighed(beginning(name, word), ELSEWHERE));
    }
    for (String field : searched.title()) {
      String name = Terms.field(searched.type(), field);
      ways.add(weighed(beginning(name, word), TITLE));
      ways.add(weighed(new TermQuery(new Term(name, word.text())), TITLE + VERY_WORD));
    }
    return best(ways);
  }

  private static List<String> places(Searched searched, boolean together) {
    return together
        ? List.of(Terms.all(searched.type()))
        : searched.fields().keySet().stream()
            .map(field -> Terms.field(searched.type(), field))
            .toList();
  }

  private static Query beginning(String name, Word word) {
    if (word.whole()) {
      return new TermQuery(new Term(name, word.text()));
    }
    return word.text().codePointCount(0, word.text().length()) <= Terms.SHORT
        ? new TermQuery(new Term(name, Terms.BEGINNING + word.text()))
        : new PrefixQuery(new Term(name, word.text()));
  }

  private static Query best(List<Query> ways) {
    return ways.size() == 1 ? ways.get(0) : new DisjunctionMaxQuery(ways, 0);
  }

  private static Query weighed(Query query, float weight) {
    return new BoostQuery(new ConstantScoreQuery(query), weight);
  }

  /** What somebody may see, as far as the index knows; null for everything. */
  private static Query bound(Scope scope) {
    Query seen = null;
    if (!scope.all()) {
      BooleanQuery.Builder ways = new BooleanQuery.Builder();
      add(ways, Terms.OWNER, scope.owners());
      add(ways, Terms.TEAM, scope.teams());
      add(ways, Terms.ID, scope.records());
      seen = ways.build();
    }
    if (scope.privateBy() == null) {
      return seen;
    }
    // not kept by somebody else: without those that are private and another's
    BooleanQuery others =
        new BooleanQuery.Builder()
            .add(new TermQuery(new Term(Terms.PRIVATE, "1")), Occur.MUST)
            .add(new TermQuery(new Term(Terms.OWNER, Long.toString(scope.me()))), Occur.MUST_NOT)
            .build();
    return new BooleanQuery.Builder()
        .add(seen == null ? new MatchAllDocsQuery() : seen, Occur.MUST)
        .add(others, Occur.MUST_NOT)
        .build();
  }

  private static void add(BooleanQuery.Builder ways, String name, Set<Long> ids) {
    if (!ids.isEmpty()) {
      ways.add(among(name, ids), Occur.SHOULD);
    }
  }

  private static Query among(String name, Collection<Long> ids) {
    return new TermInSetQuery(
        name, ids.stream().map(id -> new BytesRef(Long.toString(id))).toList());
  }

  /** Any of several queries for one type each, ranked for somebody. */
  static Query ranked(List<Query> types, Collection<Long> starred, long me, Instant now) {
    BooleanQuery.Builder any = new BooleanQuery.Builder();
    types.forEach(type -> any.add(type, Occur.SHOULD));
    BooleanQuery.Builder ranked = new BooleanQuery.Builder();
    ranked.add(types.size() == 1 ? types.get(0) : any.build(), Occur.MUST);
    if (!starred.isEmpty()) {
      ranked.add(weighed(among(Terms.ID, starred), STARRED), Occur.SHOULD);
    }
    long since = Documents.micros(now.minus(RECENT_DAYS, ChronoUnit.DAYS));
    Query recent =
        new BooleanQuery.Builder()
            .add(new TermQuery(new Term(Terms.CHANGED_BY, Long.toString(me))), Occur.FILTER)
            .add(
                NumericDocValuesField.newSlowRangeQuery(Terms.CHANGED, since, Long.MAX_VALUE),
                Occur.FILTER)
            .build();
    ranked.add(weighed(recent, RECENT), Occur.SHOULD);
    return ranked.build();
  }

  /** The stars of somebody. */
  static Query stars(long me) {
    return new BooleanQuery.Builder()
        .add(new TermQuery(Terms.type("star")), Occur.FILTER)
        .add(new TermQuery(new Term(Terms.OWNER, Long.toString(me))), Occur.FILTER)
        .build();
  }
}
