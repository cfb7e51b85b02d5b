// SPDX-License-Identifier: Apache-2.0
package org.parley.core.search.internal;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.parley.api.error.ParleyException;
import org.parley.api.security.Principal;
import org.parley.core.record.Model;
import org.parley.core.record.RecordStore;
import org.parley.core.record.RecordStore.ListQuery;
import org.parley.core.record.RecordType;
import org.parley.core.record.Result;
import org.parley.core.search.Search.Found;
import org.parley.core.search.Search.Hit;
import org.parley.core.search.Search.Match;
import org.parley.core.search.Search.Query;
import org.parley.core.search.internal.SearchIndex.Candidate;
import org.parley.core.search.internal.Words.Unit;

/**
 * One search of one principal: looks only into the fields they may read, asks the record store for
 * every candidate as them, and goes on until the page is full. For one call.
 */
final class Finder {
  private static final int LONGEST = 200;
  private static final int GREATEST_LIMIT = 50;

  /** More candidates than wanted, for those that have just been changed. */
  private static final int SPARE = 5;

  /** How many candidates a filter may turn down before the page ends as it is. */
  private static final int MOST_LOOKED_AT = 1_000;

  private static final int FILTERED_AT_ONCE = 100;
  private static final int LOOKED_AT_FOR_PRESENCE = 20;

  private final RecordStore records;
  private final SearchIndex index;
  private final Principal principal;
  private final Query query;
  private final List<Unit> units;
  private final Map<String, Searched> types = new LinkedHashMap<>();
  private final Map<String, Asking> asking = new LinkedHashMap<>();
  private final Set<Long> starred;
  private final Clock clock;

  Finder(
      RecordStore records,
      SearchIndex index,
      Set<String> unread,
      Clock clock,
      Principal principal,
      Query query)
      throws IOException {
    this.records = records;
    this.index = index;
    this.principal = principal;
    this.query = query;
    this.clock = clock;
    this.units = units(query);
    Model whole = records.model();
    Map<String, Searched> all = Searched.in(whole);
    Map<String, Searched> readable = Searched.in(records.model(principal));
    for (Searched searched : wanted(readable)) {
      String type = searched.type().name();
      types.put(type, searched);
      // the words of all fields lie together, too: for those who may read all of them
      boolean together =
          !unread.contains(type)
              && all.containsKey(type)
              && all.get(type).fields().keySet().equals(searched.fields().keySet());
      if (!units.isEmpty()) {
        asking.put(type, new Asking(units, searched, together, records.scope(principal, type)));
      }
    }
    this.starred = units.isEmpty() ? Set.of() : index.targets(Asking.stars(principal.userId()));
  }

  private static List<Unit> units(Query query) {
    if (query.words() == null || query.words().isBlank()) {
      throw bad("The parameter q holds the words to look for.");
    }
    if (query.words().length() > LONGEST) {
      throw bad("The parameter q has at most " + LONGEST + " characters.");
    }
    if (query.limit() < 1 || query.limit() > GREATEST_LIMIT) {
      throw bad("limit must lie between 1 and " + GREATEST_LIMIT + ".");
    }
    if (query.filter() != null && (query.types() == null || query.types().size() != 1)) {
      throw bad("A filter is for exactly one type: name it in types.");
    }
    return Words.asked(query.words());
  }

  private static ParleyException bad(String detail) {
    return ParleyException.badRequest("bad_request", detail);
  }

  private List<Searched> wanted(Map<String, Searched> readable) {
    if (query.types() == null) {
      return List.copyOf(readable.values());
    }
    Model seen = records.model(principal);
    List<Searched> wanted = new ArrayList<>();
    for (String name : query.types()) {
      RecordType type = seen.type(name);
      Searched searched = readable.get(name);
      if (searched == null) {
        throw bad(type.plural() + " have no words to look for.");
      }
      wanted.add(searched);
    }
    return wanted;
  }

  Found find(boolean incomplete) throws IOException {
    Object asked =
        List.of(
            query.words(),
            query.types() == null ? List.of() : List.copyOf(new TreeSet<>(query.types())),
            query.filter() == null ? "" : query.filter());
    Place after = query.after() == null ? null : Place.decode(query.after(), asked);
    checkFilter();
    if (asking.isEmpty()) {
      return new Found(List.of(), null, List.of(), incomplete);
    }
    List<Hit> hits = new ArrayList<>();
    Place last = after;
    Place shown = null;
    boolean more = false;
    int lookedAt = 0;
    int batch = query.limit() + SPARE;
    Ranking ranking = ranking(asking.values());
    while (!more && lookedAt < MOST_LOOKED_AT) {
      List<Candidate> candidates = index.find(ranking, last, batch);
      Map<Long, Hit> seen = seen(candidates);
      for (Candidate candidate : candidates) {
        Hit hit = seen.get(candidate.id());
        if (hit != null && hits.size() == query.limit()) {
          more = true;
          break;
        }
        if (hit != null) {
          hits.add(hit);
          shown = candidate.place();
        }
      }
      lookedAt += candidates.size();
      if (more || candidates.size() < batch) {
        String next = more ? shown.cursor(asked) : null;
        return new Found(hits, next, present(), incomplete);
      }
      last = candidates.get(candidates.size() - 1).place();
      batch = FILTERED_AT_ONCE;
    }
    return new Found(hits, goOn(last, shown, asked), present(), incomplete);
  }

  /**
   * Where to go on when enough was looked at: behind the last that was turned down, if its place
   * may be told.
   */
  private String goOn(Place last, Place shown, Object asked) {
    String only = asking.keySet().iterator().next();
    boolean told = asking.size() == 1 && records.sees(principal, only, last.id());
    return told ? last.cursor(asked) : shown == null ? null : shown.cursor(asked);
  }

  /** A filter that does not fit is told also where nothing is found. */
  private void checkFilter() {
    if (query.filter() != null) {
      filtered(types.keySet().iterator().next(), List.of(0L));
    }
  }

  private Ranking ranking(Collection<Asking> some) {
    return new Ranking(some, starred, principal.userId(), clock.instant());
  }

  /** Those candidates that the principal may read and in which the words stand now. */
  private Map<Long, Hit> seen(List<Candidate> candidates) {
    Map<Long, Hit> seen = new HashMap<>();
    Map<String, List<Long>> byType =
        candidates.stream()
            .collect(
                Collectors.groupingBy(
                    Candidate::type, Collectors.mapping(Candidate::id, Collectors.toList())));
    byType.forEach(
        (type, ids) -> {
          Searched searched = types.get(type);
          if (searched == null) {
            return;
          }
          Set<String> fields = new LinkedHashSet<>(searched.fields().keySet());
          fields.add("modified_at");
          List<Long> left = query.filter() == null ? ids : filtered(type, ids);
          for (Result result : records.find(principal, type, left, fields)) {
            List<Match> matches = Marks.of(units, searched, result);
            if (matches != null) {
              seen.put(result.record().id(), new Hit(result, matches));
            }
          }
        });
    return seen;
  }

  private List<Long> filtered(String type, List<Long> ids) {
    String among = ids.stream().map(String::valueOf).collect(Collectors.joining(","));
    String filter = "(" + query.filter() + ");id=in=(" + among + ")";
    ListQuery list =
        new ListQuery(filter, null, Set.of(), null, FILTERED_AT_ONCE, null, false, false);
    Set<Long> left =
        records.list(principal, type, list).items().stream()
            .map(result -> result.record().id())
            .collect(Collectors.toSet());
    return ids.stream().filter(left::contains).toList();
  }

  /** The types of which the principal finds at least one. */
  private List<String> present() throws IOException {
    List<String> present = new ArrayList<>();
    if (query.present()) {
      for (Map.Entry<String, Asking> one : asking.entrySet()) {
        Ranking ranking = ranking(List.of(one.getValue()));
        int looked = 0;
        Place last = null;
        boolean found = false;
        List<Candidate> some;
        do {
          some = index.find(ranking, last, SPARE);
          found = !seen(some).isEmpty();
          looked += some.size();
          last = some.isEmpty() ? null : some.get(some.size() - 1).place();
        } while (!found && some.size() == SPARE && looked < LOOKED_AT_FOR_PRESENCE);
        if (found) {
          present.add(one.getKey());
        }
      }
    }
    return present;
  }
}
