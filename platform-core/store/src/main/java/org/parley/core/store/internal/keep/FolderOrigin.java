// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.keep;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.parley.core.store.internal.keep.TableShape.Column;
import org.parley.core.store.internal.keep.TableShape.Kind;

/** Rows of the folder that an export has left. */
final class FolderOrigin implements Origin {
  private final Path folder;
  private final List<TableShape> tables = new ArrayList<>();

  FolderOrigin(Path folder, ExportManifest manifest) throws IOException {
    this.folder = folder;
    for (ExportManifest.TableFile table : manifest.tables()) {
      List<Column> columns = new ArrayList<>();
      try (Reader file = open(table.file())) {
        for (String name : Csv.read(file)) {
          columns.add(new Column(name, Kind.TEXT, Types.VARCHAR, 0, false, null));
        }
      }
      tables.add(new TableShape(table.name(), table.type(), columns, List.of()));
    }
  }

  private Reader open(String file) throws IOException {
    return new BufferedReader(
        Files.newBufferedReader(folder.resolve(file), StandardCharsets.UTF_8), 1 << 16);
  }

  @Override
  public List<TableShape> tables() {
    return tables;
  }

  @Override
  public SortedMap<String, Long> sequences() {
    SortedMap<String, Long> next = new TreeMap<>();
    try (Reader file = open(ExportFolder.SEQUENCES)) {
      Csv.read(file);
      for (String[] row = Csv.read(file); row != null; row = Csv.read(file)) {
        next.put(row[0], Long.valueOf(row[1]));
      }
      return next;
    } catch (IOException e) {
      throw Refusal.failed(ExportFolder.SEQUENCES + " cannot be read: " + e.getMessage(), e);
    }
  }

  @Override
  public Contents contents() {
    return Contents.in(folder);
  }

  @Override
  public Rows rows(TableShape table, String[] after) {
    if (after != null) {
      throw new IllegalArgumentException("a file is read from its beginning");
    }
    try {
      Reader file = open(table.file());
      Csv.read(file);
      return new Lines(table, file);
    } catch (IOException e) {
      throw Refusal.failed(table.file() + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static final class Lines implements Rows {
    private final TableShape table;
    private final Reader file;
    private long row;

    Lines(TableShape table, Reader file) {
      this.table = table;
      this.file = file;
    }

    @Override
    public String[] next() {
      row++;
      try {
        String[] cells = Csv.read(file);
        if (cells != null && cells.length != table.columns().size()) {
          throw Refusal.unfit(
              "%s: row %d has %d cells, the header %d. %s"
                  .formatted(
                      table.file(),
                      row,
                      cells.length,
                      table.columns().size(),
                      Arrays.toString(cells)));
        }
        return cells;
      } catch (IOException e) {
        throw Refusal.failed(table.file() + ", row " + row + ": " + e.getMessage(), e);
      }
    }

    @Override
    public void close() {
      try {
        file.close();
      } catch (IOException e) {
        throw Refusal.failed(table.file() + " cannot be read: " + e.getMessage(), e);
      }
    }
  }
}
