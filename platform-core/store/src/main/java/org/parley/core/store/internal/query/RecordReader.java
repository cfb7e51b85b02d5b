// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.query;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.parley.api.record.Record;
import org.parley.core.record.Field;
import org.parley.core.store.internal.database.Dialect;
import org.parley.core.store.internal.schema.Table;
import org.parley.core.store.internal.schema.Table.Placed;
import org.parley.core.store.internal.schema.Table.PlacedColumn;

/** Turns rows into records. */
public final class RecordReader {
  private static final int BATCH = 200;

  private final Table table;
  private final List<Placed> wanted;

  /** The query by id for each number of ids: long texts, of which there are few. */
  private final Map<Integer, String> byId = new ConcurrentHashMap<>();

  private RecordReader(Table table, List<Placed> wanted) {
    this.table = table;
    this.wanted = wanted;
  }

  /** Reads all fields of a table but the hidden ones. */
  public static RecordReader all(Table table) {
    return new RecordReader(table, table.visible());
  }

  /** Reads some fields, null for all; {@code deleted_at} is always among them. */
  public static RecordReader of(Table table, Set<Field> fields) {
    if (fields == null) {
      return all(table);
    }
    Set<String> names =
        fields.stream().map(Field::name).collect(java.util.stream.Collectors.toSet());
    return new RecordReader(
        table,
        table.visible().stream()
            .filter(
                placed ->
                    names.contains(placed.field().name())
                        || placed.field().name().equals(Table.DELETED))
            .toList());
  }

  /** The columns to select, after an alias. */
  String columns(String alias) {
    StringBuilder columns =
        new StringBuilder(alias).append(".id, ").append(alias).append(".version");
    for (Placed placed : wanted) {
      for (PlacedColumn column : placed.columns()) {
        columns.append(", ").append(alias).append('.').append(column.name());
      }
    }
    return columns.toString();
  }

  /** How many columns {@link #columns} are. */
  int width() {
    return 2 + wanted.stream().mapToInt(placed -> placed.columns().size()).sum();
  }

  /** The record of a row that begins with {@link #columns}. */
  Record read(ResultSet row, Dialect dialect) throws SQLException {
    return read(row, dialect, 1);
  }

  /** The record of a row in which {@link #columns} begin somewhere. */
  Record read(ResultSet row, Dialect dialect, int from) throws SQLException {
    Map<String, Object> fields = new LinkedHashMap<>();
    int index = from + 2;
    for (Placed placed : wanted) {
      Object[] columns = new Object[placed.columns().size()];
      for (int i = 0; i < columns.length; i++) {
        columns[i] = dialect.read(row, index++, placed.columns().get(i).shape());
      }
      put(fields, placed, columns);
    }
    return new Record(table.type().name(), row.getLong(from), row.getLong(from + 1), fields);
  }

  /** Records by id, in no order, trashed ones included. */
  public List<Record> find(Connection connection, Dialect dialect, List<Long> ids)
      throws SQLException {
    List<Long> distinct = ids.size() == 1 ? ids : ids.stream().distinct().toList();
    List<Record> found = new ArrayList<>(distinct.size());
    for (int begin = 0; begin < distinct.size(); begin += BATCH) {
      List<Long> batch = distinct.subList(begin, Math.min(begin + BATCH, distinct.size()));
      int size = Comparison.size(batch.size());
      String query = byId.computeIfAbsent(size, count -> byId(dialect, count));
      try (PreparedStatement statement = connection.prepareStatement(query)) {
        for (int i = 0; i < size; i++) {
          statement.setLong(i + 1, batch.get(Math.min(i, batch.size() - 1)));
        }
        try (ResultSet row = statement.executeQuery()) {
          while (row.next()) {
            found.add(read(row, dialect));
          }
        }
      }
    }
    return found;
  }

  private String byId(Dialect dialect, int count) {
    return "SELECT "
        + columns("r")
        + " FROM "
        + table.name()
        + " r"
        + dialect.readByKey(table.primaryKey())
        + (count == 1 ? " WHERE r.id = ?" : " WHERE r.id IN (?" + ", ?".repeat(count - 1) + ")");
  }

  private static void put(Map<String, Object> fields, Placed placed, Object[] columns) {
    Object value = placed.field().kind().join(placed.field(), columns);
    if (value != null) {
      fields.put(placed.field().name(), value);
    }
  }
}
