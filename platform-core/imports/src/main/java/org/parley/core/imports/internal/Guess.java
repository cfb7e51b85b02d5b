// SPDX-License-Identifier: Apache-2.0
package org.parley.core.imports.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.parley.api.error.ParleyException;

/**
 * What a file of rows looks like, by its first rows.
 *
 * @param columns in the order of the file; of those with the same header the first
 */
record Guess(Charset encoding, char delimiter, List<Column> columns) {
  private static final int ROWS = 1_000;
  private static final int ROWS_TO_COMPARE = 50;
  private static final int SAMPLES = 5;
  private static final int LONGEST_SAMPLE = 100;
  private static final String DELIMITERS = ",;\t|";

  /**
   * A column.
   *
   * @param values different ones among the first rows
   * @param repeats whether one of them stands there twice
   * @param gaps whether some row has none
   */
  record Column(String header, Set<String> values, boolean repeats, boolean gaps) {
    List<String> samples() {
      return values.stream()
          .limit(SAMPLES)
          .map(
              value ->
                  value.length() <= LONGEST_SAMPLE
                      ? value
                      : value.substring(0, LONGEST_SAMPLE) + "…")
          .toList();
    }
  }

  /**
   * Looks at a file.
   *
   * @param content opens it, from its beginning
   * @param encoding as the person says, or null to guess
   * @param delimiter likewise, 0 to guess
   */
  static Guess of(Supplier<InputStream> content, Charset encoding, char delimiter)
      throws IOException {
    Charset in = encoding == null ? Encodings.guess(content.get()) : encoding;
    char between = delimiter == 0 ? delimiter(content, in) : delimiter;
    try (CsvFile file = new CsvFile(content.get(), in, between)) {
      return new Guess(in, between, columns(file));
    }
  }

  /** The one that makes most columns of the first rows, as many in each; short rows count half. */
  private static char delimiter(Supplier<InputStream> content, Charset encoding)
      throws IOException {
    char best = ',';
    double most = 0;
    for (char delimiter : DELIMITERS.toCharArray()) {
      try (CsvFile file = new CsvFile(content.get(), encoding, delimiter)) {
        int width = file.headers().size();
        int rows = 0;
        double alike = 0;
        for (CsvFile.Row row = file.row();
            row != null && rows < ROWS_TO_COMPARE;
            row = file.row()) {
          rows++;
          int cells = row.cells().size();
          alike += cells == width ? 1 : cells > 1 && cells < width ? 0.5 : 0;
        }
        double score = (width - 1) * (rows == 0 ? 1.0 : alike / rows);
        if (score > most) {
          most = score;
          best = delimiter;
        }
      } catch (ParleyException e) {
        if (!e.code().equals("bad_csv")) {
          throw e;
        }
        // with this delimiter it is no CSV
      }
    }
    return best;
  }

  private static List<Column> columns(CsvFile file) {
    List<String> headers = new ArrayList<>(new LinkedHashSet<>(file.headers()));
    Map<String, Set<String>> values = new LinkedHashMap<>();
    Set<String> repeats = new LinkedHashSet<>();
    Set<String> gaps = new LinkedHashSet<>();
    headers.forEach(header -> values.put(header, new LinkedHashSet<>()));
    int rows = 0;
    for (CsvFile.Row row = file.row(); row != null && rows < ROWS; row = file.row()) {
      rows++;
      for (String header : headers) {
        int column = file.column(header);
        String cell = column < row.cells().size() ? row.cells().get(column).strip() : "";
        if (cell.isEmpty()) {
          gaps.add(header);
        } else if (!values.get(header).add(cell)) {
          repeats.add(header);
        }
      }
    }
    return headers.stream()
        .filter(header -> !header.isEmpty())
        .map(
            header ->
                new Column(
                    header, values.get(header), repeats.contains(header), gaps.contains(header)))
        .toList();
  }
}
