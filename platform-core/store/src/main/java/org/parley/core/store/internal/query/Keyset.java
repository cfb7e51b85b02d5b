// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.query;

import java.util.ArrayList;
import java.util.List;
import org.parley.core.record.Selection;
import org.parley.core.store.internal.database.Dialect;
import org.parley.core.store.internal.schema.Table;
import org.parley.core.store.internal.schema.Table.PlacedColumn;

/**
 * The order of a list, and where a page begins in it, cut into segments that follow each other:
 * each is one plain range, which an index can walk. Empty values come last in both directions, so
 * they are a segment of their own; rows that tie with the last one of the page before come first.
 */
final class Keyset {
  private record Key(String name, PlacedColumn column, boolean descending) {}

  /**
   * A range of the order.
   *
   * @param range whether it is all values of the first key beyond some place, of which one page may
   *     need only the first few
   */
  record Segment(Sql sql, boolean range) {}

  private final Dialect dialect;
  private final List<Key> keys = new ArrayList<>();
  private final List<Object> after = new ArrayList<>();
  private final long afterId;
  private final boolean idDescending;

  Keyset(Dialect dialect, Table table, Selection selection) {
    this.dialect = dialect;
    Selection.Cursor cursor = selection.after();
    Boolean byId = null;
    for (int i = 0; i < selection.sort().size() && byId == null; i++) {
      Selection.Sort sort = selection.sort().get(i);
      if (Table.isId(sort.field())) {
        byId = sort.descending();
      } else {
        PlacedColumn column = table.compared(sort.field());
        keys.add(new Key("r." + column.name(), column, sort.descending()));
        after.add(cursor == null ? null : cursor.keys()[i]);
      }
    }
    // The id goes the way of the first key, so that one index serves both.
    idDescending = byId != null ? byId : !keys.isEmpty() && keys.get(0).descending();
    afterId = cursor == null ? 0 : cursor.id();
  }

  /** The segments of the page that begins after a cursor, or of the first page. */
  List<Segment> segments(boolean first) {
    List<Segment> segments = new ArrayList<>();
    if (!first) {
      Sql ties = ties(keys.size());
      ties.add("r.id " + (idDescending ? "<" : ">") + " ").value(afterId);
      segments.add(new Segment(ties, false));
      for (int level = keys.size() - 1; level > 0; level--) {
        if (after.get(level) != null) {
          Key key = keys.get(level);
          Sql later = ties(level).add("(" + key.name() + (key.descending() ? " < " : " > "));
          later.value(after.get(level)).add(" OR " + key.name() + " IS NULL)");
          segments.add(new Segment(later, false));
        }
      }
      if (keys.isEmpty() || after.get(0) == null) {
        return segments;
      }
    } else if (keys.isEmpty()) {
      return List.of(new Segment(new Sql().add("1 = 1"), false));
    }
    Key key = keys.get(0);
    Sql held = new Sql().add(key.name() + " <= ");
    if (first || !key.descending()) {
      held.value(dialect.greatest(key.column().shape()));
      if (!first) {
        held.add(" AND " + key.name() + " > ").value(after.get(0));
      }
    } else {
      held = new Sql().add(key.name() + " < ").value(after.get(0));
    }
    segments.add(new Segment(held, true));
    segments.add(new Segment(new Sql().add(key.name() + " IS NULL"), false));
    return segments;
  }

  private Sql ties(int levels) {
    Sql sql = new Sql();
    for (int i = 0; i < levels; i++) {
      sql.add(keys.get(i).name());
      if (after.get(i) == null) {
        sql.add(" IS NULL AND ");
      } else {
        sql.add(" = ").value(after.get(i)).add(" AND ");
      }
    }
    return sql;
  }

  String order() {
    StringBuilder order = new StringBuilder(" ORDER BY ");
    for (int i = 0; i < keys.size(); i++) {
      Key key = keys.get(i);
      order.append(key.name());
      if (key.descending()) {
        // Of the first key a segment has either values or empty ones only.
        order.append(i == 0 ? " DESC" : " DESC NULLS LAST");
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

  /** How many keys there are before the id. */
  int size() {
    return keys.size();
  }
}
