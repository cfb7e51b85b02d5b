// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.parley.api.error.ErrorKind;
import org.parley.api.error.ParleyException;

/**
 * All record types in force at one moment: immutable. A change of types makes a new model, which is
 * swapped in whole.
 *
 * @param version grows with every model ever served, across restarts
 * @param digest a hash over everything that matters to the database: equal digests need no DDL
 * @param grants by plugin in force, what it may do in its own name; as a role's permissions say it
 */
public record Model(
    long version,
    String digest,
    Map<String, RecordType> types,
    Map<String, Map<String, Object>> grants) {
  public Model {
    types = Collections.unmodifiableMap(new LinkedHashMap<>(types));
    grants = Map.copyOf(grants);
  }

  /** One in which no plugin acts in its own name. */
  public Model(long version, String digest, Map<String, RecordType> types) {
    this(version, digest, types, Map.of());
  }

  /**
   * A type by name.
   *
   * @throws ParleyException of kind NOT_FOUND, code {@code unknown_type}
   */
  public RecordType type(String name) {
    RecordType type = types.get(name);
    if (type == null) {
      throw new ParleyException(
          ErrorKind.NOT_FOUND, "unknown_type", "There is no record type " + name + ".");
    }
    return type;
  }

  /** The lists that other types' references open on a type. */
  public List<Inverse> inverses(String name) {
    RecordType type = types.get(name);
    return type == null ? List.of() : inverses(type);
  }

  private List<Inverse> inverses(RecordType type) {
    return types.values().stream()
        .flatMap(
            from ->
                from.fields().values().stream()
                    .filter(field -> field.inverse() != null && !field.hidden())
                    .filter(field -> field.refersTo(type))
                    .map(field -> new Inverse(field.inverse(), field.inverseLabel(), from, field)))
        .toList();
  }

  /**
   * A list on the target of a reference.
   *
   * @param from the type whose records are in the list
   * @param field the reference field of that type
   */
  public record Inverse(String name, String label, RecordType from, Field field) {}
}
