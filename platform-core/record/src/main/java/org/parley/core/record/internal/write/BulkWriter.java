// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.write;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.parley.api.error.ErrorKind;
import org.parley.api.error.ParleyException;
import org.parley.api.record.Record;
import org.parley.api.security.Principal;
import org.parley.core.record.RecordStore.BulkAnswer;
import org.parley.core.record.RecordStore.BulkRow;
import org.parley.core.record.Result;
import org.parley.core.record.Storage;
import org.parley.core.record.internal.view.RecordReader;

/**
 * Writes many rows of one type for one caller: each on its own, which is to say in small
 * transactions from which a failing row falls out alone; or all or none. For one call.
 */
final class BulkWriter {
  /** What one row can be at fault for, so that the others may do without it. */
  private static final Set<ErrorKind> OF_ONE_ROW =
      EnumSet.of(ErrorKind.INVALID, ErrorKind.CONFLICT, ErrorKind.BAD_REQUEST);

  /** What became of a row: the record (null for a delete), or why it is not written. */
  private record Outcome(Record record, ParleyException failure) {}

  private final RecordWriter writer;
  private final RecordReader reader;
  private final Principal principal;
  private final String type;
  private final String through;

  BulkWriter(
      RecordWriter writer, RecordReader reader, Principal principal, String type, String through) {
    this.writer = writer;
    this.reader = reader;
    this.principal = principal;
    this.type = type;
    this.through = through;
  }

  /** Each row on its own. */
  List<BulkAnswer> each(List<BulkRow> rows) {
    List<BulkAnswer> answers = new ArrayList<>(rows.size());
    while (answers.size() < rows.size()) {
      int from = answers.size();
      List<BulkRow> batch = rows.subList(from, Math.min(rows.size(), from + writer.rowsAtOnce()));
      answers.addAll(batch(batch));
    }
    return answers;
  }

  /** Answers of the first rows of a batch, as many as went into one transaction. */
  private List<BulkAnswer> batch(List<BulkRow> rows) {
    try {
      return write(rows);
    } catch (ParleyException e) {
      if (!OF_ONE_ROW.contains(e.kind()) || rows.size() == 1) {
        return rows.stream().map(row -> new BulkAnswer(null, e)).toList();
      }
      // Only the database knew that some row cannot be written, and it does not say which.
      return rows.stream().flatMap(row -> batch(List.of(row)).stream()).toList();
    }
  }

  private List<BulkAnswer> write(List<BulkRow> rows) {
    return writer.write(
        principal,
        through,
        unit -> {
          unit.foresee(type, rows);
          List<Outcome> outcomes = new ArrayList<>(rows.size());
          for (BulkRow row : rows) {
            // A row sees what the rows before it have written as anybody would: committed.
            if (unit.gathered().touches(row.id())
                || unit.gathered().size() >= writer.rowsAtOnce()) {
              break;
            }
            outcomes.add(outcome(unit, row));
          }
          return outcomes;
        },
        this::answers);
  }

  private Outcome outcome(WriteUnit unit, BulkRow row) {
    try {
      return new Outcome(unit.part(() -> apply(unit, row)), null);
    } catch (ParleyException e) {
      return new Outcome(null, e);
    }
  }

  /** All rows or none. */
  List<BulkAnswer> together(List<BulkRow> rows) {
    try {
      return writer.write(
          principal,
          through,
          unit -> {
            unit.foresee(type, rows);
            List<Outcome> outcomes = rows.stream().map(row -> outcome(unit, row)).toList();
            if (outcomes.stream().anyMatch(outcome -> outcome.failure() != null)) {
              throw new RowsFailed(outcomes);
            }
            return outcomes;
          },
          this::answers);
    } catch (RowsFailed e) {
      return e.outcomes.stream().map(row -> new BulkAnswer(null, row.failure())).toList();
    }
  }

  /** A failing row keeps all others from being written. */
  private static final class RowsFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient List<Outcome> outcomes;

    RowsFailed(List<Outcome> outcomes) {
      super(null, null, false, false);
      this.outcomes = outcomes;
    }
  }

  private List<BulkAnswer> answers(Storage.Serving serving, List<Outcome> outcomes) {
    List<Record> records = outcomes.stream().map(Outcome::record).filter(Objects::nonNull).toList();
    Iterator<Result> results =
        records.isEmpty()
            ? List.<Result>of().iterator()
            : reader.present(serving, principal, records).iterator();
    return outcomes.stream()
        .map(row -> new BulkAnswer(row.record() == null ? null : results.next(), row.failure()))
        .toList();
  }

  private Record apply(WriteUnit unit, BulkRow row) {
    Map<String, Object> fields = row.fields() == null ? Map.of() : row.fields();
    switch (row.op() == null ? "" : row.op()) {
      case "create":
        return unit.create(type, fields);
      case "update":
        return unit.update(type, row.id(), row.version(), fields);
      case "delete":
        unit.trash(type, row.id(), row.version());
        return null;
      default:
        throw ParleyException.badRequest("bad_request", "op is create, update or delete.");
    }
  }
}
