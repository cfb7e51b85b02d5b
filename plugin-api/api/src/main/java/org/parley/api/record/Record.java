// SPDX-License-Identifier: Apache-2.0
package org.parley.api.record;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * One record as it is stored at one version: immutable.
 *
 * <p>Values by kind of field: text, longtext, richtext, email, phone, url and choice are {@link
 * String}; choices and tags {@link java.util.List} of String; integer is {@link Long}; decimal and
 * percent {@link java.math.BigDecimal}; money {@link Money}; boolean {@link Boolean}; date {@link
 * java.time.LocalDate}; datetime {@link java.time.Instant} in microseconds; duration {@link
 * java.time.Duration}; reference and user {@link Reference}; address {@link Address}; file {@link
 * StoredFile}; sequence {@link SequenceNumber}; json what JSON has: String, Boolean, Long,
 * BigDecimal, List and Map. An empty field is absent from the map.
 *
 * @param type the record type's name
 * @param id its id, unique across all types
 * @param version 1 when created, one more with each write
 * @param fields values by field name, system fields such as {@code created_at} among them
 */
public record Record(String type, long id, long version, Map<String, Object> fields) {
  public Record {
    Objects.requireNonNull(type, "type");
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }

  /** The value of a field, or null when it is empty. */
  public Object get(String field) {
    return fields.get(field);
  }
}
