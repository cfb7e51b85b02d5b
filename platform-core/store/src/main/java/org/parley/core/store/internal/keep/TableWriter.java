// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.keep;

import java.io.IOException;
import java.io.InputStream;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.parley.core.store.internal.database.Dialect;
import org.parley.core.store.internal.keep.TableShape.Column;
import org.parley.core.store.internal.keep.TableShape.Kind;

/** Inserts rows into one table, some hundreds a transaction. For one thread. */
final class TableWriter implements AutoCloseable {
  /** Told within each transaction, before it ends, how many rows came and which was the last. */
  interface Batch {
    void ends(long rows, String[] last) throws SQLException;
  }

  private static final int ROWS_A_BATCH = 500;

  private final Connection connection;
  private final Dialect dialect;
  private final TableShape target;
  private final Contents contents;
  private final Batch batch;
  private final List<Column> columns = new ArrayList<>();
  private final boolean bytes;
  private final PreparedStatement insert;
  private long row;
  private int waiting;

  /**
   * @param target the table as it is
   * @param from its columns as they come
   * @param contents what cells of bytes stand for
   */
  TableWriter(
      Connection connection,
      Dialect dialect,
      Engine engine,
      TableShape target,
      TableShape from,
      Contents contents,
      Batch batch)
      throws SQLException {
    this.connection = connection;
    this.dialect = dialect;
    this.target = target;
    this.contents = contents;
    this.batch = batch;
    List<String> names = new ArrayList<>();
    for (Column column : from.columns()) {
      columns.add(
          target
              .column(column.name())
              .orElseThrow(
                  () ->
                      Refusal.unfit(
                          "Table %s has no column %s here."
                              .formatted(target.name(), column.name()))));
      names.add(column.name());
    }
    columns.stream()
        .filter(column -> column.overflow() != null)
        .forEach(column -> names.add(column.overflow()));
    bytes = columns.stream().anyMatch(column -> column.kind() == Kind.BYTES);
    boolean identity = columns.stream().anyMatch(Column::identity);
    insert =
        connection.prepareStatement(
            "INSERT INTO "
                + target.name()
                + " ("
                + String.join(", ", names)
                + ")"
                + (identity ? engine.overriding() : "")
                + " VALUES ("
                + String.join(", ", Collections.nCopies(names.size(), "?"))
                + ")");
  }

  void write(String[] cells) {
    row++;
    List<InputStream> open = new ArrayList<>();
    try {
      bind(cells, open);
      if (bytes) {
        insert.executeUpdate();
      } else {
        insert.addBatch();
      }
      if (++waiting == ROWS_A_BATCH) {
        flush(cells);
      }
    } catch (SQLException e) {
      throw failed(e);
    } catch (IOException | IllegalArgumentException | DateTimeParseException e) {
      throw new Refusal(
          Refusal.UNFIT, "Table " + target.name() + ", row " + row + ": " + e.getMessage(), e);
    } finally {
      open.forEach(TableWriter::close);
    }
  }

  private static void close(InputStream stream) {
    try {
      stream.close();
    } catch (IOException e) {
      throw Refusal.failed("A file cannot be closed: " + e.getMessage(), e);
    }
  }

  private void bind(String[] cells, List<InputStream> open) throws SQLException, IOException {
    int overflow = cells.length;
    for (int i = 0; i < cells.length; i++) {
      Column column = columns.get(i);
      String cell = cells[i];
      if (column.overflow() != null) {
        boolean fits = cell == null || cell.length() <= dialect.longestPlainText();
        text(++overflow, fits ? null : cell);
        cell = fits ? cell : null;
      }
      if (cell == null) {
        insert.setNull(i + 1, column.jdbcType());
      } else if (column.kind() == Kind.BYTES) {
        InputStream stream = contents.open(cell);
        open.add(stream);
        insert.setBinaryStream(i + 1, stream);
      } else {
        Cells.bind(dialect, insert, i + 1, column, cell);
      }
    }
  }

  private void text(int index, String cell) throws SQLException {
    dialect.bind(insert, index, org.parley.core.record.Shape.LONG_TEXT, cell);
  }

  private void flush(String[] last) throws SQLException {
    if (waiting == 0) {
      return;
    }
    if (!bytes) {
      insert.executeBatch();
    }
    waiting = 0;
    batch.ends(row, last);
    connection.commit();
  }

  /** Writes what still waits. */
  void finish(String[] last) {
    try {
      flush(last);
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private Refusal failed(SQLException e) {
    SQLException cause =
        e instanceof BatchUpdateException && e.getNextException() != null
            ? e.getNextException()
            : e;
    return Refusal.failed(
        "Table %s, at row %d or up to %d before it: %s"
            .formatted(target.name(), row, ROWS_A_BATCH, cause.getMessage()),
        e);
  }

  @Override
  public void close() {
    try {
      insert.close();
    } catch (SQLException e) {
      throw failed(e);
    }
  }
}
