// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Numbers of a database sequence, taken in blocks: growing, with gaps. Safe for many threads. */
public final class Sequence {
  private final String query;
  private final int block;
  private long next = 1;
  private long end;

  /**
   * @param block how far the sequence steps each time
   */
  public Sequence(Dialect dialect, String name, int block) {
    this.query = dialect.nextBlock(name);
    this.block = block;
  }

  /** The next number if the block in hand holds one, else 0: then a connection is needed. */
  public synchronized long next() {
    return next <= end ? next++ : 0;
  }

  /** The next number; takes another block where that is needed. */
  public synchronized long next(Connection connection) throws SQLException {
    if (next > end) {
      try (Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery(query)) {
        row.next();
        next = row.getLong(1);
        end = next + block - 1;
      }
    }
    return next++;
  }
}
