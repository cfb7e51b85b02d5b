// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.schema;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.parley.core.record.Column;
import org.parley.core.record.Field;
import org.parley.core.record.Model;
import org.parley.core.record.RecordType;
import org.parley.core.record.Shape;
import org.parley.core.store.internal.database.Ddl;
import org.parley.core.store.internal.database.Ddl.Alteration;
import org.parley.core.store.internal.database.Ddl.Cost;
import org.parley.core.store.internal.database.Dialect;
import org.parley.core.store.internal.schema.Catalogue.ColumnRow;
import org.parley.core.store.internal.schema.Catalogue.FieldRow;
import org.parley.core.store.internal.schema.Catalogue.Row;
import org.parley.core.store.internal.schema.Catalogue.Rows;
import org.parley.core.store.internal.schema.Catalogue.TypeRow;
import org.parley.core.store.internal.schema.Table.Placed;
import org.parley.core.store.internal.schema.Table.PlacedColumn;

/**
 * The way from the catalogue as it is to a model: places every type and field, and notes a step for
 * whatever is not there yet. First all tables and columns, then keys, since foreign keys need both
 * ends. Used by one thread, once.
 */
final class Draft {
  /**
   * Suffix of the column that holds a unique value while its record is not in the trash, where the
   * database needs one: it computes it from another one, so no way of writing can forget it.
   */
  private static final String KEY_OF = "key of ";

  /** A field's columns, and the one that holds its unique value, or null. */
  private record Columns(List<PlacedColumn> columns, String unique) {}

  private final Dialect dialect;
  private final Inventory inventory;
  private final Steps steps;
  private final Keys keys;

  /**
   * @param size how many rows a table has, 0 for one that is still to be made
   */
  Draft(Dialect dialect, Rows rows, ToLongFunction<String> size) {
    this.dialect = dialect;
    this.inventory = new Inventory(rows);
    this.steps = new Steps(size);
    this.keys = new Keys(dialect, inventory, steps);
  }

  /** What is to be done, in order; after {@link #place}. */
  List<Step> steps() {
    return steps.all();
  }

  /** Places a whole model. */
  Tables place(Model model) {
    Map<String, Map<String, Columns>> placed = new HashMap<>();
    for (RecordType type : model.types().values()) {
      placed.put(type.name(), placeColumns(type));
    }
    Map<String, Table> tables = new HashMap<>();
    for (RecordType type : model.types().values()) {
      TypeRow row = inventory.type(type.name());
      Map<String, Placed> fields = new LinkedHashMap<>();
      placed
          .get(type.name())
          .forEach(
              (name, columns) ->
                  fields.put(
                      name,
                      keys.place(
                          type,
                          row,
                          type.fields().get(name),
                          columns.columns(),
                          columns.unique())));
      tables.put(
          type.name(),
          new Table(
              row.id(),
              type,
              row.table(),
              fields,
              keys.newest(type, row),
              keys.streams(type, row, fields),
              keys.moments(type, row, fields)));
    }
    return new Tables(model, tables);
  }

  /** Notes the steps that drop what indexes a field has. */
  void dropIndexes(String type, String field) {
    TypeRow table = inventory.type(type);
    FieldRow row = table == null ? null : inventory.field(table, field);
    if (row != null) {
      keys.dropIndexes(type, table, row);
    }
  }

  private Map<String, Columns> placeColumns(RecordType type) {
    TypeRow known = inventory.type(type.name());
    TypeRow row = known;
    if (row == null) {
      String table = Names.name(type.name(), inventory::isTable);
      row = new TypeRow(inventory.nextType(), type.name(), table);
      inventory.add(row);
    }
    Map<String, Columns> placed = new LinkedHashMap<>();
    Additions additions = new Additions(type, row, known == null);
    for (Field field : type.fields().values()) {
      if (!Table.isId(field) && !Table.isVersion(field)) {
        placed.put(field.name(), placeColumns(additions, field));
      }
    }
    additions.finish();
    return placed;
  }

  private Columns placeColumns(Additions additions, Field field) {
    FieldRow row = inventory.field(additions.table, field.name());
    if (row == null) {
      row = new FieldRow(inventory.nextField(), additions.table.id(), field.name());
      additions.row(row);
    }
    List<PlacedColumn> columns = new ArrayList<>();
    for (Column column : field.kind().columns(field)) {
      ColumnRow held = placeColumn(additions, row, column, null);
      columns.add(new PlacedColumn(held.name(), column, null));
    }
    additions.finishField();
    int compared = field.unique() ? field.kind().comparedColumn(field) : -1;
    if (compared < 0 || columns.get(compared).shape() == Shape.LONG_TEXT) {
      return new Columns(columns, null);
    }
    Column by = columns.get(compared).column();
    String from = columns.get(compared).name();
    String computed =
        dialect.ddl().computedUnlessTrashed(from, dialect.columnType(by), Table.DELETED);
    if (computed == null) {
      return new Columns(columns, from);
    }
    Column key = new Column(KEY_OF + from, by.shape(), by.size(), by.scale(), null);
    return new Columns(columns, placeColumn(additions, row, key, computed).name());
  }

  /** The column that another one is computed from; null for one that is not computed. */
  static String computedFrom(ColumnRow column) {
    return column.suffix().startsWith(KEY_OF) ? column.suffix().substring(KEY_OF.length()) : null;
  }

  private ColumnRow placeColumn(
      Additions additions, FieldRow field, Column column, String computed) {
    ColumnRow held = find(field, column);
    if (held == null) {
      ColumnRow earlier = earlier(field, column);
      held = additions.name(field, column);
      additions.column(
          held,
          held.name() + " " + (computed == null ? dialect.columnType(column) : computed),
          computed != null);
      if (earlier != null) {
        additions.copy(earlier, held);
      }
    } else if (hasWidth(column) && held.width() < dialect.textWidth(column.size())) {
      ColumnRow wider =
          new ColumnRow(
              held.field(),
              held.suffix(),
              held.shape(),
              dialect.textWidth(column.size()),
              held.type(),
              held.name());
      keys.widen(additions.type, additions.table, field, wider, dialect.columnType(column));
      held = wider;
    }
    return held;
  }

  /** The column that can hold the values, the one made last if there are several. */
  private ColumnRow find(FieldRow field, Column column) {
    ColumnRow found = null;
    for (ColumnRow row : inventory.columns(field)) {
      if (row.suffix().equals(column.suffix()) && holds(row, column)) {
        found = row;
      }
    }
    return found;
  }

  private static boolean hasWidth(Column column) {
    return column.shape() == Shape.TEXT || column.shape() == Shape.WORDS;
  }

  private static boolean holds(ColumnRow row, Column column) {
    if (column.shape() != Shape.DECIMAL || !row.shape().startsWith("DECIMAL(")) {
      return row.shape().equals(shape(column));
    }
    String[] digits = row.shape().substring(8, row.shape().length() - 1).split(",");
    int precision = Integer.parseInt(digits[0]);
    int scale = Integer.parseInt(digits[1]);
    return scale >= column.scale() && precision - scale >= column.size() - column.scale();
  }

  private static String shape(Column column) {
    return column.shape() == Shape.DECIMAL
        ? "DECIMAL(" + column.size() + "," + column.scale() + ")"
        : column.shape().name();
  }

  /** A column of the field's earlier shape whose values fit the new one as they are, or null. */
  private ColumnRow earlier(FieldRow field, Column column) {
    ColumnRow found = null;
    for (ColumnRow row : inventory.columns(field)) {
      boolean fits =
          switch (column.shape()) {
            case DECIMAL -> row.shape().startsWith("DECIMAL(") || row.shape().equals("LONG");
            case LONG_TEXT -> row.shape().equals("TEXT");
            default -> false;
          };
      if (fits && row.suffix().equals(column.suffix()) && !row.suffix().startsWith(KEY_OF)) {
        found = row;
      }
    }
    return found;
  }

  /** What comes to one table: a table that is new is made in one statement. */
  private final class Additions {
    private final RecordType type;
    private final TypeRow table;
    private final boolean isNew;
    private final List<Row> rows = new ArrayList<>();
    private final StringBuilder definitions = new StringBuilder();

    Additions(RecordType type, TypeRow table, boolean isNew) {
      this.type = type;
      this.table = table;
      this.isNew = isNew;
      if (isNew) {
        rows.add(table);
      }
    }

    void row(Row row) {
      inventory.add(row);
      rows.add(row);
    }

    ColumnRow name(FieldRow field, Column column) {
      String suffix = column.suffix().startsWith(KEY_OF) ? "key" : column.suffix();
      String name =
          Names.name(
              suffix.isEmpty() ? field.name() : field.name() + "_" + suffix,
              taken -> inventory.isColumn(table, taken));
      int width = hasWidth(column) ? dialect.textWidth(column.size()) : 0;
      return new ColumnRow(field.id(), column.suffix(), shape(column), width, table.id(), name);
    }

    void column(ColumnRow column, String definition, boolean computed) {
      row(column);
      if (isNew) {
        definitions.append(definition).append(", ");
        return;
      }
      Ddl ddl = dialect.ddl();
      steps.add(
          type,
          computed
              ? ddl.addComputed(table.table(), definition, steps.rows(table))
              : ddl.addColumn(table.table(), definition),
          rows);
      rows.clear();
    }

    void copy(ColumnRow from, ColumnRow to) {
      steps.add(
          type,
          dialect.ddl().copyColumn(table.table(), from.name(), to.name(), steps.rows(table)),
          List.of());
    }

    /** A field without columns is known to the catalogue all the same. */
    void finishField() {
      if (!isNew && !rows.isEmpty()) {
        steps.add(type, new Alteration(List.of(), false, Cost.NOTHING), rows);
        rows.clear();
      }
    }

    void finish() {
      if (isNew) {
        String create =
            "CREATE TABLE "
                + table.table()
                + " (id BIGINT NOT NULL, version BIGINT NOT NULL, "
                + definitions
                + "CONSTRAINT pk_"
                + table.id()
                + " PRIMARY KEY (id))";
        steps.add(type, new Alteration(List.of(create), false, Cost.NOTHING), rows);
      }
    }
  }
}
