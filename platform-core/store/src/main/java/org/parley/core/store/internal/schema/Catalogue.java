// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.parley.core.store.internal.database.Database;
import org.parley.core.store.internal.database.Ddl.KeySort;

/**
 * Which type and field lies where: numbers and physical names, fixed once and never given again. A
 * row stands here if and only if the table, column or key is there, since both come in one
 * transaction. Held in memory as well; many threads read, one at a time changes.
 */
@Component(service = Catalogue.class, immediate = true)
public final class Catalogue {
  /** A row of the catalogue. */
  sealed interface Row {}

  record TypeRow(int id, String name, String table) implements Row {}

  record FieldRow(int id, int type, String name) implements Row {}

  /**
   * A column.
   *
   * @param shape with digits where it is DECIMAL: a field whose shape changes gets another column
   * @param width of text, else 0
   */
  record ColumnRow(int field, String suffix, String shape, int width, int type, String name)
      implements Row {}

  /**
   * An index, unique key or foreign key.
   *
   * @param definition what it is over, so that it is found again
   */
  record KeyRow(int number, KeyKind kind, int type, int field, String definition) implements Row {
    String name() {
      return kind.prefix + number;
    }
  }

  enum KeyKind {
    INDEX("ix_", KeySort.INDEX),
    UNIQUE("uq_", KeySort.UNIQUE),
    FOREIGN("fk_", KeySort.FOREIGN);

    private final String prefix;
    private final KeySort sort;

    KeyKind(String prefix, KeySort sort) {
      this.prefix = prefix;
      this.sort = sort;
    }

    KeySort sort() {
      return sort;
    }
  }

  /** All rows at one moment: immutable. */
  record Rows(
      List<TypeRow> types, List<FieldRow> fields, List<ColumnRow> columns, List<KeyRow> keys) {
    Rows {
      types = List.copyOf(types);
      fields = List.copyOf(fields);
      columns = List.copyOf(columns);
      keys = List.copyOf(keys);
    }
  }

  /** The culprit of a broken key. */
  public record Culprit(String type, String field) {}

  private volatile Rows rows;
  private volatile String[] fieldNames;
  private volatile String[] typeNames;

  @Activate
  public Catalogue(@Reference Database database) {
    keep(database.read(Catalogue::load));
  }

  Rows rows() {
    return rows;
  }

  /** The name of a type by its number. */
  public String typeName(int id) {
    return typeNames[id];
  }

  /** The name of a field by its number. */
  public String fieldName(int id) {
    return fieldNames[id];
  }

  /** The number of a type, also of one that no model has any more; empty when it never was. */
  public Optional<Integer> typeId(String name) {
    return rows.types().stream()
        .filter(row -> row.name().equals(name))
        .map(TypeRow::id)
        .findFirst();
  }

  /** The field that a key of this name stands for. */
  public Optional<Culprit> culprit(String key) {
    return rows.keys().stream()
        .filter(row -> row.name().equalsIgnoreCase(key))
        .map(row -> new Culprit(typeName(row.type()), fieldName(row.field())))
        .findFirst();
  }

  /** Keeps rows in memory once they are committed. */
  void keep(Rows committed) {
    String[] fields =
        new String[committed.fields().stream().mapToInt(r -> r.id() + 1).max().orElse(1)];
    committed.fields().forEach(row -> fields[row.id()] = row.name());
    String[] types =
        new String[committed.types().stream().mapToInt(r -> r.id() + 1).max().orElse(1)];
    committed.types().forEach(row -> types[row.id()] = row.name());
    fieldNames = fields;
    typeNames = types;
    rows = committed;
  }

  static Rows load(Connection connection) throws SQLException {
    return new Rows(
        query(
            connection,
            "SELECT id, name, table_name FROM parley_type ORDER BY id",
            row -> new TypeRow(row.getInt(1), row.getString(2), row.getString(3))),
        query(
            connection,
            "SELECT id, type_id, name FROM parley_field ORDER BY id",
            row -> new FieldRow(row.getInt(1), row.getInt(2), row.getString(3))),
        query(
            connection,
            "SELECT field_id, suffix, shape, width, type_id, column_name FROM parley_column"
                + " ORDER BY number",
            row ->
                new ColumnRow(
                    row.getInt(1),
                    row.getString(2),
                    row.getString(3),
                    row.getInt(4),
                    row.getInt(5),
                    row.getString(6))),
        query(
            connection,
            "SELECT number, kind, type_id, field_id, definition FROM parley_key ORDER BY number",
            row ->
                new KeyRow(
                    row.getInt(1),
                    KeyKind.valueOf(row.getString(2)),
                    row.getInt(3),
                    row.getInt(4),
                    row.getString(5))));
  }

  private interface Reader<T> {
    T read(ResultSet row) throws SQLException;
  }

  private static <T> List<T> query(Connection connection, String sql, Reader<T> reader)
      throws SQLException {
    List<T> found = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        found.add(reader.read(row));
      }
    }
    return found;
  }
}
