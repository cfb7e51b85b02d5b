// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.journal;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.TreeSet;
import org.parley.core.store.internal.database.Sequence;

/**
 * The horizon of a database that only this process uses: positions in flight are kept in memory,
 * and what lies before the oldest of them is settled.
 */
final class InFlight implements Horizon {
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

  @Override
  public synchronized long[] take(int count, Connection connection) throws SQLException {
    long[] positions = new long[count];
    for (int i = 0; i < count; i++) {
      positions[i] = sequence.next(connection);
    }
    firsts.add(positions[0]);
    last = positions[count - 1];
    return positions;
  }

  @Override
  public synchronized void land(long[] positions) {
    firsts.remove(positions[0]);
  }

  @Override
  public boolean movesUnseen() {
    return false;
  }

  @Override
  public synchronized long settled() {
    return firsts.isEmpty() ? last : firsts.first() - 1;
  }
}
