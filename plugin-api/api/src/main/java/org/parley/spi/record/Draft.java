// SPDX-License-Identifier: Apache-2.0
package org.parley.spi.record;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.parley.api.record.Record;
import org.parley.api.security.Principal;

/**
 * A write that has not happened yet: immutable.
 *
 * @param operation what is about to happen
 * @param type the record type's name
 * @param before the record as it is stored, empty when it is created
 * @param fields the values the record would have, kinds as in {@link Record}
 * @param principal on whose behalf
 */
public record Draft(
    Operation operation,
    String type,
    Optional<Record> before,
    Map<String, Object> fields,
    Principal principal) {

  /** What is about to happen to the record. */
  public enum Operation {
    CREATE,
    UPDATE,
    TRASH,
    RESTORE
  }

  public Draft {
    Objects.requireNonNull(operation, "operation");
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(before, "before");
    Objects.requireNonNull(principal, "principal");
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }

  /** Whether the write changes a field: a created record changes each field it gives. */
  public boolean changes(String field) {
    Object old = before.map(record -> record.get(field)).orElse(null);
    return !Objects.equals(old, fields.get(field));
  }
}
