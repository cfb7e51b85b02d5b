// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.schema;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.parley.core.record.RecordType;
import org.parley.core.store.internal.schema.Catalogue.KeyRow;
import org.parley.core.store.internal.schema.Catalogue.Row;
import org.parley.core.store.internal.schema.Catalogue.TypeRow;

/** Steps noted so far, each with what it costs on a table of its size. */
final class Steps {
  // Microseconds a row, as measured on 1.4 million rows (PERSISTENCE, "DDL while people work").
  static final double NOTHING = 0;
  static final double INDEX = 13.6;
  static final double FOREIGN_KEY = 8.6;
  static final double REWRITE = 41;

  private final ToLongFunction<String> size;
  private final Map<String, Long> sizes = new HashMap<>();
  private final List<Step> steps = new ArrayList<>();

  /**
   * @param size how many rows a table has, 0 for one that is still to be made; asked only where a
   *     step's cost depends on it
   */
  Steps(ToLongFunction<String> size) {
    this.size = size;
  }

  /** Notes a statement and the rows that come with it. */
  void add(
      RecordType type, TypeRow table, double cost, String statement, List<? extends Row> rows) {
    add(type, table, cost, 0, List.of(statement), List.copyOf(rows), List.of());
  }

  /**
   * Notes a step.
   *
   * @param cost microseconds a row
   * @param milliseconds what it costs anyway
   */
  void add(
      RecordType type,
      TypeRow table,
      double cost,
      long milliseconds,
      List<String> statements,
      List<Row> added,
      List<KeyRow> removed) {
    long rows = cost == NOTHING ? 0 : sizes.computeIfAbsent(table.table(), size::applyAsLong);
    long total = milliseconds + (long) (rows * cost / 1_000);
    steps.add(new Step(statements, total, type.plural(), added, removed));
  }

  void add(Step step) {
    steps.add(step);
  }

  List<Step> all() {
    return List.copyOf(steps);
  }
}
