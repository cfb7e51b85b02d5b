// SPDX-License-Identifier: Apache-2.0
package org.parley.core.imports.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.parley.api.error.ParleyException;
import org.parley.api.security.Principal;
import org.parley.core.imports.internal.Mapping.Source;
import org.parley.core.record.RecordStore;
import org.parley.core.record.RecordStore.LoadRow;

/**
 * Turns rows of a file into rows that can be loaded, by a mapping. A reference to a record that
 * only another row of the same file brings is left out and filled in when all rows are there. For
 * one thread.
 */
final class RowReader {
  private static final int LONGEST_KEY = 200;

  private final Mapping mapping;
  private final String fileHash;

  /** Where the columns stand. */
  private final Map<Source, Integer> columns = new LinkedHashMap<>();

  private final Map<Source, References> references = new HashMap<>();

  /** By reference within the type, where the column stands that it is looked for in. */
  private final Map<Source, Integer> within = new LinkedHashMap<>();

  /** What the file's own rows will be found by, while they are not there yet. */
  private final Map<Source, Set<String>> coming = new HashMap<>();

  private boolean allThere;
  private final int key;

  /**
   * A row as it was read.
   *
   * @param load null where it has problems
   */
  record Read(CsvFile.Row row, LoadRow load, List<Problem> problems) {}

  /** Fails as {@link ParleyException} where the file lacks a column. */
  RowReader(
      RecordStore records, Principal principal, Mapping mapping, CsvFile file, String fileHash) {
    this.mapping = mapping;
    this.fileHash = fileHash;
    this.key = mapping.key() == null ? -1 : required(file, mapping.key());
    for (Source source : mapping.sources()) {
      columns.put(source, required(file, source.column()));
      if (source.match() != null) {
        references.put(source, new References(records, principal, source.field(), source.match()));
      }
    }
    for (Source source : references.keySet()) {
      if (source.field().to().contains(mapping.type().name())) {
        mapping.sources().stream()
            .filter(other -> other.field().name().equals(source.match()))
            .findFirst()
            .ifPresent(other -> within.put(source, columns.get(other)));
      }
    }
  }

  private static int required(CsvFile file, String header) {
    int index = file.column(header);
    if (index < 0) {
      throw ParleyException.badRequest(
          "unknown_column", "The file has no column \"" + header + "\".");
    }
    return index;
  }

  /** Whether rows of the file may refer to each other. */
  boolean refersToItself() {
    return !within.isEmpty();
  }

  /** Whether a row refers to one that another row of the file may bring. */
  boolean refersWithin(CsvFile.Row row) {
    return within.keySet().stream().anyMatch(source -> !cell(row, source).isEmpty());
  }

  /** Notes what a row of the file will be found by. */
  void foresee(CsvFile.Row row) {
    within.forEach(
        (source, column) -> {
          String cell = cell(row, column);
          if (!cell.isEmpty()) {
            coming.computeIfAbsent(source, all -> new HashSet<>()).add(References.folded(cell));
          }
        });
  }

  /** From now on what rows of the file have become is looked for. */
  void allRowsAreThere() {
    allThere = true;
    references.values().forEach(References::forgetMissing);
  }

  /** Reads some rows. */
  List<Read> read(List<CsvFile.Row> rows) {
    references.forEach(
        (source, found) ->
            found.find(
                rows.stream()
                    .map(row -> cell(row, source))
                    .filter(cell -> !cell.isEmpty())
                    .toList()));
    return rows.stream().map(this::read).toList();
  }

  /** What a refusal says of a row, by the columns its fields are filled from. */
  List<Problem> problems(CsvFile.Row row, ParleyException failure) {
    if (failure.fields().isEmpty()) {
      return List.of(new Problem(row.number(), null, null, null, failure.getMessage()));
    }
    return failure.fields().stream()
        .map(
            error ->
                columns.keySet().stream()
                    .filter(source -> source.field().name().equals(error.field()))
                    .findFirst()
                    .map(
                        source ->
                            new Problem(
                                row.number(),
                                source.column(),
                                error.field(),
                                cell(row, source),
                                error.message()))
                    .orElseGet(
                        () ->
                            new Problem(row.number(), null, error.field(), null, error.message())))
        .toList();
  }

  private Read read(CsvFile.Row row) {
    List<Problem> problems = new ArrayList<>();
    Map<String, Object> fields = new LinkedHashMap<>();
    for (Source source : columns.keySet()) {
      String cell = cell(row, source);
      if (cell.isEmpty()) {
        continue;
      }
      try {
        Object value = value(source, cell);
        if (value != null) {
          put(fields, source, value);
        }
      } catch (CellReader.Misfit e) {
        problems.add(
            new Problem(row.number(), source.column(), source.name(), cell, e.getMessage()));
      }
    }
    String externalId = externalId(row, problems);
    return new Read(row, problems.isEmpty() ? new LoadRow(externalId, fields) : null, problems);
  }

  @SuppressWarnings("unchecked")
  private static void put(Map<String, Object> fields, Source source, Object value) {
    if (source.part() == null) {
      fields.put(source.field().name(), value);
    } else {
      ((Map<String, Object>)
              fields.computeIfAbsent(source.field().name(), all -> new LinkedHashMap<>()))
          .put(source.part(), value);
    }
  }

  /** What a body would say, or null where the record it names is still to come. */
  private Object value(Source source, String cell) throws CellReader.Misfit {
    if (source.match() == null) {
      return source.field().to().isEmpty()
          ? source.cells().read(source.field(), source.part(), cell)
          : number(source, cell);
    }
    long id = references.get(source).of(cell);
    if (id > 0) {
      return id;
    }
    if (!allThere && comes(source, cell)) {
      return null;
    }
    String what = source.field().to().get(0) + " with " + source.match() + " \"" + cell + "\".";
    throw new CellReader.Misfit(
        id == References.MANY ? "There are several records: " + what : "There is no " + what);
  }

  private boolean comes(Source source, String cell) {
    return coming.getOrDefault(source, Set.of()).contains(References.folded(cell));
  }

  /** What a row names of the same file that is not there although all rows are. */
  List<Problem> unjoined(Read read) {
    return within.keySet().stream()
        .filter(source -> comes(source, cell(read.row(), source)))
        .flatMap(
            source ->
                read.problems().stream().filter(problem -> source.name().equals(problem.field())))
        .toList();
  }

  private static Object number(Source source, String cell) throws CellReader.Misfit {
    if (!cell.matches("[0-9]{1,18}")) {
      throw new CellReader.Misfit(
          "\""
              + cell
              + "\" is no id. Say by which field "
              + source.field().label()
              + " is looked up.");
    }
    return Long.valueOf(cell);
  }

  private String externalId(CsvFile.Row row, List<Problem> problems) {
    if (key < 0) {
      return fileHash.substring(0, 32) + ":" + row.number();
    }
    String cell = cell(row, key);
    if (cell.isEmpty() || cell.length() > LONGEST_KEY) {
      problems.add(
          new Problem(
              row.number(),
              mapping.key(),
              null,
              cell,
              cell.isEmpty()
                  ? "The key is empty."
                  : "The key is longer than " + LONGEST_KEY + " characters."));
    }
    return cell;
  }

  /** The text of a cell after corrections. */
  private String cell(CsvFile.Row row, Source source) {
    return source.corrected(cell(row, columns.get(source)));
  }

  /** The text of a cell; one that a short row does not have is empty. */
  private static String cell(CsvFile.Row row, int column) {
    return column < row.cells().size() ? row.cells().get(column).strip() : "";
  }
}
