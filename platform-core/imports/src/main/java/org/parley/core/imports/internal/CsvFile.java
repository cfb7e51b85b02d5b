// SPDX-License-Identifier: Apache-2.0
package org.parley.core.imports.internal;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.parley.api.error.ParleyException;

/**
 * A CSV file (RFC 4180, other delimiters too) that is read from its beginning, row by row: no more
 * than a row is in memory. The first row names the columns. For one thread.
 */
final class CsvFile implements AutoCloseable {
  /** A cell may not be longer: what has lost its closing quote would otherwise be read whole. */
  private static final int LONGEST_CELL = 2_000_000;

  private static final int MOST_COLUMNS = 2_000;

  /**
   * A row.
   *
   * @param number of the line it begins on, as an editor shows it
   */
  record Row(long number, List<String> cells) {}

  private final CsvReader<CsvRecord> reader;
  private final Iterator<CsvRecord> rows;
  private final Map<String, Integer> columns = new HashMap<>();
  private final List<String> headers;

  /** Opens one; fails as {@link ParleyException} where it has no header. */
  CsvFile(InputStream content, Charset encoding, char delimiter) throws IOException {
    reader =
        CsvReader.builder()
            .fieldSeparator(delimiter)
            .ignoreDifferentFieldCount(true)
            .maxBufferSize(LONGEST_CELL)
            .ofCsvRecord(Encodings.reader(content, encoding));
    rows = reader.iterator();
    CsvRecord first = next();
    if (first == null) {
      close();
      throw ParleyException.badRequest("empty_file", "There is nothing in the file.");
    }
    headers = first.getFields().stream().map(String::strip).toList();
    if (headers.size() > MOST_COLUMNS) {
      close();
      throw ParleyException.badRequest(
          "too_wide", "The file has " + headers.size() + " columns, at most 2,000 are read.");
    }
    for (int i = 0; i < headers.size(); i++) {
      columns.putIfAbsent(headers.get(i), i);
    }
  }

  List<String> headers() {
    return headers;
  }

  /** Where a column stands, or -1. */
  int column(String header) {
    return columns.getOrDefault(header, -1);
  }

  /** The next row that is not empty, or null. */
  Row row() {
    for (CsvRecord record = next(); record != null; record = next()) {
      if (record.getFields().stream().anyMatch(cell -> !cell.isBlank())) {
        return new Row(record.getStartingLineNumber(), record.getFields());
      }
    }
    return null;
  }

  private CsvRecord next() {
    try {
      return rows.hasNext() ? rows.next() : null;
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof CharacterCodingException) {
        throw ParleyException.badRequest(
            "bad_encoding", "The file is in another encoding. Choose the one it was saved in.");
      }
      throw e;
    } catch (RuntimeException broken) {
      throw ParleyException.badRequest(
          "bad_csv",
          "The file is no proper CSV: "
              + broken.getMessage()
              + (broken.getCause() == null ? "" : " " + broken.getCause().getMessage()));
    }
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
