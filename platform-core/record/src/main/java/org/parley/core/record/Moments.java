// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record;

import java.time.Instant;
import java.util.List;

/**
 * Which records that refer to some others to find by when they took place, newest first: by {@code
 * at}, where that is empty by when they were made.
 *
 * @param type of the records, with a {@link RecordType#timeline()}
 * @param by their reference
 * @param column which of its columns holds the ids
 * @param of ids of what they refer to, at most 1,000
 * @param at a datetime of the type, or null for when they were made alone
 * @param before they lie beyond this moment, or null for the newest
 * @param limit 1 to 1,000
 */
public record Moments(
    RecordType type, Field by, int column, List<Long> of, Field at, Moment before, int limit) {
  public Moments {
    of = List.copyOf(of);
  }

  /**
   * A record and its place in time. Of two at the same time the one made later is newer, then the
   * one with the greater id.
   *
   * @param at when it took place, or was made
   * @param made when it was made
   */
  public record Moment(long id, Instant at, Instant made) implements Comparable<Moment> {
    @Override
    public int compareTo(Moment other) {
      int compared = at.compareTo(other.at);
      compared = compared == 0 ? made.compareTo(other.made) : compared;
      return compared == 0 ? Long.compare(id, other.id) : compared;
    }
  }
}
