// SPDX-License-Identifier: Apache-2.0
package org.parley.core.plugin.internal;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.osgi.framework.Version;
import org.parley.api.error.ErrorKind;
import org.parley.api.error.ParleyException;
import org.parley.api.security.Principal;
import org.parley.core.plugin.Ledger;
import org.parley.core.plugin.Plugins;
import org.parley.core.plugin.internal.jar.JarReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches a folder: a jar put there is installed once it is whole, a jar taken away removes its
 * plugin while that version is in force. Why one was refused is written beside it. Runs on a thread
 * of its own.
 */
final class DeployFolder implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DeployFolder.class);
  private static final String THROUGH = "deploy";
  private static final Principal PRINCIPAL =
      new Principal(Principal.Kind.SYSTEM, 0, THROUGH, Set.of());

  private static final long TICK_MILLIS = 50;
  private static final long IDLE_MILLIS = 10_000;

  /** A file that has not changed for so long is taken for whole, if it reads as a zip. */
  private static final long SETTLED_NANOS = TimeUnit.MILLISECONDS.toNanos(150);

  /**
   * A file that is still no zip after so long is refused; when it changes, it is looked at again.
   */
  private static final long BROKEN_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** A file that is gone so long was not just replaced or renamed. */
  private static final long GONE_NANOS = TimeUnit.MILLISECONDS.toNanos(400);

  private final Path folder;
  private final Plugins plugins;
  private final Ledger ledger;
  private final Catalogue catalogue;
  private final WatchService watcher;

  /** Files that may change yet, by name. */
  private final Map<String, Sight> pending = new TreeMap<>();

  /** When files went, by name. */
  private final Map<String, Long> gone = new HashMap<>();

  /** What is known to lie in the folder, by name: the jar's hash and its plugin's id. */
  private final Map<String, Lying> lying = new HashMap<>();

  /** Refused only because a plugin they require is not here: tried again when one comes. */
  private final Set<String> waiting = new HashSet<>();

  private record Sight(long size, long modified, long since) {}

  private record Lying(String id, String hash) {}

  DeployFolder(Path folder, Plugins plugins, Ledger ledger, Catalogue catalogue)
      throws IOException {
    this.folder = folder;
    this.plugins = plugins;
    this.ledger = ledger;
    this.catalogue = catalogue;
    Files.createDirectories(folder);
    watcher = folder.getFileSystem().newWatchService();
    folder.register(
        watcher,
        StandardWatchEventKinds.ENTRY_CREATE,
        StandardWatchEventKinds.ENTRY_MODIFY,
        StandardWatchEventKinds.ENTRY_DELETE);
    Thread thread = new Thread(this::watch, "parley-plugins-deploy");
    thread.setDaemon(true);
    thread.start();
  }

  /** Wakes the watching thread, which ends once an installation under way is over. */
  @Override
  public void close() {
    try {
      watcher.close();
    } catch (IOException ignored) {
      LOG.debug("The watch of {} did not close", folder, ignored);
    }
  }

  private void watch() {
    try {
      jars().forEach(this::atStart);
      while (true) {
        boolean busy = !pending.isEmpty() || !gone.isEmpty();
        WatchKey key = watcher.poll(busy ? TICK_MILLIS : IDLE_MILLIS, TimeUnit.MILLISECONDS);
        if (key != null) {
          key.pollEvents().forEach(this::see);
          key.reset();
        }
        List.copyOf(pending.keySet()).forEach(this::look);
        List.copyOf(gone.keySet()).forEach(this::removed);
      }
    } catch (InterruptedException | ClosedWatchServiceException stopping) {
      LOG.debug("No longer watching {}", folder);
    }
  }

  private void see(WatchEvent<?> event) {
    if (event.kind() == StandardWatchEventKinds.OVERFLOW) {
      jars().forEach(name -> pending.put(name, sight(name)));
      return;
    }
    String name = event.context().toString();
    if (!name.endsWith(".jar")) {
      return;
    }
    if (event.kind() == StandardWatchEventKinds.ENTRY_DELETE) {
      pending.remove(name);
      gone.put(name, System.nanoTime());
    } else {
      gone.remove(name);
      pending.put(name, sight(name));
    }
  }

  /** A jar that lay there before: only what the ledger has never seen is new. */
  private void atStart(String name) {
    try {
      byte[] jar = Files.readAllBytes(folder.resolve(name));
      String hash = JarReader.hash(jar);
      Optional<JarReader.Identity> identity = JarReader.identity(jar);
      boolean known = ledger.entries().stream().anyMatch(entry -> entry.hash().equals(hash));
      identity.ifPresent(jarOf -> lying.put(name, new Lying(jarOf.id(), hash)));
      if (known || identity.isPresent() && older(identity.get())) {
        return;
      }
    } catch (IOException vanished) {
      return;
    } catch (RuntimeException failure) {
      LOG.warn("Cannot tell what {} is", name, failure);
    }
    pending.put(name, sight(name));
  }

  private boolean older(JarReader.Identity jar) {
    return catalogue
        .find(jar.id())
        .map(there -> Version.parseVersion(there.entry().version()))
        .filter(there -> Version.parseVersion(jar.version()).compareTo(there) < 0)
        .isPresent();
  }

  private void look(String name) {
    Sight before = pending.get(name);
    Sight now = sight(name);
    if (now == null) {
      pending.remove(name);
      return;
    }
    if (before == null || before.size() != now.size() || before.modified() != now.modified()) {
      pending.put(name, now);
      return;
    }
    long unchanged = System.nanoTime() - before.since();
    if (unchanged < SETTLED_NANOS) {
      return;
    }
    if (whole(name) || unchanged > BROKEN_NANOS) {
      pending.remove(name);
      install(name);
    }
  }

  private void install(String name) {
    Path jar = folder.resolve(name);
    try {
      byte[] bytes = Files.readAllBytes(jar);
      String hash = JarReader.hash(bytes);
      String id = plugins.install(jar, PRINCIPAL, THROUGH).id();
      lying.put(name, new Lying(id, hash));
      waiting.remove(name);
      RefusalNote.of(jar).delete();
      waiting.forEach(other -> pending.putIfAbsent(other, sight(other)));
    } catch (ParleyException refused) {
      if (refused.kind() == ErrorKind.UNAVAILABLE || refused.code().equals("plugin_busy")) {
        pending.put(name, sight(name));
        return;
      }
      LOG.warn("{} is refused: {}", name, refused.getMessage());
      if (!refused.fields().isEmpty()
          && refused.fields().stream().allMatch(error -> error.code().equals("missing_plugin"))) {
        waiting.add(name);
      }
      RefusalNote.of(jar).write(refused);
    } catch (IOException vanished) {
      LOG.debug("{} is gone again", name);
    } catch (RuntimeException failure) {
      LOG.error("{} could not be installed", name, failure);
    }
  }

  private void removed(String name) {
    if (System.nanoTime() - gone.get(name) < GONE_NANOS) {
      return;
    }
    gone.remove(name);
    waiting.remove(name);
    Lying lay = lying.remove(name);
    try {
      RefusalNote.of(folder.resolve(name)).delete();
      boolean elsewhere = lay == null || lying.containsValue(lay) || !pending.isEmpty();
      if (!elsewhere && inForce(lay)) {
        plugins.quarantine(lay.id(), PRINCIPAL, THROUGH);
      }
    } catch (ParleyException refused) {
      LOG.warn("{} was taken away, but its plugin stays: {}", name, refused.getMessage());
    } catch (RuntimeException failure) {
      LOG.error("The plugin of {} could not be removed", name, failure);
    }
  }

  private boolean inForce(Lying jar) {
    return catalogue
        .find(jar.id())
        .filter(Installed::active)
        .filter(installed -> installed.entry().hash().equals(jar.hash()))
        .isPresent();
  }

  /** The end of a zip file comes last, so one that opens was copied whole. */
  private boolean whole(String name) {
    try (ZipFile zip = new ZipFile(folder.resolve(name).toFile())) {
      return zip.size() >= 0;
    } catch (IOException incomplete) {
      return false;
    }
  }

  private Sight sight(String name) {
    Path file = folder.resolve(name);
    try {
      return new Sight(
          Files.size(file), Files.getLastModifiedTime(file).toMillis(), System.nanoTime());
    } catch (IOException vanished) {
      return null;
    }
  }

  private List<String> jars() {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".jar"))
          .sorted()
          .toList();
    } catch (IOException unreadable) {
      LOG.warn("Cannot list {}: {}", folder, unreadable.toString());
      return List.of();
    }
  }
}
