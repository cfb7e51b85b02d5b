// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.write;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.parley.api.error.ErrorKind;
import org.parley.api.error.ParleyException;
import org.parley.api.record.Record;
import org.parley.api.record.Reference;
import org.parley.api.security.Principal;
import org.parley.core.event.Change;
import org.parley.core.record.Commit;
import org.parley.core.record.Condition;
import org.parley.core.record.Field;
import org.parley.core.record.OnDelete;
import org.parley.core.record.Operator;
import org.parley.core.record.RecordType;
import org.parley.core.record.Selection;
import org.parley.core.record.Storage;
import org.parley.core.record.internal.access.Access;
import org.parley.core.record.internal.access.Right;
import org.parley.core.record.internal.view.RecordReader;

/**
 * Takes away what is not to be there any more: personal values, from a record and from all that the
 * journal keeps of it, and records in the trash, for good. Both are told in the journal, without
 * what was taken away. Safe for use by many threads.
 */
public final class Removal {
  /** What stands where a text is required. */
  private static final String ERASED = "Erased";

  /** Kinds that can hold it. */
  private static final Set<String> TEXTS = Set.of("text", "longtext");

  private static final int MOST = 500;

  private final Storage storage;
  private final RecordReader reader;
  private final Clock clock;

  public Removal(Storage storage, RecordReader reader, Clock clock) {
    this.storage = storage;
    this.reader = reader;
    this.clock = clock;
  }

  /** Takes the personal values out of a record, in the trash or not; what it has now. */
  public Record erase(Principal principal, String type, long id, String through) {
    try (Storage.Serving serving = storage.serve()) {
      Access access = reader.control().of(principal, serving);
      access.need(Right.PERSONAL_DATA);
      RecordType found = access.writable(type);
      Record before = seen(serving, access, found, id);
      Map<String, Object> values = new LinkedHashMap<>(before.fields());
      List<Change.FieldChange> changes = new ArrayList<>();
      for (Field field : found.fields().values()) {
        Object value = before.get(field.name());
        boolean relation = !field.to().isEmpty();
        if (value == null || !found.isPersonal(field) || field.hidden() || relation) {
          continue;
        }
        Object left = field.required() ? left(found, field, id) : null;
        if (!Objects.equals(value, left)) {
          values.put(field.name(), left);
          changes.add(new Change.FieldChange(field.name(), null, null));
        }
      }
      values.values().removeIf(Objects::isNull);
      Map<String, Object> stamped = stamped(values, principal);
      Record after = new Record(type, id, before.version() + 1, stamped);
      write(serving, principal, through, Change.Operation.ERASE, found, before, after, changes);
      return after;
    }
  }

  private static Object left(RecordType type, Field field, long id) {
    if (!TEXTS.contains(field.kind().name())) {
      throw new ParleyException(
          ErrorKind.CONFLICT,
          "in_use",
          field.label()
              + " of "
              + type.label()
              + " "
              + id
              + " is required and cannot be left empty. Make it optional, or delete the record for"
              + " good.");
    }
    return field.unique() ? ERASED + " " + id : ERASED;
  }

  /** Takes a record in the trash away for good, with what went there along with it. */
  public void purge(Principal principal, String type, long id, String through) {
    try (Storage.Serving serving = storage.serve()) {
      Access access = reader.control().of(principal, serving);
      access.need(Right.PERSONAL_DATA);
      RecordType found = access.writable(type);
      Record record = seen(serving, access, found, id);
      if (record.get("deleted_at") == null) {
        throw new ParleyException(
            ErrorKind.CONFLICT,
            "conflict",
            found.label() + " " + id + " is not in the trash. Delete it first.");
      }
      List<Commit.Write> writes = new ArrayList<>();
      gather(serving, found, record, writes);
      serving.commit(new Commit(principal, through, 0, 0, writes, List.of()));
      writes.forEach(write -> told(write.type().name()));
    }
  }

  /** Those that hang on it first: they point to it. */
  private static void gather(
      Storage.Serving serving, RecordType type, Record record, List<Commit.Write> writes) {
    for (RecordType from : serving.model().types().values()) {
      for (Field field : from.fields().values()) {
        if (Trash.binds(from, field, type) && field.onDelete() == OnDelete.CASCADE) {
          for (Record follower : Trash.followers(serving, from, field, record)) {
            if (writes.stream().noneMatch(write -> write.after().id() == follower.id())) {
              gather(serving, from, follower, writes);
            }
          }
        }
      }
    }
    Record gone = new Record(type.name(), record.id(), record.version() + 1, Map.of());
    writes.add(
        new Commit.Write(
            Change.Operation.PURGE, type, Optional.of(record), gone, List.of(), null, null));
  }

  private void write(
      Storage.Serving serving,
      Principal principal,
      String through,
      Change.Operation operation,
      RecordType type,
      Record before,
      Record after,
      List<Change.FieldChange> changes) {
    Commit.Write write =
        new Commit.Write(operation, type, Optional.of(before), after, changes, null, null);
    try {
      serving.commit(new Commit(principal, through, 0, 0, List.of(write), List.of()));
    } catch (Storage.StaleWrite e) {
      throw new ParleyException(
          ErrorKind.CONFLICT, "conflict", "It was changed just now. Try again.", e);
    }
    told(type.name());
  }

  private void told(String type) {
    reader.knownTitles().written(Set.of(type));
    reader.control().written(Set.of(type));
  }

  private Map<String, Object> stamped(Map<String, Object> values, Principal principal) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    values.put("modified_at", now);
    if (principal.userId() > 0) {
      values.put("modified_by", new Reference("user", principal.userId()));
    }
    return values;
  }

  private static Record seen(Storage.Serving serving, Access access, RecordType type, long id) {
    return (id <= 0 ? Optional.<Record>empty() : serving.find(type, id))
        .filter(record -> access.sees(type, record))
        .orElseThrow(() -> RecordReader.notFound(type, id, false));
  }

  /** Records of a type that went to the trash before a moment, up to 500, in no order. */
  public List<Long> old(String type, Instant before) {
    try (Storage.Serving serving = storage.serve()) {
      RecordType found = serving.model().type(type);
      if (found.quarantined()) {
        return List.of();
      }
      Field deletedAt = found.field("deleted_at");
      Condition then =
          new Condition.Compare(List.of(), deletedAt, 0, Operator.LESS, List.of(before));
      return serving
          .list(new Selection(found, then, Set.of(), List.of(), null, MOST, true))
          .stream()
          .map(row -> row.record().id())
          .toList();
    }
  }
}
