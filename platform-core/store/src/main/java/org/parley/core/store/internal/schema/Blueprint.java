// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.parley.core.record.Column;
import org.parley.core.record.Shape;
import org.parley.core.store.internal.database.Dialect;
import org.parley.core.store.internal.schema.Catalogue.ColumnRow;
import org.parley.core.store.internal.schema.Catalogue.KeyKind;
import org.parley.core.store.internal.schema.Catalogue.KeyRow;
import org.parley.core.store.internal.schema.Catalogue.Rows;
import org.parley.core.store.internal.schema.Catalogue.TypeRow;

/**
 * The statements that make the tables of records anew as the catalogue has them: for an empty
 * database, in the words of its dialect. No model is needed.
 */
public final class Blueprint {
  private final Dialect dialect;
  private final Rows rows;

  /** Reads the catalogue through a connection. */
  public Blueprint(Dialect dialect, Connection connection) throws SQLException {
    this.dialect = dialect;
    this.rows = Catalogue.load(connection);
  }

  /** Tables with their columns and primary keys, by table name. */
  public Map<String, String> tables() {
    Map<String, StringBuilder> columns = new LinkedHashMap<>();
    Map<Integer, TypeRow> types = types();
    types
        .values()
        .forEach(
            type ->
                columns.put(
                    type.table(),
                    new StringBuilder("CREATE TABLE ")
                        .append(type.table())
                        .append(" (id BIGINT NOT NULL, version BIGINT NOT NULL, ")));
    for (ColumnRow column : rows.columns()) {
      String type = dialect.columnType(column(column));
      if (Draft.isComputed(column)) {
        type = Draft.computed(dialect, column, type);
      }
      if (type != null) {
        columns
            .get(types.get(column.type()).table())
            .append(column.name())
            .append(' ')
            .append(type)
            .append(", ");
      }
    }
    Map<String, String> statements = new LinkedHashMap<>();
    types
        .values()
        .forEach(
            type ->
                statements.put(
                    type.table(),
                    columns.get(type.table())
                        + "CONSTRAINT pk_"
                        + type.id()
                        + " PRIMARY KEY (id))"));
    return statements;
  }

  private static Column column(ColumnRow row) {
    if (!row.shape().startsWith("DECIMAL(")) {
      return new Column(row.suffix(), Shape.valueOf(row.shape()), row.width());
    }
    String[] digits = row.shape().substring(8, row.shape().length() - 1).split(",");
    return new Column(
        row.suffix(),
        Shape.DECIMAL,
        Integer.parseInt(digits[0]),
        Integer.parseInt(digits[1]),
        null);
  }

  /** Indexes, unique keys and foreign keys, for when the rows are there. */
  public List<String> keys() {
    List<String> statements = new ArrayList<>();
    Map<Integer, TypeRow> types = types();
    for (KeyRow key : rows.keys()) {
      if (isWanted(key.kind().name(), key.definition())) {
        // Nobody is there to wait, so none of it needs to be online.
        statements.addAll(Keys.make(dialect, types.get(key.type()), key, () -> 0).statements());
      }
    }
    return statements;
  }

  /**
   * Whether a row of {@code parley_key} says something to this database: an index for the way back
   * is only for those that cannot walk one backwards, a unique key only for those that need, or do
   * not need, a computed column for it. What is missing then comes with the next start.
   */
  public boolean isWanted(String kind, String definition) {
    if (kind.equals(KeyKind.INDEX.name())) {
      return !definition.contains(" DESC") || dialect.indexPerDirection();
    }
    if (kind.equals(KeyKind.UNIQUE.name())) {
      boolean computes = dialect.ddl().computedUnlessTrashed("", "", "") != null;
      return computes
          == rows.columns().stream()
              .anyMatch(column -> column.name().equals(definition) && Draft.isComputed(column));
    }
    return true;
  }

  private Map<Integer, TypeRow> types() {
    Map<Integer, TypeRow> types = new LinkedHashMap<>();
    rows.types().forEach(type -> types.put(type.id(), type));
    return types;
  }
}
