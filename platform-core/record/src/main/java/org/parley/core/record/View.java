// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record;

import java.util.List;

/**
 * A named way to look at a type's records.
 *
 * @param kind {@code list} or {@code board}
 * @param columns field names, {@code title} among them
 * @param sort as in the REST reference, or null
 * @param filter FIQL, or null
 * @param plugin who added it
 */
public record View(
    String name,
    String label,
    String kind,
    List<String> columns,
    String sort,
    String filter,
    String plugin) {
  public View {
    columns = List.copyOf(columns);
  }
}
