// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record;

import java.util.List;
import java.util.Optional;
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

  /** Begins an operation on the model now served; close it when the operation ends. */
  Serving serve();

  /** One operation's view of the database, on one model from begin to end; for one thread. */
  interface Serving extends AutoCloseable {
    Model model();

    /** A record by id, trashed ones included (they have {@code deleted_at}). */
    Optional<Record> find(RecordType type, long id);

    /**
     * Records by id, in no order, trashed ones included; absent ones are left out. At most 1,000.
     */
    List<Record> findAll(RecordType type, List<Long> ids);

    /** Committed rows in order. */
    List<Row> list(Selection selection);

    /** How many rows match, counting no further than {@code cap}. */
    long count(RecordType type, Condition where, boolean trash, long cap);

    /** The record an external id stands for, trashed ones included. */
    Optional<Long> external(String source, String externalId);

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
