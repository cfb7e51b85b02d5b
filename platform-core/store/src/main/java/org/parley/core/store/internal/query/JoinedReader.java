// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.query;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.parley.api.record.Record;
import org.parley.core.record.Field;
import org.parley.core.record.Storage;
import org.parley.core.store.internal.database.Dialect;
import org.parley.core.store.internal.schema.Table;
import org.parley.core.store.internal.schema.Tables;

/**
 * Reads single records together with some fields of those they refer to, in one statement. Any
 * thread.
 */
public final class JoinedReader {
  private record Part(RecordReader reader, Table table, String on, int from) {}

  private final Table table;
  private final RecordReader whole;
  private final List<Part> parts = new ArrayList<>();
  private volatile String query;

  /**
   * A reader of one type.
   *
   * @param along for references to one type the fields to read of those records
   */
  JoinedReader(Tables tables, String type, Map<Field, Set<Field>> along) {
    table = tables.of(type);
    whole = RecordReader.all(table);
    int from = whole.width() + 1;
    for (Map.Entry<Field, Set<Field>> entry : along.entrySet()) {
      Table target = tables.of(entry.getKey().to().get(0));
      RecordReader reader = RecordReader.of(target, entry.getValue());
      parts.add(new Part(reader, target, table.column(entry.getKey(), 0).name(), from));
      from += reader.width();
    }
  }

  Optional<Storage.Found> find(Connection connection, Dialect dialect, long id)
      throws SQLException {
    if (query == null) {
      query = query(dialect);
    }
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      statement.setLong(1, id);
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next()) {
          return Optional.empty();
        }
        Record found = whole.read(row, dialect);
        List<Record> along = new ArrayList<>(parts.size());
        for (Part part : parts) {
          row.getLong(part.from());
          if (!row.wasNull()) {
            along.add(part.reader().read(row, dialect, part.from()));
          }
        }
        return Optional.of(new Storage.Found(found, along));
      }
    }
  }

  private String query(Dialect dialect) {
    StringBuilder sql = new StringBuilder("SELECT ").append(whole.columns("r"));
    for (int i = 0; i < parts.size(); i++) {
      sql.append(", ").append(parts.get(i).reader().columns("j" + i));
    }
    sql.append(" FROM ").append(table.name()).append(" r");
    sql.append(dialect.readByKey(table.primaryKey()));
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      sql.append(" LEFT JOIN ").append(part.table().name()).append(" j").append(i);
      sql.append(dialect.lookUpByKey(part.table().primaryKey()));
      sql.append(" ON j").append(i).append(".id = r.").append(part.on());
    }
    return sql.append(" WHERE r.id = ?").toString();
  }
}
