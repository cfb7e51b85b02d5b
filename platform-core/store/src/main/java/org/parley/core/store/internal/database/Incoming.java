// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Other data that takes the place of what a data directory holds. It is made whole in {@code
 * incoming/}; the file {@code incoming.ready} is the moment from which it counts. Killed before
 * that, the old data serves; killed after it, whoever opens the data next goes on here first. What
 * was replaced stays in {@code replaced-<time>/}.
 */
public final class Incoming {
  private static final Logger LOG = LoggerFactory.getLogger(Incoming.class);
  private static final String READY = "incoming.ready";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH-mm-ss'Z'").withZone(ZoneOffset.UTC);

  private final Path data;

  public Incoming(Path data) {
    this.data = data;
  }

  /** An empty folder for what is to come; what an earlier attempt left in it is gone. */
  public Path begin() throws IOException {
    finish();
    Durable.remove(folder());
    return Files.createDirectories(folder());
  }

  private Path folder() {
    return data.resolve("incoming");
  }

  /**
   * Puts what lies in the folder in place. All of it has to be safely on the disk.
   *
   * @return where the data that was there before lies now
   */
  public Path commit() throws IOException {
    Durable.folders(folder());
    String aside = "replaced-" + TIME.format(Instant.now());
    Durable.write(data.resolve(READY), aside + "\n");
    finish();
    return data.resolve(aside);
  }

  /** Finishes what was begun, if something was: can be repeated, and killed, at any point. */
  public void finish() throws IOException {
    Path ready = data.resolve(READY);
    if (!Files.exists(ready)) {
      return;
    }
    String name = Files.readString(ready, StandardCharsets.UTF_8).strip();
    if (!name.matches("replaced-[0-9TZ-]+")) {
      throw new IOException(ready + " says \"" + name + "\", which is not a folder of ours");
    }
    Path aside = Files.createDirectories(data.resolve(name));
    if (Files.isDirectory(folder())) {
      for (Path entry : entries()) {
        Path place = data.resolve(entry.getFileName().toString());
        if (Files.exists(place)) {
          Durable.move(place, aside.resolve(entry.getFileName().toString()));
        }
        Durable.move(entry, place);
      }
      Durable.remove(folder());
    }
    Files.delete(ready);
    Durable.folder(data);
    LOG.info("The data in {} was replaced; what was there before is in {}", data, aside);
  }

  private List<Path> entries() throws IOException {
    try (Stream<Path> entries = Files.list(folder())) {
      return entries.sorted().toList();
    }
  }

  /** The same for those who cannot do anything about it. */
  void finishOrFail() {
    try {
      finish();
    } catch (IOException e) {
      throw new UncheckedIOException("A restore of " + data + " cannot be finished", e);
    }
  }
}
