// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record;

import java.util.Objects;

/**
 * One column of a field.
 *
 * @param suffix tells the field's columns apart: empty for the first, else for example {@code
 *     folded}
 * @param shape how values lie in it
 * @param size characters of TEXT, digits of DECIMAL, else 0
 * @param scale digits after the point of DECIMAL, else 0
 * @param target the record type whose ids it holds as a foreign key, or null
 */
public record Column(String suffix, Shape shape, int size, int scale, String target) {
  public Column {
    Objects.requireNonNull(suffix, "suffix");
    Objects.requireNonNull(shape, "shape");
  }

  public Column(String suffix, Shape shape, int size) {
    this(suffix, shape, size, 0, null);
  }
}
