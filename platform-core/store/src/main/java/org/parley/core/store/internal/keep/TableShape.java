// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.keep;

import java.util.List;
import java.util.Optional;

/**
 * A table as it is copied: its columns but for those that the database computes, and the key that
 * gives its rows an order.
 *
 * @param name of the table, lower case
 * @param type of the records in it, or null for a table of the core's own
 */
record TableShape(String name, String type, List<Column> columns, List<Column> key) {
  /** What a column holds. */
  enum Kind {
    TEXT,
    WHOLE,
    DECIMAL,
    BOOLEAN,
    DATE,
    TIMESTAMP,
    BYTES
  }

  /**
   * A column.
   *
   * @param jdbcType constant of {@link java.sql.Types}
   * @param width of text that has a bound, else {@link Integer#MAX_VALUE}
   * @param identity whether the database numbers it
   * @param overflow name of the column that takes text which is too long for this one, or null
   */
  record Column(
      String name, Kind kind, int jdbcType, int width, boolean identity, String overflow) {}

  TableShape {
    columns = List.copyOf(columns);
    key = List.copyOf(key);
  }

  Optional<Column> column(String wanted) {
    return columns.stream().filter(column -> column.name().equals(wanted)).findFirst();
  }

  /** Whether rows are in the same order in every database. */
  boolean keyIsNumber() {
    return key.stream().allMatch(column -> column.kind() == Kind.WHOLE);
  }

  /**
   * How many rows may be in memory at once, so that even large ones fit the small heap of a
   * command: pieces of files are {@code 256 KB} each, long texts up to some megabytes. The driver
   * of PostgreSQL does not survive running out of memory between two rows.
   */
  int rowsAtOnce() {
    if (columns.stream().anyMatch(column -> column.kind() == Kind.BYTES)) {
      return 8;
    }
    boolean unbounded =
        columns.stream()
            .anyMatch(column -> column.kind() == Kind.TEXT && column.width() == Integer.MAX_VALUE);
    return unbounded ? 25 : 500;
  }

  /** Where its rows lie in an export. */
  String file() {
    return type == null ? "core/" + name + ".csv" : "csv/" + type + ".csv";
  }
}
