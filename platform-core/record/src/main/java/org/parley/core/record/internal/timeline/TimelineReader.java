// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.timeline;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.parley.api.error.ParleyException;
import org.parley.api.record.Record;
import org.parley.api.record.Reference;
import org.parley.api.security.Principal;
import org.parley.core.event.Change;
import org.parley.core.event.Change.Operation;
import org.parley.core.event.Journal;
import org.parley.core.record.Field;
import org.parley.core.record.Moments;
import org.parley.core.record.RecordStore.TimelineKind;
import org.parley.core.record.RecordStore.TimelinePage;
import org.parley.core.record.RecordType;
import org.parley.core.record.Storage;
import org.parley.core.record.internal.access.Access;
import org.parley.core.record.internal.view.HistoryReader;
import org.parley.core.record.internal.view.RecordReader;

/**
 * Reads what happened around a record, from the journal and from the records themselves, whenever
 * it is asked: nothing is kept that could be wrong. Safe for use by many threads.
 */
public final class TimelineReader {
  private static final int GREATEST_LIMIT = 100;

  /** So many changes are read at once. */
  private static final int CHANGES = 100;

  private final Storage storage;
  private final Journal journal;
  private final RecordReader reader;
  private final HistoryReader histories;

  public TimelineReader(
      Storage storage, Journal journal, RecordReader reader, HistoryReader histories) {
    this.storage = storage;
    this.journal = journal;
    this.reader = reader;
    this.histories = histories;
  }

  /** A page, newest first; records in the trash have a timeline too. */
  public TimelinePage read(
      Principal principal, String type, long id, Set<TimelineKind> kinds, int limit, String after) {
    try (Storage.Serving serving = storage.serve()) {
      Access access = reader.control().of(principal, serving);
      RecordType found = access.visible(type);
      if (limit < 1 || limit > GREATEST_LIMIT) {
        throw ParleyException.badRequest(
            "bad_request", "limit must lie between 1 and " + GREATEST_LIMIT + ".");
      }
      Record record =
          (id <= 0 ? Optional.<Record>empty() : serving.find(found, id))
              .filter(some -> access.sees(found, some))
              .orElseThrow(() -> RecordReader.notFound(found, id, false));
      Set<TimelineKind> wanted = kinds.isEmpty() ? EnumSet.allOf(TimelineKind.class) : kinds;
      String of = type + "/" + id + new TreeSet<>(wanted);
      Places places = Places.read(of, after);
      Around around = new Around(serving, access, record, wanted, limit, places);
      List<Source> sources = around.sources();
      List<Entry> entries = new ArrayList<>();
      Instant last = places.last();
      while (entries.size() < limit) {
        Source source = newest(sources);
        if (source == null || source.isTired()) {
          last = source == null ? last : source.next();
          break;
        }
        Entry entry = source.take();
        last = entry.at();
        entries.add(entry);
      }
      String next = newest(sources) == null ? null : Places.next(of, last, sources);
      return new Telling(serving, access, reader, histories, around.relations).of(entries, next);
    }
  }

  private static Source newest(List<Source> sources) {
    return sources.stream()
        .filter(source -> source.next() != null)
        .max(Comparator.comparing(Source::next))
        .orElse(null);
  }

  /** One call. */
  private final class Around {
    private final Storage.Serving serving;
    private final Access access;
    private final Record record;
    private final Set<TimelineKind> kinds;
    private final int limit;
    private final Places places;
    private final Map<Reference, Record> relations;

    Around(
        Storage.Serving serving,
        Access access,
        Record record,
        Set<TimelineKind> kinds,
        int limit,
        Places places) {
      this.serving = serving;
      this.access = access;
      this.record = record;
      this.kinds = kinds;
      this.limit = limit;
      this.places = places;
      this.relations =
          kinds.equals(EnumSet.of(TimelineKind.CHANGES))
              ? Map.of()
              : Relations.of(serving, access, record);
    }

    List<Source> sources() {
      List<Source> sources = new ArrayList<>();
      boolean own = kinds.contains(TimelineKind.CHANGES);
      boolean related = kinds.contains(TimelineKind.RELATED);
      if (own) {
        sources.add(
            new Changes(
                "own",
                places.of("own"),
                below -> journal.history(record.type(), record.id(), below, CHANGES),
                this::ownChange));
      }
      if (related && !relations.isEmpty()) {
        Map<String, List<Long>> ids = idsByType(relations.keySet());
        sources.add(
            new Changes(
                "related",
                places.of("related"),
                below -> journal.latest(ids, below, CHANGES),
                this::relatedChange));
      }
      List<Record> made = new ArrayList<>(own ? List.of(record) : List.of());
      if (related) {
        made.addAll(relations.values());
      }
      sources.add(new Creations(made, record.id(), places.of("made")));
      if (related || kinds.contains(TimelineKind.ACTIVITIES)) {
        belonging(sources);
      }
      return sources;
    }

    /** What refers to the record, to its relations, or to both. */
    private void belonging(List<Source> sources) {
      Set<Reference> of = new LinkedHashSet<>();
      if (kinds.contains(TimelineKind.ACTIVITIES)) {
        of.add(new Reference(record.type(), record.id()));
      }
      of.addAll(relations.keySet());
      for (RecordType seen : access.model().types().values()) {
        if (seen.timeline() == null || seen.quarantined()) {
          continue;
        }
        for (Field by : seen.fields().values()) {
          if (by.system() || by.hidden() || by.to().isEmpty()) {
            continue;
          }
          boolean apart = !by.refersToAny() && !by.refersToOne();
          int columns = apart ? by.to().size() : 1;
          for (int i = 0; i < columns; i++) {
            int column = apart ? i : by.kind().comparedColumn(by);
            String target = by.refersToAny() ? null : by.to().get(i);
            List<Long> ids =
                of.stream()
                    .filter(one -> target == null || one.type().equals(target))
                    .map(Reference::id)
                    .toList();
            if (!ids.isEmpty()) {
              sources.add(belonging(seen, by, column, ids));
            }
          }
        }
      }
    }

    private Source belonging(RecordType seen, Field by, int column, List<Long> ids) {
      RecordType type = serving.model().type(seen.name());
      String at = seen.timeline().at();
      Moments.Moment place = places.moment(Belonging.name(type, by, column));
      Moments asked =
          new Moments(
              type, by, column, ids, at == null ? null : type.fields().get(at), place, limit + 1);
      return new Belonging(serving, access, asked, seen, record.id());
    }

    private Entry ownChange(Change change) {
      RecordType type = access.model().type(record.type());
      return HistoryReader.told(access, type, change)
          .filter(told -> !told.fields().isEmpty() || told.operation() != Operation.UPDATE)
          .map(told -> new Entry(told.at(), null, told, null))
          .orElse(null);
    }

    /** Of relations what moves them along is told, and whether they are there. */
    private Entry relatedChange(Change change) {
      RecordType type = access.model().type(change.type());
      Set<String> stages = type.stages();
      List<Change.FieldChange> fields =
          change.fields().stream()
              .filter(field -> stages.contains(field.field()))
              .filter(field -> type.fields().containsKey(field.field()))
              .toList();
      Change told = change.with(change.operation() == Operation.UPDATE ? fields : List.of());
      return told.operation() == Operation.UPDATE && fields.isEmpty()
          ? null
          : new Entry(change.at(), null, told, new Reference(change.type(), change.recordId()));
    }
  }

  private static Map<String, List<Long>> idsByType(Set<Reference> references) {
    Map<String, List<Long>> ids = new LinkedHashMap<>();
    references.forEach(
        reference ->
            ids.computeIfAbsent(reference.type(), type -> new ArrayList<>()).add(reference.id()));
    return ids;
  }
}
