// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record;

import java.math.BigDecimal;
import java.util.List;

/**
 * Rows of a type counted and added up in groups.
 *
 * @param keys at most two; none for one group of all rows
 * @param sums fields whose compared columns are numbers
 * @param limit 1 to 1,000 groups, the largest first
 */
public record Grouping(
    RecordType type, Condition where, List<Key> keys, List<Field> sums, boolean trash, int limit) {

  /**
   * What rows of one group have in common.
   *
   * @param path reference fields (to one type each) to cross first, outermost first
   * @param field whose first column tells groups apart
   * @param starts where each period begins, ascending, in the Java type of the column's shape;
   *     empty to tell each value apart
   */
  public record Key(List<Field> path, Field field, List<Object> starts) {
    public Key {
      path = List.copyOf(path);
      starts = List.copyOf(starts);
    }
  }

  /**
   * One group.
   *
   * @param keys the value of each key, or of periods where it begins; null for empty ones
   * @param sums in the order asked for
   */
  public record Group(List<Object> keys, long count, List<Sum> sums) {}

  /**
   * A column added up.
   *
   * @param total 0 where all are empty
   * @param values how many rows have one
   */
  public record Sum(BigDecimal total, long values) {}

  /** The first and the last value of a column. */
  public record Extent(Object first, Object last) {}

  public Grouping {
    keys = List.copyOf(keys);
    sums = List.copyOf(sums);
  }
}
