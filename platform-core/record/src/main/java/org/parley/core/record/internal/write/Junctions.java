// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.write;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.parley.api.error.FieldError;
import org.parley.api.error.ParleyException;
import org.parley.api.record.Record;
import org.parley.core.event.Change;
import org.parley.core.record.Condition;
import org.parley.core.record.Field;
import org.parley.core.record.Operator;
import org.parley.core.record.RecordType;
import org.parley.core.record.Selection;

/**
 * What a body says about the far sides of many-to-many relations: each list is whole, so records of
 * the junction are made, changed and moved to the trash until they say the same. All of it is part
 * of the unit that writes the record itself. For one thread.
 */
final class Junctions {
  private static final int MOST = 1_000;

  private final WriteUnit unit;
  private final RecordType type;
  private final Map<Field, List<?>> given = new LinkedHashMap<>();

  private Junctions(WriteUnit unit, RecordType type) {
    this.unit = unit;
    this.type = type;
  }

  /** Takes what is for junctions out of the values of a body. */
  static Junctions take(WriteUnit unit, RecordType type, Map<String, Object> values) {
    Junctions junctions = new Junctions(unit, type);
    for (Field field : type.fields().values()) {
      if (field.junction() != null && values.containsKey(field.name())) {
        Object value = values.remove(field.name());
        junctions.given.put(field, value == null ? List.of() : (List<?>) value);
      }
    }
    return junctions;
  }

  boolean isEmpty() {
    return given.isEmpty();
  }

  /**
   * Writes them all.
   *
   * @param id of the record whose relations they are, which this unit may just be creating
   * @return what became of the fields, those left out that are as they were
   */
  List<Change.FieldChange> write(long id) {
    List<FieldError> errors = new ArrayList<>();
    List<Change.FieldChange> changes = new ArrayList<>();
    given.forEach((field, items) -> new Relation(field, id, errors).write(items, changes));
    if (!errors.isEmpty()) {
      throw ParleyException.invalid(errors);
    }
    return changes;
  }

  /** One field's records. */
  private final class Relation {
    private final Field field;
    private final RecordType through;
    private final Field source;
    private final Field target;
    private final long id;
    private final List<FieldError> errors;
    private final List<Record> there;

    Relation(Field field, long id, List<FieldError> errors) {
      this.field = field;
      this.through = unit.serving().model().type(field.junction().through());
      this.source = through.field(field.junction().source());
      this.target = through.field(field.junction().target());
      this.id = id;
      this.errors = errors;
      this.there = existing();
    }

    private List<Record> existing() {
      Condition points =
          source.kind().compare(List.of(), source, Operator.EQUAL, List.of(Long.toString(id)));
      Selection selection = new Selection(through, points, null, List.of(), null, MOST + 1, false);
      Stream<Record> stored =
          unit.serving().list(selection).stream()
              .map(row -> unit.gathered().orElse(row.record()))
              .filter(record -> !unit.gathered().trashes(record.id()));
      Stream<Record> fresh =
          unit.gathered().created(through).stream()
              .filter(record -> pointsHere(record.get(source.name())));
      return new ArrayList<>(
          Stream.concat(stored.filter(record -> pointsHere(record.get(source.name()))), fresh)
              .toList());
    }

    private boolean pointsHere(Object reference) {
      return reference instanceof org.parley.api.record.Reference to && to.id() == id;
    }

    void write(List<?> items, List<Change.FieldChange> changes) {
      List<Object> before = there.stream().map(this::told).toList();
      List<Object> after = new ArrayList<>();
      List<Record> rest = new ArrayList<>(there);
      List<Object> seen = new ArrayList<>();
      for (int i = 0; i < items.size(); i++) {
        String at = field.name() + "[" + i + "]";
        Map<String, Object> body = new LinkedHashMap<>();
        ((Map<?, ?>) items.get(i)).forEach((name, value) -> body.put((String) name, value));
        Record written = named(at, () -> one(at, body, rest, seen));
        if (written != null) {
          after.add(told(written));
        }
      }
      for (Record gone : rest) {
        named(
            field.name(),
            () -> {
              unit.trash(through.name(), gone.id(), 0);
              return null;
            });
      }
      if (!before.equals(after)) {
        changes.add(
            new Change.FieldChange(
                field.name(), before.isEmpty() ? null : before, after.isEmpty() ? null : after));
      }
    }

    private Record one(String at, Map<String, Object> body, List<Record> rest, List<Object> seen) {
      Object known = body.remove("id");
      if (body.containsKey(source.name())) {
        throw refused(source.name(), "read_only", source.label() + " is the record itself.");
      }
      Record match = known == null ? null : byId(rest, known);
      Object to = body.get(target.name()) == null ? null : target(body);
      if (match == null && to == null) {
        throw refused(target.name(), "required", target.label() + " must not be empty.");
      }
      Object pointed = to == null ? match.get(target.name()) : to;
      if (seen.contains(pointed)) {
        throw refused(target.name(), "not_unique", target.label() + " is there twice.");
      }
      seen.add(pointed);
      if (match == null) {
        match =
            rest.stream()
                .filter(record -> Objects.equals(record.get(target.name()), pointed))
                .findFirst()
                .orElse(null);
      }
      if (match != null) {
        rest.remove(match);
        return unit.update(through.name(), match.id(), 0, body);
      }
      body.put(source.name(), id);
      return unit.create(through.name(), body);
    }

    private Record byId(List<Record> rest, Object known) {
      return rest.stream()
          .filter(record -> known instanceof Number number && number.longValue() == record.id())
          .findFirst()
          .orElseThrow(
              () ->
                  refused(
                      "id", "no_such_record", "There is no such " + through.label() + " here."));
    }

    private Object target(Map<String, Object> body) {
      List<FieldError> wrong = new ArrayList<>();
      Map<String, Object> one = new LinkedHashMap<>();
      one.put(target.name(), body.get(target.name()));
      Object read =
          Values.read(through, one, false, unit.principal().userId(), wrong).get(target.name());
      if (!wrong.isEmpty()) {
        throw ParleyException.invalid(wrong);
      }
      return read;
    }

    private ParleyException refused(String name, String code, String message) {
      return ParleyException.invalid(List.of(new FieldError(name, code, message)));
    }

    /** Runs a part of it, whose errors are then named by where it stands in the body. */
    private Record named(String at, Supplier<Record> work) {
      try {
        return work.get();
      } catch (ParleyException e) {
        if (e.fields().isEmpty()) {
          throw e;
        }
        e.fields()
            .forEach(
                error ->
                    errors.add(
                        new FieldError(at + "." + error.field(), error.code(), error.message())));
        return null;
      }
    }

    /**
     * A record of the junction as the history tells of it: what it points to and its attributes.
     */
    private Object told(Record record) {
      Map<String, Object> told = new LinkedHashMap<>();
      for (Field part : through.fields().values()) {
        Object value = record.get(part.name());
        if (value != null && !part.system() && part != source) {
          told.put(part.name(), part.kind().write(part, value));
        }
      }
      return told;
    }
  }
}
