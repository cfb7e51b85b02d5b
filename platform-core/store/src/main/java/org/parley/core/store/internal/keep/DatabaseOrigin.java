// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.keep;

import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.parley.core.store.internal.database.Dialect;
import org.parley.core.store.internal.keep.TableShape.Column;
import org.parley.core.store.internal.keep.TableShape.Kind;

/** Rows of a database, all as they were at one moment. */
final class DatabaseOrigin implements Origin {
  /** Marks that tell about one database's schema and mean nothing in another. */
  private static final String STATE = "parley_state";

  private static final String NOT_COPIED = "schema.prepared";

  private final Connection connection;
  private final Dialect dialect;
  private final Engine engine;
  private final Contents contents;
  private final List<TableShape> tables;

  /**
   * @param connection on which nothing else runs; a snapshot begins on it
   * @param contents where bytes are put as rows are read
   * @param secrets whether password hashes are read as well
   */
  DatabaseOrigin(Connection connection, Dialect dialect, Contents contents, boolean secrets)
      throws SQLException {
    this(connection, dialect, contents, secrets, begun(connection));
  }

  private static Engine begun(Connection connection) throws SQLException {
    Engine engine = Engine.of(connection);
    engine.beginSnapshot(connection);
    return engine;
  }

  /** Within a transaction that has begun, and sees what it has written itself. */
  static DatabaseOrigin within(
      Connection connection, Dialect dialect, Contents contents, boolean secrets)
      throws SQLException {
    return new DatabaseOrigin(connection, dialect, contents, secrets, Engine.of(connection));
  }

  private DatabaseOrigin(
      Connection connection, Dialect dialect, Contents contents, boolean secrets, Engine engine)
      throws SQLException {
    this.connection = connection;
    this.dialect = dialect;
    this.contents = contents;
    this.engine = engine;
    this.tables =
        TableShapes.of(connection).stream()
            .filter(table -> secrets || !TableShapes.SECRETS.contains(table.name()))
            .toList();
  }

  @Override
  public List<TableShape> tables() {
    return tables;
  }

  @Override
  public Contents contents() {
    return contents;
  }

  @Override
  public SortedMap<String, Long> sequences() {
    SortedMap<String, Long> next = new TreeMap<>();
    try {
      for (String sequence : engine.sequences(connection)) {
        if (sequence.startsWith("parley_")) {
          next.put(sequence, engine.next(connection, sequence));
        }
      }
      return next;
    } catch (SQLException e) {
      throw Refusal.failed("The sequences cannot be read: " + e.getMessage(), e);
    }
  }

  /** How many rows a table has, about, for telling how far it is. */
  long count(TableShape table) {
    try {
      return Engine.number(connection, "SELECT COUNT(*) FROM " + table.name());
    } catch (SQLException e) {
      throw Refusal.failed("Table " + table.name() + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** The position of the last change. */
  long position() throws SQLException {
    return Engine.number(connection, "SELECT MAX(journal_position) FROM parley_journal");
  }

  /** The core's last step in its tables. */
  int schemaStep() throws SQLException {
    return (int) Engine.number(connection, "SELECT MAX(step) FROM parley_schema");
  }

  @Override
  public Rows rows(TableShape table, String[] after) {
    try {
      return new Cursor(table, after);
    } catch (SQLException e) {
      throw Refusal.failed("Table " + table.name() + " cannot be read: " + e.getMessage(), e);
    }
  }

  private final class Cursor implements Rows {
    private final TableShape table;
    private final PreparedStatement query;
    private final ResultSet row;

    Cursor(TableShape table, String[] after) throws SQLException {
      this.table = table;
      query =
          connection.prepareStatement(
              "SELECT " + selected() + " FROM " + table.name() + where(after) + order());
      try {
        engine.stream(query, table.rowsAtOnce());
        if (after != null) {
          bindKey(after);
        }
        row = query.executeQuery();
      } catch (SQLException e) {
        query.close();
        throw e;
      }
    }

    private String selected() {
      List<String> names = new ArrayList<>();
      table.columns().forEach(column -> names.add(column.name()));
      table.columns().stream()
          .filter(column -> column.overflow() != null)
          .forEach(column -> names.add(column.overflow()));
      return String.join(", ", names);
    }

    private String sortable(Column column) {
      return column.kind() == Kind.TEXT ? engine.sortable(column.name()) : column.name();
    }

    private String order() {
      return " ORDER BY "
          + table.key().stream().map(this::sortable).collect(Collectors.joining(", "));
    }

    /** After a key of several columns: the first ones alike and the next one greater. */
    private String where(String[] after) {
      List<String> ways = new ArrayList<>();
      for (int i = 0; after != null && i < after.length; i++) {
        StringBuilder way = new StringBuilder();
        for (int j = 0; j < i; j++) {
          way.append(table.key().get(j).name()).append(" = ? AND ");
        }
        ways.add(way + sortable(table.key().get(i)) + " > ?");
      }
      if (table.name().equals(STATE)) {
        String wanted = "name <> '" + NOT_COPIED + "'";
        return " WHERE " + wanted + (ways.isEmpty() ? "" : " AND (" + either(ways) + ")");
      }
      return ways.isEmpty() ? "" : " WHERE " + either(ways);
    }

    private String either(List<String> ways) {
      return "(" + String.join(") OR (", ways) + ")";
    }

    private void bindKey(String[] after) throws SQLException {
      int index = 1;
      for (int i = 0; i < after.length; i++) {
        for (int j = 0; j <= i; j++) {
          Cells.bind(dialect, query, index++, table.key().get(j), after[j]);
        }
      }
    }

    @Override
    public String[] next() {
      try {
        return row.next() ? read() : null;
      } catch (SQLException | IOException e) {
        throw Refusal.failed("Table " + table.name() + " cannot be read: " + e.getMessage(), e);
      }
    }

    private String[] read() throws SQLException, IOException {
      List<Column> columns = table.columns();
      String[] cells = new String[columns.size()];
      int overflow = cells.length;
      for (int i = 0; i < cells.length; i++) {
        Column column = columns.get(i);
        if (column.kind() != Kind.BYTES) {
          cells[i] = Cells.read(dialect, row, i + 1, column);
        }
        if (column.overflow() != null) {
          String longer = Cells.read(dialect, row, ++overflow, column);
          cells[i] = cells[i] == null ? longer : cells[i];
        }
      }
      for (int i = 0; i < cells.length; i++) {
        if (columns.get(i).kind() == Kind.BYTES) {
          try (InputStream bytes = row.getBinaryStream(i + 1)) {
            cells[i] = bytes == null ? null : contents.keep(name(cells), bytes);
          }
        }
      }
      return cells;
    }

    /** Plugins lie under their names. */
    private String name(String[] cells) {
      if (!table.name().equals("parley_plugin")) {
        return null;
      }
      String hash = cells[index("hash")];
      return "plugins/%s-%s-%s.jar"
          .formatted(
              plain(cells[index("id")]),
              plain(cells[index("version")]),
              hash.substring(0, Math.min(12, hash.length())));
    }

    private int index(String column) {
      return table.columns().indexOf(table.column(column).orElseThrow());
    }

    private String plain(String text) {
      return text.replaceAll("[^A-Za-z0-9._-]", "_").replace("..", "__");
    }

    @Override
    public void close() {
      try {
        query.close();
      } catch (SQLException e) {
        throw Refusal.failed("Table " + table.name() + " cannot be read: " + e.getMessage(), e);
      }
    }
  }
}
