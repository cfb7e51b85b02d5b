// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record;

import java.util.List;
import java.util.Optional;
import org.parley.api.record.Record;
import org.parley.api.security.Principal;
import org.parley.core.event.Change;

/**
 * Everything one transaction writes.
 *
 * @param through by what way, as in {@link Change#through()}
 * @param cause position of the change that caused it, 0 for none
 * @param reads records that must still have the version they were read at
 */
public record Commit(
    Principal principal,
    String through,
    long cause,
    int depth,
    List<Write> writes,
    List<Read> reads) {

  /**
   * One row to write. The record is whole, its version and system fields as they shall be stored.
   *
   * @param before the row as it was read, empty for CREATE; its version is compared
   * @param after the row as it shall be
   * @param changes for the journal
   * @param source who gave {@code externalId} (for example {@code seed:parley-sales}), or null
   * @param externalId unique per source, or null
   */
  public record Write(
      Change.Operation operation,
      RecordType type,
      Optional<Record> before,
      Record after,
      List<Change.FieldChange> changes,
      String source,
      String externalId) {}

  /** A record that was read to decide on the write; version 0 for one that was not there. */
  public record Read(RecordType type, long id, long version) {}

  public Commit {
    writes = List.copyOf(writes);
    reads = List.copyOf(reads);
  }
}
