// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.timeline;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.parley.api.record.Record;
import org.parley.api.record.Reference;
import org.parley.core.record.Condition;
import org.parley.core.record.Field;
import org.parley.core.record.Model;
import org.parley.core.record.Operator;
import org.parley.core.record.RecordType;
import org.parley.core.record.Row;
import org.parley.core.record.Selection;
import org.parley.core.record.Storage;
import org.parley.core.record.internal.access.Access;
import org.parley.core.record.internal.access.Action;
import org.parley.core.record.internal.model.CoreLayer;
import org.parley.core.record.internal.view.Titles;

/**
 * The records whose doings a timeline follows: those in the lists that references open on a record,
 * and the far sides of relations; as far as they may be seen, the ones that changed last.
 */
final class Relations {
  /** So many are followed. */
  static final int MOST = 500;

  /** So many of a list that lie in the trash. */
  private static final int MOST_TRASHED = 50;

  private final Storage.Serving serving;
  private final Access access;
  private final Map<Reference, Record> found = new LinkedHashMap<>();

  private Relations(Storage.Serving serving, Access access) {
    this.serving = serving;
    this.access = access;
  }

  /** The relations of a record that may be seen, with what their titles are made of. */
  static Map<Reference, Record> of(Storage.Serving serving, Access access, Record record) {
    Relations relations = new Relations(serving, access);
    RecordType type = access.model().type(record.type());
    for (Model.Inverse inverse : access.model().inverses(type.name())) {
      relations.follow(record.id(), inverse);
    }
    relations.found.remove(new Reference(record.type(), record.id()));
    return relations.newest();
  }

  private void follow(long id, Model.Inverse inverse) {
    RecordType from = inverse.from();
    if (CoreLayer.types().contains(from.name()) || from.timeline() != null) {
      return;
    }
    Field far = farSide(from, inverse.field());
    if (far == null) {
      keep(from, rows(from, inverse.field(), id, read(from), false, MOST));
      keep(from, rows(from, inverse.field(), id, read(from), true, MOST_TRASHED));
      return;
    }
    Map<String, List<Long>> ids = new LinkedHashMap<>();
    for (Record row : rows(from, inverse.field(), id, Set.of(far), false, MOST)) {
      if (row.get(far.name()) instanceof Reference to && access.mayRead(to.type())) {
        ids.computeIfAbsent(to.type(), name -> new ArrayList<>()).add(to.id());
      }
    }
    ids.forEach(
        (name, some) -> {
          RecordType target = access.model().type(name);
          keep(target, serving.findAll(target, some, read(target)));
        });
  }

  /** The other reference of a type that only lies between two sides; null for any other type. */
  private Field farSide(RecordType from, Field near) {
    return access.model().types().values().stream()
        .flatMap(type -> type.fields().values().stream())
        .map(Field::junction)
        .filter(Objects::nonNull)
        .filter(junction -> junction.through().equals(from.name()))
        .map(
            junction ->
                near.name().equals(junction.source()) ? junction.target() : junction.source())
        .map(name -> from.fields().get(name))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private Set<Field> read(RecordType type) {
    Set<Field> fields = new LinkedHashSet<>(access.needed(type));
    fields.addAll(Titles.fields(type));
    for (String name : List.of("created_at", "created_by", "modified_at", "deleted_at")) {
      Field field = type.fields().get(name);
      if (field != null) {
        fields.add(field);
      }
    }
    return fields;
  }

  private List<Record> rows(
      RecordType from, Field field, long id, Set<Field> fields, boolean trash, int most) {
    Condition points =
        field.kind().compare(List.of(), field, Operator.EQUAL, List.of(Long.toString(id)));
    Condition where = new Condition.And(List.of(points, access.rows(Action.READ, from, points)));
    List<Selection.Sort> order =
        List.of(new Selection.Sort(from.fields().get("modified_at"), true));
    Selection rows = new Selection(from, where, fields, order, null, most, trash);
    return serving.list(rows).stream().map(Row::record).toList();
  }

  private void keep(RecordType type, List<Record> records) {
    for (Record record : records) {
      if (access.sees(type, record)) {
        found.put(new Reference(type.name(), record.id()), record);
      }
    }
  }

  private Map<Reference, Record> newest() {
    Map<Reference, Record> newest = new LinkedHashMap<>();
    found.entrySet().stream()
        .sorted(
            Comparator.comparing(
                (Map.Entry<Reference, Record> entry) ->
                    (Instant) entry.getValue().get("modified_at"),
                Comparator.nullsLast(Comparator.reverseOrder())))
        .limit(MOST)
        .forEach(entry -> newest.put(entry.getKey(), entry.getValue()));
    return newest;
  }
}
