// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
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
 * The statements that make the tables of records anew as a catalogue has them: for an empty
 * database, in the words of its dialect. No model is needed. A catalogue that was written for
 * another kind of database is adapted; what it lacks for this one the next start adds.
 */
public final class Blueprint {
  private final Dialect dialect;
  private final Map<Integer, TypeRow> types = new LinkedHashMap<>();
  private final List<ColumnRow> columns = new ArrayList<>();
  private final List<KeyRow> keys = new ArrayList<>();
  private final List<String> adaptations = new ArrayList<>();

  /** Reads the catalogue through a connection. */
  public Blueprint(Dialect dialect, Connection connection) throws SQLException {
    this.dialect = dialect;
    Rows rows = Catalogue.load(connection);
    rows.types().forEach(type -> types.put(type.id(), type));
    boolean computes = dialect.ddl().computedUnlessTrashed("c", "t", Table.DELETED) != null;
    Map<String, String> computed = new HashMap<>();
    for (ColumnRow column : rows.columns()) {
      String from = Draft.computedFrom(column);
      if (from != null) {
        computed.put(column.type() + "." + column.name(), from);
      }
      if (from == null || computes) {
        columns.add(column);
      } else {
        adaptations.add(
            "DELETE FROM parley_column WHERE type_id = %d AND column_name = '%s'"
                .formatted(column.type(), column.name()));
      }
    }
    for (KeyRow key : rows.keys()) {
      adapt(key, computes, computed.get(key.type() + "." + key.definition()));
    }
  }

  /**
   * Keeps a key that this database can have.
   *
   * @param from what the column it is over is computed from, or null
   */
  private void adapt(KeyRow key, boolean computes, String from) {
    boolean wayBack = key.kind() == KeyKind.INDEX && key.definition().contains(" DESC");
    boolean unfit = key.kind() == KeyKind.UNIQUE && computes && from == null;
    if (unfit || wayBack && !dialect.indexPerDirection()) {
      adaptations.add("DELETE FROM parley_key WHERE number = " + key.number());
    } else if (key.kind() == KeyKind.UNIQUE && !computes && from != null) {
      keys.add(new KeyRow(key.number(), key.kind(), key.type(), key.field(), from));
      adaptations.add(
          "UPDATE parley_key SET definition = '%s' WHERE number = %d"
              .formatted(from, key.number()));
    } else {
      keys.add(key);
    }
  }

  /** What makes the catalogue itself one for this database; none where it is already. */
  public List<String> adaptations() {
    return List.copyOf(adaptations);
  }

  /** Tables with their columns and primary keys, by table name. */
  public Map<String, String> tables() {
    Map<Integer, StringBuilder> definitions = new LinkedHashMap<>();
    types.keySet().forEach(type -> definitions.put(type, new StringBuilder()));
    for (ColumnRow row : columns) {
      String from = Draft.computedFrom(row);
      String type = dialect.columnType(column(row));
      definitions
          .get(row.type())
          .append(row.name())
          .append(' ')
          .append(
              from == null ? type : dialect.ddl().computedUnlessTrashed(from, type, Table.DELETED))
          .append(", ");
    }
    Map<String, String> statements = new LinkedHashMap<>();
    for (TypeRow type : types.values()) {
      statements.put(
          type.table(),
          "CREATE TABLE %s (id BIGINT NOT NULL, version BIGINT NOT NULL, %sCONSTRAINT pk_%d PRIMARY KEY (id))"
              .formatted(type.table(), definitions.get(type.id()), type.id()));
    }
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
    for (KeyRow key : keys) {
      // Nobody is there to wait, so none of it needs to be online.
      statements.addAll(Keys.make(dialect, types.get(key.type()), key, () -> 0).statements());
    }
    return statements;
  }
}
