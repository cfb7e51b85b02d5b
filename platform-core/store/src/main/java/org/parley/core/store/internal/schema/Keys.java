// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.schema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.parley.core.record.Field;
import org.parley.core.record.RecordType;
import org.parley.core.record.Selection;
import org.parley.core.record.Shape;
import org.parley.core.store.internal.database.Ddl;
import org.parley.core.store.internal.database.Ddl.Alteration;
import org.parley.core.store.internal.database.Ddl.Cost;
import org.parley.core.store.internal.database.Dialect;
import org.parley.core.store.internal.schema.Catalogue.ColumnRow;
import org.parley.core.store.internal.schema.Catalogue.FieldRow;
import org.parley.core.store.internal.schema.Catalogue.KeyKind;
import org.parley.core.store.internal.schema.Catalogue.KeyRow;
import org.parley.core.store.internal.schema.Catalogue.Row;
import org.parley.core.store.internal.schema.Catalogue.TypeRow;
import org.parley.core.store.internal.schema.Table.Placed;
import org.parley.core.store.internal.schema.Table.PlacedColumn;

/** Indexes, unique keys and foreign keys of fields: finds them, or notes the steps to make them. */
final class Keys {
  /** Between the two ends in a foreign key's definition. */
  private static final String FOREIGN = " -> ";

  /** Types of the platform are seen by rules of their own. */
  private static final String CORE = "parley";

  private static final List<String> STREAMS = List.of("owner", "team");

  /** Stands for the field in the catalogue where a key is over none. */
  private static final int NO_FIELD = 0;

  private final Dialect dialect;
  private final Inventory inventory;
  private final Steps steps;

  Keys(Dialect dialect, Inventory inventory, Steps steps) {
    this.dialect = dialect;
    this.inventory = inventory;
    this.steps = steps;
  }

  /**
   * Places a field whose columns are placed; all tables are noted by now.
   *
   * @param unique the column that holds the field's unique value, or null
   */
  Placed place(
      RecordType type, TypeRow table, Field field, List<PlacedColumn> columns, String unique) {
    FieldRow row = inventory.field(table, field.name());
    List<String> wanted = new ArrayList<>();
    if (unique != null) {
      wanted.add(unique);
      key(type, table, row, KeyKind.UNIQUE, unique);
    }
    List<PlacedColumn> keyed = new ArrayList<>();
    for (PlacedColumn column : columns) {
      String foreignKey = null;
      TypeRow target = inventory.type(Objects.requireNonNullElse(column.column().target(), ""));
      if (target != null) {
        String definition = column.name() + FOREIGN + target.table();
        wanted.add(definition);
        foreignKey = key(type, table, row, KeyKind.FOREIGN, definition);
        if (!dialect.foreignKeyIndexed()) {
          key(type, table, row, KeyKind.INDEX, column.name() + ", id");
        }
      }
      keyed.add(new PlacedColumn(column.name(), column.column(), foreignKey));
    }
    dropUnwanted(type, table, row, wanted);
    int compared = field.kind().comparedColumn(field);
    PlacedColumn by = compared < 0 ? null : keyed.get(compared);
    String ascending = null;
    String descending = null;
    if (by != null && isIndexed(field, by)) {
      ascending = key(type, table, row, KeyKind.INDEX, by.name() + ", id");
      boolean ordered = field.to().isEmpty() && !field.name().equals(Table.DELETED);
      if (ordered) {
        descending =
            dialect.indexPerDirection()
                ? key(type, table, row, KeyKind.INDEX, by.name() + " DESC, id DESC")
                : ascending;
      }
    }
    return new Placed(row.id(), field, keyed, by, unique, ascending, descending);
  }

  /**
   * References are found by, not sorted by: where their key brings an index, that is enough. The
   * trash is found by its own, since it is a small part of a table.
   */
  private boolean isIndexed(Field field, PlacedColumn by) {
    if (by.shape() == Shape.LONG_TEXT) {
      return false;
    }
    return field.name().equals(Table.DELETED)
        || (field.index() || field.unique())
            && !(by.foreignKey() != null && dialect.foreignKeyIndexed());
  }

  /** An index over ids downwards where the table's key cannot be walked that way, or null. */
  String newest(RecordType type, TypeRow table) {
    return dialect.indexPerDirection()
        ? key(type, table, new FieldRow(NO_FIELD, table.id(), ""), KeyKind.INDEX, "id DESC")
        : null;
  }

  /** Indexes over what each owner and each team has, in the order in which it is listed first. */
  List<Table.Stream> streams(RecordType type, TypeRow table, Map<String, Placed> fields) {
    Selection.Sort listed = type.listed();
    Placed by = fields.get(listed.field().name());
    if (type.plugin().equals(CORE) || by.compared().shape() == Shape.LONG_TEXT) {
      return List.of();
    }
    boolean both = !dialect.indexPerDirection();
    String way = listed.descending() && !both ? " DESC" : "";
    List<Table.Stream> streams = new ArrayList<>();
    for (String field : STREAMS.stream().filter(fields::containsKey).toList()) {
      String column = fields.get(field).columns().get(0).name();
      // With what tells that a row is live, so that no row need be read to leave out the others.
      String over =
          column + ", " + Table.DELETED + ", " + by.compared().name() + way + ", id" + way;
      String index = key(type, table, new FieldRow(NO_FIELD, table.id(), ""), KeyKind.INDEX, over);
      streams.add(new Table.Stream(field, by.field().name(), listed.descending(), both, index));
    }
    return streams;
  }

  /**
   * Indexes over what refers to each record by when it took place, for types that stand in
   * timelines, by column. They hold all that is asked for there.
   */
  Map<String, String> moments(RecordType type, TypeRow table, Map<String, Placed> fields) {
    Map<String, String> moments = new LinkedHashMap<>();
    if (type.timeline() == null) {
      return moments;
    }
    String way = dialect.indexPerDirection() ? " DESC" : "";
    Placed at = type.timeline().at() == null ? null : fields.get(type.timeline().at());
    String moment = at == null ? "" : at.compared().name() + way + ", ";
    String made = fields.get("created_at").compared().name();
    for (Placed placed : fields.values()) {
      if (placed.field().to().isEmpty() || placed.field().system()) {
        continue;
      }
      for (PlacedColumn column : placed.columns()) {
        if (column.shape() == Shape.LONG) {
          String over =
              column.name() + ", " + Table.DELETED + ", " + moment + made + way + ", id" + way;
          FieldRow none = new FieldRow(NO_FIELD, table.id(), "");
          moments.put(column.name(), key(type, table, none, KeyKind.INDEX, over));
        }
      }
    }
    return moments;
  }

  /** Finds or makes a key; its name. */
  private String key(RecordType type, TypeRow table, FieldRow field, KeyKind kind, String over) {
    for (KeyRow known : inventory.keys(field)) {
      if (known.type() == table.id() && known.kind() == kind && known.definition().equals(over)) {
        return known.name();
      }
    }
    KeyRow key = new KeyRow(inventory.nextKey(), kind, table.id(), field.id(), over);
    inventory.add(key);
    steps.add(type, make(table, key), List.of(key));
    return key.name();
  }

  void dropIndexes(String label, TypeRow table, FieldRow field) {
    for (KeyRow key : inventory.keys(field)) {
      if (key.kind() == KeyKind.INDEX) {
        inventory.remove(key);
        Alteration dropped = new Alteration(List.of(drop(table, key)), false, Cost.NOTHING);
        steps.add(new Step(dropped, label, List.of(), List.of(key)));
      }
    }
  }

  /** Keys that a field no longer has would refuse what is allowed now. */
  private void dropUnwanted(RecordType type, TypeRow table, FieldRow field, List<String> wanted) {
    for (KeyRow key : inventory.keys(field)) {
      if (key.kind() != KeyKind.INDEX && !wanted.contains(key.definition())) {
        inventory.remove(key);
        steps.add(
            type,
            new Alteration(List.of(drop(table, key)), false, Cost.NOTHING),
            List.of(),
            List.of(key));
      }
    }
  }

  /**
   * Widens a text column. Where its keys keep the width they were made with they are made anew in
   * the same step.
   */
  void widen(RecordType type, TypeRow table, FieldRow field, ColumnRow wider, String columnType) {
    Ddl ddl = dialect.ddl();
    Alteration widened = ddl.widen(table.table(), wider.name(), columnType);
    List<String> statements = new ArrayList<>(widened.statements());
    Cost cost = widened.cost();
    List<Row> added = new ArrayList<>(List.of(wider));
    List<KeyRow> removed = new ArrayList<>();
    List<KeyRow> keys = new ArrayList<>();
    if (ddl.keysKeepTheirWidth()) {
      keys.addAll(inventory.keys(field));
      inventory.keys(new FieldRow(NO_FIELD, table.id(), "")).stream()
          .filter(key -> key.type() == table.id())
          .forEach(keys::add);
    }
    for (KeyRow key : keys) {
      if (List.of(key.definition().split("[, ]+")).contains(wider.name())) {
        KeyRow again =
            new KeyRow(inventory.nextKey(), key.kind(), key.type(), key.field(), key.definition());
        inventory.remove(key);
        inventory.add(again);
        removed.add(key);
        added.add(again);
        statements.add(drop(table, key));
        Alteration made = make(table, again);
        statements.addAll(made.statements());
        cost = cost.plus(made.cost());
      }
    }
    inventory.add(wider);
    steps.add(type, new Alteration(statements, false, cost), added, removed);
  }

  private Alteration make(TypeRow table, KeyRow key) {
    return make(dialect, table, key, steps.rows(table));
  }

  static Alteration make(Dialect dialect, TypeRow table, KeyRow key, LongSupplier rows) {
    Ddl ddl = dialect.ddl();
    return switch (key.kind()) {
      case INDEX -> ddl.index(table.table(), key.name(), key.definition(), rows);
      case UNIQUE -> ddl.unique(table.table(), key.name(), key.definition(), Table.DELETED, rows);
      case FOREIGN -> {
        String[] ends = key.definition().split(FOREIGN);
        yield ddl.foreignKey(table.table(), key.name(), ends[0], ends[1], rows);
      }
    };
  }

  private String drop(TypeRow table, KeyRow key) {
    return dialect.ddl().drop(table.table(), key.name(), key.kind().sort());
  }
}
