// SPDX-License-Identifier: Apache-2.0
package org.parley.core.plugin.internal;

import java.lang.ref.SoftReference;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.parley.core.plugin.Ledger;
import org.parley.core.plugin.PluginFiles;
import org.parley.core.plugin.internal.jar.JarReader;
import org.parley.core.plugin.internal.jar.PluginJar;

/**
 * Static files of plugins, from the jars in the ledger, held while there is memory for them. Pages
 * that were loaded a moment ago still ask for the files of the version before, so those of the last
 * few versions stay.
 */
final class StaticFiles implements PluginFiles {
  private static final int MOST_SHELVES = 64;

  private final Ledger ledger;

  /** By id and folder, the one asked for last at the end. */
  private final Map<String, Shelf> shelves = new LinkedHashMap<>(16, 0.75f, true);

  StaticFiles(Ledger ledger) {
    this.ledger = ledger;
  }

  /** Serves a version from now on. */
  void serve(Ledger.Entry entry, PluginJar jar) {
    synchronized (shelves) {
      shelves.putIfAbsent(entry.id() + "/" + jar.staticFolder(), new Shelf(entry));
      Iterator<Shelf> oldest = shelves.values().iterator();
      while (shelves.size() > MOST_SHELVES && oldest.hasNext()) {
        oldest.next();
        oldest.remove();
      }
    }
  }

  @Override
  public Optional<byte[]> file(String id, String versionAndHash, String path) {
    Shelf shelf;
    synchronized (shelves) {
      shelf = shelves.get(id + "/" + versionAndHash);
    }
    // Names are looked up, never resolved: there is no way out of the folder.
    return shelf == null ? Optional.empty() : Optional.ofNullable(shelf.files(ledger).get(path));
  }

  /** One version's files. */
  private static final class Shelf {
    private final Ledger.Entry entry;
    private SoftReference<Map<String, byte[]>> files = new SoftReference<>(null);

    Shelf(Ledger.Entry entry) {
      this.entry = entry;
    }

    synchronized Map<String, byte[]> files(Ledger ledger) {
      Map<String, byte[]> held = files.get();
      if (held == null) {
        held = ledger.bytes(entry).map(JarReader::staticFiles).orElse(Map.of());
        files = new SoftReference<>(held);
      }
      return held;
    }
  }
}
