// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.write;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.parley.api.error.ParleyException;
import org.parley.api.record.Record;
import org.parley.api.security.Principal;
import org.parley.core.record.RecordStore.BulkAnswer;
import org.parley.core.record.RecordStore.BulkRow;
import org.parley.core.record.Result;
import org.parley.core.record.Storage;
import org.parley.core.record.internal.view.RecordReader;

/** Creates, updates and deletes of one type, each row on its own, or all or none. For one call. */
final class BulkWriter extends RowByRow<BulkRow, Record, BulkAnswer> {
  private final RecordWriter writer;
  private final RecordReader reader;
  private final Principal principal;
  private final String type;
  private final String through;

  BulkWriter(
      RecordWriter writer, RecordReader reader, Principal principal, String type, String through) {
    super(writer, principal, through, false);
    this.writer = writer;
    this.reader = reader;
    this.principal = principal;
    this.type = type;
    this.through = through;
  }

  @Override
  void foresee(WriteUnit unit, List<BulkRow> rows) {
    unit.foresee(type, rows);
  }

  @Override
  boolean isTouched(WriteUnit unit, BulkRow row) {
    return unit.gathered().touches(row.id());
  }

  /** All rows or none. */
  List<BulkAnswer> together(List<BulkRow> rows) {
    try {
      return writer.write(
          principal,
          through,
          unit -> {
            foresee(unit, rows);
            List<Outcome<Record>> outcomes = rows.stream().map(row -> outcome(unit, row)).toList();
            if (outcomes.stream().anyMatch(outcome -> outcome.failure() != null)) {
              throw new RowsFailed(outcomes);
            }
            return outcomes;
          },
          this::answers);
    } catch (RowsFailed e) {
      return e.outcomes.stream().map(row -> failed(row.failure())).toList();
    }
  }

  /** A failing row keeps all others from being written. */
  private static final class RowsFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient List<Outcome<Record>> outcomes;

    RowsFailed(List<Outcome<Record>> outcomes) {
      super(null, null, false, false);
      this.outcomes = outcomes;
    }
  }

  @Override
  List<BulkAnswer> answers(Storage.Serving serving, List<Outcome<Record>> outcomes) {
    List<Record> records = outcomes.stream().map(Outcome::done).filter(Objects::nonNull).toList();
    Iterator<Result> results =
        records.isEmpty()
            ? List.<Result>of().iterator()
            : reader.present(serving, reader.control().of(principal, serving), records).iterator();
    return outcomes.stream()
        .map(row -> new BulkAnswer(row.done() == null ? null : results.next(), row.failure()))
        .toList();
  }

  @Override
  BulkAnswer failed(ParleyException failure) {
    return new BulkAnswer(null, failure);
  }

  /** What the row has written, null for a delete. */
  @Override
  Record apply(WriteUnit unit, BulkRow row) {
    Map<String, Object> fields = row.fields() == null ? Map.of() : row.fields();
    switch (row.op() == null ? "" : row.op()) {
      case "create":
        return unit.create(type, fields);
      case "update":
        return unit.update(type, row.id(), row.version(), fields);
      case "delete":
        unit.trash(type, row.id(), row.version());
        return null;
      case "restore":
        return unit.restore(type, row.id());
      default:
        throw ParleyException.badRequest("bad_request", "op is create, update, delete or restore.");
    }
  }
}
