// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.parley.api.error.ParleyException;
import org.parley.core.store.internal.database.Database;
import org.parley.core.store.internal.database.Failure;

/**
 * Numbers that count the records of a type, taken from the database in blocks, each in a
 * transaction of its own: no node ever gets another's, and no writer waits for another's
 * transaction. What a block still holds when the process ends is never given. Safe for use by many
 * threads.
 */
final class Numbers {
  /** Few enough that a restart leaves small gaps only. */
  private static final int BLOCK = 10;

  private final Database database;
  private final Map<Integer, Block> blocks = new ConcurrentHashMap<>();

  private static final class Block {
    private long next = 1;
    private long end;
  }

  Numbers(Database database) {
    this.database = database;
  }

  /** The next number of a field, by its number in the catalogue. */
  long next(int field) {
    Block block = blocks.computeIfAbsent(field, key -> new Block());
    synchronized (block) {
      if (block.next > block.end) {
        block.next = take(field);
        block.end = block.next + BLOCK - 1;
      }
      return block.next++;
    }
  }

  private long take(int field) {
    try {
      return database.transaction(connection -> take(connection, field));
    } catch (ParleyException e) {
      boolean first =
          e.getCause() instanceof SQLException cause
              && database.dialect().failure(cause) == Failure.UNIQUE;
      if (first) {
        // Another node has taken the very first block meanwhile: now there is a row to move on.
        return database.transaction(connection -> take(connection, field));
      }
      throw e;
    }
  }

  private static long take(Connection connection, int field) throws SQLException {
    if (!move(connection, field)) {
      try (PreparedStatement insert =
          connection.prepareStatement(
              "INSERT INTO parley_number (field_id, next_number) VALUES (?, ?)")) {
        insert.setInt(1, field);
        insert.setLong(2, 1L + BLOCK);
        insert.executeUpdate();
        return 1;
      }
    }
    try (PreparedStatement query =
        connection.prepareStatement("SELECT next_number FROM parley_number WHERE field_id = ?")) {
      query.setInt(1, field);
      try (ResultSet row = query.executeQuery()) {
        row.next();
        return row.getLong(1) - BLOCK;
      }
    }
  }

  /** Takes a block; the row is held until the transaction ends. */
  private static boolean move(Connection connection, int field) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE parley_number SET next_number = next_number + ? WHERE field_id = ?")) {
      update.setLong(1, BLOCK);
      update.setInt(2, field);
      return update.executeUpdate() > 0;
    }
  }
}
