// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.view;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.parley.api.record.Record;
import org.parley.api.record.Reference;
import org.parley.core.record.Field;
import org.parley.core.record.RecordType;
import org.parley.core.record.Storage;
import org.parley.core.record.internal.access.Access;

/** Titles of records, fetched for many references at once, one statement per type. For one call. */
public final class Titles {
  /** Titles may name references, whose titles may again: so far and no further. */
  private static final int DEEPEST = 2;

  private static final int BATCH = 500;

  private final Storage.Serving serving;
  private final Access access;
  private final KnownTitles knownTitles;
  private final long generation;
  private final Map<Reference, Record> known = new HashMap<>();
  private final Set<Reference> asked = new LinkedHashSet<>();

  public Titles(Storage.Serving serving, Access access, KnownTitles knownTitles) {
    this.serving = serving;
    this.access = access;
    this.knownTitles = knownTitles;
    this.generation = knownTitles.generation();
  }

  /** The fields a title is made of. */
  public static Set<Field> fields(RecordType type) {
    Set<Field> fields = new LinkedHashSet<>();
    for (String name : TitleTemplate.of(type.title()).names()) {
      Field field = type.fields().get(name);
      if (field != null) {
        fields.add(field);
      }
    }
    return fields;
  }

  /** What to read of records in order to tell their titles to those who may see them. */
  private static Set<Field> read(Access access, RecordType type) {
    Set<Field> fields = fields(type);
    fields.addAll(access.needed(type));
    return fields;
  }

  /**
   * What to read of the records that one record refers to, when it is read by itself: in one
   * statement with it, since nearly all that a single read costs are its statements.
   *
   * @param shown names of fields, null for all
   */
  static Map<Field, Set<Field>> along(Access access, RecordType type, Set<String> shown) {
    Map<Field, Set<Field>> along = new LinkedHashMap<>();
    for (Field field : type.fields().values()) {
      if (!field.refersToOne()
          || field.hidden()
          || shown != null && !shown.contains(field.name())) {
        continue;
      }
      String to = field.to().get(0);
      RecordType target = access.model().types().get(to);
      if (target != null && !KnownTitles.knows(to)) {
        along.put(field, read(access, target));
      }
    }
    return along;
  }

  /** Takes what was read already. */
  void take(List<Record> records) {
    Set<Reference> next = new LinkedHashSet<>();
    records.forEach(record -> take(record, next));
    if (!next.isEmpty()) {
      fetch(next, DEEPEST - 1);
    }
  }

  private void take(Record record, Set<Reference> next) {
    Reference reference = new Reference(record.type(), record.id());
    asked.add(reference);
    RecordType type = access.model().types().get(record.type());
    if (record.get("deleted_at") == null && access.sees(type, record)) {
      known.put(reference, record);
      next.addAll(titleReferences(type, record));
    }
  }

  /** Fetches what the references point to, and what those titles name. */
  public void fetch(Set<Reference> references) {
    fetch(references, DEEPEST);
  }

  private void fetch(Set<Reference> references, int depth) {
    Map<String, List<Long>> wanted = new LinkedHashMap<>();
    for (Reference reference : references) {
      if (access.mayRead(reference.type())
          && remembered(reference).isEmpty()
          && asked.add(reference)) {
        wanted.computeIfAbsent(reference.type(), type -> new ArrayList<>()).add(reference.id());
      }
    }
    Set<Reference> next = new LinkedHashSet<>();
    wanted.forEach((name, ids) -> read(access.model().type(name), ids, next));
    if (depth > 0 && !next.isEmpty()) {
      fetch(next, depth - 1);
    }
  }

  private void read(RecordType type, List<Long> ids, Set<Reference> next) {
    Set<Field> fields = read(access, type);
    for (int from = 0; from < ids.size(); from += BATCH) {
      List<Long> batch = ids.subList(from, Math.min(ids.size(), from + BATCH));
      for (Record record : serving.findAll(type, batch, fields)) {
        take(record, next);
      }
    }
  }

  /** The references that a record's own title names. */
  public static Set<Reference> titleReferences(RecordType type, Record record) {
    Set<Reference> references = new LinkedHashSet<>();
    for (String name : TitleTemplate.of(type.title()).names()) {
      if (record.get(name) instanceof Reference reference) {
        references.add(reference);
      }
    }
    return references;
  }

  /** The title of what a reference points to; type and number where that may not be told. */
  public String of(Reference reference) {
    return of(reference, DEEPEST);
  }

  private String of(Reference reference, int depth) {
    Record record = known.get(reference);
    if (record == null) {
      return remembered(reference).orElseGet(() -> number(reference));
    }
    String title = of(access.model().type(reference.type()), record, depth);
    knownTitles.remember(reference, title, generation);
    return title;
  }

  /** A title that was told before, to those who may see all records of its type. */
  private Optional<String> remembered(Reference reference) {
    RecordType type = access.model().types().get(reference.type());
    return type != null && access.seesAll(type) ? knownTitles.of(reference) : Optional.empty();
  }

  private static String number(Reference reference) {
    return reference.type() + " #" + reference.id();
  }

  /** The title of a record. */
  public String of(RecordType type, Record record) {
    return of(type, record, DEEPEST);
  }

  private String of(RecordType type, Record record, int depth) {
    TitleTemplate template = TitleTemplate.of(type.title());
    if (!isReadable(type, template)) {
      return number(new Reference(type.name(), record.id()));
    }
    String title = template.fill(name -> text(type, record, name, depth));
    return title.isEmpty() ? number(new Reference(type.name(), record.id())) : title;
  }

  /** Whether all fields that a title names may be read. */
  private static boolean isReadable(RecordType type, TitleTemplate template) {
    return template.names().stream()
        .allMatch(name -> name.equals("id") || type.fields().containsKey(name));
  }

  /** A template filled with a record's values; fields that may not be read stand for nothing. */
  public String filled(String template, RecordType type, Record record) {
    return TitleTemplate.of(template)
        .fill(name -> type.fields().containsKey(name) ? text(type, record, name, DEEPEST) : "");
  }

  private String text(RecordType type, Record record, String name, int depth) {
    if (name.equals("id")) {
      return Long.toString(record.id());
    }
    Field field = type.fields().get(name);
    Object value = field == null || field.hidden() ? null : record.get(name);
    if (value == null) {
      return "";
    }
    if (value instanceof Reference reference) {
      return depth == 0 ? number(reference) : of(reference, depth - 1);
    }
    return field.kind().words(field, value);
  }
}
