// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.journal;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.parley.core.event.Change;
import org.parley.core.event.Journal.Found;
import org.parley.core.event.Journal.Search;
import org.parley.core.record.Shape;
import org.parley.core.store.internal.database.Database;

/**
 * Searches the journal from its end in parts that grow, each by the key of positions. Moments are
 * turned into positions first: positions grow with time, though transactions that run side by side
 * may differ by as long as they take.
 */
final class JournalSearch {
  private static final long FIRST_PART = 1_000;
  private static final long GREATEST_PART = 16_000;

  /** So many positions one call looks at. */
  private static final long MOST = 100_000;

  private final Database database;
  private final JournalReader reader;

  JournalSearch(Database database, JournalReader reader) {
    this.database = database;
    this.reader = reader;
  }

  /**
   * Newest first.
   *
   * @param type its number in the catalogue, 0 for any
   */
  Found find(Search search, int type, long before, int limit) {
    StringBuilder conditions = new StringBuilder();
    List<Object> values = new ArrayList<>();
    if (type != 0) {
      conditions.append(" AND type_id = ?");
      values.add(type);
    }
    if (search.actor() != 0) {
      conditions.append(" AND actor_id = ?");
      values.add(search.actor());
    }
    if (search.operation() != null) {
      conditions.append(" AND operation = ?");
      values.add(search.operation().name());
    }
    long least = search.since() == null ? 1 : position(search.since(), before);
    long upper = search.until() == null ? before : position(search.until(), before);
    long end = Math.max(least, upper - MOST);
    long part = FIRST_PART;
    List<Change> found = new ArrayList<>();
    while (upper > end && found.size() < limit) {
      long lower = Math.max(end, upper - part);
      int wanted = limit - found.size();
      List<Change> some =
          reader.search(lower, upper, conditions.toString(), wanted, values.toArray());
      found.addAll(some);
      upper = some.size() < wanted ? lower : some.get(wanted - 1).position();
      part = Math.min(GREATEST_PART, part * 4);
    }
    return new Found(found, upper > least ? upper : 0);
  }

  /** The first position of a moment or later, below another. */
  private long position(Instant moment, long before) {
    long low = 1;
    long high = before;
    while (low < high) {
      long middle = low + (high - low) / 2;
      Instant at = at(middle, high);
      if (at == null || !at.isBefore(moment)) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /** When the first change from a position on, below another, happened; null where none is. */
  private Instant at(long from, long before) {
    return database.read(
        connection -> {
          try (PreparedStatement query =
              connection.prepareStatement(
                  "SELECT happened_at FROM parley_journal"
                      + database.dialect().readByKey("pk_parley_journal")
                      + " WHERE journal_position >= ? AND journal_position < ?"
                      + " ORDER BY journal_position FETCH FIRST 1 ROWS ONLY")) {
            query.setLong(1, from);
            query.setLong(2, before);
            try (ResultSet row = query.executeQuery()) {
              return row.next() ? (Instant) database.dialect().read(row, 1, Shape.TIMESTAMP) : null;
            }
          }
        });
  }
}
