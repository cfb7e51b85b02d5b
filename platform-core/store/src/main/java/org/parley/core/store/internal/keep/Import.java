// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.keep;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.parley.core.store.internal.database.CoreTables;
import org.parley.core.store.internal.database.Database;
import org.parley.core.store.internal.database.DerbyDialect;
import org.parley.core.store.internal.database.Durable;
import org.parley.core.store.internal.database.Incoming;

/** Loads an export into a data directory without a database. */
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
      Incoming incoming = new Incoming(parley.data());
      incoming.finish();
      if (Files.exists(parley.database())) {
        throw Refusal.unfit(
            "There is a database in %s already. An export goes into an empty data directory: set"
                    .formatted(parley.data())
                + " PARLEY_DATA to a new one.");
      }
      Path scratch = parley.scratch();
      try {
        load(Files.isRegularFile(export) ? unzip(export, scratch) : export, incoming);
      } finally {
        Durable.remove(scratch);
      }
    }
  }

  private void load(Path export, Incoming incoming) throws IOException, SQLException {
    progress.say("Checking " + export);
    long size = Sizes.of(export);
    long[] done = {0};
    Checksums.verify(
        export, bytes -> progress.at("checksums", (done[0] += bytes) >> 20, size >> 20, "MB"));
    JsonNode json = Json.read(export, ExportManifest.KIND);
    Json.refuseNewer(json, CoreTables.last(new DerbyDialect()));
    ExportManifest manifest = ExportManifest.of(json);
    Path folder = incoming.begin();
    Database database = new Database(folder, new DerbyDialect());
    try (Connection connection = database.source().getConnection()) {
      new DatabaseDestination(connection, database.dialect(), Checkpoint.NONE, progress)
          .fill(new FolderOrigin(export, manifest));
      count(connection, manifest);
      connection.rollback();
      connection.setAutoCommit(true);
    } finally {
      database.close();
    }
    Durable.remove(folder.resolve("log"));
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Durable.file(file);
      }
    }
    Durable.remove(incoming.commit());
    progress.say(
        "Imported: all of Parley %s up to change %d."
            .formatted(manifest.parley(), manifest.position()));
    if (!manifest.secrets()) {
      progress.say(
          "Passwords were not in it: the next start makes \"admin\" a new one"
              + " (PARLEY_ADMIN_PASSWORD, or printed).");
    }
  }

  /** What was written is what the manifest promised. */
  private static void count(Connection connection, ExportManifest manifest) throws SQLException {
    for (ExportManifest.TableFile table : manifest.tables()) {
      long rows = Engine.number(connection, "SELECT COUNT(*) FROM " + table.name());
      if (rows != table.rows() && !table.name().equals("parley_key")) {
        throw Refusal.unfit(
            "%s has %d rows, the manifest says %d.".formatted(table.file(), rows, table.rows()));
      }
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
