// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.schema;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToLongFunction;
import org.parley.core.record.Column;
import org.parley.core.record.Field;
import org.parley.core.record.Model;
import org.parley.core.record.RecordType;
import org.parley.core.record.Shape;
import org.parley.core.store.internal.database.Dialect;
import org.parley.core.store.internal.schema.Catalogue.ColumnRow;
import org.parley.core.store.internal.schema.Catalogue.FieldRow;
import org.parley.core.store.internal.schema.Catalogue.KeyKind;
import org.parley.core.store.internal.schema.Catalogue.KeyRow;
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
   * Suffix of the column that holds a unique value while its record is not in the trash; the
   * database computes it, so no way of writing can forget it.
   */
  static final String KEY = "key";

  /** Between the two ends in a foreign key's definition. */
  private static final String FOREIGN = " -> ";

  // Microseconds a row, as measured on 1.4 million rows (PERSISTENCE, "DDL while people work").
  private static final double INDEX = 13.6;
  private static final double FOREIGN_KEY = 8.6;
  private static final double REWRITE = 41;
  private static final long WIDENING = 1_000;

  private final Dialect dialect;
  private final ToLongFunction<String> size;
  private final List<TypeRow> types;
  private final List<FieldRow> fields;
  private final List<ColumnRow> columns;
  private final List<KeyRow> keys;
  private final List<Step> steps = new ArrayList<>();
  private final Map<String, TypeRow> typesByName = new HashMap<>();
  private final Map<Integer, Map<String, FieldRow>> fieldRows = new HashMap<>();
  private final Map<String, Long> sizes = new HashMap<>();

  /**
   * @param size how many rows a table has; asked only where a step's cost depends on it
   */
  Draft(Dialect dialect, Rows rows, ToLongFunction<String> size) {
    this.dialect = dialect;
    this.size = size;
    this.types = new ArrayList<>(rows.types());
    this.fields = new ArrayList<>(rows.fields());
    this.columns = new ArrayList<>(rows.columns());
    this.keys = new ArrayList<>(rows.keys());
    types.forEach(type -> typesByName.put(type.name(), type));
    fields.forEach(field -> fieldRows(field.type()).put(field.name(), field));
  }

  /** What is to be done, in order; after {@link #place}. */
  List<Step> steps() {
    return steps;
  }

  /** Places a whole model. */
  Tables place(Model model) {
    Map<String, Map<String, List<PlacedColumn>>> placed = new LinkedHashMap<>();
    for (RecordType type : model.types().values()) {
      placed.put(type.name(), placeColumns(type));
    }
    Map<String, Table> tables = new HashMap<>();
    for (RecordType type : model.types().values()) {
      TypeRow row = typesByName.get(type.name());
      Map<String, Placed> fieldsOf = new LinkedHashMap<>();
      for (Field field : type.fields().values()) {
        if (!Table.isId(field) && !Table.isVersion(field)) {
          List<PlacedColumn> columnsOf = placed.get(type.name()).get(field.name());
          fieldsOf.put(field.name(), placeKeys(type, row, field, columnsOf));
        }
      }
      tables.put(type.name(), new Table(row.id(), type, row.table(), fieldsOf));
    }
    return new Tables(model, tables);
  }

  private Map<String, List<PlacedColumn>> placeColumns(RecordType type) {
    TypeRow known = typesByName.get(type.name());
    TypeRow row = known != null ? known : addType(type);
    List<Row> added = new ArrayList<>();
    List<String> definitions = new ArrayList<>();
    Map<String, List<PlacedColumn>> placed = new LinkedHashMap<>();
    Map<String, FieldRow> fieldsOf = fieldRows(row.id());
    for (Field field : type.fields().values()) {
      if (Table.isId(field) || Table.isVersion(field)) {
        continue;
      }
      FieldRow fieldRow = fieldsOf.get(field.name());
      List<Row> comes = new ArrayList<>();
      if (fieldRow == null) {
        fieldRow =
            new FieldRow(next(fields.stream().mapToInt(FieldRow::id)), row.id(), field.name());
        fields.add(fieldRow);
        fieldsOf.put(field.name(), fieldRow);
        comes.add(fieldRow);
      }
      List<PlacedColumn> columnsOf = new ArrayList<>();
      List<Column> wanted = new ArrayList<>(field.kind().columns(field));
      int count = wanted.size();
      if (unique(field)) {
        Column compared = wanted.get(field.kind().comparedColumn(field));
        wanted.add(new Column(KEY, compared.shape(), compared.size(), compared.scale(), null));
      }
      for (int i = 0; i < wanted.size(); i++) {
        Column column = wanted.get(i);
        ColumnRow held = find(fieldRow, column);
        if (held == null) {
          ColumnRow earlier = earlier(fieldRow, column);
          held = name(row, fieldRow, column);
          columns.add(held);
          comes.add(held);
          String definition =
              held.name()
                  + " "
                  + dialect.columnType(column)
                  + (i < count ? "" : computed(columnsOf.get(field.kind().comparedColumn(field))));
          if (known == null) {
            definitions.add(definition);
            added.addAll(comes);
          } else {
            steps.add(
                new Step(
                    "ALTER TABLE " + row.table() + " ADD COLUMN " + definition,
                    i < count ? 0 : milliseconds(row, REWRITE),
                    type.plural(),
                    comes));
          }
          comes = new ArrayList<>();
          if (earlier != null) {
            steps.add(
                new Step(
                    "UPDATE " + row.table() + " SET " + held.name() + " = " + earlier.name(),
                    milliseconds(row, REWRITE),
                    type.plural(),
                    List.of()));
          }
        } else if (column.shape() == Shape.TEXT
            && held.width() < dialect.textWidth(column.size())) {
          held = widen(type, row, held, column);
        }
        if (i < count) {
          columnsOf.add(new PlacedColumn(held.name(), column, null));
        }
      }
      if (!comes.isEmpty() && known == null) {
        added.addAll(comes);
      } else if (!comes.isEmpty()) {
        steps.add(new Step(List.of(), 0, type.plural(), comes, List.of()));
      }
      placed.put(field.name(), columnsOf);
    }
    if (known == null) {
      added.add(0, row);
      steps.add(
          new Step(
              "CREATE TABLE "
                  + row.table()
                  + " (id BIGINT NOT NULL, version BIGINT NOT NULL, "
                  + definitions.stream().map(d -> d + ", ").reduce("", String::concat)
                  + "CONSTRAINT pk_"
                  + row.id()
                  + " PRIMARY KEY (id))",
              0,
              type.plural(),
              added));
    }
    return placed;
  }

  private static String computed(PlacedColumn compared) {
    return " GENERATED ALWAYS AS (CASE WHEN "
        + Table.DELETED
        + " IS NULL THEN "
        + compared.name()
        + " END)";
  }

  private static boolean unique(Field field) {
    int compared = field.unique() ? field.kind().comparedColumn(field) : -1;
    return compared >= 0 && field.kind().columns(field).get(compared).shape() != Shape.LONG_TEXT;
  }

  private TypeRow addType(RecordType type) {
    String table =
        Names.name(type.name(), name -> types.stream().anyMatch(row -> row.table().equals(name)));
    TypeRow row = new TypeRow(next(types.stream().mapToInt(TypeRow::id)), type.name(), table);
    types.add(row);
    typesByName.put(type.name(), row);
    return row;
  }

  private ColumnRow name(TypeRow type, FieldRow field, Column column) {
    String wanted = column.suffix().isEmpty() ? field.name() : field.name() + "_" + column.suffix();
    String name =
        Names.name(
            wanted,
            n ->
                n.equals("id")
                    || n.equals("version")
                    || columns.stream().anyMatch(c -> c.type() == type.id() && c.name().equals(n)));
    int width = column.shape() == Shape.TEXT ? dialect.textWidth(column.size()) : 0;
    return new ColumnRow(field.id(), column.suffix(), shape(column), width, type.id(), name);
  }

  private static String shape(Column column) {
    return column.shape() == Shape.DECIMAL
        ? "DECIMAL(" + column.size() + "," + column.scale() + ")"
        : column.shape().name();
  }

  /** The column that can hold the values, the one made last if there are several. */
  private ColumnRow find(FieldRow field, Column column) {
    ColumnRow found = null;
    for (ColumnRow row : columns) {
      if (row.field() == field.id() && row.suffix().equals(column.suffix()) && holds(row, column)) {
        found = row;
      }
    }
    return found;
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

  /** A column of the field's earlier shape whose values fit the new one as they are. */
  private ColumnRow earlier(FieldRow field, Column column) {
    return columns.stream()
        .filter(row -> row.field() == field.id() && row.suffix().equals(column.suffix()))
        .filter(row -> !row.suffix().equals(KEY))
        .filter(
            row ->
                column.shape() == Shape.DECIMAL
                        && (row.shape().startsWith("DECIMAL(") || row.shape().equals("LONG"))
                    || column.shape() == Shape.LONG_TEXT && row.shape().equals("TEXT"))
        .reduce((first, second) -> second)
        .orElse(null);
  }

  private ColumnRow widen(RecordType type, TypeRow table, ColumnRow held, Column column) {
    ColumnRow wider =
        new ColumnRow(
            held.field(),
            held.suffix(),
            held.shape(),
            dialect.textWidth(column.size()),
            held.type(),
            held.name());
    columns.set(columns.indexOf(held), wider);
    List<String> statements = new ArrayList<>();
    List<Row> added = new ArrayList<>(List.of(wider));
    List<KeyRow> removed = new ArrayList<>();
    statements.add(dialect.widen(table.table(), held.name(), dialect.columnType(column)));
    // An index keeps the page size it was made with, and long values do not fit small pages.
    for (KeyRow key : List.copyOf(keys)) {
      if (key.field() == held.field()
          && key.definition().matches(held.name() + "(,| ).*|" + held.name())) {
        KeyRow again = new KeyRow(nextKey(), key.kind(), key.type(), key.field(), key.definition());
        keys.remove(key);
        keys.add(again);
        removed.add(key);
        added.add(again);
        statements.add(drop(table, key));
        statements.add(make(table, again));
      }
    }
    steps.add(
        new Step(
            statements,
            WIDENING + milliseconds(table, INDEX * removed.size()),
            type.plural(),
            added,
            removed));
    return wider;
  }

  private Placed placeKeys(
      RecordType type, TypeRow row, Field field, List<PlacedColumn> columnsOf) {
    FieldRow fieldRow = fieldRows.get(row.id()).get(field.name());
    int compared = field.kind().comparedColumn(field);
    List<String> wanted = new ArrayList<>();
    String key = unique(field) ? find(fieldRow, keyColumn(field)).name() : null;
    if (key != null) {
      wanted.add(key);
      key(type, row, fieldRow, KeyKind.UNIQUE, key, INDEX);
    }
    List<PlacedColumn> keyed = new ArrayList<>();
    for (PlacedColumn column : columnsOf) {
      String foreignKey = null;
      TypeRow target = typesByName.get(Objects.requireNonNullElse(column.column().target(), ""));
      if (target != null) {
        String definition = column.name() + FOREIGN + target.table();
        wanted.add(definition);
        foreignKey = key(type, row, fieldRow, KeyKind.FOREIGN, definition, FOREIGN_KEY);
      }
      keyed.add(new PlacedColumn(column.name(), column.column(), foreignKey));
    }
    dropUnwanted(type, row, fieldRow, wanted);
    PlacedColumn by = compared < 0 ? null : keyed.get(compared);
    String ascending = null;
    String descending = null;
    if (by != null && indexed(field) && by.shape() != Shape.LONG_TEXT) {
      ascending = key(type, row, fieldRow, KeyKind.INDEX, by.name() + ", id", INDEX);
      descending =
          dialect.indexPerDirection()
              ? key(type, row, fieldRow, KeyKind.INDEX, by.name() + " DESC, id DESC", INDEX)
              : ascending;
    }
    return new Placed(fieldRow.id(), field, keyed, by, key, ascending, descending);
  }

  private static Column keyColumn(Field field) {
    Column compared = field.kind().columns(field).get(field.kind().comparedColumn(field));
    return new Column(KEY, compared.shape(), compared.size(), compared.scale(), null);
  }

  /** Foreign keys bring an index of their own, and nobody sorts by the number of a record. */
  private static boolean indexed(Field field) {
    return field.index()
        || field.unique()
        || field.system()
            && (field.name().equals("created_at") || field.name().equals("modified_at"));
  }

  /** Finds or makes a key; its name. */
  private String key(
      RecordType type, TypeRow row, FieldRow field, KeyKind kind, String definition, double cost) {
    for (KeyRow known : keys) {
      if (known.field() == field.id()
          && known.kind() == kind
          && known.definition().equals(definition)) {
        return known.name();
      }
    }
    KeyRow key = new KeyRow(nextKey(), kind, row.id(), field.id(), definition);
    keys.add(key);
    steps.add(new Step(make(row, key), milliseconds(row, cost), type.plural(), List.of(key)));
    return key.name();
  }

  private static String make(TypeRow row, KeyRow key) {
    String constraint = "ALTER TABLE " + row.table() + " ADD CONSTRAINT " + key.name();
    return switch (key.kind()) {
      case INDEX ->
          "CREATE INDEX " + key.name() + " ON " + row.table() + " (" + key.definition() + ")";
      case UNIQUE -> constraint + " UNIQUE (" + key.definition() + ")";
      case FOREIGN -> {
        String[] ends = key.definition().split(FOREIGN);
        yield constraint + " FOREIGN KEY (" + ends[0] + ") REFERENCES " + ends[1] + " (id)";
      }
    };
  }

  private static String drop(TypeRow row, KeyRow key) {
    return key.kind() == KeyKind.INDEX
        ? "DROP INDEX " + key.name()
        : "ALTER TABLE " + row.table() + " DROP CONSTRAINT " + key.name();
  }

  /** Keys that a field no longer has would refuse what is allowed now. */
  private void dropUnwanted(RecordType type, TypeRow row, FieldRow field, List<String> wanted) {
    for (KeyRow key : List.copyOf(keys)) {
      if (key.field() == field.id()
          && key.kind() != KeyKind.INDEX
          && !wanted.contains(key.definition())) {
        keys.remove(key);
        steps.add(new Step(List.of(drop(row, key)), 0, type.plural(), List.of(), List.of(key)));
      }
    }
  }

  private int nextKey() {
    return next(keys.stream().mapToInt(KeyRow::number));
  }

  private Map<String, FieldRow> fieldRows(int type) {
    return fieldRows.computeIfAbsent(type, id -> new HashMap<>());
  }

  private static int next(java.util.stream.IntStream numbers) {
    return numbers.max().orElse(0) + 1;
  }

  /** How long the table's users wait; a table that is still to be made has none. */
  private long milliseconds(TypeRow row, double microsecondsARow) {
    long rows = sizes.computeIfAbsent(row.table(), size::applyAsLong);
    return (long) (rows * microsecondsARow / 1_000);
  }
}
