// SPDX-License-Identifier: Apache-2.0
package org.parley.core.security.internal;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.parley.core.security.SecurityStorage;

/** Keeps credentials and sessions in memory. */
final class FakeSecurityStorage implements SecurityStorage {
  final Map<Long, Credential> credentials = new HashMap<>();
  final Map<String, StoredSession> sessions = new HashMap<>();
  int extended;

  @Override
  public Optional<Credential> credential(String username) {
    return credentials.values().stream().filter(c -> c.username().equals(username)).findFirst();
  }

  @Override
  public Optional<Credential> credential(long userId) {
    return Optional.ofNullable(credentials.get(userId));
  }

  @Override
  public void save(Credential credential) {
    credentials.put(credential.userId(), credential);
  }

  @Override
  public boolean anyCredential() {
    return !credentials.isEmpty();
  }

  @Override
  public Optional<StoredSession> session(String tokenHash) {
    return Optional.ofNullable(sessions.get(tokenHash));
  }

  @Override
  public void save(StoredSession session) {
    sessions.put(session.tokenHash(), session);
  }

  @Override
  public void extend(String tokenHash, Instant expiresAt) {
    extended++;
    sessions.computeIfPresent(
        tokenHash,
        (hash, s) -> new StoredSession(hash, s.userId(), s.csrf(), s.createdAt(), expiresAt));
  }

  @Override
  public void delete(String tokenHash) {
    sessions.remove(tokenHash);
  }

  @Override
  public int purge(Instant now) {
    int before = sessions.size();
    sessions.values().removeIf(session -> session.expiresAt().isBefore(now));
    return before - sessions.size();
  }
}
