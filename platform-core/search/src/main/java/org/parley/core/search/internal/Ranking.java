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
import org.apache.lucene.search.IndexSortSortedNumericDocValuesRangeQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.parley.core.search.internal.Asking.Tier;

/**
 * The order of what is found, as passes one after the other: how well it matches, then whether one
 * has starred it, then whether one has changed it lately; within a pass the newest change comes
 * first. The index lies in that order, so a pass that finds enough ends at once, however much it
 * would find. How rare words are plays no part: that would tell of records that one may not see.
 */
final class Ranking {
  private static final int RECENT_DAYS = 14;

  private final List<Query> passes = new ArrayList<>();
  private final Query any;

  /**
   * The ranking for one who asks.
   *
   * @param asking what to look for, by type
   * @param starred ids of records
   * @param me the user
   */
  Ranking(Collection<Asking> asking, Set<Long> starred, long me, Instant now) {
    Query star = starred.isEmpty() ? null : Asking.among(Terms.ID, starred);
    Query recent = recent(me, now);
    List<Query> better = new ArrayList<>();
    Query last = null;
    for (Tier tier : Tier.values()) {
      last = Asking.either(asking.stream().map(one -> one.of(tier)).toList());
      passes.add(star == null ? null : pass(last, star, better, List.of()));
      List<Query> starredBefore = star == null ? List.of() : List.of(star);
      passes.add(pass(last, recent, better, starredBefore));
      List<Query> before = new ArrayList<>(starredBefore);
      before.add(recent);
      passes.add(pass(last, null, better, before));
      better.add(Asking.either(asking.stream().map(one -> one.words(tier)).toList()));
    }
    this.any = last;
  }

  /** Everything that is found, in no particular order. */
  Query any() {
    return any;
  }

  /** By rank; null where a pass finds nothing. */
  List<Query> passes() {
    return passes;
  }

  /** What was changed by somebody within some days. */
  private static Query recent(long me, Instant now) {
    long since = Documents.micros(now.minus(RECENT_DAYS, ChronoUnit.DAYS));
    return new BooleanQuery.Builder()
        .add(new TermQuery(new Term(Terms.CHANGED_BY, Long.toString(me))), Occur.FILTER)
        .add(
            new IndexSortSortedNumericDocValuesRangeQuery(
                Terms.CHANGED,
                since,
                Long.MAX_VALUE,
                NumericDocValuesField.newSlowRangeQuery(Terms.CHANGED, since, Long.MAX_VALUE)),
            Occur.FILTER)
        .build();
  }

  /** What a pass finds, and none before it. */
  private static Query pass(Query matches, Query only, List<Query> better, List<Query> before) {
    BooleanQuery.Builder pass = new BooleanQuery.Builder();
    pass.add(matches, Occur.FILTER);
    if (only != null) {
      pass.add(only, Occur.FILTER);
    }
    better.forEach(query -> pass.add(query, Occur.MUST_NOT));
    before.forEach(query -> pass.add(query, Occur.MUST_NOT));
    return pass.build();
  }
}
