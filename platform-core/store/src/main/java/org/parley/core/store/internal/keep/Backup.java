// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.keep;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.parley.core.store.internal.database.CopyDesk;
import org.parley.core.store.internal.database.Durable;

/**
 * Makes a backup: the database and the keys as one folder, with checksums. It gets its name when it
 * is whole and safely on the disk.
 */
final class Backup {
  static final String KIND = "backup";

  /** Where a backup of PostgreSQL has its rows, in the form of an export. */
  static final String EXPORT = "database";

  private static final String PREFIX = "parley-";
  private static final String UNFINISHED = ".unfinished-";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH-mm-ss-SSS'Z'").withZone(ZoneOffset.UTC);

  private final Installation parley;
  private final Progress progress;

  Backup(Installation parley, Progress progress) {
    this.parley = parley;
    this.progress = progress;
  }

  /**
   * Makes one.
   *
   * @param folder that holds backups
   * @param keep how many stay, older ones go; 0 for all
   */
  Path make(Path folder, int keep) throws IOException, SQLException {
    if (parley.url() == null) {
      Opened.requireDatabase(parley);
    }
    Files.createDirectories(folder);
    Installation.removeAbandoned(folder, UNFINISHED);
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    Path draft =
        Files.createDirectories(
            folder.resolve(UNFINISHED + TIME.format(now) + "-" + ProcessHandle.current().pid()));
    try {
      Sizes.require(draft, Sizes.of(parley.database()));
      LiveCopy copied = copy(draft);
      for (Path entry : parley.besides()) {
        copy(entry, draft.resolve(entry.getFileName().toString()));
      }
      Map<String, Object> manifest = new LinkedHashMap<>();
      manifest.put("format", Json.FORMAT);
      manifest.put("kind", KIND);
      manifest.put("parley", parley.version());
      manifest.put("database", parley.url() == null ? DerbyEngine.NAME : PostgresEngine.NAME);
      manifest.put("schemaStep", copied.schemaStep());
      manifest.put("position", copied.position());
      manifest.put("takenAt", now.toString());
      Json.write(draft, manifest);
      long size = Sizes.of(draft);
      long[] done = {0};
      Checksums.write(
          draft, bytes -> progress.at("checksums", (done[0] += bytes) >> 20, size >> 20, "MB"));
      // Names sort by age, and none is given again: the newest must never look like the oldest.
      Path backup = folder.resolve(PREFIX + TIME.format(now));
      Durable.move(draft, backup);
      progress.say("Backup: %s (%,d MB)".formatted(backup, (size >> 20) + 1));
      if (keep > 0) {
        thinOut(folder, keep);
      }
      return backup;
    } finally {
      Durable.remove(draft);
    }
  }

  private LiveCopy copy(Path draft) throws IOException, SQLException {
    if (parley.url() != null) {
      Path folder = Files.createDirectories(draft.resolve(EXPORT));
      ExportManifest manifest = new Export(parley, progress).write(folder, true);
      return new LiveCopy(manifest.position(), manifest.schemaStep());
    }
    DataLock lock = DataLock.tryTake(parley.data());
    if (lock == null) {
      return LiveCopy.request(parley, draft, progress);
    }
    try (Opened database = Opened.derby(parley.data(), lock, null)) {
      String[] words = CopyDesk.copy(database.connection(), draft.toString()).split(" ");
      return new LiveCopy(Long.parseLong(words[0]), Integer.parseInt(words[1]));
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : all.toList()) {
        Path place = to.resolve(from.relativize(path).toString());
        if (Files.isDirectory(path)) {
          Files.createDirectories(place);
        } else if (Files.isRegularFile(path)) {
          Files.copy(path, place);
        }
      }
    }
  }

  private void thinOut(Path folder, int keep) throws IOException {
    List<Path> backups;
    try (Stream<Path> entries = Files.list(folder)) {
      backups =
          entries
              .filter(entry -> entry.getFileName().toString().matches(PREFIX + "[0-9TZ-]+"))
              .filter(entry -> Files.exists(entry.resolve(Checksums.FILE)))
              .sorted()
              .toList();
    }
    for (Path old : backups.subList(0, Math.max(0, backups.size() - keep))) {
      // Without its list it is no backup any more, however far the removal gets.
      Files.delete(old.resolve(Checksums.FILE));
      Durable.remove(old);
      progress.say("Removed: " + old);
    }
  }
}
