// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.write;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.parley.api.error.ErrorKind;
import org.parley.api.error.ParleyException;
import org.parley.api.security.Principal;
import org.parley.core.record.Storage;

/**
 * Writes many rows for one caller, each on its own, which is to say in small transactions from
 * which a failing row falls out alone. For one call.
 *
 * @param <R> a row as it is given
 * @param <O> what a row has done
 * @param <A> a row's answer
 */
abstract class RowByRow<R, O, A> {
  /** What one row can be at fault for, so that the others may do without it. */
  private static final Set<ErrorKind> OF_ONE_ROW =
      EnumSet.of(ErrorKind.INVALID, ErrorKind.CONFLICT, ErrorKind.BAD_REQUEST);

  /** What became of a row, or why nothing did. */
  record Outcome<O>(O done, ParleyException failure) {}

  private final RecordWriter writer;
  private final Principal principal;
  private final String through;

  /** Whether nothing is written and the answers tell what would become of the rows. */
  private final boolean dry;

  RowByRow(RecordWriter writer, Principal principal, String through, boolean dry) {
    this.writer = writer;
    this.principal = principal;
    this.through = through;
    this.dry = dry;
  }

  /** Reads at once what the rows will ask for one by one. */
  abstract void foresee(WriteUnit unit, List<R> rows);

  /** Whether a row is about a record that the unit writes already. */
  abstract boolean isTouched(WriteUnit unit, R row);

  /** Writes a row. */
  abstract O apply(WriteUnit unit, R row);

  /** Answers of rows that were written, or that failed, in their order. */
  abstract List<A> answers(Storage.Serving serving, List<Outcome<O>> outcomes);

  /** The answer of a row that was not written. */
  abstract A failed(ParleyException failure);

  /** How many rows go into one transaction. */
  int atOnce() {
    return writer.rowsAtOnce();
  }

  /** Each row on its own. */
  final List<A> each(List<R> rows) {
    List<A> answers = new ArrayList<>(rows.size());
    while (answers.size() < rows.size()) {
      int from = answers.size();
      List<R> batch = rows.subList(from, Math.min(rows.size(), from + atOnce()));
      answers.addAll(batch(batch));
    }
    return answers;
  }

  /** Answers of the first rows of a batch, as many as went into one transaction. */
  private List<A> batch(List<R> rows) {
    try {
      return write(rows);
    } catch (ParleyException e) {
      if (!OF_ONE_ROW.contains(e.kind()) || rows.size() == 1) {
        return rows.stream().map(row -> failed(e)).toList();
      }
      // Only the database knew that some row cannot be written, and it does not say which.
      return rows.stream().flatMap(row -> batch(List.of(row)).stream()).toList();
    }
  }

  private List<A> write(List<R> rows) {
    return writer.write(
        principal,
        through,
        dry,
        unit -> {
          foresee(unit, rows);
          List<Outcome<O>> outcomes = new ArrayList<>(rows.size());
          for (R row : rows) {
            // A row sees what the rows before it have written as anybody would: committed.
            if (isTouched(unit, row) || unit.gathered().size() >= atOnce()) {
              break;
            }
            outcomes.add(outcome(unit, row));
          }
          return outcomes;
        },
        this::answers);
  }

  final Outcome<O> outcome(WriteUnit unit, R row) {
    try {
      return new Outcome<>(unit.part(() -> apply(unit, row)), null);
    } catch (ParleyException e) {
      return new Outcome<>(null, e);
    }
  }
}
