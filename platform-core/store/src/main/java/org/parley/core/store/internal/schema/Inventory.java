// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.schema;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.parley.core.store.internal.schema.Catalogue.ColumnRow;
import org.parley.core.store.internal.schema.Catalogue.FieldRow;
import org.parley.core.store.internal.schema.Catalogue.KeyRow;
import org.parley.core.store.internal.schema.Catalogue.Row;
import org.parley.core.store.internal.schema.Catalogue.Rows;
import org.parley.core.store.internal.schema.Catalogue.TypeRow;

/** The catalogue's rows, to be added to and looked up; numbers and names not given yet. */
final class Inventory {
  private final Map<String, TypeRow> types = new LinkedHashMap<>();
  private final Map<Integer, Map<String, FieldRow>> fields = new LinkedHashMap<>();
  private final Map<Integer, List<ColumnRow>> columns = new LinkedHashMap<>();
  private final Map<Integer, List<KeyRow>> keys = new LinkedHashMap<>();
  private final Set<String> tableNames = new HashSet<>();
  private final Map<Integer, Set<String>> columnNames = new HashMap<>();
  private int lastType;
  private int lastField;
  private int lastKey;

  Inventory(Rows rows) {
    rows.types().forEach(this::add);
    rows.fields().forEach(this::add);
    rows.columns().forEach(this::add);
    rows.keys().forEach(this::add);
  }

  /** Adds a row; a column that is there already gets its new width. */
  void add(Row row) {
    if (row instanceof TypeRow type) {
      types.put(type.name(), type);
      tableNames.add(type.table());
      lastType = Math.max(lastType, type.id());
    } else if (row instanceof FieldRow field) {
      fields.computeIfAbsent(field.type(), id -> new LinkedHashMap<>()).put(field.name(), field);
      lastField = Math.max(lastField, field.id());
    } else if (row instanceof ColumnRow column) {
      List<ColumnRow> held = columns.computeIfAbsent(column.field(), id -> new ArrayList<>());
      held.removeIf(
          other -> other.suffix().equals(column.suffix()) && other.shape().equals(column.shape()));
      held.add(column);
      columnNames.computeIfAbsent(column.type(), id -> new HashSet<>()).add(column.name());
    } else if (row instanceof KeyRow key) {
      keys.computeIfAbsent(key.field(), id -> new ArrayList<>()).add(key);
      lastKey = Math.max(lastKey, key.number());
    }
  }

  void remove(KeyRow key) {
    keys.getOrDefault(key.field(), List.of()).remove(key);
  }

  /** The type's row, or null. */
  TypeRow type(String name) {
    return types.get(name);
  }

  /** The field's row, or null. */
  FieldRow field(TypeRow type, String name) {
    return fields.getOrDefault(type.id(), Map.of()).get(name);
  }

  /** The field's columns, those made last at the end. */
  List<ColumnRow> columns(FieldRow field) {
    return List.copyOf(columns.getOrDefault(field.id(), List.of()));
  }

  List<KeyRow> keys(FieldRow field) {
    return List.copyOf(keys.getOrDefault(field.id(), List.of()));
  }

  boolean isTable(String name) {
    return tableNames.contains(name);
  }

  boolean isColumn(TypeRow type, String name) {
    return name.equals("id")
        || name.equals("version")
        || columnNames.getOrDefault(type.id(), Set.of()).contains(name);
  }

  int nextType() {
    return lastType + 1;
  }

  int nextField() {
    return lastField + 1;
  }

  int nextKey() {
    return lastKey + 1;
  }

  Rows rows() {
    return new Rows(
        List.copyOf(types.values()),
        fields.values().stream().flatMap(of -> of.values().stream()).toList(),
        columns.values().stream().flatMap(List::stream).toList(),
        keys.values().stream().flatMap(List::stream).toList());
  }
}
