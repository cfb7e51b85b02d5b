// SPDX-License-Identifier: Apache-2.0
package org.parley.core.plugin;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * The table of plugins and the journal of what is done with them; implemented by the store room.
 * The ledger decides what runs: at each start the plugin room makes the framework match it. Each
 * method is one committed transaction.
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

  /**
   * A version of a plugin. Its key is id, version and hash: a rebuilt jar of the same version lies
   * beside the one it follows.
   *
   * @param hash SHA-256 of the jar in hex
   */
  record Entry(
      String id,
      String version,
      String hash,
      State state,
      Instant installedAt,
      String installedBy) {}

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

  /** The jar of an entry, found by its key. */
  Optional<byte[]> bytes(Entry entry);

  /** Adds an entry with its jar; replaces one of the same key. */
  void stage(Entry entry, byte[] jar);

  /**
   * The commit point: all these states at once, together with the operation's step. Entries are
   * found by their key; all of them are there.
   */
  void commit(List<Entry> states, Operation operation);

  /** Removes an entry and its jar, found by its key; does nothing when it is gone already. */
  void remove(Entry entry);

  /** Begins an operation and gives it its number. */
  Operation begin(Operation operation);

  void update(Operation operation);

  List<Operation> unfinished();

  List<Operation> recent(String plugin, int limit);
}
