// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.write;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.parley.api.error.ParleyException;
import org.parley.core.record.Field;
import org.parley.core.record.RecordStore.BulkRow;
import org.parley.core.record.RecordType;
import org.parley.core.record.internal.access.Access;

/**
 * Reads at once what writing many rows of one type will ask for one by one: the records that
 * change, those that are referred to, and who holds values that must be unique. What cannot be read
 * here is left to whoever writes it. For one thread.
 */
record Foresight(Gathered gathered, Access access, RecordType type) {
  void of(List<BulkRow> rows) {
    Set<Long> changed = new HashSet<>();
    Map<String, Set<Long>> referred = new HashMap<>();
    Map<Field, Set<Object>> unique = new HashMap<>();
    for (BulkRow row : rows) {
      if (row.id() > 0) {
        changed.add(row.id());
      }
      Map<String, Object> fields = row.fields() == null ? Map.of() : row.fields();
      fields.forEach(
          (name, json) -> {
            Values.reference(type, name, json)
                .ifPresent(
                    to -> referred.computeIfAbsent(to.type(), key -> new HashSet<>()).add(to.id()));
            compared(name, json)
                .ifPresent(
                    value ->
                        unique
                            .computeIfAbsent(type.fields().get(name), key -> new HashSet<>())
                            .add(value));
          });
    }
    gathered.foresee(type, changed);
    referred.forEach((name, ids) -> gathered.existing(name, ids, access));
    unique.forEach((field, values) -> gathered.foresee(type, field, values));
  }

  /** What a value is compared by, if it must be unique. */
  private Optional<Object> compared(String name, Object json) {
    Field field = type.fields().get(name);
    if (field == null || !field.unique() || field.hidden() || field.readOnly() || json == null) {
      return Optional.empty();
    }
    try {
      Object value = field.kind().read(field, json);
      int column = field.kind().comparedColumn(field);
      return Optional.ofNullable(value).map(read -> field.kind().split(field, read)[column]);
    } catch (ParleyException unreadable) {
      return Optional.empty();
    }
  }
}
