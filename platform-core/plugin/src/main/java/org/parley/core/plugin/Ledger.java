// SPDX-License-Identifier: Apache-2.0
package org.parley.core.plugin;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * The table of plugins and the journal of what is done with them; implemented by the store room. The
 * ledger decides what runs: at each start the plugin room makes the framework match it. Each method is
 * one committed transaction.
 */
@ConsumerType
public interface Ledger {
  /** Where a version stands. STAGED is not in force yet; SUPERSEDED was in force before. */
  enum State {
    STAGED,
    ACTIVE,
    SUPERSEDED,
    QUARANTINED
  }

  /** A version of a plugin; id and version are its key. {@code hash} is SHA-256 of the jar in hex. */
  record Entry(
      String id, String version, String hash, State state, Instant installedAt, String installedBy) {}

  /**
   * Something done with a plugin.
   *
   * @param kind install, upgrade, quarantine, reattach
   * @param step the last step that was reached
   * @param finishedAt null while it is under way
   * @param outcome done, undone or failed with a reason; null while it is under way
   */
  record Operation(
      long number,
      String kind,
      String plugin,
      String from,
      String to,
      String step,
      String by,
      String through,
      Instant startedAt,
      Instant finishedAt,
      String outcome) {}

  List<Entry> entries();

  Optional<byte[]> bytes(String id, String version);

  /** Keeps a staged version with its jar, replacing one staged before. */
  void stage(Entry entry, byte[] jar);

  /** The commit point: all these states at once, together with the operation's step. */
  void commit(List<Entry> states, Operation operation);

  void remove(String id, String version);

  /** Begins an operation and gives it its number. */
  Operation begin(Operation operation);

  void update(Operation operation);

  List<Operation> unfinished();

  List<Operation> recent(String plugin, int limit);
}
