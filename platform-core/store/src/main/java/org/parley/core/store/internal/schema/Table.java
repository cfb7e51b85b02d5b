// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.schema;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.parley.core.record.Column;
import org.parley.core.record.Field;
import org.parley.core.record.RecordType;
import org.parley.core.record.Shape;

/**
 * A record type as it lies in the database. Besides the columns of its fields every table has
 * {@code id} and {@code version}.
 *
 * @param id the catalogue's number of the type
 * @param name of the table
 * @param fields by name, hidden ones included
 * @param visible the fields that records carry: all but the hidden ones
 * @param newest an index in whose order ids can be walked downwards, or null where the key does
 * @param streams for owners and teams indexes over what each has, in the order of the first list
 * @param moments by columns of references, indexes over what refers to each record, by when it took
 *     place
 */
public record Table(
    int id,
    RecordType type,
    String name,
    Map<String, Placed> fields,
    List<Placed> visible,
    String newest,
    List<Stream> streams,
    Map<String, String> moments) {
  /** Name of the column that tells when a record went to the trash. */
  public static final String DELETED = "deleted_at";

  /**
   * A field's place.
   *
   * @param id the catalogue's number of the field
   * @param columns in the order of its kind
   * @param compared the column that sorts and compares, or null
   * @param key the column that holds the value where it must be unique, or null
   * @param ascending an index in whose order the field can be walked upwards, or null
   * @param descending the same downwards
   */
  public record Placed(
      int id,
      Field field,
      List<PlacedColumn> columns,
      PlacedColumn compared,
      String key,
      String ascending,
      String descending) {
    public Placed {
      columns = List.copyOf(columns);
    }
  }

  /**
   * A column under its physical name.
   *
   * @param foreignKey name of its foreign key, or null
   */
  public record PlacedColumn(String name, Column column, String foreignKey) {
    public Shape shape() {
      return column.shape();
    }
  }

  /**
   * What one owner or team has, in an order.
   *
   * @param field {@code owner} or {@code team}
   * @param by the field it is ordered by
   * @param descending in which direction the index can be walked
   * @param both whether it can be walked in the other direction too
   */
  public record Stream(String field, String by, boolean descending, boolean both, String index) {
    boolean serves(String field, String by, boolean descending) {
      return this.field.equals(field)
          && this.by.equals(by)
          && (both || this.descending == descending);
    }
  }

  private static final PlacedColumn ID =
      new PlacedColumn("id", new Column("", Shape.LONG, 0), null);
  private static final PlacedColumn VERSION =
      new PlacedColumn("version", new Column("", Shape.LONG, 0), null);

  public Table {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    visible = List.copyOf(visible);
    streams = List.copyOf(streams);
    moments = Map.copyOf(moments);
  }

  Table(
      int id,
      RecordType type,
      String name,
      Map<String, Placed> fields,
      String newest,
      List<Stream> streams,
      Map<String, String> moments) {
    this(
        id,
        type,
        name,
        fields,
        fields.values().stream().filter(placed -> !placed.field().hidden()).toList(),
        newest,
        streams,
        moments);
  }

  /** An index over what one owner or team has in some order, or null where there is none. */
  public String stream(Field of, Field by, boolean descending) {
    return streams.stream()
        .filter(stream -> stream.serves(of.name(), by.name(), descending))
        .map(Stream::index)
        .findFirst()
        .orElse(null);
  }

  /** An index over when records went to the trash, or null where the type has no such field. */
  public String trash() {
    Placed placed = fields.get(DELETED);
    return placed == null ? null : placed.ascending();
  }

  /** Name of the key over {@code id}. */
  public String primaryKey() {
    return "pk_" + id;
  }

  /**
   * A column of a field; {@code id} and {@code version} are columns without a field of the type.
   */
  public PlacedColumn column(Field field, int column) {
    if (isId(field)) {
      return ID;
    }
    return isVersion(field) ? VERSION : placed(field).columns().get(column);
  }

  /** The column a field is sorted by. */
  public PlacedColumn compared(Field field) {
    if (isId(field)) {
      return ID;
    }
    PlacedColumn compared = isVersion(field) ? VERSION : placed(field).compared();
    if (compared == null) {
      throw new IllegalArgumentException(field.name() + " cannot be sorted by");
    }
    return compared;
  }

  public Placed placed(Field field) {
    Placed placed = fields.get(field.name());
    if (placed == null) {
      throw new IllegalArgumentException(type.name() + " has no field " + field.name());
    }
    return placed;
  }

  public static boolean isId(Field field) {
    return "id".equals(field.name());
  }

  public static boolean isVersion(Field field) {
    return "version".equals(field.name());
  }
}
