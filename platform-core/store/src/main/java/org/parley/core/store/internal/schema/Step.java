// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.parley.core.store.internal.database.Ddl.Alteration;
import org.parley.core.store.internal.schema.Catalogue.ColumnRow;
import org.parley.core.store.internal.schema.Catalogue.FieldRow;
import org.parley.core.store.internal.schema.Catalogue.KeyRow;
import org.parley.core.store.internal.schema.Catalogue.Row;
import org.parley.core.store.internal.schema.Catalogue.TypeRow;

/**
 * A change of the schema and the catalogue rows that come or go with it: in one transaction, or,
 * where the database changes things beside those who work, the rows after the change.
 *
 * @param change one statement, but for keys that take several; none where only the catalogue
 *     changes
 * @param label of the type, for people
 * @param added rows that come, columns with a new width among them
 * @param removed keys that go
 */
record Step(Alteration change, String label, List<Row> added, List<KeyRow> removed) {
  private static final long UNNOTICED = 300;

  Step {
    added = List.copyOf(added);
    removed = List.copyOf(removed);
  }

  List<String> statements() {
    return change.statements();
  }

  /** How long it takes, in seconds, one at least. */
  long seconds() {
    return Math.max(1, Math.round(change.cost().running() / 1000.0));
  }

  /** How long it takes. */
  String cost() {
    long running = change.cost().running();
    return running < UNNOTICED ? "instant" : running < 3_000 ? "short" : "long";
  }

  /** How long it is likely to hold up those who use the table. */
  String pause() {
    long pause = change.cost().pause();
    return pause < UNNOTICED
        ? "none"
        : label + " waits for about " + Math.max(1, Math.round(pause / 1000.0)) + " s";
  }

  /** Keys that it makes. */
  List<KeyRow> keys() {
    return added.stream().filter(KeyRow.class::isInstance).map(KeyRow.class::cast).toList();
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
