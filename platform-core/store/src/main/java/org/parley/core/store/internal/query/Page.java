// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.query;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.parley.api.record.Record;
import org.parley.core.record.Condition;
import org.parley.core.record.Row;
import org.parley.core.record.Selection;
import org.parley.core.record.Storage;
import org.parley.core.store.internal.database.Dialect;
import org.parley.core.store.internal.query.Conditions.Narrow;
import org.parley.core.store.internal.query.Keyset.Segment;
import org.parley.core.store.internal.schema.Table;
import org.parley.core.store.internal.schema.Table.Placed;
import org.parley.core.store.internal.schema.Table.PlacedColumn;
import org.parley.core.store.internal.schema.Tables;

/**
 * One page of a list. Either an index is walked in the order of the list until the page is full;
 * or, where few rows match or no index has that order, ids and keys alone are sorted and the page's
 * rows read after that. Databases that do not know how few rows a page needs are told which way to
 * go.
 *
 * <p>A page that may not take long reads at most {@link #MOST} rows along its order; where that
 * does not fill it, those rows that some part of the condition leaves, if they are no more.
 */
final class Page {
  /** Up to so many rows are rather sorted than looked for along the order of the list. */
  private static final int FEW = 5_000;

  /** How many rows are read for a page that may not take long. */
  static final int MOST = 50_000;

  /** Where a walk looks first: nearly all pages are full by then. */
  private static final int NEAR = 2_000;

  private final Connection connection;
  private final Dialect dialect;
  private final Table table;
  private final Selection selection;
  private final boolean bounded;
  private final Conditions conditions;
  private final Narrowing narrowing;
  private final Keyset keyset;
  private final RecordReader reader;
  private final List<PlacedColumn> keys;
  private final Sql where;

  /** The owner or team whose records alone are asked for, or null. */
  private final Condition.Compare holder;

  /** How to read what that one has in the order of the list, or null. */
  private final String stream;

  /** Follows FROM; keeps a walk along an index from beginning with the words instead. */
  private String order = "";

  /** Whether only ids and keys are read, which some index may hold. */
  private final boolean bare;

  private final Map<Long, Row> rows = new LinkedHashMap<>();

  /** A page of whole rows, to be read once. */
  Page(
      Connection connection,
      Dialect dialect,
      Counted counted,
      Tables tables,
      Selection selection,
      boolean bounded) {
    this(connection, dialect, counted, tables, selection, bounded, false);
  }

  /**
   * A page to be read once.
   *
   * @param bounded whether it may not take long
   * @param bare whether its rows shall have their ids and keys alone
   */
  Page(
      Connection connection,
      Dialect dialect,
      Counted counted,
      Tables tables,
      Selection selection,
      boolean bounded,
      boolean bare) {
    this.bare = bare;
    this.connection = connection;
    this.dialect = dialect;
    this.table = tables.of(selection.type().name());
    this.selection = selection;
    this.bounded = bounded;
    this.conditions = new Conditions(dialect, tables, table);
    this.narrowing = new Narrowing(connection, dialect, counted, table, conditions, selection);
    this.keyset = new Keyset(dialect, table, selection, conditions);
    this.reader = RecordReader.of(table, selection.fields());
    this.keys = selection.sort().stream().map(sort -> table.compared(sort.field())).toList();
    this.where = conditions.where(selection.where(), selection.trash());
    this.holder = conditions.holder(selection.where());
    this.stream = stream();
  }

  /**
   * Its rows, in the order of the list.
   *
   * @throws Storage.TooWide when it is bounded and would take long
   */
  List<Row> read() throws SQLException {
    Narrow few = stream == null ? narrowing.narrow(FEW) : null;
    String index = stream != null ? stream : few == null || isDense(few) ? index() : null;
    boolean done = index == null ? few != null || !bounded : walkAll(index);
    if (!done || index == null) {
      int found = rows.size();
      rows.clear();
      sortAll(few != null || !bounded ? few : manageable(found));
    }
    List<Row> read = new ArrayList<>(rows.values());
    if (keyset.backwards()) {
      Collections.reverse(read);
    }
    return List.copyOf(read);
  }

  /**
   * Whether a walk along the order of the list meets enough of few rows soon enough: on a small
   * table they are a large part of all. A walk then reads as much of the table as the page needs, a
   * sort all that match.
   */
  private boolean isDense(Narrow few) throws SQLException {
    long matching = narrowing.remembered(FEW, few);
    boolean alone = !few.one() && selection.where() instanceof Condition.Compare;
    return alone
        && !selection.trash()
        && keyset.size() <= 1
        && matching * matching > (long) selection.limit() * narrowing.size();
  }

  /** What leaves no more rows than may be read, or null when the whole table has no more. */
  private Narrow manageable(int found) throws SQLException {
    Narrow narrow = narrowing.narrow(MOST);
    if (narrow == null && narrowing.isLarge()) {
      throw new Storage.TooWide(found, MOST);
    }
    return narrow;
  }

  private void sortAll(Narrow narrow) throws SQLException {
    order = "";
    for (Segment segment : keyset.segments()) {
      if (rows.size() < selection.limit()) {
        Sql range = new Sql().add(segment.sql());
        if (narrow != null) {
          range = new Sql().add(narrow.condition()).add(" AND ").add(range);
        }
        if (narrow != null && narrow.one() && !isMany(narrow)) {
          fetch(narrow.hint(), range);
        } else {
          sort(narrow == null ? "" : narrow.hint(), range);
        }
      }
    }
  }

  /** Whether by far more rows are asked for by their keys than the page takes. */
  private boolean isMany(Narrow narrow) {
    return narrow.condition().size() > 2 * selection.limit();
  }

  /** Reads along an index; false when that would take too long. */
  private boolean walkAll(String index) throws SQLException {
    order = Conditions.hasWords(selection.where()) ? dialect.readInThisOrder() : "";
    boolean ordered = keyset.size() <= 1;
    if (!ordered && bounded && keyset.tiesWithPlace() != null) {
      if (narrowing.exceeds(keyset.first(), index, keyset.tiesWithPlace())) {
        return false;
      }
    }
    for (Segment segment : keyset.segments()) {
      if (rows.size() == selection.limit()) {
        break;
      }
      boolean done = ordered ? walk(index, held(segment.sql())) : cut(index, segment);
      if (!done) {
        return false;
      }
    }
    return true;
  }

  /** How to read what one owner or team has in the order of the list, or null. */
  private String stream() {
    if (holder == null || keyset.size() != 1 || selection.trash()) {
      return null;
    }
    Selection.Sort sort = selection.sort().get(0);
    String index = table.stream(holder.field(), sort.field(), keyset.descending());
    boolean idAlike = keyset.descending() == keyset.idDescending();
    return index == null || !idAlike ? null : dialect.readByIndex(index);
  }

  /** A range of the order, within what one owner or team has where a stream of that is walked. */
  private Sql held(Sql range) {
    return stream == null ? range : conditions.compile(holder).add(" AND ").add(range);
  }

  /** How to read the table in the order of the first key, or null when no index has it. */
  private String index() {
    boolean descending = keyset.descending();
    if (keyset.size() == 0) {
      return descending && table.newest() != null
          ? dialect.readByIndex(table.newest())
          : dialect.readByKey(table.primaryKey());
    }
    Selection.Sort sort = selection.sort().get(0);
    if (Table.isVersion(sort.field())) {
      return null;
    }
    Placed placed = table.placed(sort.field());
    String index = descending ? placed.descending() : placed.ascending();
    return index == null || placed.descending() == null ? null : dialect.readByIndex(index);
  }

  private Sql from(String columns, String hint, Sql range) {
    return new Sql()
        .add("SELECT " + columns + " FROM" + order + " " + table.name() + " r")
        .add(hint)
        .add(conditions.joins())
        .add(" WHERE ")
        // Of several bounds of an index its database takes the first.
        .add(range)
        .add(" AND ")
        .add(where);
  }

  private Sql limit(Sql sql) {
    return sql.add(" FETCH FIRST ").value(selection.limit() - rows.size()).add(" ROWS ONLY");
  }

  /**
   * Walks a range. A condition may be met so rarely that the end of the page is far: then it is
   * looked for within a stretch of the index, which is measured without reading any rows.
   */
  private boolean walk(String index, Sql range) throws SQLException {
    boolean all = Condition.ALL.equals(selection.where());
    if (!bounded || all || stream != null && selection.where().equals(holder)) {
      fetch(index, range);
      return true;
    }
    Set<Long> earlier = Set.copyOf(rows.keySet());
    int next = Math.min(10 * selection.limit(), NEAR / 2);
    for (int stretch : new int[] {next, NEAR, MOST}) {
      List<Sql> within = within(index, range, stretch);
      rows.keySet().retainAll(earlier);
      for (Sql part : within.isEmpty() ? List.of(range) : within) {
        if (rows.size() < selection.limit()) {
          fetch(index, part);
        }
      }
      if (within.isEmpty() || rows.size() == selection.limit()) {
        return true;
      }
    }
    return false;
  }

  /** A range cut after so many entries of an index; none when it has no more. */
  private List<Sql> within(String index, Sql range, int entries) throws SQLException {
    boolean keyed = keyset.size() > 0;
    Sql sql =
        new Sql()
            .add("SELECT r.id" + (keyed ? ", " + keyset.first() : "") + " FROM " + table.name())
            .add(" r")
            .add(index)
            .add(" WHERE ")
            .add(range)
            .add(keyed ? keyset.walk() : keyset.order())
            .add(" OFFSET ")
            .value(entries)
            .add(" ROWS FETCH NEXT 1 ROWS ONLY");
    try (PreparedStatement statement = sql.prepare(connection, dialect);
        ResultSet row = statement.executeQuery()) {
      if (!row.next()) {
        return List.of();
      }
      Object value = keyed ? dialect.read(row, 2, keys.get(0).shape()) : null;
      return keyset.upTo(range, value, row.getLong(1));
    }
  }

  /** Of the rows that are not in the trash, where an index has what tells of it before the key. */
  private String order() {
    return stream != null && dialect.ordersByEmpty()
        ? keyset.orderBehind("r." + Table.DELETED)
        : keyset.order();
  }

  private void fetch(String index, Sql range) throws SQLException {
    if (bare) {
      places(index, range).forEach(this::put);
      return;
    }
    Sql sql = limit(from(reader.columns("r") + keyColumns(), index, range).add(order()));
    try (PreparedStatement statement = sql.prepare(connection, dialect);
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        Record found = reader.read(row, dialect);
        // A row may move from one segment to a later one between two statements.
        rows.putIfAbsent(found.id(), new Row(found, keys(row, reader.width() + 1)));
      }
    }
  }

  private Map<Long, Object[]> places(String hint, Sql range) throws SQLException {
    Map<Long, Object[]> places = new LinkedHashMap<>();
    Sql sql = limit(from("r.id" + keyColumns(), hint, range).add(order()));
    try (PreparedStatement statement = sql.prepare(connection, dialect);
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        places.put(row.getLong(1), keys(row, 2));
      }
    }
    return places;
  }

  private void put(long id, Object[] key) {
    rows.putIfAbsent(id, new Row(new Record(table.type().name(), id, 0, Map.of()), key));
  }

  private void sort(String hint, Sql range) throws SQLException {
    Map<Long, Object[]> places = places(hint, range);
    if (bare) {
      places.forEach(this::put);
      return;
    }
    // What has gone to the trash meanwhile stays in: a page that is short would be the last one.
    Map<Long, Record> found =
        reader.find(connection, dialect, new ArrayList<>(places.keySet())).stream()
            .collect(Collectors.toMap(Record::id, Function.identity()));
    places.forEach(
        (id, key) -> {
          if (found.containsKey(id)) {
            rows.putIfAbsent(id, new Row(found.get(id), key));
          }
        });
  }

  /**
   * Sorts what is left of a segment when it is cut where the page ends by the first key alone; ties
   * with that place stay in. False when there are too many of them, or when the end is too far.
   */
  private boolean cut(String index, Segment segment) throws SQLException {
    Sql range = new Sql().add(segment.sql());
    if (segment.kind() == Keyset.Kind.EMPTY
        && bounded
        && narrowing.exceeds(keyset.first(), index, range)) {
      return false;
    }
    if (segment.kind() == Keyset.Kind.VALUES) {
      List<Object> values = values(index, range);
      if (values == null) {
        return false;
      }
      if (values.size() == selection.limit() - rows.size()) {
        Object last = values.get(values.size() - 1);
        range = keyset.within(last).add(" AND ").add(range);
        if (bounded && narrowing.exceeds(keyset.first(), index, keyset.tie(last))) {
          return false;
        }
      }
    }
    sort(index, range);
    return true;
  }

  /** The first keys of as many rows as the page still needs, or null when they lie too far. */
  private List<Object> values(String index, Sql range) throws SQLException {
    int needed = selection.limit() - rows.size();
    for (int stretch : new int[] {NEAR, MOST}) {
      List<Sql> within = bounded ? within(index, range, stretch) : List.of();
      List<Object> values = new ArrayList<>();
      for (Sql part : within.isEmpty() ? List.of(range) : within) {
        Sql sql = limit(from(keyset.first(), index, part).add(keyset.walk()));
        try (PreparedStatement statement = sql.prepare(connection, dialect);
            ResultSet row = statement.executeQuery()) {
          while (row.next() && values.size() < needed) {
            values.add(dialect.read(row, 1, keys.get(0).shape()));
          }
        }
      }
      if (within.isEmpty() || values.size() == needed) {
        return values;
      }
    }
    return null;
  }

  private String keyColumns() {
    return keys.stream().map(key -> ", r." + key.name()).collect(Collectors.joining());
  }

  private Object[] keys(ResultSet row, int from) throws SQLException {
    Object[] values = new Object[keys.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = dialect.read(row, from + i, keys.get(i).shape());
    }
    return values;
  }
}
