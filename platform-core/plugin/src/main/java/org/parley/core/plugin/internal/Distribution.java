// SPDX-License-Identifier: Apache-2.0
package org.parley.core.plugin.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.osgi.framework.Version;
import org.parley.core.plugin.Ledger;
import org.parley.core.plugin.internal.jar.Findings;
import org.parley.core.plugin.internal.jar.JarReader;
import org.parley.core.plugin.internal.jar.PluginJar;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The plugins that a distribution brings, as jars in a folder. At each start those that the ledger
 * has never seen are taken in: a new plugin, or a version that is not older than the one in force.
 * A removed plugin stays removed.
 */
final class Distribution {
  /** By what way they come. */
  static final String THROUGH = "seed";

  private static final Logger LOG = LoggerFactory.getLogger(Distribution.class);

  private final Optional<Path> folder;
  private final JarReader reader;
  private final Requirements requirements;

  Distribution(Optional<Path> folder, JarReader reader, Requirements requirements) {
    this.folder = folder;
    this.reader = reader;
    this.requirements = requirements;
  }

  /** Adds what is new to those that the start brings up. */
  void takeIn(List<Ledger.Entry> entries, Roster roster) {
    Set<String> known = new HashSet<>();
    entries.forEach(entry -> known.add(entry.hash()));
    for (byte[] bytes : jars()) {
      if (!known.contains(JarReader.hash(bytes))) {
        read(bytes).ifPresent(jar -> takeIn(jar, bytes, roster));
      }
    }
  }

  private Optional<PluginJar> read(byte[] bytes) {
    Findings findings = new Findings();
    Optional<PluginJar> jar = reader.check(bytes, findings);
    jar.filter(read -> findings.clean()).ifPresent(read -> requirements.check(read, findings));
    if (!findings.clean()) {
      LOG.error(
          "The distribution's plugin {} is refused: {}",
          jar.map(PluginJar::id).orElse(""),
          findings.conflicts());
    }
    return jar.filter(read -> findings.clean());
  }

  private static void takeIn(PluginJar jar, byte[] bytes, Roster roster) {
    Rising there = roster.find(jar.id());
    if (there != null && (!there.installed().active() || older(jar, there.installed()))) {
      return;
    }
    Rising before = there != null && there.fresh() ? there.before() : there;
    String previous = before == null ? null : before.installed().entry().version();
    Ledger.Entry entry = Versions.with(Versions.staged(jar, THROUGH), Ledger.State.ACTIVE);
    roster.put(Rising.fresh(new Installed(entry, jar, null, previous), bytes, before));
  }

  private static boolean older(PluginJar jar, Installed there) {
    return Version.parseVersion(jar.version())
            .compareTo(Version.parseVersion(there.entry().version()))
        < 0;
  }

  private List<byte[]> jars() {
    List<byte[]> jars = new ArrayList<>();
    if (folder.filter(Files::isDirectory).isPresent()) {
      try (Stream<Path> list = Files.list(folder.get())) {
        for (Path jar : list.filter(file -> file.toString().endsWith(".jar")).sorted().toList()) {
          jars.add(Files.readAllBytes(jar));
        }
      } catch (IOException unreadable) {
        throw new UncheckedIOException(unreadable);
      }
    }
    return jars;
  }
}
