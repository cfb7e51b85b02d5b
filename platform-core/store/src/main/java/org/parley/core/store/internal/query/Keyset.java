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
  List<Sql> segments(boolean first) {
    List<Sql> segments = new ArrayList<>();
    if (!first) {
      Sql ties = ties(keys.size());
      segments.add(ties.add("r.id " + (idDescending ? "<" : ">") + " ").value(afterId));
      for (int level = keys.size() - 1; level > 0; level--) {
        if (after.get(level) != null) {
          Key key = keys.get(level);
          Sql later = ties(level).add("(" + key.name() + (key.descending() ? " < " : " > "));
          segments.add(later.value(after.get(level)).add(" OR " + key.name() + " IS NULL)"));
        }
      }
      if (keys.isEmpty() || after.get(0) == null) {
        return segments;
      }
    } else if (keys.isEmpty()) {
      return List.of(new Sql().add("1 = 1"));
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
    segments.add(held);
    segments.add(new Sql().add(key.name() + " IS NULL"));
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

  /** Whether it is one key and the id, as an index has them. */
  boolean single() {
    return keys.size() == 1;
  }
}
