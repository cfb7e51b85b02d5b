// SPDX-License-Identifier: Apache-2.0
package org.parley.core.event;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The change journal, implemented by the store room. Safe for use by many threads; every read is
 * one short statement.
 */
@org.osgi.annotation.versioning.ConsumerType
public interface Journal {
  /**
   * Changes after a position, oldest first, none beyond the {@link #horizon()}.
   *
   * @param limit 1 to 1,000
   */
  List<Change> read(long after, int limit);

  /**
   * A record's changes, newest first.
   *
   * @param before only positions below this; {@link Long#MAX_VALUE} to begin with the newest
   * @param limit 1 to 200
   */
  List<Change> history(String type, long recordId, long before, int limit);

  /**
   * The newest changes of many records together, newest first. Each record costs about as much as a
   * row, however often it changed.
   *
   * @param records ids by type
   * @param before only positions below this; {@link Long#MAX_VALUE} to begin with the newest
   * @param limit 1 to 200
   */
  List<Change> latest(Map<String, List<Long>> records, long before, int limit);

  /**
   * What to look for in the whole journal; null and 0 stand for anything.
   *
   * @param type the record type's name
   * @param actor the user record of who did it
   * @param since the earliest moment, itself included
   * @param until the latest moment, itself excluded
   */
  record Search(
      String type, long actor, Change.Operation operation, Instant since, Instant until) {}

  /**
   * What a search found, newest first.
   *
   * @param before the search goes on below this position; 0 when it is over
   */
  record Found(List<Change> items, long before) {}

  /**
   * Searches the journal from its end. It looks at a bounded part of it, so that rare things take
   * many calls rather than one long one: fewer items than wanted do not mean that there are no
   * more.
   *
   * @param before only positions below this; {@link Long#MAX_VALUE} to begin with the newest
   * @param limit 1 to 200
   */
  Found search(Search search, long before, int limit);

  /** The last position before which nothing can still commit: consumers read up to here. */
  long horizon();

  /**
   * How far a consumer has come, as it noted it last; empty before the first time.
   *
   * @param consumer its name, at most 40 characters
   */
  default Optional<String> place(String consumer) {
    return Optional.empty();
  }

  /**
   * Notes how far a consumer has come, in a transaction of its own.
   *
   * @param place in the consumer's words, at most 200 characters
   */
  default void place(String consumer, String place) {}

  /**
   * Calls back soon after a commit has moved the horizon. The call comes on the committing thread,
   * so it only wakes somebody up.
   */
  AutoCloseable onCommit(Runnable wake);
}
