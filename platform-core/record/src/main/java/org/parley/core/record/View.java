// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record;

import java.util.List;
import java.util.Map;

/**
 * A named way to look at a type's records.
 *
 * @param kind {@code list} or {@code board}
 * @param columns field names, {@code title} among them
 * @param sort as in the REST reference, or null
 * @param filter FIQL, or null
 * @param plugin who added it
 * @param group of a board: the choice field its columns stand for, or null
 * @param sum of a board: the number its columns add up, or null
 * @param limits of a board: by choice how many records a column should hold at most
 */
public record View(
    String name,
    String label,
    String kind,
    List<String> columns,
    String sort,
    String filter,
    String plugin,
    String group,
    String sum,
    Map<String, Integer> limits) {
  public View {
    columns = List.copyOf(columns);
    limits = Map.copyOf(limits);
  }

  /** A view that is no board. */
  public View(
      String name,
      String label,
      String kind,
      List<String> columns,
      String sort,
      String filter,
      String plugin) {
    this(name, label, kind, columns, sort, filter, plugin, null, null, Map.of());
  }

  /** The same with other columns. */
  public View with(List<String> shown) {
    return new View(name, label, kind, shown, sort, filter, plugin, group, sum, limits);
  }
}
