// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.keep;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.parley.core.store.internal.database.Durable;

/** Loads an export into a Parley without data. */
final class Import {
  private final Installation parley;
  private final Progress progress;

  Import(Installation parley, Progress progress) {
    this.parley = parley;
    this.progress = progress;
  }

  /** Loads the folder of an export, or its zip file. */
  void from(Path export) throws IOException, SQLException {
    try (DataLock lock = DataLock.take(parley.data())) {
      Place place = Place.of(parley);
      place.requireUnused();
      if (place.isFilled()) {
        throw Refusal.unfit(
            "There is data already %s. An export goes into an empty Parley."
                .formatted(parley.url() == null ? "in " + parley.data() : "in that database"));
      }
      Path scratch = parley.scratch();
      try {
        load(Files.isRegularFile(export) ? unzip(export, scratch) : export, place);
      } finally {
        Durable.remove(scratch);
      }
    }
  }

  private void load(Path export, Place place) throws IOException, SQLException {
    Loading loading = new Loading(progress);
    loading.verify(export);
    ExportManifest manifest = Loading.manifest(export);
    loading.fill(place.begin(), export, manifest);
    place.commit();
    progress.say(
        "Imported: all of Parley %s up to change %d."
            .formatted(manifest.parley(), manifest.position()));
    if (!manifest.secrets()) {
      progress.say(
          "Passwords were not in it: the next start makes \"admin\" a new one"
              + " (PARLEY_ADMIN_PASSWORD, or printed).");
    }
  }

  private static Path unzip(Path zip, Path scratch) throws IOException {
    try (InputStream file = Files.newInputStream(zip);
        ZipInputStream entries = new ZipInputStream(file)) {
      for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
        Path place = scratch.resolve(entry.getName()).normalize();
        if (!place.startsWith(scratch)) {
          throw Refusal.unfit(zip + " holds " + entry.getName() + ", which leads out of it.");
        }
        if (!entry.isDirectory()) {
          Files.createDirectories(place.getParent());
          Files.copy(entries, place);
        }
      }
    } catch (java.util.zip.ZipException e) {
      throw Refusal.unfit(zip + " is damaged: " + e.getMessage());
    }
    return scratch;
  }
}
