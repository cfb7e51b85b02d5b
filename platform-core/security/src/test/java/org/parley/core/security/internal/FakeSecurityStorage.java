// SPDX-License-Identifier: Apache-2.0
package org.parley.core.security.internal;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.parley.core.security.SecurityStorage;

/** Keeps credentials and sessions in memory. */
final class FakeSecurityStorage implements SecurityStorage {
  final Map<Long, Credential> credentials = new ConcurrentHashMap<>();
  final Map<String, StoredSession> sessions = new ConcurrentHashMap<>();
  final Map<String, Pass> passes = new ConcurrentHashMap<>();
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
        (hash, s) ->
            new StoredSession(
                hash,
                s.userId(),
                s.csrf(),
                s.createdAt(),
                expiresAt,
                s.address(),
                s.agent(),
                s.origin()));
  }

  @Override
  public void delete(String tokenHash) {
    sessions.remove(tokenHash);
  }

  @Override
  public List<StoredSession> sessions(long userId) {
    return sessions.values().stream().filter(session -> session.userId() == userId).toList();
  }

  final Map<Long, SecondFactor> factors = new ConcurrentHashMap<>();

  @Override
  public Set<Long> secondFactors() {
    return factors.values().stream()
        .filter(factor -> factor.sealed() != null)
        .map(SecondFactor::userId)
        .collect(Collectors.toSet());
  }

  @Override
  public Optional<SecondFactor> secondFactor(long userId) {
    return Optional.ofNullable(factors.get(userId));
  }

  @Override
  public void save(SecondFactor factor) {
    factors.put(factor.userId(), factor);
  }

  @Override
  public synchronized boolean stepTo(long userId, long step) {
    SecondFactor known = factors.get(userId);
    if (known.lastStep() >= step) {
      return false;
    }
    factors.put(
        userId, new SecondFactor(userId, known.sealed(), known.begun(), step, known.since()));
    return true;
  }

  @Override
  public void deleteSecondFactor(long userId) {
    factors.remove(userId);
  }

  @Override
  public Optional<Pass> pass(String hash) {
    return Optional.ofNullable(passes.get(hash));
  }

  @Override
  public List<Pass> passes(long userId, String kind) {
    return passes.values().stream()
        .filter(pass -> pass.userId() == userId && pass.kind().equals(kind))
        .toList();
  }

  @Override
  public void save(Pass pass) {
    passes.put(pass.hash(), pass);
  }

  @Override
  public void used(String hash, Instant at) {
    passes.computeIfPresent(
        hash,
        (key, p) ->
            new Pass(
                hash, p.kind(), p.userId(), p.name(), p.scope(), p.createdAt(), p.expiresAt(), at));
  }

  @Override
  public boolean deletePass(String hash) {
    return passes.remove(hash) != null;
  }

  @Override
  public int purge(Instant now) {
    int before = sessions.size();
    sessions.values().removeIf(session -> session.expiresAt().isBefore(now));
    return before - sessions.size();
  }
}
