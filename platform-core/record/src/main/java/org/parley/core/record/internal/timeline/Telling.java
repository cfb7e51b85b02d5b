// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.timeline;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.parley.api.record.Record;
import org.parley.api.record.Reference;
import org.parley.core.event.Change;
import org.parley.core.record.Happening;
import org.parley.core.record.RecordStore.TimelinePage;
import org.parley.core.record.RecordType;
import org.parley.core.record.Result;
import org.parley.core.record.Storage;
import org.parley.core.record.internal.access.Access;
import org.parley.core.record.internal.view.HistoryReader;
import org.parley.core.record.internal.view.Presenter;
import org.parley.core.record.internal.view.RecordReader;
import org.parley.core.record.internal.view.Titles;

/** Makes answers of the entries of one page: all titles at once, records type by type. */
record Telling(
    Storage.Serving serving,
    Access access,
    RecordReader reader,
    HistoryReader histories,
    Map<Reference, Record> relations) {

  /** A page of entries with their titles. */
  TimelinePage of(List<Entry> entries, String next) {
    Titles titles = new Titles(serving, access, reader.knownTitles());
    Set<Reference> actors = new LinkedHashSet<>();
    Set<Reference> mentioned = new LinkedHashSet<>();
    for (Entry entry : entries) {
      if (entry.change() != null && entry.change().actor().userId() > 0) {
        actors.add(new Reference("user", entry.change().actor().userId()));
      }
      if (entry.of() != null && relations.get(entry.of()) != null) {
        Record of = relations.get(entry.of());
        mentioned.addAll(Titles.titleReferences(access.model().type(of.type()), of));
      }
    }
    mentioned.addAll(actors);
    titles.fetch(mentioned);
    Map<String, String> byName = new HashMap<>();
    List<Change> changes =
        entries.stream().map(Entry::change).filter(change -> change != null).toList();
    byName.putAll(histories.titles(serving, access, changes));
    if (access.mayRead("user")) {
      actors.forEach(actor -> byName.put("user/" + actor.id(), titles.of(actor)));
    }
    Map<Record, Result> records = presented(entries);
    List<Happening> items = new ArrayList<>();
    for (Entry entry : entries) {
      Record of = entry.of() == null ? null : relations.get(entry.of());
      Result.Link link =
          of == null
              ? null
              : new Result.Link(of.type(), of.id(), titles.of(access.model().type(of.type()), of));
      Result shown = entry.record() == null ? null : records.get(entry.record());
      items.add(new Happening(entry.at(), shown, entry.change(), link));
    }
    return new TimelinePage(items, byName, next);
  }

  private Map<Record, Result> presented(List<Entry> entries) {
    Map<String, List<Record>> byType = new LinkedHashMap<>();
    for (Entry entry : entries) {
      if (entry.record() != null) {
        byType
            .computeIfAbsent(entry.record().type(), type -> new ArrayList<>())
            .add(entry.record());
      }
    }
    Map<Record, Result> results = new IdentityHashMap<>();
    byType.forEach(
        (name, records) -> {
          RecordType seen = access.model().type(name);
          Set<String> fields = new LinkedHashSet<>(Belonging.names(seen));
          fields.retainAll(seen.fields().keySet());
          seen.fields().values().stream()
              .filter(field -> !field.to().isEmpty() && !field.system() && !field.hidden())
              .forEach(field -> fields.add(field.name()));
          List<Result> shown =
              new Presenter(serving, access, seen, fields, null, reader.knownTitles())
                  .present(records);
          for (int i = 0; i < shown.size(); i++) {
            Record whole = records.get(i);
            RecordType type = serving.model().type(name);
            results.put(whole, shown.get(i).with(access.allowed(type, whole)));
          }
        });
    return results;
  }
}
