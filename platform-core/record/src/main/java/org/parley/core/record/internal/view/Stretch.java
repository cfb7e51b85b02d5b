// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.view;

import java.util.List;
import org.parley.core.record.Row;
import org.parley.core.record.Selection;
import org.parley.core.record.internal.query.CursorCodec;

/**
 * The rows of one page and what lies on both sides of it. On the side the page was asked from there
 * is something, at least the row of the cursor; on the other it is known by one row more.
 *
 * @param place where the page was asked from, or null for the first one
 * @param more whether there are rows beyond it, in the direction it was read
 */
record Stretch(List<Row> rows, Selection.Cursor place, boolean more) {
  /** Of rows read, up to one more than the page holds. */
  static Stretch of(List<Row> read, int limit, Selection.Cursor place) {
    boolean more = read.size() > limit;
    if (!more) {
      return new Stretch(read, place, false);
    }
    boolean before = place != null && place.before();
    return new Stretch(before ? read.subList(1, read.size()) : read.subList(0, limit), place, true);
  }

  String prev(CursorCodec cursors) {
    boolean any = place != null && (!place.before() || more);
    return any ? edge(cursors, rows.isEmpty() ? null : rows.get(0)) : null;
  }

  String next(CursorCodec cursors) {
    boolean any = place != null && place.before() || more;
    return any ? edge(cursors, rows.isEmpty() ? null : rows.get(rows.size() - 1)) : null;
  }

  private String edge(CursorCodec cursors, Row row) {
    return row == null
        ? cursors.including(place)
        : cursors.encode(row.sortKeys(), row.record().id());
  }
}
