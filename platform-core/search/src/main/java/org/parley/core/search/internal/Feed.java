// SPDX-License-Identifier: Apache-2.0
package org.parley.core.search.internal;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.store.AlreadyClosedException;
import org.parley.api.error.ParleyException;
import org.parley.api.record.Record;
import org.parley.api.security.Principal;
import org.parley.core.event.Change;
import org.parley.core.event.Journal;
import org.parley.core.record.Model;
import org.parley.core.record.RecordStore;
import org.parley.core.record.RecordStore.ListQuery;
import org.parley.core.record.Result;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps an index in step with the records: follows the journal, and reads through the types of
 * which the index does not hold what it should. Records are read as they are now, so that reading
 * one twice does no harm. For one thread.
 */
final class Feed {
  private static final Logger LOG = LoggerFactory.getLogger(Feed.class);
  private static final int CHANGES = 500;
  private static final int PAGE = 200;
  private static final String STAR = "star";
  private static final Set<String> STAR_FIELDS = Set.of("record", "kind", "owner", "modified_at");

  /** Kept beside the fingerprints of other types, so that stars are read through, too. */
  private static final String STARS_HELD = "record owner";

  private final RecordStore records;
  private final Journal journal;
  private final SearchIndex index;
  private final Progress progress;
  private Map<String, Searched> searched = Map.of();
  private long model = -1;
  private int parked;

  Feed(RecordStore records, Journal journal, SearchIndex index) throws IOException {
    this.records = records;
    this.journal = journal;
    this.index = index;
    Progress before = Progress.read(index.committed());
    if (before != null && before.isOf(at(before.lastPosition()), journal.horizon())) {
      progress = before;
    } else {
      if (index.size() > 0) {
        LOG.info("The search index does not belong to these records; it is made anew.");
      }
      index.clear();
      long horizon = journal.horizon();
      List<Change> newest =
          journal.search(new Journal.Search(null, 0, null, null, null), horizon + 1, 1).items();
      progress = Progress.from(horizon, newest.isEmpty() ? null : newest.get(0));
    }
  }

  private Change at(long position) {
    if (position <= 0) {
      return null;
    }
    List<Change> changes = journal.read(position - 1, 1);
    return changes.isEmpty() ? null : changes.get(0);
  }

  Map<String, String> state() {
    return progress.write();
  }

  /** The types that are not read through yet. */
  Set<String> unread() {
    return Set.copyOf(progress.toRead().keySet());
  }

  /** How many records could not be indexed since the start. */
  int parked() {
    return parked;
  }

  /** How many positions of the journal are still to be read, gaps included. */
  long behind() {
    return Math.max(0, journal.horizon() - progress.position());
  }

  /** Follows the record types: whether there was something to do. */
  boolean adjust() throws IOException {
    Model now = records.model();
    if (now.version() == model) {
      return false;
    }
    searched = Searched.in(now);
    Map<String, String> wanted = new LinkedHashMap<>();
    searched.forEach((name, type) -> wanted.put(name, type.fingerprint()));
    wanted.put(STAR, STARS_HELD);
    for (String type : List.copyOf(progress.held().keySet())) {
      if (!wanted.containsKey(type)) {
        index.removeType(type);
        progress.held().remove(type);
        progress.toRead().remove(type);
      }
    }
    wanted.forEach(
        (type, what) -> {
          if (!what.equals(progress.held().get(type))) {
            progress.begin(type, what);
          }
        });
    model = now.version();
    return true;
  }

  /** Takes in some changes; whether there may be more. */
  boolean follow() throws IOException {
    List<Change> changes = journal.read(progress.position(), CHANGES);
    if (changes.isEmpty()) {
      return false;
    }
    Map<String, Set<Long>> changed = new LinkedHashMap<>();
    for (Change change : changes) {
      if (searched.containsKey(change.type()) || change.type().equals(STAR)) {
        changed
            .computeIfAbsent(change.type(), type -> new LinkedHashSet<>())
            .add(change.recordId());
      }
    }
    for (Map.Entry<String, Set<Long>> type : changed.entrySet()) {
      List<Long> ids = List.copyOf(type.getValue());
      for (int from = 0; from < ids.size(); from += PAGE) {
        read(type.getKey(), ids.subList(from, Math.min(ids.size(), from + PAGE)));
      }
    }
    progress.readTo(changes.get(changes.size() - 1));
    return changes.size() == CHANGES;
  }

  /** Reads a page of a type that is not read through; whether there may be more of any. */
  boolean readThrough() throws IOException {
    if (progress.toRead().isEmpty()) {
      return false;
    }
    Map.Entry<String, Long> next = progress.toRead().entrySet().iterator().next();
    String type = next.getKey();
    Set<String> fields = fields(type);
    if (fields == null) {
      progress.toRead().remove(type);
      return true;
    }
    List<Result> page;
    try {
      page = page(type, next.getValue(), fields);
      for (Result result : page) {
        put(result.record());
      }
    } catch (RuntimeException e) {
      refuse(e);
      page = page(type, next.getValue(), Set.of());
      read(type, page.stream().map(result -> result.record().id()).toList());
    }
    if (page.size() < PAGE) {
      progress.toRead().remove(type);
    } else {
      progress.toRead().put(type, page.get(page.size() - 1).record().id());
    }
    return true;
  }

  private List<Result> page(String type, long after, Set<String> fields) {
    ListQuery query = new ListQuery("id=gt=" + after, "id", fields, null, PAGE, null, false, false);
    return records.list(Principal.SYSTEM, type, query).items();
  }

  /** What to read of a type's records; null when it is not searched. */
  private Set<String> fields(String type) {
    if (type.equals(STAR)) {
      return STAR_FIELDS;
    }
    Searched known = searched.get(type);
    return known == null ? null : known.read();
  }

  /** Reads records as they are now; those that are gone leave the index. */
  private void read(String type, List<Long> ids) throws IOException {
    Set<String> fields = fields(type);
    Set<Long> gone = new LinkedHashSet<>(ids);
    try {
      for (Result result : records.find(Principal.SYSTEM, type, ids, fields)) {
        put(result.record());
        gone.remove(result.record().id());
      }
    } catch (RuntimeException e) {
      refuse(e);
      if (ids.size() > 1) {
        for (Long id : ids) {
          read(type, List.of(id));
        }
        return;
      }
      parked++;
      LOG.warn("{} {} cannot be found by its words: it cannot be read.", type, ids.get(0), e);
    }
    for (long id : gone) {
      index.remove(id);
    }
  }

  /** What is no fault of a record: the database, the index. */
  private static void refuse(RuntimeException e) {
    if (e instanceof ParleyException || e instanceof AlreadyClosedException) {
      throw e;
    }
  }

  private void put(Record record) throws IOException {
    try {
      if (!record.type().equals(STAR)) {
        index.put(record.id(), Documents.of(searched.get(record.type()), record));
      } else if ("star".equals(record.get("kind"))) {
        index.put(record.id(), Documents.star(record));
      } else {
        index.remove(record.id());
      }
    } catch (RuntimeException e) {
      refuse(e);
      parked++;
      index.remove(record.id());
      LOG.warn("{} {} cannot be found by its words.", record.type(), record.id(), e);
    }
  }
}
