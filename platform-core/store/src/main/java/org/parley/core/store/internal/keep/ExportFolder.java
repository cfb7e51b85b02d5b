// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.keep;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.parley.core.store.internal.database.CoreTables;
import org.parley.core.store.internal.database.Dialect;
import org.parley.core.store.internal.keep.ExportManifest.TableFile;
import org.parley.core.store.internal.keep.TableShape.Column;
import org.parley.core.store.internal.schema.Blueprint;

/** Writes everything in its original form: {@code docs/reference/data-layout.md} is the layout. */
final class ExportFolder {
  static final String SEQUENCES = "core/sequences.csv";

  private final Path folder;
  private final Progress progress;

  /**
   * @param folder that is empty
   */
  ExportFolder(Path folder, Progress progress) {
    this.folder = folder;
    this.progress = progress;
  }

  /**
   * Writes all of it.
   *
   * @param origin whose contents go into the same folder
   * @param configuration files to take along, by path within {@code configuration/}
   * @param dialects by the name that schemas are told apart by
   */
  ExportManifest write(
      DatabaseOrigin origin,
      Connection connection,
      String parley,
      boolean secrets,
      Map<String, Path> configuration,
      Map<String, Dialect> dialects)
      throws IOException, SQLException {
    List<TableFile> files = new ArrayList<>();
    for (TableShape table : origin.tables()) {
      files.add(new TableFile(table.name(), table.type(), table.file(), write(origin, table)));
    }
    StringBuilder sequences = new StringBuilder(Csv.header(List.of("name", "next")));
    origin
        .sequences()
        .forEach((name, next) -> sequences.append(name).append(',').append(next).append("\r\n"));
    text(SEQUENCES, sequences.toString());
    for (var dialect : dialects.entrySet()) {
      text(
          "sql/schema-" + dialect.getKey() + ".sql",
          schema(new Blueprint(dialect.getValue(), connection), dialect.getValue()));
    }
    for (var file : configuration.entrySet()) {
      Path place = folder.resolve("configuration").resolve(file.getKey());
      Files.createDirectories(place.getParent());
      Files.copy(file.getValue(), place);
    }
    try (InputStream readme = ExportFolder.class.getResourceAsStream("export-readme.txt")) {
      Files.copy(readme, folder.resolve("README.txt"));
    }
    ExportManifest manifest =
        new ExportManifest(parley, origin.schemaStep(), origin.position(), secrets, files);
    Json.write(folder, manifest.json());
    return manifest;
  }

  private long write(DatabaseOrigin origin, TableShape table) throws IOException {
    long all = origin.count(table);
    long rows = 0;
    boolean[] quoted = Cells.quoted(table.columns());
    Path file = folder.resolve(table.file());
    Files.createDirectories(file.getParent());
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
        Origin.Rows from = origin.rows(table, null)) {
      put(out, Csv.header(table.columns().stream().map(Column::name).toList()));
      for (String[] cells = from.next(); cells != null; cells = from.next()) {
        try {
          put(out, Csv.line(cells, quoted));
        } catch (CharacterCodingException e) {
          throw Refusal.unfit(
              "Table %s, the row that begins with %s: half a character, which UTF-8 cannot hold."
                  .formatted(table.name(), cells[0]));
        }
        progress.at(table.name(), ++rows, all, "rows");
      }
    }
    return rows;
  }

  private static void put(OutputStream out, String text) throws IOException {
    ByteBuffer bytes = Csv.encode(text);
    out.write(bytes.array(), bytes.arrayOffset(), bytes.remaining());
  }

  private void text(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static String schema(Blueprint blueprint, Dialect dialect) {
    StringBuilder sql = new StringBuilder();
    List<String> statements = new ArrayList<>(CoreTables.statements(dialect));
    statements.addAll(blueprint.tables().values());
    statements.addAll(blueprint.keys());
    statements.forEach(statement -> sql.append(statement).append(";\n"));
    return sql.toString();
  }
}
