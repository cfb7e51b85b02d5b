// SPDX-License-Identifier: Apache-2.0
package org.parley.core.security;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.osgi.annotation.versioning.ConsumerType;

/** What the security room keeps in the database; implemented by the store room. */
@ConsumerType
public interface SecurityStorage {
  /**
   * How a person proves who they are.
   *
   * @param hash an encoded password hash that names its own algorithm and cost; empty for somebody
   *     who has no password and gets in another way
   * @param rights what was written before there were roles; empty since
   */
  record Credential(long userId, String username, String hash, String rights) {
    /** Whether there is a password at all. */
    public boolean hasPassword() {
      return !hash.isEmpty();
    }
  }

  /**
   * A session as it lies in the database.
   *
   * @param tokenHash SHA-256 of the token in hex; the token itself is never stored
   * @param origin the record of the login, 0 for one from before there were any
   */
  record StoredSession(
      String tokenHash,
      long userId,
      String csrf,
      Instant createdAt,
      Instant expiresAt,
      String address,
      String agent,
      long origin) {}

  /**
   * Something that opens a door to whoever holds it.
   *
   * @param hash SHA-256 of it in hex; the thing itself is never stored
   * @param kind {@code link}, {@code token}, {@code feed} or {@code device}
   * @param scope what it is good for, empty for what its kind says
   * @param expiresAt null for never
   * @param usedAt null for never yet
   * @param origin the record of who made it, 0 for none
   */
  record Pass(
      String hash,
      String kind,
      long userId,
      String name,
      String scope,
      Instant createdAt,
      Instant expiresAt,
      Instant usedAt,
      long origin) {
    /** One of which nothing was written down. */
    public Pass(
        String hash,
        String kind,
        long userId,
        String name,
        String scope,
        Instant createdAt,
        Instant expiresAt,
        Instant usedAt) {
      this(hash, kind, userId, name, scope, createdAt, expiresAt, usedAt, 0);
    }
  }

  /**
   * What is asked for beside a password.
   *
   * @param sealed the secret in force, sealed; null for none yet
   * @param begun a secret that is being set up, sealed, or null
   * @param lastStep the step of time whose code was used last: neither it nor an earlier one again
   */
  record SecondFactor(long userId, String sealed, String begun, long lastStep, Instant since) {}

  Optional<Credential> credential(String username);

  Optional<Credential> credential(long userId);

  /** Inserts or replaces, by user id. */
  void save(Credential credential);

  boolean anyCredential();

  Optional<SecondFactor> secondFactor(long userId);

  /** Who has one that is in force, by user id. */
  Set<Long> secondFactors();

  /** Inserts or replaces, by user id. */
  void save(SecondFactor factor);

  /**
   * Whether the step was later than the last: of several who use a code at once, one is told so.
   */
  boolean stepTo(long userId, long step);

  void deleteSecondFactor(long userId);

  Optional<StoredSession> session(String tokenHash);

  void save(StoredSession session);

  void extend(String tokenHash, Instant expiresAt);

  void delete(String tokenHash);

  /** The sessions of a person, the latest first. */
  List<StoredSession> sessions(long userId);

  Optional<Pass> pass(String hash);

  /** Those of a person, the latest first. */
  List<Pass> passes(long userId, String kind);

  void save(Pass pass);

  void used(String hash, Instant at);

  /** Whether it was there: of several who delete it at once, one is told so. */
  boolean deletePass(String hash);

  /** Deletes sessions and passes that are over; how many. */
  int purge(Instant now);
}
