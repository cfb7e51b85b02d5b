// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.write;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.parley.api.error.ErrorKind;
import org.parley.api.error.FieldError;
import org.parley.api.error.ParleyException;
import org.parley.api.record.Record;
import org.parley.api.record.Reference;
import org.parley.api.security.Principal;
import org.parley.core.event.Change.Operation;
import org.parley.core.record.Commit;
import org.parley.core.record.Condition;
import org.parley.core.record.Field;
import org.parley.core.record.Operator;
import org.parley.core.record.RecordType;
import org.parley.core.record.Selection;
import org.parley.core.record.Storage;
import org.parley.core.record.internal.access.Access;
import org.parley.core.record.internal.company.CompanySettings;
import org.parley.core.record.internal.company.CoreRules;
import org.parley.core.record.internal.kind.Kinds;
import org.parley.core.record.internal.view.RecordReader;
import org.parley.spi.record.Decision.FurtherWrite;
import org.parley.spi.record.Draft;

/**
 * Everything one call writes: gathered, checked and completed by hooks first, then committed in one
 * transaction or not at all. For one thread and one attempt.
 */
public final class WriteUnit {
  private static final int DEEPEST = 3;
  private static final int MOST_FURTHER = 100;

  private final Storage.Serving serving;
  private final Principal principal;
  private final String through;
  private final Instant now;
  private final RecordReader reader;
  private final CompanySettings company;
  private final Hooks hooks;
  private final Map<Long, Pending> pending = new LinkedHashMap<>();
  private final Map<Long, Commit.Read> reads = new HashMap<>();
  private int depth;
  private int further;

  WriteUnit(
      Storage.Serving serving,
      Principal principal,
      String through,
      Instant now,
      RecordReader reader,
      CompanySettings company,
      Hooks hooks) {
    this.serving = serving;
    this.principal = principal;
    this.through = through;
    this.now = now;
    this.reader = reader;
    this.company = company;
    this.hooks = hooks;
  }

  /** The database as this unit sees it. */
  public Storage.Serving serving() {
    return serving;
  }

  Principal principal() {
    return principal;
  }

  RecordReader reader() {
    return reader;
  }

  CompanySettings company() {
    return company;
  }

  Hooks hooks() {
    return hooks;
  }

  Instant now() {
    return now;
  }

  /** Creates a record from a body. */
  public Record create(String type, Map<String, Object> body) {
    return create(type, body, null, null);
  }

  /**
   * Creates a record that somebody outside knows by an id of their own.
   *
   * @param source who, null for nobody; a seed may also say when it was created
   */
  public Record create(String type, Map<String, Object> body, String source, String externalId) {
    RecordType found = Access.writable(principal, serving.model(), type);
    refuseSecondCompany(found);
    List<FieldError> errors = new ArrayList<>();
    boolean seeding = principal.kind() == Principal.Kind.SYSTEM && source != null;
    Map<String, Object> values = Values.defaults(found, company.time(serving));
    if (!body.containsKey("owner") && principal.userId() > 0) {
      values.put("owner", new Reference("user", principal.userId()));
    }
    values = Values.merged(values, Values.read(found, body, seeding, errors));
    if (!errors.isEmpty()) {
      new Validation(this, found, 0, Optional.empty(), errors).check(values);
      throw ParleyException.invalid(errors);
    }
    HookRound round = new HookRound(this, found);
    values = round.run(Draft.Operation.CREATE, Optional.empty(), values);
    values = new Validation(this, found, 0, Optional.empty(), errors).check(values);
    if (!errors.isEmpty()) {
      throw ParleyException.invalid(errors);
    }
    values.putIfAbsent("created_at", now);
    Map<String, Object> stamped = stamped(values, (Instant) values.get("created_at"));
    actor().ifPresent(user -> stamped.put("created_by", user));
    Record after = new Record(type, serving.nextId(), 1, ordered(found, stamped));
    pending.put(
        after.id(),
        new Pending(Operation.CREATE, found, Optional.empty(), after, source, externalId));
    writeFurther(round);
    return pending.get(after.id()).after();
  }

  /** Changes fields of a record; version 0 for any. */
  public Record update(String type, long id, long version, Map<String, Object> body) {
    RecordType found = Access.writable(principal, serving.model(), type);
    Record before = current(found, id, version);
    List<FieldError> errors = new ArrayList<>();
    Map<String, Object> values =
        Values.merged(before.fields(), Values.read(found, body, false, errors));
    if (!errors.isEmpty()) {
      new Validation(this, found, id, Optional.of(before), errors).check(values);
      throw ParleyException.invalid(errors);
    }
    if (Values.changed(before.fields(), values).isEmpty()) {
      return before;
    }
    HookRound round = new HookRound(this, found);
    values = round.run(Draft.Operation.UPDATE, Optional.of(before), values);
    values = new Validation(this, found, id, Optional.of(before), errors).check(values);
    if (!errors.isEmpty()) {
      throw ParleyException.invalid(errors);
    }
    if (!Values.changed(before.fields(), values).isEmpty()) {
      put(Operation.UPDATE, found, before, stamped(values, now));
    }
    writeFurther(round);
    return pending.containsKey(id) ? pending.get(id).after() : before;
  }

  /** Moves a record to the trash with what hangs on it; version 0 for any. */
  public void trash(String type, long id, long version) {
    RecordType found = Access.writable(principal, serving.model(), type);
    Record record = current(found, id, version);
    CoreRules.refuseTrash(type, id, principal);
    new Trash(this).move(found, record);
  }

  /** Takes a record out of the trash with what went there along with it. */
  public Record restore(String type, long id) {
    RecordType found = Access.writable(principal, serving.model(), type);
    Record record =
        (id <= 0 ? Optional.<Record>empty() : serving.find(found, id))
            .orElseThrow(() -> RecordReader.notFound(found, id, false));
    if (record.get("deleted_at") == null) {
      return record;
    }
    new Trash(this).restore(found, record);
    return pending.get(id).after();
  }

  /** The record as it would be now, checked against the version the caller knows. */
  private Record current(RecordType type, long id, long version) {
    Pending written = pending.get(id);
    if (written != null) {
      if (written.operation() == Operation.TRASH || !written.type().equals(type)) {
        throw RecordReader.notFound(type, id, true);
      }
      return written.after();
    }
    Record record = RecordReader.live(serving, type, id);
    if (version > 0 && version != record.version()) {
      throw new ParleyException(
          ErrorKind.STALE,
          "stale",
          type.label()
              + " "
              + id
              + " has changed meanwhile: it has version "
              + record.version()
              + " now. Read it again, then decide.");
    }
    return record;
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
          before.id(), new Pending(operation, type, Optional.of(before), after, null, null));
    }
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

  /** Values with who and when. */
  Map<String, Object> stamped(Map<String, Object> values, Instant at) {
    Map<String, Object> stamped = new LinkedHashMap<>(values);
    stamped.put("modified_at", at);
    actor()
        .ifPresentOrElse(
            user -> stamped.put("modified_by", user), () -> stamped.remove("modified_by"));
    return stamped;
  }

  private Optional<Reference> actor() {
    return principal.userId() > 0
        ? Optional.of(new Reference("user", principal.userId()))
        : Optional.empty();
  }

  /** Whether a record is written by this unit already. */
  boolean touches(long id) {
    return pending.containsKey(id);
  }

  /** Whether this unit moves a record to the trash. */
  boolean trashes(long id) {
    return pending.containsKey(id) && pending.get(id).operation() == Operation.TRASH;
  }

  /** A record as this unit would leave it. */
  Record pendingOr(Record record) {
    Pending written = pending.get(record.id());
    return written == null ? record : written.after();
  }

  int size() {
    return pending.size();
  }

  /** Notes a read that the commit shall compare; the first one counts. */
  void haveRead(RecordType type, long id, long version) {
    reads.putIfAbsent(id, new Commit.Read(type, id, version));
  }

  boolean hasReads() {
    return !reads.isEmpty();
  }

  /** Those of the records that are there and not in the trash, this unit's own included. */
  Set<Reference> existing(String name, Set<Long> ids) {
    RecordType type = serving.model().types().get(name);
    Set<Reference> there = new LinkedHashSet<>();
    if (type == null) {
      return there;
    }
    List<Object> asked = new ArrayList<>();
    for (long id : ids) {
      Pending written = pending.get(id);
      if (written == null) {
        asked.add(id);
      } else if (written.operation() != Operation.TRASH && written.type().name().equals(name)) {
        there.add(new Reference(name, id));
      }
    }
    if (!asked.isEmpty()) {
      Condition among = new Condition.Compare(List.of(), Kinds.ID, 0, Operator.IN, asked);
      serving
          .list(new Selection(type, among, Set.of(), List.of(), null, asked.size(), false))
          .forEach(row -> there.add(new Reference(name, row.record().id())));
    }
    return there;
  }

  /** Whether another record written by this unit has a value that must be unique. */
  boolean pendingHas(RecordType type, long id, Field field, int column, Object compared) {
    return pending.values().stream()
        .filter(written -> written.type().name().equals(type.name()))
        .filter(written -> written.operation() != Operation.TRASH && written.after().id() != id)
        .map(written -> written.after().get(field.name()))
        .filter(Objects::nonNull)
        .anyMatch(value -> field.kind().split(field, value)[column].equals(compared));
  }

  /** Writes what hooks asked for, by the same way as everything else. */
  void writeFurther(HookRound round) {
    if (round.wanted().isEmpty()) {
      return;
    }
    depth++;
    for (HookRound.Wanted wanted : round.wanted()) {
      if (depth > DEEPEST || ++further > MOST_FURTHER) {
        throw new ParleyException(
            ErrorKind.CONFLICT,
            "conflict",
            "Plugins ask for more writes than one may cause; the last was "
                + wanted.plugin()
                + ".");
      }
      try {
        writeFurther(wanted.write());
      } catch (ParleyException e) {
        throw new ParleyException(
            e.kind(),
            e.code(),
            "A write that the plugin " + wanted.plugin() + " adds is refused: " + e.getMessage(),
            e);
      }
    }
    depth--;
  }

  private void writeFurther(FurtherWrite write) {
    if (write.id() == 0) {
      create(write.type(), Values.json(write.fields()));
    } else {
      update(write.type(), write.id(), 0, Values.json(write.fields()));
    }
  }

  private void refuseSecondCompany(RecordType type) {
    if (type.name().equals("company") && serving.count(type, Condition.ALL, false, 1) > 0) {
      throw new ParleyException(
          ErrorKind.CONFLICT, "conflict", "There is one company per instance: change that one.");
    }
  }

  /** Writes everything, if there is anything. */
  void commit() {
    if (pending.isEmpty()) {
      return;
    }
    List<Commit.Write> writes = new ArrayList<>();
    pending.values().forEach(written -> writes.add(written.write()));
    for (Commit.Write write : writes) {
      Commit.Read read = reads.remove(write.after().id());
      long version = write.before().map(Record::version).orElse(0L);
      if (read != null && read.version() != version) {
        throw new Storage.StaleWrite(write.type().name(), write.after().id());
      }
    }
    serving.commit(new Commit(principal, through, 0, 0, writes, new ArrayList<>(reads.values())));
    Set<String> types = new HashSet<>();
    writes.forEach(write -> types.add(write.type().name()));
    if (types.contains("company")) {
      company.forget();
    }
    reader.knownTitles().written(types);
  }
}
