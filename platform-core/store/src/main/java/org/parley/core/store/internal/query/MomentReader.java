// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.query;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.parley.core.record.Moments;
import org.parley.core.record.Moments.Moment;
import org.parley.core.record.Shape;
import org.parley.core.store.internal.database.Dialect;
import org.parley.core.store.internal.schema.Table;

/**
 * Records that refer to some others, by when they took place. For each of the others an index holds
 * them in order, those without a moment of their own apart: it is walked for as many as the page
 * may need, and what comes of all walks is put in order. A database that takes many keys at once
 * walks for many with one statement.
 */
final class MomentReader {
  /** Later than anything: where a walk begins that has no place yet. */
  private static final Instant EVER = Instant.parse("9999-12-31T23:59:59.999999Z");

  private final Connection connection;
  private final Dialect dialect;
  private final Table table;
  private final Moments asked;
  private final String made;
  private final String at;
  private final List<Moment> found = new ArrayList<>();

  MomentReader(Connection connection, Dialect dialect, Table table, Moments asked) {
    this.connection = connection;
    this.dialect = dialect;
    this.table = table;
    this.asked = asked;
    this.made = "r." + table.fields().get("created_at").compared().name();
    this.at = asked.at() == null ? null : "r." + table.compared(asked.at()).name();
  }

  List<Moment> read() throws SQLException {
    if (at == null) {
      walk("", made);
    } else {
      walk("", at);
      walk(" AND " + at + " IS NULL", made);
    }
    found.sort(Comparator.reverseOrder());
    return List.copyOf(found.subList(0, Math.min(asked.limit(), found.size())));
  }

  /**
   * Walks for each of the others.
   *
   * @param besides what rows must meet, too
   * @param by the column that tells the moment
   */
  private void walk(String besides, String by) throws SQLException {
    String column = table.placed(asked.by()).columns().get(asked.column()).name();
    String index = table.moments().get(column);
    int room = dialect.keysAtOnce();
    String one =
        "SELECT r.id, %s, %s FROM %s r%s WHERE r.%s = %s AND r.%s IS NULL%s AND %s <= ?"
                .formatted(
                    by + (room == 1 ? "" : " AS moment"),
                    made + (room == 1 ? "" : " AS made"),
                    table.name(),
                    index == null ? "" : dialect.readByIndex(index),
                    column,
                    room == 1 ? "?" : "k.id",
                    Table.DELETED,
                    besides,
                    by)
            + beyond(by)
            + " ORDER BY "
            + by
            + " DESC, "
            + (by.equals(made) ? "" : made + " DESC, ")
            + "r.id DESC FETCH FIRST ? ROWS ONLY";
    String sql =
        room == 1
            ? one
            : "SELECT n.id, n.moment, n.made FROM (VALUES (CAST(? AS BIGINT))"
                + ", (CAST(? AS BIGINT))".repeat(room - 1)
                + ") AS k(id) CROSS JOIN LATERAL ("
                + one
                + ") n";
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      for (int from = 0; from < asked.of().size(); from += room) {
        int next = 1;
        for (int i = from; i < from + room; i++) {
          query.setLong(next++, i < asked.of().size() ? asked.of().get(i) : 0);
        }
        bindPlace(query, next);
        try (ResultSet row = query.executeQuery()) {
          while (row.next()) {
            found.add(new Moment(row.getLong(1), instant(row, 2), instant(row, 3)));
          }
        }
      }
    }
  }

  /** What lies beyond the place, of that which is not later than it. */
  private String beyond(String by) {
    return asked.before() == null
        ? ""
        : " AND (%1$s < ? OR %2$s < ? OR %2$s = ? AND r.id < ?)".formatted(by, made);
  }

  private void bindPlace(PreparedStatement query, int from) throws SQLException {
    Moment place = asked.before();
    int next = from;
    dialect.bind(query, next++, place == null ? EVER : place.at());
    if (place != null) {
      dialect.bind(query, next++, place.at());
      dialect.bind(query, next++, place.made());
      dialect.bind(query, next++, place.made());
      query.setLong(next++, place.id());
    }
    query.setInt(next, asked.limit());
  }

  private Instant instant(ResultSet row, int index) throws SQLException {
    return (Instant) dialect.read(row, index, Shape.TIMESTAMP);
  }
}
