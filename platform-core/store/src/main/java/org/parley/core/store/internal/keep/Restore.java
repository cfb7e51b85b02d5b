// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.keep;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.SortedMap;
import org.parley.core.store.internal.database.CoreTables;
import org.parley.core.store.internal.database.DerbyDialect;
import org.parley.core.store.internal.database.Durable;
import org.parley.core.store.internal.database.Incoming;

/**
 * Puts a backup in place of what a data directory holds: checked while it is copied beside it, then
 * switched. Nothing is touched before all of it is there and is what it was.
 */
final class Restore {
  private final Installation parley;
  private final Progress progress;

  Restore(Installation parley, Progress progress) {
    this.parley = parley;
    this.progress = progress;
  }

  /** Restores from the folder of a backup. */
  void from(Path backup) throws IOException, SQLException {
    SortedMap<String, String> sums = Checksums.expected(backup);
    if (!checksum(backup, Json.FILE).equals(sums.get(Json.FILE))) {
      throw Checksums.damaged(Json.FILE);
    }
    JsonNode manifest = Json.read(backup, Backup.KIND);
    Json.refuseNewer(manifest, CoreTables.last(new DerbyDialect()));
    String database = manifest.path("database").asText();
    String ours = parley.url() == null ? DerbyEngine.NAME : PostgresEngine.NAME;
    if (!database.equals(ours)) {
      throw Refusal.unfit(
          "The backup is of %s, and this Parley runs on %s. An export goes from one to the other."
              .formatted(database, ours));
    }
    String aside;
    try (DataLock lock = DataLock.take(parley.data())) {
      aside = parley.url() == null ? derby(backup, sums) : postgres(backup, sums);
    }
    progress.say("Restored: the data as of %s.".formatted(manifest.path("takenAt").asText()));
    if (aside != null) {
      progress.say("What was there before is in %s; remove it when all is well.".formatted(aside));
    }
  }

  private String derby(Path backup, SortedMap<String, String> sums) throws IOException {
    Incoming incoming = new Incoming(parley.data());
    Path folder = incoming.begin();
    boolean there = Files.exists(parley.database());
    copy(backup, sums, folder, Installation.DATABASE);
    Path aside = incoming.commit();
    return there ? aside.toString() : null;
  }

  /** Rows into a schema beside the one in force; the keys once the database has switched. */
  private String postgres(Path backup, SortedMap<String, String> sums)
      throws IOException, SQLException {
    Place place = Place.of(parley);
    place.requireUnused();
    Loading loading = new Loading(progress);
    loading.verify(backup);
    Path export = backup.resolve(Backup.EXPORT);
    loading.fill(place.begin(), export, Loading.manifest(export));
    Incoming incoming = new Incoming(parley.data());
    Path folder = incoming.begin();
    sums.keySet().removeIf(file -> file.startsWith(Backup.EXPORT + "/"));
    copy(backup, sums, folder, "");
    String aside = place.commit();
    incoming.commit();
    return aside;
  }

  private void copy(Path backup, SortedMap<String, String> sums, Path folder, String needed)
      throws IOException {
    long size = Sizes.of(backup);
    Sizes.require(folder, size);
    long[] done = {0};
    try {
      for (Map.Entry<String, String> file : sums.entrySet()) {
        if (file.getKey().equals(Json.FILE)) {
          continue;
        }
        Path place = folder.resolve(file.getKey());
        Files.createDirectories(place.getParent());
        String sum;
        try (OutputStream to = Files.newOutputStream(place)) {
          sum =
              Checksums.copy(
                  backup.resolve(file.getKey()),
                  to,
                  read -> progress.at("restoring", (done[0] += read) >> 20, size >> 20, "MB"));
        }
        if (!sum.equals(file.getValue())) {
          throw Checksums.damaged(file.getKey());
        }
        Durable.file(place);
      }
      if (!Files.isDirectory(folder.resolve(needed))) {
        throw Refusal.unfit("There is no database in " + backup + ".");
      }
    } catch (Refusal e) {
      Durable.remove(folder);
      throw e;
    }
  }

  private static String checksum(Path folder, String file) throws IOException {
    return Checksums.copy(folder.resolve(file), OutputStream.nullOutputStream(), read -> {});
  }
}
