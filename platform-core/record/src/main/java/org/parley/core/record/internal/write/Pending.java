// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.write;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.parley.api.record.Record;
import org.parley.core.event.Change;
import org.parley.core.event.Change.Operation;
import org.parley.core.record.Commit;
import org.parley.core.record.Field;
import org.parley.core.record.RecordType;

/**
 * A row on its way into the database.
 *
 * @param before as it was read, empty when it is new
 * @param after as it shall be
 * @param source who gave the external id, or null
 * @param further changes of what lies beside the row, such as the records of a junction
 */
record Pending(
    Operation operation,
    RecordType type,
    Optional<Record> before,
    Record after,
    String source,
    String externalId,
    List<Change.FieldChange> further) {
  /** Kept by the system with every write; no news to anybody. */
  private static final Set<String> IMPLIED =
      Set.of("created_at", "created_by", "modified_at", "modified_by", "deleted_at");

  /** The same row with other values, when one call writes it twice. */
  Pending with(Operation next, Record record) {
    boolean stays =
        operation == Operation.CREATE
            || (operation == Operation.RESTORE && next == Operation.UPDATE);
    Operation merged = stays ? operation : next;
    return new Pending(merged, type, before, record, source, externalId, further);
  }

  /** The same row with a change more to tell of. */
  Pending with(Change.FieldChange change) {
    List<Change.FieldChange> all = new ArrayList<>(further);
    all.removeIf(known -> known.field().equals(change.field()));
    all.add(change);
    return new Pending(operation, type, before, after, source, externalId, List.copyOf(all));
  }

  Commit.Write write() {
    return new Commit.Write(operation, type, before, after, changes(), source, externalId);
  }

  private List<Change.FieldChange> changes() {
    Stream<Change.FieldChange> own =
        type.fields().values().stream()
            .filter(field -> !IMPLIED.contains(field.name()))
            .filter(field -> !Values.same(old(field), after.get(field.name())))
            .map(
                field ->
                    new Change.FieldChange(
                        field.name(),
                        json(field, old(field)),
                        json(field, after.get(field.name()))));
    return Stream.concat(own, further.stream()).toList();
  }

  private Object old(Field field) {
    return before.map(record -> record.get(field.name())).orElse(null);
  }

  private static Object json(Field field, Object value) {
    return value == null ? null : field.kind().write(field, value);
  }
}
