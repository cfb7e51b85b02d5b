// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.keep;

import java.util.List;
import java.util.SortedMap;

/** Where rows come from: a database, or the folder of an export. For one thread. */
interface Origin {
  /** Rows of one table, in the order of its key. */
  interface Rows extends AutoCloseable {
    /** The next row as text in canonical form, null for nothing there; null after the last one. */
    String[] next();

    @Override
    void close();
  }

  /** The tables, the catalogue's first; the columns of a file have names and no kinds. */
  List<TableShape> tables();

  /**
   * Reads a table.
   *
   * @param after the key of the last row that is not wanted any more, or null
   */
  Rows rows(TableShape table, String[] after);

  /** The next number of every sequence. */
  SortedMap<String, Long> sequences();

  /** What cells that name a file stand for. */
  Contents contents();
}
