// SPDX-License-Identifier: Apache-2.0
package org.parley.core.imports.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.parley.api.error.ParleyException;

/** Rows come as they stand in the file, with the line an editor shows. */
class CsvFileTest {
  private static List<CsvFile.Row> rows(String text, Charset written) throws IOException {
    try (CsvFile file =
        new CsvFile(
            new ByteArrayInputStream(text.getBytes(written)), StandardCharsets.UTF_8, ',')) {
      List<CsvFile.Row> rows = new ArrayList<>();
      for (CsvFile.Row row = file.row(); row != null; row = file.row()) {
        rows.add(row);
      }
      return rows;
    }
  }

  @Test
  void aRowIsKnownByTheLineItBeginsOn() throws IOException {
    List<CsvFile.Row> rows =
        rows(
            "name,note\r\nA,\"two\r\nlines\"\r\n\r\nB,\"a \"\"word\"\"\"\r\n",
            StandardCharsets.UTF_8);
    assertThat(rows)
        .containsExactly(
            new CsvFile.Row(2, List.of("A", "two\r\nlines")),
            new CsvFile.Row(5, List.of("B", "a \"word\"")));
  }

  @Test
  void shortAndLongRowsAreRowsAndEmptyOnesAreNone() throws IOException {
    assertThat(rows("a,b\n1\n1,2,3\n,\n", StandardCharsets.UTF_8))
        .extracting(CsvFile.Row::cells)
        .containsExactly(List.of("1"), List.of("1", "2", "3"));
  }

  @Test
  void whatTheEncodingDoesNotKnowIsAnErrorAndNoQuestionMark() {
    assertThatThrownBy(() -> rows("name\nMüller\n", StandardCharsets.ISO_8859_1))
        .isInstanceOf(ParleyException.class)
        .hasMessageContaining("another encoding");
  }

  @Test
  void aQuoteThatIsNeverClosedDoesNotFillTheMemory() {
    String endless = "name\n\"never closed" + "x".repeat(3_000_000);
    assertThatThrownBy(() -> rows(endless, StandardCharsets.UTF_8))
        .isInstanceOf(ParleyException.class)
        .hasMessageContaining("no proper CSV");
  }
}
