// SPDX-License-Identifier: Apache-2.0
package org.parley.core.security;

import java.time.Instant;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/** What the security room keeps in the database; implemented by the store room. */
@ConsumerType
public interface SecurityStorage {
  /**
   * How a person proves who they are.
   *
   * @param hash an encoded password hash that names its own algorithm and cost
   * @param rights named rights, comma-separated
   */
  record Credential(long userId, String username, String hash, String rights) {}

  /**
   * A session as it lies in the database.
   *
   * @param tokenHash SHA-256 of the token in hex; the token itself is never stored
   */
  record StoredSession(
      String tokenHash, long userId, String csrf, Instant createdAt, Instant expiresAt) {}

  Optional<Credential> credential(String username);

  Optional<Credential> credential(long userId);

  /** Inserts or replaces, by user id. */
  void save(Credential credential);

  boolean anyCredential();

  Optional<StoredSession> session(String tokenHash);

  void save(StoredSession session);

  void extend(String tokenHash, Instant expiresAt);

  void delete(String tokenHash);

  /** Deletes sessions that are over; how many. */
  int purge(Instant now);
}
