// SPDX-License-Identifier: Apache-2.0
package org.parley.core.imports.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.parley.api.error.ErrorKind;
import org.parley.api.error.ParleyException;
import org.parley.api.security.Principal;
import org.parley.core.event.Change;
import org.parley.core.event.Journal;
import org.parley.core.record.RecordStore;
import org.parley.core.record.RecordStore.LoadAnswer;

/**
 * Works through the file of one import, to check its rows or to load them. A row is loaded by its
 * id, so that one that was loaded before a crash and is loaded again changes nothing. For one
 * thread.
 */
final class Work {
  private static final int ROWS_AT_ONCE = 500;
  private static final long TELL_EVERY = TimeUnit.SECONDS.toNanos(1);

  private final RecordStore records;
  private final Journal journal;
  private final ImportRecords imports;
  private final Patience patience;
  private final Job job;
  private final Mapping mapping;
  private final Principal principal;
  private final BooleanSupplier cancelled;
  private long toldAt = System.nanoTime();

  /** Whether rows may have been loaded that are not counted yet. */
  private boolean again;

  Work(
      RecordStore records,
      Journal journal,
      ImportRecords imports,
      Patience patience,
      Job job,
      Principal principal,
      BooleanSupplier cancelled) {
    this.records = records;
    this.journal = journal;
    this.imports = imports;
    this.patience = patience;
    this.job = job;
    this.principal = principal;
    this.cancelled = cancelled;
    this.mapping = Mapping.of(records.model(principal), imports.companyCurrency(), job.mapping());
  }

  /** By what way the changes of an import are done, as the journal tells. */
  static String through(long id) {
    return "import:" + id;
  }

  /**
   * Checks or loads all rows from where the job stands.
   *
   * @param dry whether they are only checked
   * @param resumed whether rows may have been loaded already that are not counted
   * @return whether it came to the end, which is to say nobody has cancelled it
   */
  boolean through(boolean dry, boolean resumed) throws IOException {
    again = resumed;
    try (CsvFile file = file()) {
      RowReader reader = new RowReader(records, principal, mapping, file, job.file().hash());
      if (reader.refersToItself()) {
        foresee(reader);
      }
      for (long skipped = 0; skipped < job.done(); skipped++) {
        file.row();
      }
      for (List<CsvFile.Row> rows = rows(file); !rows.isEmpty(); rows = rows(file)) {
        if (cancelled.getAsBoolean()) {
          return false;
        }
        load(reader, rows, dry);
        job.doneWith(rows.size());
        tell();
      }
      return dry || !reader.refersToItself() || joinRows(reader);
    }
  }

  private CsvFile file() throws IOException {
    return new CsvFile(
        patience.until(() -> imports.open(job)), mapping.encoding(), mapping.delimiter());
  }

  private static List<CsvFile.Row> rows(CsvFile file) {
    List<CsvFile.Row> rows = new ArrayList<>(ROWS_AT_ONCE);
    while (rows.size() < ROWS_AT_ONCE) {
      CsvFile.Row row = file.row();
      if (row == null) {
        break;
      }
      rows.add(row);
    }
    return rows;
  }

  private void foresee(RowReader reader) throws IOException {
    try (CsvFile file = file()) {
      for (CsvFile.Row row = file.row(); row != null; row = file.row()) {
        reader.foresee(row);
      }
    }
  }

  private void load(RowReader reader, List<CsvFile.Row> rows, boolean dry) {
    List<RowReader.Read> good = good(patience.until(() -> reader.read(rows)), true);
    List<LoadAnswer> answers = answers(good, dry);
    for (int i = 0; i < good.size(); i++) {
      LoadAnswer answer = answers.get(i);
      if (answer.failure() == null) {
        count(answer);
      } else {
        job.failed(reader.problems(good.get(i).row(), answer.failure()));
      }
    }
  }

  /** Rows without problems; those of the others are noted. */
  private List<RowReader.Read> good(List<RowReader.Read> read, boolean note) {
    List<RowReader.Read> good = new ArrayList<>();
    for (RowReader.Read row : read) {
      if (row.load() != null) {
        good.add(row);
      } else if (note) {
        job.failed(row.problems());
      }
    }
    return good;
  }

  private List<LoadAnswer> answers(List<RowReader.Read> rows, boolean dry) {
    List<RecordStore.LoadRow> load = rows.stream().map(RowReader.Read::load).toList();
    while (true) {
      List<LoadAnswer> answers =
          patience.until(
              () ->
                  records.load(
                      principal, mapping.type().name(), source(), load, dry, through(job.id())));
      Optional<ParleyException> fatal =
          answers.stream()
              .map(LoadAnswer::failure)
              .filter(failure -> failure != null && !isOfOneRow(failure))
              .findFirst();
      if (fatal.isEmpty()) {
        return answers;
      }
      if (fatal.get().kind() != ErrorKind.UNAVAILABLE) {
        throw fatal.get();
      }
      again = !dry;
      patience.pause();
    }
  }

  private String source() {
    return (mapping.key() == null ? "file:" : "import:") + mapping.type().name();
  }

  private static boolean isOfOneRow(ParleyException failure) {
    return switch (failure.kind()) {
      case INVALID, BAD_REQUEST -> true;
      case NOT_FOUND -> !failure.code().equals("unknown_type");
      case CONFLICT -> !failure.code().equals("type_quarantined");
      default -> false;
    };
  }

  private void count(LoadAnswer answer) {
    switch (answer.loaded()) {
      case CREATED -> job.created();
      case UPDATED -> job.updated();
      default -> {
        // What this very import did before a crash is what it has done.
        Optional<Change> last = again ? last(answer.id()) : Optional.empty();
        if (last.isEmpty() || !last.get().through().equals(through(job.id()))) {
          job.unchanged();
        } else if (last.get().operation() == Change.Operation.UPDATE) {
          job.updated();
        } else {
          job.created();
        }
      }
    }
  }

  private Optional<Change> last(long id) {
    return patience
        .until(() -> journal.history(mapping.type().name(), id, Long.MAX_VALUE, 1))
        .stream()
        .findFirst();
  }

  /**
   * Fills in references among the file's own rows, now that all of them are there, and tells which
   * stay empty because the row they name could not be imported.
   */
  private boolean joinRows(RowReader reader) throws IOException {
    reader.allRowsAreThere();
    try (CsvFile file = file()) {
      for (List<CsvFile.Row> rows = rows(file); !rows.isEmpty(); rows = rows(file)) {
        if (cancelled.getAsBoolean()) {
          return false;
        }
        List<CsvFile.Row> joined = rows.stream().filter(reader::refersWithin).toList();
        List<RowReader.Read> read = patience.until(() -> reader.read(joined));
        read.forEach(row -> reader.unjoined(row).forEach(job::unjoined));
        answers(good(read, false), false);
        patience.goOn();
      }
    }
    return true;
  }

  /** Tells how far it is, about once a second. */
  private void tell() {
    if (System.nanoTime() - toldAt >= TELL_EVERY) {
      patience.until(
          () -> {
            imports.write(job.id(), job.progress());
            return null;
          });
      toldAt = System.nanoTime();
    }
  }
}
