// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.schema;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import org.parley.core.record.RecordType;
import org.parley.core.store.internal.database.Ddl.Alteration;
import org.parley.core.store.internal.schema.Catalogue.KeyRow;
import org.parley.core.store.internal.schema.Catalogue.Row;
import org.parley.core.store.internal.schema.Catalogue.TypeRow;

/** Steps noted so far. */
final class Steps {
  private final ToLongFunction<String> size;
  private final Map<String, Long> sizes = new HashMap<>();
  private final List<Step> steps = new ArrayList<>();

  /**
   * @param size how many rows a table has, 0 for one that is still to be made; asked only where a
   *     step depends on it
   */
  Steps(ToLongFunction<String> size) {
    this.size = size;
  }

  /** How many rows a table has, when asked. */
  LongSupplier rows(TypeRow table) {
    return () -> sizes.computeIfAbsent(table.table(), size::applyAsLong);
  }

  /** Notes a change and the rows that come with it. */
  void add(RecordType type, Alteration change, List<? extends Row> rows) {
    add(type, change, List.copyOf(rows), List.of());
  }

  /** Notes a change, the rows that come with it and the keys that go. */
  void add(RecordType type, Alteration change, List<Row> added, List<KeyRow> removed) {
    steps.add(new Step(change, type.plural(), added, removed));
  }

  void add(Step step) {
    steps.add(step);
  }

  List<Step> all() {
    return List.copyOf(steps);
  }
}
