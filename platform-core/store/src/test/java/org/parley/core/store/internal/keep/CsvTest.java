// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.keep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is written comes back, whatever it is. */
class CsvTest {
  private static final String[] PIECES = {
    "", "a", ",", "\"", "\"\"", "\r", "\n", "\r\n", " ", "\\.", "\uD83D\uDE00", "NULL", "\u0000"
  };

  @Test
  void rowsComeBackAsTheyWere() throws IOException {
    Random dice = new Random(1);
    for (int round = 0; round < 2_000; round++) {
      String[] cells = new String[1 + dice.nextInt(5)];
      boolean[] quoted = new boolean[cells.length];
      for (int i = 0; i < cells.length; i++) {
        quoted[i] = dice.nextInt(4) > 0;
        if (!quoted[i]) {
          cells[i] = dice.nextBoolean() ? Integer.toString(dice.nextInt()) : null;
        } else if (dice.nextInt(5) > 0) {
          StringBuilder text = new StringBuilder();
          for (int j = dice.nextInt(4); j > 0; j--) {
            text.append(PIECES[dice.nextInt(PIECES.length)]);
          }
          cells[i] = text.toString();
        }
      }
      String line = Csv.line(cells, quoted);
      StringReader reader = new StringReader(line + line);

      assertThat(Csv.read(reader)).as(line).containsExactly(cells);
      assertThat(Csv.read(reader)).as(line).containsExactly(cells);
      assertThat(Csv.read(reader)).isNull();
    }
  }

  @Test
  void nothingAndEmptyTextAreTwoThings() throws IOException {
    assertThat(Csv.line(new String[] {null, "", "1"}, new boolean[] {true, true, false}))
        .isEqualTo(",\"\",1\r\n");
  }

  @Test
  void brokenLinesAreNotGuessedAt() {
    assertThatThrownBy(() -> Csv.read(new StringReader("\"open")))
        .hasMessageContaining("has no end");
    assertThatThrownBy(() -> Csv.read(new StringReader("\"a\"b")))
        .hasMessageContaining("after the end");
    assertThatThrownBy(() -> Csv.encode("\uD83D alone"))
        .isInstanceOf(CharacterCodingException.class);
  }
}
