// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.parley.core.store.internal.schema.Catalogue.ColumnRow;
import org.parley.core.store.internal.schema.Catalogue.FieldRow;
import org.parley.core.store.internal.schema.Catalogue.KeyRow;
import org.parley.core.store.internal.schema.Catalogue.Row;
import org.parley.core.store.internal.schema.Catalogue.TypeRow;

/**
 * A change of the schema and the catalogue rows that come or go with it, in one transaction.
 *
 * @param statements one, but for keys that are made anew; none where only the catalogue changes
 * @param milliseconds how long it is likely to hold up those who use the table
 * @param label of the type, for people
 * @param added rows that come, columns with a new width among them
 * @param removed keys that go
 */
record Step(
    List<String> statements,
    long milliseconds,
    String label,
    List<Row> added,
    List<KeyRow> removed) {
  Step {
    statements = List.copyOf(statements);
    added = List.copyOf(added);
    removed = List.copyOf(removed);
  }

  String cost() {
    return milliseconds < 300 ? "instant" : milliseconds < 3_000 ? "short" : "long";
  }

  String pause() {
    return milliseconds < 300
        ? "none"
        : label + " waits for about " + Math.max(1, Math.round(milliseconds / 1000.0)) + " s";
  }

  /** Writes the catalogue's side of it. */
  void record(Connection connection) throws SQLException {
    for (Row row : added) {
      if (row instanceof TypeRow type) {
        run(
            connection,
            "INSERT INTO parley_type (id, name, table_name) VALUES (?, ?, ?)",
            type.id(),
            type.name(),
            type.table());
      } else if (row instanceof FieldRow field) {
        run(
            connection,
            "INSERT INTO parley_field (id, type_id, name) VALUES (?, ?, ?)",
            field.id(),
            field.type(),
            field.name());
      } else if (row instanceof ColumnRow column) {
        run(
            connection,
            "DELETE FROM parley_column WHERE field_id = ? AND suffix = ? AND shape = ?",
            column.field(),
            column.suffix(),
            column.shape());
        run(
            connection,
            "INSERT INTO parley_column (field_id, suffix, shape, width, type_id, column_name)"
                + " VALUES (?, ?, ?, ?, ?, ?)",
            column.field(),
            column.suffix(),
            column.shape(),
            column.width(),
            column.type(),
            column.name());
      } else if (row instanceof KeyRow key) {
        run(
            connection,
            "INSERT INTO parley_key (number, kind, type_id, field_id, definition)"
                + " VALUES (?, ?, ?, ?, ?)",
            key.number(),
            key.kind().name(),
            key.type(),
            key.field(),
            key.definition());
      }
    }
    for (KeyRow key : removed) {
      run(connection, "DELETE FROM parley_key WHERE number = ?", key.number());
    }
  }

  private static void run(Connection connection, String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      statement.executeUpdate();
    }
  }
}
