// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.query;

import java.util.ArrayList;
import java.util.List;
import org.parley.core.record.Selection;
import org.parley.core.store.internal.database.Dialect;
import org.parley.core.store.internal.schema.Table;
import org.parley.core.store.internal.schema.Table.PlacedColumn;

/**
 * The order in which rows are read, and where a page begins in it, cut into segments that follow
 * each other: each is one plain range, which an index can walk. Empty values come last in both
 * directions of a list, so they are a segment of their own; rows that tie with the place the page
 * begins at come first. A page before a place is read backwards: every direction turns, and empty
 * values come first.
 */
final class Keyset {
  /** A key in the direction of reading. */
  private record Key(String name, PlacedColumn column, boolean descending) {}

  /** What the rows of a segment have in common. */
  enum Kind {
    /** They tie with the place the page begins at, in the first key at least. */
    TIES,
    /** All values of the first key beyond some place; one page may need only the first few. */
    VALUES,
    /** The first key is empty. */
    EMPTY
  }

  /** A range of the order. */
  record Segment(Sql sql, Kind kind) {}

  private final Dialect dialect;
  private final List<Key> keys = new ArrayList<>();
  private final List<Object> place = new ArrayList<>();
  private final long placeId;
  private final boolean begun;
  private final boolean backwards;
  private final boolean idDescending;

  /** What the condition itself says about the first key. */
  private final Bounds bounds;

  Keyset(Dialect dialect, Table table, Selection selection, Conditions conditions) {
    this.dialect = dialect;
    Selection.Cursor cursor = selection.place();
    begun = cursor != null;
    backwards = begun && cursor.before();
    placeId = begun ? cursor.id() : 0;
    for (int i = 0; i < selection.sort().size(); i++) {
      Selection.Sort sort = selection.sort().get(i);
      if (Table.isId(sort.field())) {
        break;
      }
      PlacedColumn column = table.compared(sort.field());
      keys.add(new Key("r." + column.name(), column, sort.descending() != backwards));
      place.add(begun ? cursor.keys()[i] : null);
    }
    idDescending = Selection.idDescending(selection.sort()) != backwards;
    bounds =
        conditions.bounds(selection.where(), keys.isEmpty() ? "id" : keys.get(0).column().name());
  }

  /** The segments of the page, in the order of reading. */
  List<Segment> segments() {
    List<Segment> segments = new ArrayList<>();
    if (isOneRange()) {
      segments.add(new Segment(bounds.far(rowsBeyond(), idDescending), Kind.VALUES));
    } else if (begun) {
      Sql ties = ties(keys.size());
      ties.add("r.id " + (idDescending ? "<" : ">") + " ").value(placeId);
      segments.add(new Segment(keys.isEmpty() ? bounds.far(ties, idDescending) : ties, Kind.TIES));
      for (int level = keys.size() - 1; level > 0; level--) {
        Sql beyond = beyond(level);
        if (beyond != null) {
          segments.add(new Segment(ties(level).add(beyond), Kind.TIES));
        }
      }
    }
    if (keys.isEmpty()) {
      return begun ? segments : List.of(new Segment(bounds.whole(), Kind.VALUES));
    }
    Segment empty = new Segment(new Sql().add(keys.get(0).name() + " IS NULL"), Kind.EMPTY);
    if (!begun) {
      segments.add(new Segment(values(null), Kind.VALUES));
      if (bounds.isEmpty()) {
        segments.add(empty);
      }
    } else if (place.get(0) != null) {
      if (!isOneRange()) {
        segments.add(new Segment(values(place.get(0)), Kind.VALUES));
      }
      if (!backwards && bounds.isEmpty()) {
        segments.add(empty);
      }
    } else if (backwards) {
      segments.add(new Segment(values(null), Kind.VALUES));
    }
    return segments;
  }

  /**
   * What comes after a tie up to a later key, or null when nothing does. Read forwards that is all
   * that is greater, and empty; read backwards, from an empty value, all there is.
   */
  private Sql beyond(int level) {
    Key key = keys.get(level);
    Object value = place.get(level);
    if (value == null) {
      return backwards ? new Sql().add(key.name() + " IS NOT NULL") : null;
    }
    Sql greater = new Sql().add(key.name() + (key.descending() ? " < " : " > ")).value(value);
    return backwards
        ? greater
        : new Sql().add("(").add(greater).add(" OR " + key.name() + " IS NULL)");
  }

  /** All values of the first key, or those beyond one; bounded, so that empty ones stay out. */
  private Sql values(Object beyond) {
    Key key = keys.get(0);
    if (beyond == null) {
      return bounds.isEmpty() ? notEmpty() : bounds.whole();
    }
    Sql values = new Sql().add(key.name() + (key.descending() ? " < " : " > ")).value(beyond);
    return bounds.isEmpty() && !key.descending()
        ? values.add(" AND ").add(notEmpty())
        : bounds.far(values, key.descending());
  }

  private Sql notEmpty() {
    Key key = keys.get(0);
    return Sql.held(key.name(), key.column().shape(), dialect);
  }

  /** Whether the ties with the place and the values beyond it are one range of an index. */
  private boolean isOneRange() {
    return begun
        && dialect.comparesRows()
        && keys.size() == 1
        && place.get(0) != null
        && idDescending == keys.get(0).descending();
  }

  private Sql rowsBeyond() {
    String compared = "(" + keys.get(0).name() + ", r.id) " + (idDescending ? "<" : ">") + " (";
    return new Sql().add(compared).value(place.get(0)).add(", ").value(placeId).add(")");
  }

  private Sql ties(int levels) {
    Sql sql = new Sql();
    for (int i = 0; i < levels; i++) {
      sql.add(keys.get(i).name());
      if (place.get(i) == null) {
        sql.add(" IS NULL AND ");
      } else {
        sql.add(" = ").value(place.get(i)).add(" AND ");
      }
    }
    return sql;
  }

  String order() {
    return order("");
  }

  /**
   * The order of an index in which a column stands before the first key.
   *
   * @param empty its name; every row that is read has it empty
   */
  String orderBehind(String empty) {
    return order(empty + (idDescending ? " DESC, " : ", "));
  }

  private String order(String first) {
    StringBuilder order = new StringBuilder(" ORDER BY ").append(first);
    for (int i = 0; i < keys.size(); i++) {
      Key key = keys.get(i);
      order.append(key.name()).append(key.descending() ? " DESC" : "");
      // Of the first key a segment has either values or empty ones only. Elsewhere databases put
      // empty ones behind the greatest value by themselves, before it when they read downwards.
      if (i > 0 && key.descending() != backwards) {
        order.append(backwards ? " NULLS FIRST" : " NULLS LAST");
      }
      order.append(", ");
    }
    return order.append("r.id").append(idDescending ? " DESC" : "").toString();
  }

  /** The order of an index over the first key and the id. */
  String walk() {
    Key key = keys.get(0);
    String direction = key.descending() ? " DESC" : "";
    return " ORDER BY " + key.name() + direction + ", r.id" + direction;
  }

  /** The first key, with its alias. */
  String first() {
    return keys.get(0).name();
  }

  /** What is not beyond a value of the first key. */
  Sql within(Object value) {
    Key key = keys.get(0);
    return new Sql().add(key.name() + (key.descending() ? " >= " : " <= ")).value(value);
  }

  /**
   * A range up to an entry of the index over the first key and the id, in ranges that follow each
   * other: what lies before the entry's value, then what ties with it.
   *
   * @param value null for an empty one, and where there is no key but the id
   */
  List<Sql> upTo(Sql range, Object value, long id) {
    // The tighter bound first: it is the one by which an index is read.
    Sql last = new Sql().add("r.id " + (idDescending ? ">=" : "<=") + " ").value(id);
    if (keys.isEmpty() || value == null) {
      return List.of(last.add(" AND ").add(range));
    }
    Key key = keys.get(0);
    Sql earlier = new Sql().add(key.name() + (key.descending() ? " > " : " < ")).value(value);
    Sql ties = new Sql().add(key.name() + " = ").value(value).add(" AND ").add(last);
    return List.of(earlier.add(" AND ").add(range), ties.add(" AND ").add(range));
  }

  /** How many keys there are before the id. */
  int size() {
    return keys.size();
  }

  /** Whether the first key, or the id where it is the only one, is read from the greatest down. */
  boolean descending() {
    return keys.isEmpty() ? idDescending : keys.get(0).descending();
  }

  /** Whether rows that tie come with falling ids, in the direction of reading. */
  boolean idDescending() {
    return idDescending;
  }

  /** What ties with the place in the first key, or null where the page begins at none. */
  Sql tiesWithPlace() {
    return begun && !keys.isEmpty() ? tie(place.get(0)) : null;
  }

  /** What has a value of the first key, null for the empty one. */
  Sql tie(Object value) {
    String name = keys.get(0).name();
    return value == null
        ? new Sql().add(name + " IS NULL")
        : new Sql().add(name + " = ").value(value);
  }

  boolean backwards() {
    return backwards;
  }
}
