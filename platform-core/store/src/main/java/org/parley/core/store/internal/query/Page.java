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
import java.util.function.Function;
import java.util.stream.Collectors;
import org.parley.api.record.Record;
import org.parley.core.record.Row;
import org.parley.core.record.Selection;
import org.parley.core.store.internal.database.Dialect;
import org.parley.core.store.internal.query.Conditions.Narrow;
import org.parley.core.store.internal.query.Keyset.Segment;
import org.parley.core.store.internal.schema.Table;
import org.parley.core.store.internal.schema.Table.Placed;
import org.parley.core.store.internal.schema.Table.PlacedColumn;
import org.parley.core.store.internal.schema.Tables;

/**
 * One page of a list. Either an index is walked in the order of the list until the page is full;
 * or, where few rows match or no index has that order, ids and keys alone are sorted and the page's
 * rows read after that. Databases that do not know how few rows a page needs are told which way to
 * go.
 */
final class Page {
  /** Up to so many rows are rather sorted than looked for along the order of the list. */
  private static final int FEW = 5_000;

  private final Connection connection;
  private final Dialect dialect;
  private final Table table;
  private final Selection selection;
  private final Conditions conditions;
  private final Keyset keyset;
  private final RecordReader reader;
  private final List<PlacedColumn> keys;
  private final Sql where;
  private final Map<Long, Row> rows = new LinkedHashMap<>();

  Page(Connection connection, Dialect dialect, Tables tables, Selection selection) {
    this.connection = connection;
    this.dialect = dialect;
    this.table = tables.of(selection.type().name());
    this.selection = selection;
    this.conditions = new Conditions(dialect, tables, table);
    this.keyset = new Keyset(dialect, table, selection);
    this.reader = RecordReader.of(table, selection.fields());
    this.keys = selection.sort().stream().map(sort -> table.compared(sort.field())).toList();
    this.where = conditions.where(selection.where(), selection.trash());
  }

  List<Row> read() throws SQLException {
    String narrow = narrow();
    String index = narrow == null ? index() : null;
    boolean walks = index != null && keyset.size() <= 1;
    for (Segment segment : keyset.segments(selection.after() == null)) {
      if (rows.size() == selection.limit()) {
        break;
      }
      if (walks) {
        walk(index, segment);
      } else {
        Sql range = new Sql().add(segment.sql());
        if (index != null && segment.range()) {
          cut(index, range);
        }
        sort(narrow == null ? "" : narrow, range);
      }
    }
    return List.copyOf(rows.values());
  }

  /** How to read the table by an index that leaves few rows, or null when none does. */
  private String narrow() throws SQLException {
    for (Narrow narrow : conditions.narrows(selection.where())) {
      if (narrow.hint().isEmpty() || isFew(narrow)) {
        return narrow.hint();
      }
    }
    return null;
  }

  private boolean isFew(Narrow narrow) throws SQLException {
    Sql count =
        new Sql()
            .add("SELECT COUNT(*) FROM (SELECT " + narrow.column() + " FROM " + table.name() + " r")
            .add(narrow.hint())
            .add(" WHERE ")
            .add(narrow.condition())
            .add(" FETCH FIRST ")
            .value(FEW + 1)
            .add(" ROWS ONLY) counted");
    try (PreparedStatement statement = count.prepare(connection, dialect);
        ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getInt(1) <= FEW;
    }
  }

  /** How to read the table in the order of the first key, or null when no index has it. */
  private String index() {
    if (keyset.size() == 0) {
      return dialect.readByKey(table.primaryKey());
    }
    Selection.Sort sort = selection.sort().get(0);
    if (Table.isVersion(sort.field())) {
      return null;
    }
    Placed placed = table.placed(sort.field());
    String index = sort.descending() ? placed.descending() : placed.ascending();
    return index == null ? null : dialect.readByIndex(index);
  }

  private Sql from(String columns, String hint, Sql range) {
    return new Sql()
        .add("SELECT " + columns + " FROM " + table.name() + " r")
        .add(hint)
        .add(conditions.joins())
        .add(" WHERE ")
        .add(where)
        .add(" AND ")
        .add(range);
  }

  private Sql limit(Sql sql) {
    return sql.add(" FETCH FIRST ").value(selection.limit() - rows.size()).add(" ROWS ONLY");
  }

  private void walk(String index, Segment segment) throws SQLException {
    Sql sql =
        limit(from(reader.columns("r") + keyColumns(), index, segment.sql()).add(keyset.order()));
    try (PreparedStatement statement = sql.prepare(connection, dialect);
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        Record found = reader.read(row, dialect);
        // A row may move from one segment to a later one between two statements.
        rows.putIfAbsent(found.id(), new Row(found, keys(row, reader.width() + 1)));
      }
    }
  }

  private void sort(String hint, Sql range) throws SQLException {
    Map<Long, Object[]> places = new LinkedHashMap<>();
    Sql sql = limit(from("r.id" + keyColumns(), hint, range).add(keyset.order()));
    try (PreparedStatement statement = sql.prepare(connection, dialect);
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        places.put(row.getLong(1), keys(row, 2));
      }
    }
    // What has gone to the trash meanwhile stays in: a page that is short would be the last one.
    Map<Long, Record> found =
        reader.find(connection, dialect, new ArrayList<>(places.keySet())).stream()
            .collect(Collectors.toMap(Record::id, Function.identity()));
    places.forEach(
        (id, key) -> {
          if (found.containsKey(id)) {
            rows.putIfAbsent(id, new Row(found.get(id), key));
          }
        });
  }

  /** Cuts a range where the page ends by the first key alone; ties with that place stay in. */
  private void cut(String index, Sql range) throws SQLException {
    Sql sql = limit(from(keyset.first(), index, range).add(keyset.walk()));
    Object last = null;
    int count = 0;
    try (PreparedStatement statement = sql.prepare(connection, dialect);
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        last = dialect.read(row, 1, keys.get(0).shape());
        count++;
      }
    }
    if (count == selection.limit() - rows.size()) {
      range.add(" AND ").add(keyset.within(last));
    }
  }

  private String keyColumns() {
    return keys.stream().map(key -> ", r." + key.name()).collect(Collectors.joining());
  }

  private Object[] keys(ResultSet row, int from) throws SQLException {
    Object[] values = new Object[keys.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = dialect.read(row, from + i, keys.get(i).shape());
    }
    return values;
  }
}
