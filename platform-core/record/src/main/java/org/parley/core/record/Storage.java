// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.osgi.annotation.versioning.ConsumerType;
import org.parley.api.error.ParleyException;
import org.parley.api.record.Record;

/**
 * What the record room needs of a database; implemented by the store room. Safe for use by many
 * threads. A database that does not answer is a {@link ParleyException} of kind UNAVAILABLE.
 */
@ConsumerType
public interface Storage {
  /** The statements that would make the database fit a model; empty when it fits. */
  List<ModelPlan.SchemaStep> plan(Model target);

  /** Runs those statements: additive, each repeatable, recorded in the schema journal. */
  void prepare(Model target);

  /** Builds a session for a prepared model, swaps it in and drains the one before. */
  void activate(Model target);

  /** The version of the last model activated, kept across restarts; 0 when there was none. */
  long lastModelVersion();

  /** The indexes that administrators want over those of the model, kept across restarts. */
  List<Indexes.Built> indexes();

  /** Keeps the wish for an index. */
  void keepIndex(Indexes.Built index);

  /** Forgets a wish. */
  void forgetIndex(String type, String field);

  /**
   * Drops the index of a field, once nobody reads by it any more: the model in force does without.
   *
   * @throws ParleyException UNAVAILABLE when operations on the model before do not end
   */
  void dropIndex(String type, String field);

  /** How many rows a type's table has, trashed ones included. */
  long rows(String type);

  /**
   * How many of many rows one transaction should write: as many as are written fast, and as few as
   * others can wait for who list the same type.
   */
  default int rowsAtOnce() {
    return 100;
  }

  /** Begins an operation on the model now served; close it when the operation ends. */
  Serving serve();

  /** One operation's view of the database, on one model from begin to end; for one thread. */
  interface Serving extends AutoCloseable {
    Model model();

    /** A record by id, trashed ones included (they have {@code deleted_at}). */
    Optional<Record> find(RecordType type, long id);

    /**
     * A record by id, trashed ones included, together with some fields of what it refers to.
     *
     * @param along for references to one type what to read of those records; their {@code
     *     deleted_at} is always among it
     */
    default Optional<Found> find(RecordType type, long id, Map<Field, Set<Field>> along) {
      return find(type, id).map(record -> new Found(record, List.of()));
    }

    /**
     * Records by id, in no order, trashed ones included; absent ones are left out. At most 1,000.
     */
    List<Record> findAll(RecordType type, List<Long> ids);

    /** The same with some of their fields only; {@code deleted_at} is always among them. */
    default List<Record> findAll(RecordType type, List<Long> ids, Set<Field> fields) {
      return findAll(type, ids);
    }

    /** Committed rows in order. */
    List<Row> list(Selection selection);

    /**
     * The same for somebody who waits for it: reads no more rows than can be read at once.
     *
     * @throws TooWide when that does not fill the page
     */
    default List<Row> page(Selection selection) {
      return list(selection);
    }

    /** How many rows match, counting no further than {@code cap}. */
    long count(RecordType type, Condition where, boolean trash, long cap);

    /** The same for somebody who waits for it: counts among as many rows as can be read at once. */
    default Counted roughly(RecordType type, Condition where, boolean trash, long cap) {
      return new Counted(count(type, where, trash, cap), true);
    }

    /**
     * The same of rows that must also meet one of several conditions, each of which an index
     * answers.
     */
    default Counted roughly(
        RecordType type, Condition where, List<Condition> ways, boolean trash, long cap) {
      Condition both = new Condition.And(List.of(where, new Condition.Or(ways)));
      return roughly(type, both, trash, cap);
    }

    /** Committed rows counted and added up in groups, the largest group first. */
    List<Grouping.Group> summarize(Grouping grouping);

    /**
     * Between which values the first column of a field lies in rows that match; empty when none has
     * one.
     *
     * @param path as in {@link Grouping.Key}
     */
    Optional<Grouping.Extent> extent(
        RecordType type, Condition where, boolean trash, List<Field> path, Field field);

    /**
     * Live records that refer to some others by when they took place, newest first. Each of the
     * others costs about as much as a row, however many refer to it.
     */
    List<Moments.Moment> moments(Moments asked);

    /**
     * Whether an index answers some part of a condition that all rows must meet and leaves so few
     * of them that they can be read in any order.
     */
    default boolean isNarrow(RecordType type, Condition where, boolean trash) {
      return false;
    }

    /** The record an external id stands for, trashed ones included. */
    Optional<Long> external(String source, String externalId);

    /** The same for many at once, up to 1,000; those that stand for none are left out. */
    default Map<String, Long> externals(String source, Collection<String> externalIds) {
      Map<String, Long> found = new HashMap<>();
      externalIds.forEach(
          externalId -> external(source, externalId).ifPresent(id -> found.put(externalId, id)));
      return found;
    }

    /** A new id from the one sequence of all types. */
    long nextId();

    /**
     * The next number of a field that counts records: growing, with gaps, never given twice on any
     * node.
     */
    long nextNumber(RecordType type, Field field);

    /**
     * Writes all of it in one transaction, journal rows included, or nothing.
     *
     * @return the position of each write's journal row
     * @throws StaleWrite when a version has moved on
     * @throws ParleyException INVALID with {@code not_unique} or {@code no_such_record} on the
     *     field at fault
     */
    List<Long> commit(Commit commit);

    @Override
    void close();
  }

  /**
   * A count.
   *
   * @param whole whether all rows were looked at, up to the cap; else there may be more
   */
  record Counted(long count, boolean whole) {}

  /** A page would have to read too many rows. */
  final class TooWide extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int found;
    private final int read;

    public TooWide(int found, int read) {
      super(found + " rows found among " + read, null, false, false);
      this.found = found;
      this.read = read;
    }

    /** How many rows of the page were found. */
    public int found() {
      return found;
    }

    /** Among how many rows. */
    public int read() {
      return read;
    }
  }

  /**
   * A record and, as far as they were read with it, those it refers to.
   *
   * @param along trashed ones included
   */
  record Found(Record record, List<Record> along) {}

  /** A row's version is not the one that was read. */
  final class StaleWrite extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String type;
    private final long id;

    public StaleWrite(String type, long id) {
      super(type + " #" + id + " has changed meanwhile");
      this.type = type;
      this.id = id;
    }

    public String type() {
      return type;
    }

    public long id() {
      return id;
    }
  }
}
