// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.write;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.parley.api.error.ErrorKind;
import org.parley.api.error.FieldError;
import org.parley.api.error.ParleyException;
import org.parley.api.record.Record;
import org.parley.api.record.Reference;
import org.parley.api.security.Principal;
import org.parley.core.event.Change;
import org.parley.core.event.Change.Operation;
import org.parley.core.event.Journal;
import org.parley.core.record.Commit;
import org.parley.core.record.Condition;
import org.parley.core.record.Field;
import org.parley.core.record.RecordStore.BulkRow;
import org.parley.core.record.RecordType;
import org.parley.core.record.Storage;
import org.parley.core.record.internal.access.Access;
import org.parley.core.record.internal.access.Action;
import org.parley.core.record.internal.company.CompanySettings;
import org.parley.core.record.internal.company.CoreRules;
import org.parley.core.record.internal.file.Attachments;
import org.parley.core.record.internal.kind.SequenceKind;
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

  /** How far back a removal is looked for: it was the last thing but for what a plugin added. */
  private static final int LOOKED_AT = 10;

  /** As many as go to the trash together, at the most. */
  private static final int MOST_TOGETHER = 1_000;

  private static final int READ_AT_ONCE = 50;

  private final Storage.Serving serving;
  private final Principal principal;
  private final String through;
  private final Instant now;
  private final RecordReader reader;
  private final CompanySettings company;
  private final Hooks hooks;
  private final Attachments attachments;
  private final Journal journal;
  private final Secrets secrets;
  private final Gathered gathered;
  private Access access;
  private int depth;
  private int further;

  WriteUnit(
      Storage.Serving serving,
      Principal principal,
      String through,
      Instant now,
      RecordReader reader,
      CompanySettings company,
      Hooks hooks,
      Attachments attachments,
      Journal journal,
      Secrets secrets) {
    this.serving = serving;
    this.principal = principal;
    this.through = through;
    this.now = now;
    this.reader = reader;
    this.company = company;
    this.hooks = hooks;
    this.attachments = attachments;
    this.journal = journal;
    this.secrets = secrets;
    this.gathered = new Gathered(serving);
    this.access = reader.control().of(principal, serving);
  }

  /** The database as this unit sees it. */
  public Storage.Serving serving() {
    return serving;
  }

  Principal principal() {
    return principal;
  }

  /** What the principal may do. */
  Access access() {
    return access;
  }

  /** Does what follows from a write by itself, whatever the one who writes may do otherwise. */
  void consequence(Runnable work) {
    Access asked = access;
    access = reader.control().of(Principal.SYSTEM, serving);
    try {
      work.run();
    } finally {
      access = asked;
    }
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

  /** What this unit has gathered so far. */
  Gathered gathered() {
    return gathered;
  }

  Instant now() {
    return now;
  }

  /** Does one part of several; when it fails, nothing of it is left. */
  <T> T part(Supplier<T> work) {
    Gathered.Mark mark = gathered.mark();
    further = 0;
    try {
      return work.get();
    } catch (ParleyException e) {
      gathered.back(mark);
      throw e;
    }
  }

  /** Reads at once what writing these rows will ask for one by one. */
  void foresee(String type, List<BulkRow> rows) {
    new Foresight(gathered, access, access.writable(type)).of(rows);
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
    RecordType found = access.writable(type);
    access.check(Action.CREATE, found);
    refuseSecond(found);
    List<FieldError> errors = new ArrayList<>();
    boolean seeding = principal.kind() == Principal.Kind.SYSTEM && source != null;
    Map<String, Object> values = Values.defaults(found, company.time(serving), principal.userId());
    if (!body.containsKey("owner") && principal.userId() > 0) {
      values.put("owner", new Reference("user", principal.userId()));
    }
    Map<String, Object> given = given(found, body, seeding, errors);
    values = Values.merged(values, attached(found, given, Map.of(), errors));
    Ownership.begin(this, found, body, values);
    if (!errors.isEmpty()) {
      new Validation(this, found, 0, Optional.empty(), errors).check(values);
      throw ParleyException.invalid(errors);
    }
    Junctions junctions = Junctions.take(this, found, values);
    HookRound round = new HookRound(this, found);
    values = round.run(Draft.Operation.CREATE, Optional.empty(), values);
    values = new Validation(this, found, 0, Optional.empty(), errors).check(values);
    if (!errors.isEmpty()) {
      throw ParleyException.invalid(errors);
    }
    access.check(Action.CREATE, found, new Record(type, 0, 0, values));
    People.check(this, found, Optional.empty(), values);
    values.putIfAbsent("created_at", now);
    Map<String, Object> stamped = stamped(values, (Instant) values.get("created_at"));
    actor().ifPresent(user -> stamped.put("created_by", user));
    number(found, stamped);
    Record after = gathered.create(found, stamped, source, externalId);
    junctions.write(after.id()).forEach(change -> gathered.tell(after.id(), change));
    writeFurther(round);
    return gathered.orElse(after);
  }

  /** Gives sequence numbers as late as possible: what is refused before takes none. */
  private void number(RecordType type, Map<String, Object> values) {
    for (Field field : type.fields().values()) {
      if (field.format() != null && !field.hidden()) {
        values.put(field.name(), SequenceKind.value(field, serving.nextNumber(type, field)));
      }
    }
  }

  /** Reads a body of fields that the principal may change; others are refused. */
  private Map<String, Object> given(
      RecordType type, Map<String, Object> body, boolean seeding, List<FieldError> errors) {
    RecordType seen = access.visible(type.name());
    Map<String, Object> allowed = new LinkedHashMap<>(body);
    for (String name : body.keySet()) {
      Field field = seen.fields().get(name);
      if (field != null && !field.hidden() && !access.mayEdit(type, field)) {
        allowed.remove(name);
        errors.add(new FieldError(name, "read_only", "You may not change " + field.label() + "."));
      }
    }
    return Values.read(seen, allowed, seeding, principal.userId(), errors);
  }

  /** Changes fields of a record; version 0 for any. */
  public Record update(String type, long id, long version, Map<String, Object> body) {
    return update(type, id, version, body, Map.of());
  }

  /**
   * The same.
   *
   * @param kept values that the platform gives besides, whoever may change them; null empties
   */
  Record update(
      String type, long id, long version, Map<String, Object> body, Map<String, Object> kept) {
    RecordType found = access.writable(type);
    Record before = current(found, id, version);
    access.check(Action.EDIT, found, before);
    List<FieldError> errors = new ArrayList<>();
    Map<String, Object> given = given(found, body, false, errors);
    Map<String, Object> values =
        Values.merged(before.fields(), attached(found, given, before.fields(), errors));
    values = Values.merged(values, kept);
    Ownership.follow(this, found, before, body, values);
    Distances.keep(found, before, body, values);
    if (!errors.isEmpty()) {
      new Validation(this, found, id, Optional.of(before), errors).check(values);
      throw ParleyException.invalid(errors);
    }
    Junctions junctions = Junctions.take(this, found, values);
    if (Values.changed(before.fields(), values).isEmpty() && junctions.isEmpty()) {
      return before;
    }
    HookRound round = new HookRound(this, found);
    values = round.run(Draft.Operation.UPDATE, Optional.of(before), values);
    values = new Validation(this, found, id, Optional.of(before), errors).check(values);
    if (!errors.isEmpty()) {
      throw ParleyException.invalid(errors);
    }
    People.check(this, found, Optional.of(before), values);
    List<Change.FieldChange> beside = junctions.write(id);
    if (!Values.changed(before.fields(), values).isEmpty() || !beside.isEmpty()) {
      gathered.put(Operation.UPDATE, found, before, stamped(values, now));
      beside.forEach(change -> gathered.tell(id, change));
    }
    writeFurther(round);
    return gathered.orElse(before);
  }

  /**
   * Updates that were made together with the last removal of a record, by what the journal says.
   */
  List<Change> cleared(RecordType type, long id) {
    Optional<Change> removed =
        journal.history(type.name(), id, Long.MAX_VALUE, LOOKED_AT).stream()
            .filter(change -> change.operation() == Operation.TRASH)
            .findFirst();
    return removed.map(this::updatesWith).orElse(List.of());
  }

  /** Reads on from a removal for as long as there is something of the same commit. */
  private List<Change> updatesWith(Change removal) {
    List<Change> updates = new ArrayList<>();
    long after = removal.position();
    int together = READ_AT_ONCE;
    for (int read = 0; read < MOST_TOGETHER && together > 0; read += READ_AT_ONCE) {
      List<Change> some = journal.read(after, READ_AT_ONCE);
      together = 0;
      for (Change change : some) {
        after = change.position();
        if (change.at().equals(removal.at())) {
          together++;
          if (change.operation() == Operation.UPDATE) {
            updates.add(change);
          }
        }
      }
    }
    return updates;
  }

  /** The version of a record as it would be now. */
  long version(RecordType type, long id) {
    return current(type, id, 0).version();
  }

  /** What was given, with files in place of what it says of them, and secrets sealed. */
  Map<String, Object> attached(
      RecordType type,
      Map<String, Object> given,
      Map<String, Object> before,
      List<FieldError> errors) {
    Map<String, Object> found = attachments.resolved(principal, type, given, before, errors);
    return secrets.sealed(type, found, before, errors);
  }

  /** Moves a record to the trash with what hangs on it; version 0 for any. */
  public void trash(String type, long id, long version) {
    RecordType found = access.writable(type);
    Record record = current(found, id, version);
    access.check(Action.DELETE, found, record);
    CoreRules.refuseTrash(type, id, principal);
    People.checkTrash(found, record);
    new Trash(this).move(found, record);
  }

  /** Takes a record out of the trash with what went there along with it. */
  public Record restore(String type, long id) {
    RecordType found = access.writable(type);
    Record record =
        (id <= 0 ? Optional.<Record>empty() : serving.find(found, id))
            .filter(some -> access.sees(found, some))
            .orElseThrow(() -> RecordReader.notFound(found, id, false));
    access.check(Action.DELETE, found, record);
    if (record.get("deleted_at") == null) {
      return record;
    }
    new Trash(this).restore(found, record);
    return gathered.orElse(record);
  }

  /** The record as it would be now, checked against the version the caller knows. */
  private Record current(RecordType type, long id, long version) {
    Pending written = gathered.of(id);
    if (written != null) {
      if (written.operation() == Operation.TRASH || !written.type().equals(type)) {
        throw RecordReader.notFound(type, id, true);
      }
      return written.after();
    }
    Record record = gathered.live(type, id, access);
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

  /** Writes what hooks asked for, by the same way as everything else. */
  void writeFurther(HookRound round) {
    if (round.wanted().isEmpty()) {
      return;
    }
    depth++;
    try {
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
    } finally {
      depth--;
    }
  }

  private void writeFurther(FurtherWrite write) {
    if (write.id() == 0) {
      create(write.type(), Values.json(write.fields()));
    } else {
      update(write.type(), write.id(), 0, Values.json(write.fields()));
    }
  }

  private void refuseSecond(RecordType type) {
    if (CoreRules.isSingle(type.name()) && serving.count(type, Condition.ALL, false, 1) > 0) {
      throw new ParleyException(
          ErrorKind.CONFLICT,
          "conflict",
          "There is one " + type.label() + " per instance: change that one.");
    }
  }

  /** Writes everything, if there is anything. */
  void commit() {
    if (gathered.isEmpty()) {
      return;
    }
    People.checkLast(this);
    Commit commit = gathered.commit(principal, through);
    serving.commit(commit);
    Set<String> types = new HashSet<>();
    commit.writes().forEach(write -> types.add(write.type().name()));
    if (types.contains("company")) {
      company.forget();
    }
    reader.knownTitles().written(types);
    reader.control().written(types);
  }
}
