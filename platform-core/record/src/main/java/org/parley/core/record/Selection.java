// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record;

import java.util.List;
import java.util.Set;

/**
 * Which rows of a type to read, in which order.
 *
 * @param fields fields wanted, null for all
 * @param sort at most three; the store adds the id, so that the order is total
 * @param after where the page before ended, or null
 * @param limit 1 to 1,001
 * @param trash whether to read the trash instead of live records
 */
public record Selection(
    RecordType type,
    Condition where,
    Set<Field> fields,
    List<Sort> sort,
    Cursor after,
    int limit,
    boolean trash) {

  /**
   * Sorts by a field's compared column; empty values come last in both directions. The field may
   * also be {@code id} or {@code version}, as in {@link Condition.Compare}.
   */
  public record Sort(Field field, boolean descending) {}

  /**
   * The place of a row in an order.
   *
   * @param keys {@link Row#sortKeys()} of that row
   */
  public record Cursor(Object[] keys, long id) {}

  public Selection {
    sort = List.copyOf(sort);
  }
}
