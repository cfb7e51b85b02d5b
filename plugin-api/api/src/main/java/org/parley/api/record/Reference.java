// SPDX-License-Identifier: Apache-2.0
package org.parley.api.record;

import java.util.Objects;

/**
 * A pointer to a record.
 *
 * @param type the record type's name
 * @param id the record's id, above 0
 */
public record Reference(String type, long id) {
  public Reference {
    Objects.requireNonNull(type, "type");
    if (id <= 0) {
      throw new IllegalArgumentException("id must be above 0, is " + id);
    }
  }

  /** By hand, since a list compares thousands of them: the id tells nearly always. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Reference reference
        && id == reference.id
        && type.equals(reference.type);
  }

  @Override
  public int hashCode() {
    return 31 * Long.hashCode(id) + type.hashCode();
  }
}
