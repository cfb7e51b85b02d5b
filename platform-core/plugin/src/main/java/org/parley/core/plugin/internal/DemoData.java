// SPDX-License-Identifier: Apache-2.0
package org.parley.core.plugin.internal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.parley.api.error.ErrorKind;
import org.parley.api.error.ParleyException;
import org.parley.core.plugin.Ledger;
import org.parley.core.plugin.internal.jar.Findings;
import org.parley.core.plugin.internal.jar.JarReader;
import org.parley.core.plugin.internal.jar.PluginJar;
import org.parley.core.record.Models;

/** The demo data of all plugins in force. Called by whoever holds the room's lock. */
final class DemoData {
  private final Ledger ledger;
  private final Models models;
  private final Catalogue catalogue;
  private final Lifecycle lifecycle;

  DemoData(Ledger ledger, Models models, Catalogue catalogue, Lifecycle lifecycle) {
    this.ledger = ledger;
    this.models = models;
    this.catalogue = catalogue;
    this.lifecycle = lifecycle;
  }

  /**
   * Creates it, and takes out of the trash what was removed before.
   *
   * @throws ParleyException {@code demo_incomplete} naming what was not created and why; what was
   *     created stays, and a second call goes on
   */
  void load() {
    List<String> failures = new ArrayList<>();
    for (PluginJar jar : bringing()) {
      models.restoreDemo(jar.id(), jar.seeds());
      lifecycle.seed(jar);
      lifecycle.seedFailure(jar.id()).ifPresent(failures::add);
    }
    if (!failures.isEmpty()) {
      throw new ParleyException(ErrorKind.CONFLICT, "demo_incomplete", String.join(" ", failures));
    }
  }

  /** Moves it to the trash, what needs other records first. */
  Models.DemoRemoved remove() {
    List<PluginJar> jars = new ArrayList<>(bringing());
    Collections.reverse(jars);
    int removed = 0;
    List<String> kept = new ArrayList<>();
    for (PluginJar jar : jars) {
      Models.DemoRemoved some = models.removeDemo(jar.id(), jar.seeds());
      removed += some.removed();
      kept.addAll(some.kept());
    }
    return new Models.DemoRemoved(removed, kept);
  }

  /** The plugins in force with the records they bring, each after those it requires. */
  private List<PluginJar> bringing() {
    Map<String, Installed> all = new HashMap<>();
    catalogue.all().stream()
        .filter(Installed::active)
        .forEach(plugin -> all.put(plugin.id(), plugin));
    JarReader reader = new JarReader();
    return Catalogue.ordered(all).stream()
        .map(all::get)
        .flatMap(plugin -> ledger.bytes(plugin.entry()).stream())
        .flatMap(bytes -> reader.withSeeds(bytes, new Findings()).stream())
        .toList();
  }
}
