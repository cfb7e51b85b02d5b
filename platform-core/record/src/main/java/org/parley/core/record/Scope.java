// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record;

import java.util.Set;

/**
 * Which records of a type somebody may read, in terms that an index outside of the database can
 * answer. It narrows and grants nothing: what lies inside is still asked of the {@link
 * RecordStore}, what lies outside need not be.
 *
 * @param all whether that is every record, but for private ones of others
 * @param owners whose records
 * @param teams which teams' records
 * @param records which records by themselves
 * @param privateBy the field by which its owner keeps a record to themselves, or null
 * @param me whose own private records are among them
 */
public record Scope(
    boolean all, Set<Long> owners, Set<Long> teams, Set<Long> records, String privateBy, long me) {
  public Scope {
    owners = Set.copyOf(owners);
    teams = Set.copyOf(teams);
    records = Set.copyOf(records);
  }
}
