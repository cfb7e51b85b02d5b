// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.journal;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.TreeSet;
import org.parley.core.store.internal.database.Sequence;

/**
 * Journal positions that were taken and may still commit. A position is taken after the row's lock,
 * so positions grow along each record's changes; what lies before the oldest in flight is settled,
 * and consumers read no further.
 */
final class InFlight {
  private final Sequence sequence;
  private final TreeSet<Long> firsts = new TreeSet<>();
  private long last;

  /**
   * @param last the greatest position in the journal
   */
  InFlight(Sequence sequence, long last) {
    this.sequence = sequence;
    this.last = last;
  }

  /** Takes positions, which are in flight until {@link #land} is called with the first of them. */
  synchronized long[] take(int count, Connection connection) throws SQLException {
    long[] positions = new long[count];
    for (int i = 0; i < count; i++) {
      positions[i] = sequence.next(connection);
    }
    firsts.add(positions[0]);
    last = positions[count - 1];
    return positions;
  }

  /** The transaction has committed or rolled back. */
  synchronized void land(long first) {
    firsts.remove(first);
  }

  synchronized long horizon() {
    return firsts.isEmpty() ? last : firsts.first() - 1;
  }
}
