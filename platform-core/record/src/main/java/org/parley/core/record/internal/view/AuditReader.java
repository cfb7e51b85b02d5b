// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.view;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.parley.api.record.Record;
import org.parley.api.record.Reference;
import org.parley.api.security.Principal;
import org.parley.core.event.Change;
import org.parley.core.event.Journal;
import org.parley.core.record.RecordStore.Audit;
import org.parley.core.record.RecordStore.AuditQuery;
import org.parley.core.record.RecordStore.Origin;
import org.parley.core.record.RecordType;
import org.parley.core.record.Storage;
import org.parley.core.record.internal.access.Access;
import org.parley.core.record.internal.access.Right;

/** Reads what everybody did. Safe for use by many threads. */
public final class AuditReader {
  private static final String USER = "user";
  private static final String EVENT = "access_event";

  private final Storage storage;
  private final Journal journal;
  private final RecordReader reader;
  private final HistoryReader histories;

  public AuditReader(
      Storage storage, Journal journal, RecordReader reader, HistoryReader histories) {
    this.storage = storage;
    this.journal = journal;
    this.reader = reader;
    this.histories = histories;
  }

  /**
   * A page of what everybody did, newest first, for those with the right to audit. Of types they
   * may not read they are told nothing; of records they may not read, who did what and when.
   */
  public Audit read(Principal principal, AuditQuery query) {
    try (Storage.Serving serving = storage.serve()) {
      Access access = reader.control().of(principal, serving);
      access.need(Right.AUDIT);
      if (query.type() != null) {
        access.visible(query.type());
      }
      Journal.Search search =
          new Journal.Search(
              query.type(), query.user(), query.operation(), query.since(), query.until());
      Journal.Found found =
          journal.search(
              search, HistoryReader.position(query.after()), HistoryReader.checked(query.limit()));
      List<Change> visible =
          found.items().stream().filter(change -> access.mayRead(change.type())).toList();
      Map<Reference, String> records = records(serving, access, mentioned(visible));
      List<Change> told = new ArrayList<>();
      for (Change change : visible) {
        boolean seen = records.get(about(change)) != null;
        HistoryReader.told(
                access, access.model().type(change.type()), seen ? change : change.with(List.of()))
            .ifPresent(told::add);
      }
      Map<String, String> titles = new HashMap<>(histories.titles(serving, access, told));
      records.forEach((record, title) -> titles.put(record.type() + "/" + record.id(), title));
      String next = found.before() == 0 ? null : HistoryReader.cursor(found.before());
      return new Audit(told, titles, origins(serving, access, told), next);
    }
  }

  /** By which logins and tokens it was done. */
  private static Map<Long, Origin> origins(
      Storage.Serving serving, Access access, List<Change> changes) {
    List<Long> ids =
        changes.stream()
            .map(change -> change.actor().origin())
            .filter(id -> id > 0)
            .distinct()
            .toList();
    Map<Long, Origin> found = new HashMap<>();
    for (Record event : serving.findAll(access.model().type(EVENT), ids)) {
      found.put(
          event.id(),
          new Origin(
              text(event, "kind"),
              text(event, "name"),
              text(event, "address"),
              text(event, "agent")));
    }
    return found;
  }

  private static String text(Record event, String field) {
    return event.get(field) == null ? null : event.get(field).toString();
  }

  private static Reference about(Change change) {
    return new Reference(change.type(), change.recordId());
  }

  /** What changes are about and who made them: ids by type. */
  private static Map<String, Set<Long>> mentioned(List<Change> changes) {
    Map<String, Set<Long>> ids = new LinkedHashMap<>();
    for (Change change : changes) {
      ids.computeIfAbsent(change.type(), type -> new LinkedHashSet<>()).add(change.recordId());
      if (change.actor().userId() > 0) {
        ids.computeIfAbsent(USER, type -> new LinkedHashSet<>()).add(change.actor().userId());
      }
    }
    return ids;
  }

  /** Records with their titles, in the trash or not; those that may not be read are left out. */
  private Map<Reference, String> records(
      Storage.Serving serving, Access access, Map<String, Set<Long>> ids) {
    Titles titles = new Titles(serving, access, reader.knownTitles());
    Map<Reference, String> found = new LinkedHashMap<>();
    ids.keySet().removeIf(type -> !access.mayRead(type));
    ids.forEach(
        (name, some) -> {
          RecordType type = access.model().type(name);
          for (Record record : serving.findAll(type, List.copyOf(some))) {
            if (access.sees(type, record)) {
              titles.fetch(Titles.titleReferences(type, record));
              found.put(new Reference(name, record.id()), titles.of(type, record));
            }
          }
        });
    return found;
  }
}
