// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.keep;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.parley.core.store.internal.database.DerbyDialect;
import org.parley.core.store.internal.database.Dialect;
import org.parley.core.store.internal.database.Durable;
import org.parley.core.store.internal.database.PostgresDialect;

/** Exports everything, as a folder or as a zip file of that folder. */
final class Export {
  /** The same data makes the same file, whenever it is made. */
  private static final LocalDateTime ANY_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private final Installation parley;
  private final Progress progress;

  Export(Installation parley, Progress progress) {
    this.parley = parley;
    this.progress = progress;
  }

  /** The dialects that schemas are written in. */
  static Map<String, Dialect> dialects() {
    return new TreeMap<>(
        Map.of(
            DerbyEngine.NAME,
            new DerbyDialect(),
            PostgresEngine.NAME,
            new PostgresDialect("jdbc:postgresql:", null, null)));
  }

  /**
   * Exports.
   *
   * @param target that is not there yet; a name that ends with {@code .zip} is a zip file
   */
  void to(Path target, boolean secrets) throws IOException, SQLException {
    Path place = target.toAbsolutePath().normalize();
    if (Files.exists(place)) {
      throw new Refusal(Refusal.USAGE, target + " is there already. Name something new.");
    }
    Path parent = Files.createDirectories(place.getParent());
    String unfinished = ".unfinished-" + place.getFileName() + "-";
    Installation.removeAbandoned(parent, java.util.regex.Pattern.quote(unfinished));
    Path draft =
        Files.createDirectories(parent.resolve(unfinished + ProcessHandle.current().pid()));
    try {
      ExportManifest manifest = write(draft, secrets);
      Checksums.write(draft, bytes -> {});
      Path whole = place.getFileName().toString().endsWith(".zip") ? zip(draft) : draft;
      Durable.move(whole, place);
      long rows = manifest.tables().stream().mapToLong(table -> table.rows()).sum();
      progress.say(
          "Export: %s (%,d rows of %d tables)".formatted(target, rows, manifest.tables().size()));
    } finally {
      Durable.remove(draft);
      Files.deleteIfExists(zipOf(draft));
    }
  }

  /** Writes the folder, without its checksums. */
  ExportManifest write(Path draft, boolean secrets) throws IOException, SQLException {
    try (Opened database = Opened.of(parley, progress)) {
      DatabaseOrigin origin =
          new DatabaseOrigin(
              database.connection(), database.dialect(), Contents.in(draft), secrets);
      return new ExportFolder(draft, progress)
          .write(
              origin,
              database.connection(),
              parley.version(),
              secrets,
              parley.configuration(),
              dialects());
    }
  }

  private static Path zipOf(Path draft) {
    return draft.resolveSibling(draft.getFileName() + ".zip");
  }

  private Path zip(Path draft) throws IOException {
    Path zip = zipOf(draft);
    try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(zip));
        ZipOutputStream entries = new ZipOutputStream(file)) {
      for (String name : Checksums.files(draft)) {
        put(entries, draft, name);
      }
      put(entries, draft, Checksums.FILE);
    }
    Durable.file(zip);
    return zip;
  }

  private static void put(ZipOutputStream entries, Path folder, String name) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(ANY_TIME);
    entries.putNextEntry(entry);
    Files.copy(folder.resolve(name), entries);
    entries.closeEntry();
  }
}
