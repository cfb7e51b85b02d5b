// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.write;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.parley.api.record.Record;
import org.parley.api.record.Reference;
import org.parley.api.security.Principal;
import org.parley.core.event.Change;
import org.parley.core.event.Change.Operation;
import org.parley.core.record.Commit;
import org.parley.core.record.Condition;
import org.parley.core.record.Field;
import org.parley.core.record.Operator;
import org.parley.core.record.RecordType;
import org.parley.core.record.Row;
import org.parley.core.record.Selection;
import org.parley.core.record.Storage;
import org.parley.core.record.internal.access.Access;
import org.parley.core.record.internal.view.RecordReader;

/** The rows a unit shall write and what it has read to decide on them. For one thread. */
final class Gathered {
  private final Storage.Serving serving;
  private final Map<Long, Pending> pending = new LinkedHashMap<>();
  private final Map<Long, Commit.Read> reads = new HashMap<>();

  /** Read ahead, in the state the database had when the unit began. */
  private final Map<Long, Record> foreseen = new HashMap<>();

  private final Set<Reference> known = new HashSet<>();

  /** By field, who holds values that must be unique; 0 where nobody does. */
  private final Map<Field, Map<Object, Long>> holders = new HashMap<>();

  Gathered(Storage.Serving serving) {
    this.serving = serving;
  }

  /** All that was gathered at some moment. */
  record Mark(Map<Long, Pending> pending, Map<Long, Commit.Read> reads) {}

  Mark mark() {
    return new Mark(new LinkedHashMap<>(pending), new HashMap<>(reads));
  }

  /** Forgets what was gathered since. */
  void back(Mark mark) {
    pending.clear();
    pending.putAll(mark.pending());
    reads.clear();
    reads.putAll(mark.reads());
  }

  /** Reads records at once that will be asked for one by one. */
  void foresee(RecordType type, Set<Long> ids) {
    serving.findAll(type, List.copyOf(ids)).forEach(record -> foreseen.put(record.id(), record));
  }

  /**
   * Looks at once who holds values that must be unique.
   *
   * @param values as they are compared
   */
  void foresee(RecordType type, Field field, Set<Object> values) {
    int column = field.kind().comparedColumn(field);
    Condition among =
        new Condition.Compare(List.of(), field, column, Operator.IN, List.copyOf(values));
    Map<Object, Long> held = new HashMap<>();
    values.forEach(value -> held.put(value, 0L));
    Selection selection =
        new Selection(type, among, Set.of(field), List.of(), null, values.size(), false);
    for (Row row : serving.list(selection)) {
      Object value = row.record().get(field.name());
      held.put(field.kind().split(field, value)[column], row.record().id());
    }
    holders.put(field, held);
  }

  /** Whether a record is stored and lies in the trash. */
  boolean isTrashed(RecordType type, long id) {
    Record record = foreseen.get(id);
    return record != null && record.type().equals(type.name()) && record.get("deleted_at") != null;
  }

  /** Whether this unit creates a record that is known elsewhere by an id. */
  boolean brings(String source, String externalId) {
    return pending.values().stream()
        .anyMatch(
            written -> source.equals(written.source()) && externalId.equals(written.externalId()));
  }

  /** Who holds a value, 0 for nobody; empty where nobody has looked. */
  OptionalLong holder(Field field, Object value) {
    Long id = holders.getOrDefault(field, Map.of()).get(value);
    return id == null ? OptionalLong.empty() : OptionalLong.of(id);
  }

  /** A record as it is stored, that may be seen and is not in the trash. */
  Record live(RecordType type, long id, Access access) {
    Record record = foreseen.get(id);
    return record != null
            && record.type().equals(type.name())
            && record.get("deleted_at") == null
            && access.sees(type, record)
        ? record
        : RecordReader.live(serving, access, type, id);
  }

  boolean isEmpty() {
    return pending.isEmpty();
  }

  /** What is gathered of a record, null for nothing. */
  Pending of(long id) {
    return pending.get(id);
  }

  /** Notes that a record shall be created. */
  Record create(RecordType type, Map<String, Object> values, String source, String externalId) {
    Record after = new Record(type.name(), serving.nextId(), 1, ordered(type, values));
    pending.put(
        after.id(),
        new Pending(
            Operation.CREATE, type, Optional.empty(), after, source, externalId, List.of()));
    return after;
  }

  /** Notes that a record shall have these values. */
  void put(Operation operation, RecordType type, Record before, Map<String, Object> values) {
    Pending there = pending.get(before.id());
    Map<String, Object> ordered = ordered(type, values);
    if (there != null) {
      Record after = new Record(type.name(), before.id(), there.after().version(), ordered);
      pending.put(before.id(), there.with(operation, after));
    } else {
      Record after = new Record(type.name(), before.id(), before.version() + 1, ordered);
      pending.put(
          before.id(),
          new Pending(operation, type, Optional.of(before), after, null, null, List.of()));
    }
  }

  /** Notes a change of what lies beside a record that this unit writes. */
  void tell(long id, Change.FieldChange change) {
    pending.computeIfPresent(id, (key, written) -> written.with(change));
  }

  /** Records of a type that this unit creates. */
  List<Record> created(RecordType type) {
    return pending.values().stream()
        .filter(written -> written.operation() == Operation.CREATE)
        .map(Pending::after)
        .filter(record -> record.type().equals(type.name()))
        .toList();
  }

  /** Values in the order of the type's fields, as they would be read again. */
  private static Map<String, Object> ordered(RecordType type, Map<String, Object> values) {
    Map<String, Object> ordered = new LinkedHashMap<>();
    for (String name : type.fields().keySet()) {
      Object value = values.get(name);
      if (value != null) {
        ordered.put(name, value);
      }
    }
    return ordered;
  }

  /** Whether a record is written by this unit already. */
  boolean touches(long id) {
    return pending.containsKey(id);
  }

  /** Whether this unit moves a record to the trash. */
  boolean trashes(long id) {
    return pending.containsKey(id) && pending.get(id).operation() == Operation.TRASH;
  }

  /** A record as it would be left. */
  Record orElse(Record record) {
    Pending written = pending.get(record.id());
    return written == null ? record : written.after();
  }

  int size() {
    return pending.size();
  }

  /** The types of what is gathered. */
  Set<String> types() {
    Set<String> types = new HashSet<>();
    pending.values().forEach(written -> types.add(written.type().name()));
    return types;
  }

  /** Notes a read that the commit shall compare; the first one counts. */
  void haveRead(RecordType type, long id, long version) {
    reads.putIfAbsent(id, new Commit.Read(type, id, version));
  }

  boolean hasReads() {
    return !reads.isEmpty();
  }

  /** Those of the records that may be seen and are not in the trash, this unit's own included. */
  Set<Reference> existing(String name, Set<Long> ids, Access access) {
    RecordType type = access.model().types().get(name);
    Set<Reference> there = new LinkedHashSet<>();
    if (type == null) {
      return there;
    }
    List<Long> asked = new ArrayList<>();
    for (long id : ids) {
      Pending written = pending.get(id);
      if (written == null && known.contains(new Reference(name, id))) {
        there.add(new Reference(name, id));
      } else if (written == null) {
        asked.add(id);
      } else if (written.operation() != Operation.TRASH && written.type().name().equals(name)) {
        there.add(new Reference(name, id));
      }
    }
    if (!asked.isEmpty()) {
      serving.findAll(type, asked, access.needed(type)).stream()
          .filter(record -> record.get("deleted_at") == null && access.sees(type, record))
          .forEach(record -> known.add(new Reference(name, record.id())));
      asked.forEach(
          id -> {
            Reference reference = new Reference(name, id);
            if (known.contains(reference)) {
              there.add(reference);
            }
          });
    }
    return there;
  }

  /** Whether another record written by this unit has a value that must be unique. */
  boolean has(RecordType type, long id, Field field, int column, Object compared) {
    return pending.values().stream()
        .filter(written -> written.type().name().equals(type.name()))
        .filter(written -> written.operation() != Operation.TRASH && written.after().id() != id)
        .map(written -> written.after().get(field.name()))
        .filter(Objects::nonNull)
        .anyMatch(value -> field.kind().split(field, value)[column].equals(compared));
  }

  /** All of it as one transaction; a record read at another version than it is written is stale. */
  Commit commit(Principal principal, String through) {
    List<Commit.Write> writes = pending.values().stream().map(Pending::write).toList();
    for (Commit.Write write : writes) {
      Commit.Read read = reads.get(write.after().id());
      long version = write.before().map(Record::version).orElse(0L);
      if (read != null && read.version() != version) {
        throw new Storage.StaleWrite(write.type().name(), write.after().id());
      }
    }
    List<Commit.Read> others =
        reads.values().stream().filter(read -> !pending.containsKey(read.id())).toList();
    return new Commit(principal, through, 0, 0, writes, others);
  }
}
