// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.keep;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.parley.core.store.internal.keep.TableShape.Column;
import org.parley.core.store.internal.keep.TableShape.Kind;

/** Reads from a database which tables of Parley's it has, and how they look. */
final class TableShapes {
  /** What says where everything lies; it has to be there before the tables of records can be. */
  static final List<String> CATALOGUE =
      List.of("parley_type", "parley_field", "parley_column", "parley_key");

  /** What belongs to one installation. */
  private static final Set<String> OWN =
      Set.of(
          "parley_schema", "parley_schema_step", "parley_session", "parley_move", "parley_upload");

  /** What only goes where people ask for it. */
  static final Set<String> SECRETS =
      Set.of("parley_credential", "parley_mail", "parley_pass", "parley_second_factor");

  private TableShapes() {}

  /** All tables that are copied: the catalogue, the core's others by name, then those of types. */
  static List<TableShape> of(Connection connection) throws SQLException {
    DatabaseMetaData database = connection.getMetaData();
    boolean upper = database.storesUpperCaseIdentifiers();
    Map<String, String> types = types(connection);
    Set<String> core = new HashSet<>();
    Set<String> records = new HashSet<>();
    try (ResultSet table =
        database.getTables(null, connection.getSchema(), "%", new String[] {"TABLE"})) {
      while (table.next()) {
        String name = table.getString("TABLE_NAME").toLowerCase(Locale.ROOT);
        if (types.containsKey(name)) {
          records.add(name);
        } else if (name.startsWith("parley_") && !OWN.contains(name)) {
          core.add(name);
        }
      }
    }
    List<String> names = new ArrayList<>(CATALOGUE);
    core.stream().filter(name -> !CATALOGUE.contains(name)).sorted().forEach(names::add);
    types.keySet().stream().filter(records::contains).forEach(names::add);
    List<TableShape> shapes = new ArrayList<>();
    for (String name : names) {
      shapes.add(shape(connection, name, types.get(name), upper));
    }
    Map<String, Long> numbers = numbers(connection);
    shapes.replaceAll(shape -> shape.type() == null ? shape : ordered(shape, numbers));
    return shapes;
  }

  /** The catalogue's order, which a copy keeps; where a column stands in its table it may not. */
  private static TableShape ordered(TableShape shape, Map<String, Long> numbers) {
    List<Column> columns = new ArrayList<>(shape.columns());
    columns.sort(
        Comparator.comparingLong(
            column ->
                switch (column.name()) {
                  case "id" -> -2L;
                  case "version" -> -1L;
                  default ->
                      numbers.getOrDefault(shape.name() + "." + column.name(), Long.MAX_VALUE);
                }));
    return new TableShape(shape.name(), shape.type(), columns, shape.key());
  }

  private static Map<String, Long> numbers(Connection connection) throws SQLException {
    Map<String, Long> numbers = new HashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT t.table_name, c.column_name, c.number FROM parley_column c"
                    + " JOIN parley_type t ON c.type_id = t.id")) {
      while (row.next()) {
        numbers.put(row.getString(1) + "." + row.getString(2), row.getLong(3));
      }
    }
    return numbers;
  }

  private static Map<String, String> types(Connection connection) throws SQLException {
    Map<String, String> types = new TreeMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT table_name, name FROM parley_type")) {
      while (row.next()) {
        types.put(row.getString(1), row.getString(2));
      }
    }
    return types;
  }

  /** One table; {@code null} as its type for one of the core's. */
  static TableShape shape(Connection connection, String name, String type, boolean upper)
      throws SQLException {
    String physical = upper ? name.toUpperCase(Locale.ROOT) : name;
    DatabaseMetaData database = connection.getMetaData();
    List<Column> columns = new ArrayList<>();
    Set<String> names = new HashSet<>();
    List<String[]> described = new ArrayList<>();
    String pattern = physical.replace("_", database.getSearchStringEscape() + "_");
    try (ResultSet row = database.getColumns(null, connection.getSchema(), pattern, "%")) {
      while (row.next()) {
        if ("YES".equals(row.getString("IS_GENERATEDCOLUMN"))) {
          continue;
        }
        String column = row.getString("COLUMN_NAME").toLowerCase(Locale.ROOT);
        names.add(column);
        described.add(
            new String[] {
              column,
              row.getString("DATA_TYPE"),
              row.getString("COLUMN_SIZE"),
              row.getString("IS_AUTOINCREMENT"),
              row.getString("TYPE_NAME")
            });
      }
    }
    for (String[] column : described) {
      String overflow = "more_" + column[0];
      columns.add(column(name, column, type == null && names.contains(overflow) ? overflow : null));
    }
    if (columns.isEmpty()) {
      throw Refusal.unfit("The database has no table " + name + ".");
    }
    // A column that takes over is part of the one it takes over from.
    Set<String> overflows = new HashSet<>();
    columns.forEach(column -> overflows.add(column.overflow()));
    columns.removeIf(column -> overflows.contains(column.name()));
    return new TableShape(name, type, columns, key(database, connection, physical, columns));
  }

  private static Column column(String table, String[] described, String overflow) {
    int jdbcType = Integer.parseInt(described[1]);
    Kind kind =
        switch (jdbcType) {
          case Types.VARCHAR, Types.CHAR, Types.CLOB, Types.LONGVARCHAR -> Kind.TEXT;
          case Types.BIGINT, Types.INTEGER, Types.SMALLINT -> Kind.WHOLE;
          case Types.DECIMAL, Types.NUMERIC -> Kind.DECIMAL;
          case Types.BOOLEAN, Types.BIT -> Kind.BOOLEAN;
          case Types.DATE -> Kind.DATE;
          case Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE -> Kind.TIMESTAMP;
          case Types.BLOB, Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY -> Kind.BYTES;
          default ->
              throw Refusal.unfit(
                  "Column "
                      + described[0]
                      + " of table "
                      + table
                      + " is of an unknown kind: "
                      + described[4]);
        };
    boolean bounded = kind == Kind.TEXT && jdbcType != Types.CLOB;
    return new Column(
        described[0],
        kind,
        jdbcType,
        bounded ? Integer.parseInt(described[2]) : Integer.MAX_VALUE,
        "YES".equals(described[3]),
        overflow);
  }

  private static List<Column> key(
      DatabaseMetaData database, Connection connection, String physical, List<Column> columns)
      throws SQLException {
    SortedMap<Integer, String> parts = new TreeMap<>();
    try (ResultSet row = database.getPrimaryKeys(null, connection.getSchema(), physical)) {
      while (row.next()) {
        parts.put(row.getInt("KEY_SEQ"), row.getString("COLUMN_NAME").toLowerCase(Locale.ROOT));
      }
    }
    List<Column> key =
        parts.values().stream()
            .flatMap(part -> columns.stream().filter(column -> column.name().equals(part)))
            .toList();
    if (key.isEmpty()) {
      throw Refusal.unfit("Table " + physical + " has no primary key, so its rows have no order.");
    }
    return key;
  }
}
