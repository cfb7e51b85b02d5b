// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.parley.api.record.Record;
import org.parley.core.store.internal.database.Dialect;
import org.parley.core.store.internal.schema.Table;
import org.parley.core.store.internal.schema.Table.Placed;
import org.parley.core.store.internal.schema.Table.PlacedColumn;

/** New rows of one table, one or many, as one batch. */
record Inserts(Table table, Dialect dialect) {

  void run(Connection connection, List<Record> records) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(statement())) {
      for (Record record : records) {
        bind(insert, record);
        if (records.size() > 1) {
          insert.addBatch();
        }
      }
      if (records.size() > 1) {
        insert.executeBatch();
      } else {
        insert.executeUpdate();
      }
    }
  }

  private String statement() {
    StringBuilder columns = new StringBuilder("id, version");
    StringBuilder values = new StringBuilder("?, ?");
    for (Placed placed : table.visible()) {
      for (PlacedColumn column : placed.columns()) {
        columns.append(", ").append(column.name());
        values.append(", ?");
      }
    }
    return "INSERT INTO " + table.name() + " (" + columns + ") VALUES (" + values + ")";
  }

  private void bind(PreparedStatement insert, Record record) throws SQLException {
    insert.setLong(1, record.id());
    insert.setLong(2, record.version());
    int index = 3;
    for (Placed placed : table.visible()) {
      Object[] values =
          placed.field().kind().split(placed.field(), record.get(placed.field().name()));
      for (int i = 0; i < values.length; i++) {
        dialect.bind(insert, index++, placed.columns().get(i).shape(), values[i]);
      }
    }
  }
}
