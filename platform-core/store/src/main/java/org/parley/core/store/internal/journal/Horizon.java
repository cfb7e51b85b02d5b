// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.journal;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Gives positions in the journal to transactions, which commit in another order, and knows up to
 * where none can commit any more: consumers read no further. Used by many threads.
 */
interface Horizon {
  /**
   * Takes positions within a transaction that has written and so locked all its rows: thus
   * positions grow along each record's changes. {@link #land} must follow.
   */
  long[] take(int count, Connection connection) throws SQLException;

  /** The transaction that took these positions is over, whatever became of it. */
  void land(long[] positions);

  /** The last position before which everything is settled. */
  long settled();

  /**
   * Whether something may have been settled without anybody here noticing: by another process, or
   * by a transaction that failed. It then has to be asked for again and again.
   */
  boolean movesUnseen();
}
