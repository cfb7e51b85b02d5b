// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.keep;

import java.sql.SQLException;

/** How far a database is filled; written in the transactions of what it tells about. */
interface Checkpoint {
  /** What stands for all indexes, keys and sequences. */
  String KEYS = "* keys";

  /** For what is begun anew when it was interrupted. */
  Checkpoint NONE =
      new Checkpoint() {
        @Override
        public boolean isDone(String part) {
          return false;
        }

        @Override
        public String[] lastKey(TableShape table) {
          return null;
        }

        @Override
        public long rows(TableShape table) {
          return 0;
        }

        @Override
        public void note(TableShape table, long rows, String[] key) {
          // Nothing is remembered.
        }

        @Override
        public void done(String part) {
          // Nothing is remembered.
        }
      };

  /** Whether a table, or {@link #KEYS}, is complete. */
  boolean isDone(String part) throws SQLException;

  /** The key of the last row that a table has, or null. */
  String[] lastKey(TableShape table) throws SQLException;

  /** How many rows came by then. */
  long rows(TableShape table) throws SQLException;

  void note(TableShape table, long rows, String[] key) throws SQLException;

  void done(String part) throws SQLException;
}
