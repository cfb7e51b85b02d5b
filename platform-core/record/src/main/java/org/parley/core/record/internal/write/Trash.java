// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.write;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.parley.api.error.ErrorKind;
import org.parley.api.error.ParleyException;
import org.parley.api.record.Record;
import org.parley.api.record.Reference;
import org.parley.core.event.Change;
import org.parley.core.event.Change.Operation;
import org.parley.core.record.Condition;
import org.parley.core.record.Field;
import org.parley.core.record.OnDelete;
import org.parley.core.record.Operator;
import org.parley.core.record.RecordType;
import org.parley.core.record.Row;
import org.parley.core.record.Selection;
import org.parley.core.record.Storage;
import org.parley.core.record.internal.access.Access;
import org.parley.core.record.internal.model.CoreLayer;
import org.parley.spi.record.Draft;

/**
 * Moves records to the trash and back, with what hangs on them: references that restrict keep it
 * out, those that clear are emptied, those that cascade follow it. Fields and types of removed
 * plugins do neither; their references stay and lead to the trash.
 */
final class Trash {
  private static final int MOST = 1_000;

  private final WriteUnit unit;
  private final List<Restriction> restrictions = new ArrayList<>();

  /** A reference that must not lead into the trash. */
  private record Restriction(RecordType from, Field field, Condition where) {}

  Trash(WriteUnit unit) {
    this.unit = unit;
  }

  void move(RecordType type, Record record) {
    follow(type, record);
    Map<String, Integer> users = new LinkedHashMap<>();
    for (Restriction restriction : restrictions) {
      RecordType from = restriction.from();
      Access access = unit.access();
      List<Record> bound =
          rows(from, restriction.where(), access.needed(from), false).stream()
              .map(Row::record)
              .filter(other -> !unit.gathered().trashes(other.id()))
              .toList();
      boolean told = access.mayRead(from.name());
      int count = (int) bound.stream().filter(other -> told && access.sees(from, other)).count();
      if (count < bound.size()) {
        users.put("records you may not see", bound.size());
      }
      if (count > 0) {
        String what = count > MOST ? "more than " + MOST : Integer.toString(count);
        String named = count == 1 ? restriction.from().label() : restriction.from().plural();
        users.put(what + " " + named + " (" + restriction.field().label() + ")", count);
      }
    }
    if (!users.isEmpty()) {
      throw new ParleyException(
          ErrorKind.CONFLICT,
          "in_use",
          type.label()
              + " "
              + record.id()
              + " is in use by "
              + String.join(", ", users.keySet())
              + ". Change or delete these first.");
    }
  }

  private void follow(RecordType type, Record record) {
    HookRound round = new HookRound(unit, type);
    round.run(Draft.Operation.TRASH, Optional.of(record), record.fields());
    Map<String, Object> values = unit.stamped(record.fields(), unit.now());
    values.put("deleted_at", unit.now());
    unit.gathered().put(Operation.TRASH, type, record, values);
    unit.writeFurther(round);
    for (RecordType from : unit.serving().model().types().values()) {
      for (Field field : from.fields().values()) {
        if (binds(from, field, type)) {
          release(from, field, pointsTo(field, record.id()));
        }
      }
    }
  }

  /** Who made a record and who logged in stays true whatever becomes of that person. */
  static boolean binds(RecordType from, Field field, RecordType target) {
    return field.onDelete() != null
        && !field.hidden()
        && !from.quarantined()
        && !CoreLayer.isEvent(from.name())
        && !field.readOnly()
        && field.refersTo(target);
  }

  private static Condition pointsTo(Field field, long id) {
    return field.kind().compare(List.of(), field, Operator.EQUAL, List.of(Long.toString(id)));
  }

  private void release(RecordType from, Field field, Condition where) {
    if (field.onDelete() == OnDelete.RESTRICT) {
      restrictions.add(new Restriction(from, field, where));
      return;
    }
    for (Row row : rows(from, where, null, false)) {
      Record other = row.record();
      if (unit.gathered().trashes(other.id())) {
        continue;
      }
      if (field.onDelete() == OnDelete.CASCADE) {
        follow(from, unit.gathered().orElse(other));
      } else {
        Map<String, Object> cleared = new HashMap<>();
        cleared.put(field.name(), null);
        unit.consequence(() -> unit.update(from.name(), other.id(), 0, cleared));
      }
      if (unit.gathered().size() > MOST + 1) {
        throw tooMany();
      }
    }
  }

  private static ParleyException tooMany() {
    return new ParleyException(
        ErrorKind.CONFLICT,
        "in_use",
        "More than " + MOST + " records hang on this one. Change or delete some of these first.");
  }

  private List<Row> rows(RecordType from, Condition where, Set<Field> fields, boolean trash) {
    return unit.serving()
        .list(new Selection(from, where, fields, List.of(), null, MOST + 1, trash));
  }

  /**
   * What went to the trash at the same instant because of this record comes back too, and what
   * pointed to it then and points nowhere now does again.
   */
  void restore(RecordType type, Record record) {
    HookRound round = new HookRound(unit, type);
    round.run(Draft.Operation.RESTORE, Optional.of(record), record.fields());
    Map<String, Object> values = unit.stamped(record.fields(), unit.now());
    values.remove("deleted_at");
    unit.gathered().put(Operation.RESTORE, type, record, values);
    unit.writeFurther(round);
    for (RecordType from : unit.serving().model().types().values()) {
      for (Field field : from.fields().values()) {
        if (binds(from, field, type) && field.onDelete() == OnDelete.CASCADE) {
          restoreFollowers(from, field, record);
        }
      }
    }
    unit.cleared(type, record.id()).forEach(cleared -> reconnect(type, record.id(), cleared));
  }

  private void restoreFollowers(RecordType from, Field field, Record record) {
    for (Record follower : followers(unit.serving(), from, field, record)) {
      if (!unit.gathered().touches(follower.id())) {
        restore(from, follower);
      }
      if (unit.gathered().size() > MOST + 1) {
        throw tooMany();
      }
    }
  }

  /** Those that went to the trash together with a record to which a field of theirs points. */
  static List<Record> followers(
      Storage.Serving serving, RecordType from, Field field, Record record) {
    Condition together =
        new Condition.Compare(
            List.of(),
            from.field("deleted_at"),
            0,
            Operator.EQUAL,
            List.of((Instant) record.get("deleted_at")));
    Condition both = new Condition.And(List.of(pointsTo(field, record.id()), together));
    return serving.list(new Selection(from, both, null, List.of(), null, MOST + 1, true)).stream()
        .map(Row::record)
        .toList();
  }

  /** Sets a reference again that was cleared by the removal, unless it says something else now. */
  private void reconnect(RecordType type, long id, Change cleared) {
    RecordType from = unit.serving().model().types().get(cleared.type());
    for (Change.FieldChange one : cleared.fields()) {
      Field field = from == null ? null : from.fields().get(one.field());
      boolean ours =
          field != null
              && binds(from, field, type)
              && field.onDelete() == OnDelete.CLEAR
              && one.newValue() == null
              && one.oldValue() != null
              && field.kind().read(field, one.oldValue()) instanceof Reference old
              && old.id() == id;
      if (ours && isStillCleared(from, field, cleared.recordId())) {
        Map<String, Object> again = Map.of(field.name(), one.oldValue());
        unit.consequence(() -> unit.update(from.name(), cleared.recordId(), 0, again));
      }
    }
  }

  private boolean isStillCleared(RecordType from, Field field, long id) {
    return unit.serving()
        .find(from, id)
        .filter(now -> now.get("deleted_at") == null && now.get(field.name()) == null)
        .isPresent();
  }
}
