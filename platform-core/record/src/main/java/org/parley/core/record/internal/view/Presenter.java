// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.view;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.parley.api.error.ParleyException;
import org.parley.api.record.Record;
import org.parley.api.record.Reference;
import org.parley.core.record.Condition;
import org.parley.core.record.Field;
import org.parley.core.record.Model;
import org.parley.core.record.Operator;
import org.parley.core.record.RecordType;
import org.parley.core.record.Result;
import org.parley.core.record.Row;
import org.parley.core.record.Selection;
import org.parley.core.record.Storage;
import org.parley.core.record.internal.access.Access;
import org.parley.core.record.internal.access.Action;
import org.parley.core.record.internal.kind.Kinds;
import org.parley.core.record.internal.query.CursorCodec;

/** Makes answers of records: fields asked for, titles, links and what is included. For one call. */
public final class Presenter {
  private static final int INCLUDED = 50;

  /** Not fields, but asked for as if they were. */
  private static final Set<String> ALWAYS = Set.of("id", "version", "title", "type");

  private final Storage.Serving serving;
  private final Access access;
  private final RecordType type;
  private final Set<String> fields;
  private final Set<String> include;
  private final KnownTitles knownTitles;

  /**
   * A presenter of one type's records.
   *
   * @param fields names asked for, null for all
   * @param include references and inverse lists asked for, null for none
   */
  public Presenter(
      Storage.Serving serving,
      Access access,
      RecordType type,
      Set<String> fields,
      Set<String> include,
      KnownTitles knownTitles) {
    this.knownTitles = knownTitles;
    this.serving = serving;
    this.access = access;
    this.type = type;
    this.fields = fields == null ? null : new LinkedHashSet<>(fields);
    this.include = include == null ? Set.of() : include;
    if (this.fields != null) {
      this.fields.removeAll(ALWAYS);
      this.fields.forEach(type::field);
    }
    for (String name : this.include) {
      if (!isReference(name) && inverse(name) == null && junction(name) == null) {
        throw ParleyException.badRequest(
            "unknown_field",
            "The type " + type.name() + " has no reference or list " + name + " to include.");
      }
    }
  }

  private boolean isReference(String name) {
    Field field = type.fields().get(name);
    return field != null && !field.hidden() && !field.to().isEmpty();
  }

  /** A many-to-many relation whose records the caller may read, or null. */
  private Field junction(String name) {
    Field field = type.fields().get(name);
    return field != null
            && field.junction() != null
            && !field.hidden()
            && access.mayRead(field.junction().through())
        ? field
        : null;
  }

  private Model.Inverse inverse(String name) {
    return access.model().inverses(type.name()).stream()
        .filter(inverse -> inverse.name().equals(name))
        .findFirst()
        .orElse(null);
  }

  /** The fields to read from the database, null for all. */
  public Set<Field> wanted() {
    if (fields == null) {
      return null;
    }
    Set<Field> wanted = new LinkedHashSet<>();
    fields.forEach(name -> wanted.add(type.field(name)));
    wanted.addAll(Titles.fields(type));
    include.stream().filter(this::isReference).forEach(name -> wanted.add(type.field(name)));
    wanted.add(type.field("deleted_at"));
    return wanted;
  }

  /** What to read along with a record that is presented by itself. */
  Map<Field, Set<Field>> along() {
    return Titles.along(access, type, fields);
  }

  Result present(Storage.Found found) {
    return present(List.of(found.record()), found.along()).get(0);
  }

  public Result present(Record record) {
    return present(List.of(record)).get(0);
  }

  public List<Result> present(List<Record> records) {
    return present(records, List.of());
  }

  private List<Result> present(List<Record> records, List<Record> along) {
    Titles titles = new Titles(serving, access, knownTitles);
    titles.take(along);
    Set<Reference> references = new LinkedHashSet<>();
    for (Record record : records) {
      record
          .fields()
          .forEach(
              (name, value) -> {
                if (value instanceof Reference reference
                    && (shown(name) || include.contains(name))) {
                  references.add(reference);
                }
              });
      references.addAll(Titles.titleReferences(type, record));
    }
    titles.fetch(references);
    Map<Reference, Result> included = includedRecords(records);
    List<Result> results = new ArrayList<>(records.size());
    for (Record record : records) {
      results.add(
          new Result(
              type,
              visible(record),
              titles.of(type, record),
              links(record, titles),
              include.isEmpty() ? Map.of() : included(record, included)));
    }
    return results;
  }

  private boolean shown(String name) {
    Field field = type.fields().get(name);
    return field != null && !field.hidden() && (fields == null || fields.contains(name));
  }

  private Record visible(Record record) {
    if (fields == null && record.fields().keySet().stream().allMatch(this::shown)) {
      return record;
    }
    Map<String, Object> visible = new LinkedHashMap<>();
    for (String name : type.fields().keySet()) {
      Object value = record.get(name);
      if (value != null && shown(name)) {
        visible.put(name, value);
      }
    }
    return new Record(record.type(), record.id(), record.version(), visible);
  }

  private Map<String, Result.Link> links(Record record, Titles titles) {
    Map<String, Result.Link> links = new LinkedHashMap<>();
    record
        .fields()
        .forEach(
            (name, value) -> {
              if (value instanceof Reference reference && shown(name)) {
                links.put(
                    name, new Result.Link(reference.type(), reference.id(), titles.of(reference)));
              }
            });
    return links;
  }

  /** All records that included references point to, presented type by type. */
  private Map<Reference, Result> includedRecords(List<Record> records) {
    Map<String, Set<Long>> byType = new LinkedHashMap<>();
    for (String name : include) {
      for (Record record : records) {
        if (record.get(name) instanceof Reference reference && access.mayRead(reference.type())) {
          byType
              .computeIfAbsent(reference.type(), key -> new LinkedHashSet<>())
              .add(reference.id());
        }
      }
    }
    Map<Reference, Result> included = new HashMap<>();
    byType.forEach(
        (name, ids) -> {
          RecordType target = access.model().type(name);
          List<Record> live =
              serving.findAll(target, List.copyOf(ids)).stream()
                  .filter(record -> record.get("deleted_at") == null)
                  .filter(record -> access.sees(target, record))
                  .toList();
          of(target)
              .present(live)
              .forEach(result -> included.put(new Reference(name, result.record().id()), result));
        });
    return included;
  }

  /** Presents records of another type whole. */
  private Presenter of(RecordType other) {
    return new Presenter(serving, access, other, null, null, knownTitles);
  }

  private Map<String, Result.Included> included(Record record, Map<Reference, Result> targets) {
    Map<String, Result.Included> included = new LinkedHashMap<>();
    for (String name : include) {
      if (isReference(name)) {
        Result target =
            record.get(name) instanceof Reference reference ? targets.get(reference) : null;
        List<Result> items = target == null ? List.of() : List.of(target);
        included.put(name, new Result.Included(false, items, null));
      } else if (junction(name) != null) {
        included.put(name, junctionList(record, junction(name).junction()));
      } else {
        included.put(name, inverseList(record, inverse(name)));
      }
    }
    return included;
  }

  /** Newest first; the cursor goes on where a list filtered by the reference would. */
  private Result.Included inverseList(Record record, Model.Inverse inverse) {
    return listed(record, inverse.from(), inverse.field(), true, of(inverse.from()));
  }

  /** In the order they were added, each with what it points to. */
  private Result.Included junctionList(Record record, Field.Junction junction) {
    RecordType through = access.model().type(junction.through());
    Presenter presenter =
        new Presenter(serving, access, through, null, Set.of(junction.target()), knownTitles);
    return listed(record, through, through.field(junction.source()), false, presenter);
  }

  private Result.Included listed(
      Record record, RecordType from, Field field, boolean newestFirst, Presenter presenter) {
    String id = Long.toString(record.id());
    Condition points = field.kind().compare(List.of(), field, Operator.EQUAL, List.of(id));
    Condition where = new Condition.And(List.of(points, access.rows(Action.READ, from, points)));
    List<Selection.Sort> order = List.of(new Selection.Sort(Kinds.ID, newestFirst));
    List<Row> rows =
        serving.list(new Selection(from, where, null, order, null, INCLUDED + 1, false));
    boolean more = rows.size() > INCLUDED;
    List<Row> page = more ? rows.subList(0, INCLUDED) : rows;
    String next = null;
    if (more) {
      Row last = page.get(INCLUDED - 1);
      next =
          new CursorCodec(from.name(), field.name() + "==" + id, newestFirst ? "-id" : "id", order)
              .encode(last.sortKeys(), last.record().id());
    }
    List<Result> items = presenter.present(page.stream().map(Row::record).toList());
    return new Result.Included(true, items, next);
  }
}
