// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.query;

import java.sql.SQLException;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.parley.api.error.ParleyException;
import org.parley.api.record.Record;
import org.parley.core.record.Condition;
import org.parley.core.record.Field;
import org.parley.core.record.Grouping;
import org.parley.core.record.Moments;
import org.parley.core.record.RecordType;
import org.parley.core.record.Row;
import org.parley.core.record.Selection;
import org.parley.core.record.Storage;
import org.parley.core.store.internal.database.Database;
import org.parley.core.store.internal.database.Dialect;
import org.parley.core.store.internal.database.Failure;
import org.parley.core.store.internal.schema.Tables;

/** Lists and counts: SQL from metadata, committed rows, each statement by itself. Stateless. */
public final class Lists {
  private final Database database;
  private final Dialect dialect;
  private final Counted counted = new Counted(InstantSource.system());

  public Lists(Database database) {
    this.database = database;
    this.dialect = database.dialect();
  }

  /** Rows in order. */
  public List<Row> list(Tables tables, Selection selection) {
    return read(tables, selection, false);
  }

  /**
   * Rows in order, if that does not take long.
   *
   * @throws Storage.TooWide when it would
   */
  public List<Row> page(Tables tables, Selection selection) {
    return read(tables, selection, true);
  }

  private List<Row> read(Tables tables, Selection selection, boolean bounded) {
    List<Condition> ways = selection.ways();
    if (ways.size() > 1) {
      return run(
          connection -> new Ways(connection, dialect, counted, tables, selection, bounded).read());
    }
    Selection one = ways.isEmpty() ? selection : selection.along(ways.get(0));
    return run(connection -> new Page(connection, dialect, counted, tables, one, bounded).read());
  }

  /** Records that refer to some others, by when they took place, newest first. */
  public List<Moments.Moment> moments(Tables tables, Moments asked) {
    return run(
        connection ->
            new MomentReader(connection, dialect, tables.of(asked.type().name()), asked).read());
  }

  /** Whether an index leaves so few rows of a condition that they can be read in any order. */
  public boolean isNarrow(Tables tables, RecordType type, Condition condition, boolean trash) {
    return run(
        connection -> new Count(connection, dialect, tables, type, condition, trash).isNarrow());
  }

  /** How many rows match, counting no further than a cap. */
  public long count(Tables tables, RecordType type, Condition condition, boolean trash, long cap) {
    return run(
        connection -> new Count(connection, dialect, tables, type, condition, trash).upTo(cap));
  }

  /** The same, reading no more rows than a page may. */
  public Storage.Counted roughly(
      Tables tables, RecordType type, Condition condition, boolean trash, long cap) {
    return run(
        connection -> new Count(connection, dialect, tables, type, condition, trash).roughly(cap));
  }

  /** The same of rows that must also meet one of several conditions. */
  public Storage.Counted roughly(
      Tables tables,
      RecordType type,
      Condition condition,
      List<Condition> ways,
      boolean trash,
      long cap) {
    return run(
        connection -> {
          Set<Long> ids = new HashSet<>();
          for (Condition way : ways) {
            Condition both = new Condition.And(List.of(condition, way));
            Count count = new Count(connection, dialect, tables, type, both, trash);
            if (!count.isNarrow()) {
              Condition any = new Condition.And(List.of(condition, new Condition.Or(ways)));
              return new Count(connection, dialect, tables, type, any, trash).roughly(cap);
            }
            count.collect(ids, cap);
          }
          return new Storage.Counted(Math.min(cap, ids.size()), true);
        });
  }

  /** Rows counted and added up in groups. */
  public List<Grouping.Group> summarize(Tables tables, Grouping asked) {
    return run(
        connection ->
            new Summary(connection, dialect, tables, asked.type(), asked.where(), asked.trash())
                .groups(asked.keys(), asked.sums(), asked.limit()));
  }

  /** Between which values a column lies. */
  public Optional<Grouping.Extent> extent(
      Tables tables,
      RecordType type,
      Condition condition,
      boolean trash,
      List<Field> path,
      Field field) {
    return run(
        connection ->
            new Summary(connection, dialect, tables, type, condition, trash).extent(path, field));
  }

  /** A record with some it refers to, trashed ones included. */
  public Optional<Storage.Found> find(JoinedReader reader, long id) {
    return run(connection -> reader.find(connection, dialect, id));
  }

  /** Records by id, in no order, trashed ones included. */
  public List<Record> findAll(RecordReader reader, List<Long> ids) {
    return run(connection -> reader.find(connection, dialect, ids));
  }

  private <T> T run(Database.Work<T> work) {
    try {
      return database.read(work);
    } catch (ParleyException e) {
      Failure failure =
          e.getCause() instanceof SQLException cause ? dialect.failure(cause) : Failure.OTHER;
      if (failure == Failure.VALUE) {
        throw ParleyException.badRequest(
            "bad_filter", "A value in the filter does not fit the field it is compared with.");
      }
      throw e;
    }
  }
}
