// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.write;

import java.util.List;
import java.util.Map;
import org.parley.api.error.ParleyException;
import org.parley.api.record.Record;
import org.parley.api.security.Principal;
import org.parley.core.record.RecordStore.BulkRow;
import org.parley.core.record.RecordStore.LoadAnswer;
import org.parley.core.record.RecordStore.LoadRow;
import org.parley.core.record.RecordStore.Loaded;
import org.parley.core.record.RecordType;
import org.parley.core.record.Storage;
import org.parley.core.record.internal.access.Action;

/** Rows that are known somewhere else by ids of their own. For one call. */
final class LoadWriter extends RowByRow<LoadRow, LoadAnswer, LoadAnswer> {
  /**
   * So many at least go into one transaction: loads come one after the other, and who lists the
   * type waits for one of them, not for several in a row.
   */
  private static final int AT_LEAST = 100;

  private final String type;
  private final String source;

  /** By external id, the records there are; looked up for each transaction anew. */
  private Map<String, Long> known = Map.of();

  LoadWriter(
      RecordWriter writer,
      Principal principal,
      String type,
      String source,
      boolean dry,
      String through) {
    super(writer, principal, through, dry);
    this.type = type;
    this.source = source;
  }

  @Override
  int atOnce() {
    return Math.max(AT_LEAST, super.atOnce());
  }

  @Override
  void foresee(WriteUnit unit, List<LoadRow> rows) {
    unit.access().check(Action.IMPORT, unit.access().writable(type));
    known = unit.serving().externals(source, rows.stream().map(LoadRow::externalId).toList());
    unit.foresee(
        type,
        rows.stream()
            .map(
                row ->
                    new BulkRow("load", known.getOrDefault(row.externalId(), 0L), 0, row.fields()))
            .toList());
  }

  @Override
  boolean isTouched(WriteUnit unit, LoadRow row) {
    return unit.gathered().touches(known.getOrDefault(row.externalId(), 0L))
        || unit.gathered().brings(source, row.externalId());
  }

  @Override
  LoadAnswer apply(WriteUnit unit, LoadRow row) {
    long id = known.getOrDefault(row.externalId(), 0L);
    if (id == 0) {
      Record created = unit.create(type, row.fields(), source, row.externalId());
      return new LoadAnswer(Loaded.CREATED, created.id(), null);
    }
    RecordType found = unit.access().writable(type);
    boolean trashed = unit.gathered().isTrashed(found, id);
    long before = trashed ? unit.restore(type, id).version() : unit.version(found, id);
    long after = unit.update(type, id, 0, row.fields()).version();
    Loaded loaded = trashed ? Loaded.CREATED : after > before ? Loaded.UPDATED : Loaded.UNCHANGED;
    return new LoadAnswer(loaded, id, null);
  }

  @Override
  List<LoadAnswer> answers(Storage.Serving serving, List<Outcome<LoadAnswer>> outcomes) {
    return outcomes.stream()
        .map(outcome -> outcome.failure() == null ? outcome.done() : failed(outcome.failure()))
        .toList();
  }

  @Override
  LoadAnswer failed(ParleyException failure) {
    return new LoadAnswer(null, 0, failure);
  }
}
