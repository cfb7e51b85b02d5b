// SPDX-License-Identifier: Apache-2.0
package org.parley.core.plugin.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.parley.core.plugin.Ledger;
import org.parley.core.plugin.internal.jar.PluginJar;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The versions of plugins in the ledger. */
final class Versions {
  private static final Logger LOG = LoggerFactory.getLogger(Versions.class);

  private final Ledger ledger;

  Versions(Ledger ledger) {
    this.ledger = ledger;
  }

  /** The entry of exactly this jar, whatever its state. */
  Optional<Ledger.Entry> known(PluginJar jar) {
    return ledger.entries().stream()
        .filter(entry -> entry.id().equals(jar.id()) && entry.version().equals(jar.version()))
        .filter(entry -> entry.hash().equals(jar.hash()))
        .filter(entry -> entry.state() != Ledger.State.STAGED)
        .findFirst();
  }

  /** Keeps one version to go back to, preferably this one, and no more. */
  void forget(String id, String previous) {
    try {
      ledger.entries().stream()
          .filter(entry -> entry.id().equals(id) && entry.state() == Ledger.State.SUPERSEDED)
          .sorted(
              Comparator.comparing((Ledger.Entry entry) -> !entry.version().equals(previous))
                  .thenComparing(Ledger.Entry::installedAt, Comparator.reverseOrder()))
          .skip(1)
          .forEach(ledger::remove);
    } catch (RuntimeException unreachable) {
      LOG.warn("Old versions of {} stay in the ledger", id, unreachable);
    }
  }

  /** A new entry that is not in force yet. */
  static Ledger.Entry staged(PluginJar jar, String by) {
    return new Ledger.Entry(
        jar.id(), jar.version(), jar.hash(), Ledger.State.STAGED, Operations.now(), by);
  }

  static Ledger.Entry with(Ledger.Entry entry, Ledger.State state) {
    return new Ledger.Entry(
        entry.id(), entry.version(), entry.hash(), state, entry.installedAt(), entry.installedBy());
  }

  /** The states that put an entry in force, in place of another or of none. */
  static List<Ledger.Entry> inForce(Ledger.Entry entry, Ledger.Entry old) {
    List<Ledger.Entry> states = new ArrayList<>();
    states.add(with(entry, Ledger.State.ACTIVE));
    if (old != null && !same(entry, old)) {
      states.add(with(old, Ledger.State.SUPERSEDED));
    }
    return states;
  }

  /** Whether both are the same jar of the same version. */
  static boolean same(Ledger.Entry one, Ledger.Entry other) {
    return other != null
        && one.id().equals(other.id())
        && one.version().equals(other.version())
        && one.hash().equals(other.hash());
  }
}
