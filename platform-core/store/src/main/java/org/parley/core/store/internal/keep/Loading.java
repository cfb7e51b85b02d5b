// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.keep;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.parley.core.store.internal.database.CoreTables;
import org.parley.core.store.internal.database.Database;
import org.parley.core.store.internal.database.DerbyDialect;

/** Fills a fresh database from the folder of an export, checked before. */
final class Loading {
  private final Progress progress;

  Loading(Progress progress) {
    this.progress = progress;
  }

  /** The manifest of an export that this Parley can read. */
  static ExportManifest manifest(Path export) throws IOException {
    JsonNode json = Json.read(export, ExportManifest.KIND);
    Json.refuseNewer(json, CoreTables.last(new DerbyDialect()));
    return ExportManifest.of(json);
  }

  /** Reads every file and compares its checksum. */
  void verify(Path folder) throws IOException {
    progress.say("Checking " + folder);
    long size = Sizes.of(folder);
    long[] done = {0};
    Checksums.verify(
        folder, bytes -> progress.at("checksums", (done[0] += bytes) >> 20, size >> 20, "MB"));
  }

  /** Fills a database, and closes it. */
  void fill(Database database, Path export, ExportManifest manifest)
      throws IOException, SQLException {
    try (Connection connection = database.source().getConnection()) {
      new DatabaseDestination(connection, database.dialect(), Checkpoint.NONE, progress)
          .fill(new FolderOrigin(export, manifest));
      count(connection, manifest);
      connection.rollback();
      connection.setAutoCommit(true);
    } finally {
      database.close();
    }
  }

  /** What was written is what the manifest promised. */
  private static void count(Connection connection, ExportManifest manifest) throws SQLException {
    for (ExportManifest.TableFile table : manifest.tables()) {
      long rows = Engine.number(connection, "SELECT COUNT(*) FROM " + table.name());
      // The catalogue is adapted where the export is of another kind of database.
      if (rows != table.rows() && !TableShapes.CATALOGUE.contains(table.name())) {
        throw Refusal.unfit(
            "%s has %d rows, the manifest says %d.".formatted(table.file(), rows, table.rows()));
      }
    }
  }
}
