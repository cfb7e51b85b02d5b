// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.query;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.parley.api.record.Record;
import org.parley.core.record.Condition;
import org.parley.core.record.Field;
import org.parley.core.record.Row;
import org.parley.core.record.Selection;
import org.parley.core.store.internal.database.Dialect;
import org.parley.core.store.internal.schema.Tables;

/**
 * A page of rows that may be met in several ways: one's own, those of each team, those that were
 * shared. Each way is a list that some index has in order or that is short; the page is merged of
 * their ids and keys, then the rows it needs are read. A row that comes in two ways comes once.
 */
final class Ways {
  /** So many rows of a way are read at first; most of a page comes from few ways. */
  private static final int CHUNK = 16;

  private final Connection connection;
  private final Dialect dialect;
  private final Counted counted;
  private final Tables tables;
  private final Selection selection;
  private final boolean bounded;
  private final boolean backwards;

  /**
   * A page to be read once.
   *
   * @param bounded whether it may not take long
   */
  Ways(
      Connection connection,
      Dialect dialect,
      Counted counted,
      Tables tables,
      Selection selection,
      boolean bounded) {
    this.connection = connection;
    this.dialect = dialect;
    this.counted = counted;
    this.tables = tables;
    this.selection = selection;
    this.bounded = bounded;
    this.backwards = selection.place() != null && selection.place().before();
  }

  /** Its rows, in the order of the list. */
  List<Row> read() throws SQLException {
    Comparator<Row> forwards = order();
    Comparator<Row> order = backwards ? forwards.reversed() : forwards;
    PriorityQueue<Way> ways =
        new PriorityQueue<>((one, other) -> order.compare(one.head(), other.head()));
    for (Condition condition : selection.ways()) {
      Way way = new Way(condition);
      if (way.head() != null) {
        ways.add(way);
      }
    }
    List<Row> rows = new ArrayList<>();
    Set<Long> seen = new HashSet<>();
    while (rows.size() < selection.limit() && !ways.isEmpty()) {
      Way way = ways.remove();
      Row row = way.head();
      if (seen.add(row.record().id())) {
        rows.add(row);
      }
      if (way.advance()) {
        ways.add(way);
      }
    }
    if (backwards) {
      Collections.reverse(rows);
    }
    return whole(rows);
  }

  /** The rows themselves, of which only ids and keys were read until now. */
  private List<Row> whole(List<Row> places) throws SQLException {
    RecordReader reader = RecordReader.of(tables.of(selection.type().name()), selection.fields());
    List<Long> ids = places.stream().map(place -> place.record().id()).toList();
    Map<Long, Record> found =
        reader.find(connection, dialect, ids).stream()
            .collect(Collectors.toMap(Record::id, Function.identity()));
    return places.stream()
        .filter(place -> found.containsKey(place.record().id()))
        .map(place -> new Row(found.get(place.record().id()), place.sortKeys()))
        .toList();
  }

  /** One of the lists, read a few rows at a time. */
  private final class Way {
    private final Condition condition;
    private List<Row> chunk = List.of();
    private int at;
    private boolean more = true;

    Way(Condition condition) throws SQLException {
      this.condition = condition;
      fill(selection.place(), Math.min(selection.limit(), CHUNK));
    }

    Row head() {
      return at < chunk.size() ? chunk.get(at) : null;
    }

    boolean advance() throws SQLException {
      Row last = head();
      at++;
      if (at == chunk.size() && more) {
        fill(
            new Selection.Cursor(last.sortKeys(), last.record().id(), backwards),
            selection.limit());
      }
      return head() != null;
    }

    private void fill(Selection.Cursor place, int limit) throws SQLException {
      Selection part = selection.along(condition).at(place, limit);
      List<Row> read =
          new ArrayList<>(
              new Page(connection, dialect, counted, tables, part, bounded, true).read());
      if (backwards) {
        Collections.reverse(read);
      }
      chunk = read;
      at = 0;
      more = read.size() == limit;
    }
  }

  private Comparator<Row> order() {
    boolean idDescending = Selection.idDescending(selection.sort());
    return (one, other) -> {
      for (int i = 0; i < selection.sort().size(); i++) {
        Selection.Sort sort = selection.sort().get(i);
        int compared =
            isId(sort.field()) ? 0 : compare(one.sortKeys()[i], other.sortKeys()[i], sort);
        if (compared != 0) {
          return compared;
        }
      }
      int compared = Long.compare(one.record().id(), other.record().id());
      return idDescending ? -compared : compared;
    };
  }

  private static boolean isId(Field field) {
    return "id".equals(field.name());
  }

  /** Empty values come last in both directions. */
  @SuppressWarnings("unchecked")
  private int compare(Object one, Object other, Selection.Sort sort) {
    if (one == null || other == null) {
      return Boolean.compare(one == null, other == null);
    }
    int compared =
        one instanceof String text
            ? dialect.textOrder().compare(text, (String) other)
            : ((Comparable<Object>) one).compareTo(other);
    return sort.descending() ? -compared : compared;
  }
}
