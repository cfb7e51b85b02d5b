// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record;

import java.util.List;
import java.util.Set;

/**
 * Which rows of a type to read, in which order.
 *
 * @param fields fields wanted, null for all
 * @param sort at most three; the store adds the id, so that the order is total
 * @param place the row the page begins after or ends before, or null for the first page
 * @param limit 1 to 1,001
 * @param trash whether to read the trash instead of live records
 * @param ways rows must also meet one of these, each of which an index answers; empty for no such
 *     bound
 */
public record Selection(
    RecordType type,
    Condition where,
    Set<Field> fields,
    List<Sort> sort,
    Cursor place,
    int limit,
    boolean trash,
    List<Condition> ways) {
  /** Rows that meet a condition. */
  public Selection(
      RecordType type,
      Condition where,
      Set<Field> fields,
      List<Sort> sort,
      Cursor place,
      int limit,
      boolean trash) {
    this(type, where, fields, sort, place, limit, trash, List.of());
  }

  /** The same from another place on, with another limit. */
  public Selection at(Cursor from, int most) {
    return new Selection(type, where, fields, sort, from, most, trash, ways);
  }

  /** The same rows, of those that may be met in several ways the ones that are in this way. */
  public Selection along(Condition way) {
    Condition both = Condition.ALL.equals(where) ? way : new Condition.And(List.of(where, way));
    return new Selection(type, both, fields, sort, place, limit, trash, List.of());
  }

  /**
   * Sorts by a field's compared column; empty values come last in both directions. The field may
   * also be {@code id} or {@code version}, as in {@link Condition.Compare}.
   */
  public record Sort(Field field, boolean descending) {}

  /**
   * The place of a row in an order; the row itself is on neither side of it.
   *
   * @param keys {@link Row#sortKeys()} of that row
   * @param before whether the rows before it are meant, the nearest ones, instead of those after it
   */
  public record Cursor(Object[] keys, long id, boolean before) {
    /** The rows after a place. */
    public Cursor(Object[] keys, long id) {
      this(keys, id, false);
    }
  }

  public Selection {
    sort = List.copyOf(sort);
    ways = List.copyOf(ways);
  }

  /** Whether rows that tie come with falling ids: the id goes the way of the first key. */
  public static boolean idDescending(List<Sort> sort) {
    return sort.stream()
        .filter(key -> key.field().name().equals("id"))
        .findFirst()
        .or(() -> sort.stream().findFirst())
        .map(Sort::descending)
        .orElse(false);
  }
}
