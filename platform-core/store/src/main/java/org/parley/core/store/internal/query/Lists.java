// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.query;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.parley.api.error.ParleyException;
import org.parley.api.record.Record;
import org.parley.core.record.Condition;
import org.parley.core.record.RecordType;
import org.parley.core.record.Row;
import org.parley.core.record.Selection;
import org.parley.core.store.internal.database.Database;
import org.parley.core.store.internal.database.Dialect;
import org.parley.core.store.internal.database.Failure;
import org.parley.core.store.internal.schema.Table;
import org.parley.core.store.internal.schema.Table.PlacedColumn;
import org.parley.core.store.internal.schema.Tables;

/** Lists and counts: SQL from metadata, committed rows, each statement by itself. Stateless. */
public final class Lists {
  private static final int BATCH = 200;

  private final Database database;
  private final Dialect dialect;

  public Lists(Database database) {
    this.database = database;
    this.dialect = database.dialect();
  }

  /** Rows in order. */
  public List<Row> list(Tables tables, Selection selection) {
    Table table = tables.of(selection.type().name());
    RecordReader reader = RecordReader.of(table, selection.fields());
    List<PlacedColumn> keys =
        selection.sort().stream().map(sort -> table.compared(sort.field())).toList();
    StringBuilder columns = new StringBuilder(reader.columns("r"));
    keys.forEach(key -> columns.append(", r.").append(key.name()));

    Conditions conditions = new Conditions(tables, table);
    Sql where = where(conditions, selection.where(), selection.trash());
    Keyset keyset = new Keyset(dialect, table, selection);
    Sql from =
        new Sql()
            .add("SELECT " + columns + " FROM " + table.name() + " r")
            .add(hint(table, selection, conditions, keyset))
            .add(conditions.joins())
            .add(" WHERE ")
            .add(where)
            .add(" AND ");
    return run(
        connection -> {
          List<Row> rows = new ArrayList<>();
          Set<Long> seen = new HashSet<>();
          for (Sql segment : keyset.segments(selection.after() == null)) {
            int missing = selection.limit() - rows.size();
            if (missing == 0) {
              break;
            }
            Sql sql =
                new Sql()
                    .add(from)
                    .add(segment)
                    .add(keyset.order())
                    .add(" FETCH FIRST ")
                    .value(missing)
                    .add(" ROWS ONLY");
            read(connection, sql, reader, keys, rows, seen);
          }
          return rows;
        });
  }

  private void read(
      Connection connection,
      Sql sql,
      RecordReader reader,
      List<PlacedColumn> keys,
      List<Row> rows,
      Set<Long> seen)
      throws SQLException {
    try (PreparedStatement statement = sql.prepare(connection, dialect);
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        Object[] sortKeys = new Object[keys.size()];
        for (int i = 0; i < sortKeys.length; i++) {
          sortKeys[i] = dialect.read(row, reader.width() + 1 + i, keys.get(i).shape());
        }
        Record found = reader.read(row, dialect);
        // A row may move from one segment to a later one between two statements.
        if (seen.add(found.id())) {
          rows.add(new Row(found, sortKeys));
        }
      }
    }
  }

  private static Sql where(Conditions conditions, Condition condition, boolean trash) {
    Sql where = new Sql().add("r." + Table.DELETED + (trash ? " IS NOT NULL" : " IS NULL"));
    return Condition.ALL.equals(condition)
        ? where
        : where.add(" AND ").add(conditions.compile(condition));
  }

  private String hint(Table table, Selection selection, Conditions conditions, Keyset keyset) {
    if (!keyset.single() || conditions.narrows(selection.where())) {
      return "";
    }
    Selection.Sort sort = selection.sort().get(0);
    if (Table.isVersion(sort.field())) {
      return "";
    }
    Table.Placed placed = table.placed(sort.field());
    String index = sort.descending() ? placed.descending() : placed.ascending();
    return index == null ? "" : dialect.readBy(index);
  }

  /** How many rows match, counting no further than a cap. */
  public long count(Tables tables, RecordType type, Condition condition, boolean trash, long cap) {
    Table table = tables.of(type.name());
    Conditions conditions = new Conditions(tables, table);
    Sql where = where(conditions, condition, trash);
    Sql sql =
        new Sql()
            .add("SELECT COUNT(*) FROM (SELECT r.id FROM " + table.name() + " r")
            .add(conditions.joins())
            .add(" WHERE ")
            .add(where)
            .add(" FETCH FIRST ")
            .value(cap)
            .add(" ROWS ONLY) counted");
    return run(
        connection -> {
          try (PreparedStatement statement = sql.prepare(connection, dialect);
              ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
          }
        });
  }

  /** Records by id, in no order, trashed ones included. */
  public List<Record> findAll(Tables tables, RecordType type, List<Long> ids) {
    Table table = tables.of(type.name());
    RecordReader reader = RecordReader.all(table);
    List<Long> distinct = ids.stream().distinct().toList();
    return run(
        connection -> {
          List<Record> found = new ArrayList<>();
          for (int begin = 0; begin < distinct.size(); begin += BATCH) {
            List<Long> batch = distinct.subList(begin, Math.min(begin + BATCH, distinct.size()));
            Sql sql =
                new Sql()
                    .add("SELECT " + reader.columns("r") + " FROM " + table.name() + " r")
                    .add(" WHERE r.id IN (");
            int size = Comparison.size(batch.size());
            for (int i = 0; i < size; i++) {
              sql.add(i == 0 ? "" : ", ").value(batch.get(Math.min(i, batch.size() - 1)));
            }
            try (PreparedStatement statement = sql.add(")").prepare(connection, dialect);
                ResultSet row = statement.executeQuery()) {
              while (row.next()) {
                found.add(reader.read(row, dialect));
              }
            }
          }
          return found;
        });
  }

  private <T> T run(Database.Work<T> work) {
    try {
      return database.read(work);
    } catch (ParleyException e) {
      if (e.getCause() instanceof SQLException cause && dialect.failure(cause) == Failure.VALUE) {
        throw ParleyException.badRequest(
            "bad_filter", "A value in the filter does not fit the field it is compared with.");
      }
      throw e;
    }
  }
}
