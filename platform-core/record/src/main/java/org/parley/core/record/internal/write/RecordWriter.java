// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.write;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.parley.api.error.ErrorKind;
import org.parley.api.error.ParleyException;
import org.parley.api.record.Record;
import org.parley.api.security.Principal;
import org.parley.core.event.Journal;
import org.parley.core.record.RecordStore.BulkAnswer;
import org.parley.core.record.RecordStore.BulkRow;
import org.parley.core.record.RecordStore.LoadAnswer;
import org.parley.core.record.RecordStore.LoadRow;
import org.parley.core.record.Result;
import org.parley.core.record.Storage;
import org.parley.core.record.internal.company.CompanySettings;
import org.parley.core.record.internal.file.Attachments;
import org.parley.core.record.internal.view.RecordReader;

/** Writes records, again when they have changed meanwhile. Safe for use by many threads. */
public final class RecordWriter {
  private static final int MOST_ROWS = 1_000;

  /** How often hooks are asked again because what they had read has changed. */
  private static final int HOOK_ATTEMPTS = 4;

  /** How often a write without a version meets others; each time one of them has got through. */
  private static final int ATTEMPTS = 20;

  private final Storage storage;
  private final RecordReader reader;
  private final CompanySettings company;
  private final Clock clock;
  private final Hooks hooks;
  private final Attachments attachments;
  private final Journal journal;
  private final Secrets secrets;

  public RecordWriter(
      Storage storage,
      RecordReader reader,
      CompanySettings company,
      Clock clock,
      Hooks hooks,
      Attachments attachments,
      Journal journal,
      Secrets secrets) {
    this.storage = storage;
    this.reader = reader;
    this.company = company;
    this.clock = clock;
    this.hooks = hooks;
    this.attachments = attachments;
    this.journal = journal;
    this.secrets = secrets;
  }

  public Result create(
      Principal principal, String type, Map<String, Object> fields, String through) {
    return one(principal, through, unit -> unit.create(type, fields));
  }

  public Result update(
      Principal principal,
      String type,
      long id,
      long version,
      Map<String, Object> fields,
      String through) {
    return one(principal, through, unit -> unit.update(type, id, version, fields));
  }

  public Result restore(Principal principal, String type, long id, String through) {
    return one(principal, through, unit -> unit.restore(type, id));
  }

  public void delete(Principal principal, String type, long id, long version, String through) {
    write(
        principal,
        through,
        unit -> {
          unit.trash(type, id, version);
          return null;
        },
        (serving, nothing) -> null);
  }

  private Result one(Principal principal, String through, Function<WriteUnit, Record> work) {
    return write(
        principal,
        through,
        work,
        (serving, record) ->
            reader.present(serving, reader.control().of(principal, serving), record));
  }

  /**
   * Gathers writes and commits them in one transaction.
   *
   * @param work is called again with a new unit when records have changed meanwhile
   * @param after makes the answer of what was committed
   */
  public <W, A> A write(
      Principal principal,
      String through,
      Function<WriteUnit, W> work,
      BiFunction<Storage.Serving, W, A> after) {
    return write(principal, through, false, work, after);
  }

  /**
   * The same, or only up to the moment before it would be committed.
   *
   * @param dry whether nothing is committed
   */
  <W, A> A write(
      Principal principal,
      String through,
      boolean dry,
      Function<WriteUnit, W> work,
      BiFunction<Storage.Serving, W, A> after) {
    for (int attempt = 1; ; attempt++) {
      WriteUnit unit = null;
      try (Storage.Serving serving = storage.serve()) {
        unit =
            new WriteUnit(
                serving,
                principal,
                through,
                clock.instant().truncatedTo(ChronoUnit.MICROS),
                reader,
                company,
                hooks,
                attachments,
                journal,
                secrets);
        W written = work.apply(unit);
        if (!dry) {
          unit.commit();
        }
        return after.apply(serving, written);
      } catch (Storage.StaleWrite e) {
        if (attempt >= (unit != null && unit.gathered().hasReads() ? HOOK_ATTEMPTS : ATTEMPTS)) {
          throw new ParleyException(
              ErrorKind.CONFLICT,
              "conflict",
              "Others keep changing "
                  + e.type()
                  + " "
                  + e.id()
                  + "; nothing was written. Try again.",
              e);
        }
      }
    }
  }

  /** How many rows of a bulk call go into one transaction. */
  int rowsAtOnce() {
    return storage.rowsAtOnce();
  }

  public List<BulkAnswer> bulk(
      Principal principal, String type, List<BulkRow> rows, boolean atomic, String through) {
    if (rows.isEmpty() || rows.size() > MOST_ROWS) {
      throw ParleyException.badRequest(
          "bad_request", "A bulk call has 1 to " + MOST_ROWS + " rows.");
    }
    BulkWriter bulk = new BulkWriter(this, reader, principal, type, through);
    return atomic ? bulk.together(rows) : bulk.each(rows);
  }

  public List<LoadAnswer> load(
      Principal principal,
      String type,
      String source,
      List<LoadRow> rows,
      boolean dry,
      String through) {
    if (rows.size() > MOST_ROWS) {
      throw new IllegalArgumentException("At most " + MOST_ROWS + " rows, not " + rows.size());
    }
    return new LoadWriter(this, principal, type, source, dry, through).each(rows);
  }
}
