// SPDX-License-Identifier: Apache-2.0
package org.parley.core.plugin.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.parley.core.plugin.Ledger;

/** A ledger in memory that can die at a step, as the process would. */
final class FakeLedger implements Ledger {
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private final Map<String, byte[]> jars = new LinkedHashMap<>();
  private final Map<Long, Operation> operations = new LinkedHashMap<>();
  private String diesAfter;
  private boolean dead;

  /** Stands for the process being killed. */
  static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  /** Dies right after journalling this step; from then on nothing is written. */
  void dieAfter(String step) {
    diesAfter = step;
  }

  synchronized boolean died() {
    return dead;
  }

  /** The next process finds what was written. */
  void revive() {
    diesAfter = null;
    dead = false;
  }

  @Override
  public synchronized List<Entry> entries() {
    return List.copyOf(entries.values());
  }

  @Override
  public synchronized Optional<byte[]> bytes(Entry entry) {
    return Optional.ofNullable(jars.get(key(entry)));
  }

  @Override
  public synchronized void stage(Entry entry, byte[] jar) {
    alive();
    entries.put(key(entry), entry);
    jars.put(key(entry), jar);
  }

  @Override
  public synchronized void commit(List<Entry> states, Operation operation) {
    alive();
    for (Entry state : states) {
      if (entries.replace(key(state), state) == null) {
        throw new IllegalStateException("No entry " + state);
      }
    }
    operations.put(operation.number(), operation);
    journalled(operation);
  }

  @Override
  public synchronized void remove(Entry entry) {
    alive();
    entries.remove(key(entry));
    jars.remove(key(entry));
  }

  @Override
  public synchronized Operation begin(Operation o) {
    alive();
    Operation begun =
        new Operation(
            operations.size() + 1L,
            o.kind(),
            o.plugin(),
            o.from(),
            o.to(),
            o.step(),
            o.by(),
            o.through(),
            o.startedAt(),
            null,
            null);
    operations.put(begun.number(), begun);
    return begun;
  }

  @Override
  public synchronized void update(Operation operation) {
    alive();
    operations.put(operation.number(), operation);
    journalled(operation);
  }

  @Override
  public synchronized List<Operation> unfinished() {
    return operations.values().stream().filter(o -> o.finishedAt() == null).toList();
  }

  @Override
  public synchronized List<Operation> recent(String plugin, int limit) {
    List<Operation> recent =
        new ArrayList<>(
            operations.values().stream().filter(o -> o.plugin().equals(plugin)).toList());
    java.util.Collections.reverse(recent);
    return recent.stream().limit(limit).toList();
  }

  private void journalled(Operation operation) {
    if (operation.finishedAt() == null && operation.step().equals(diesAfter)) {
      dead = true;
      throw new Killed();
    }
  }

  private void alive() {
    if (dead) {
      throw new Killed();
    }
  }

  private static String key(Entry entry) {
    return entry.id() + "/" + entry.version() + "/" + entry.hash();
  }
}
