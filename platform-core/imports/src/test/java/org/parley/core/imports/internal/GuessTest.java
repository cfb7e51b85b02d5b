// SPDX-License-Identifier: Apache-2.0
package org.parley.core.imports.internal;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.parley.api.error.ParleyException;

/** What a file looks like is seen from its bytes. */
class GuessTest {
  private static Guess guess(String text, Charset encoding) throws IOException {
    byte[] bytes = text.getBytes(encoding);
    return Guess.of(() -> new ByteArrayInputStream(bytes), null, (char) 0);
  }

  @ParameterizedTest
  @CsvSource({"UTF-8,UTF-8", "windows-1252,windows-1252", "UTF-16,UTF-16"})
  void readsLettersAsTheyWereWritten(String written, String guessed) throws IOException {
    Guess guess = guess("name;city\nMüller & Söhne;Zürich\n", Charset.forName(written));
    assertThat(guess.encoding().name()).isEqualTo(guessed);
    assertThat(guess.columns().get(0).values()).containsExactly("Müller & Söhne");
  }

  @Test
  void aThousandColumnsAreRead() throws IOException {
    String header = IntStream.range(0, 1_000).mapToObj(i -> "column " + i).collect(joining(";"));
    Guess guess = guess(header + "\nfirst;second\n", StandardCharsets.UTF_8);
    assertThat(guess.columns()).hasSize(1_000);
    assertThat(guess.columns().get(999).header()).isEqualTo("column 999");
    assertThat(guess.columns().get(1).values()).containsExactly("second");
  }

  @Test
  void leavesOutTheMarkOfUtf8() throws IOException {
    assertThat(guess("\uFEFFname,city\nA,B\n", StandardCharsets.UTF_8).columns().get(0).header())
        .isEqualTo("name");
  }

  @Test
  void looksAtTheWholeFileForItsEncoding() throws IOException {
    String plain = "name,city\n" + "a,b\n".repeat(50_000);
    assertThat(guess(plain + "Zoë,Bern\n", Charset.forName("windows-1252")).encoding())
        .isEqualTo(Encodings.WESTERN);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "name,city|A,B!,",
        "name;city|A;B!;",
        "name\tcity|A\tB!\t",
        "name;amount|A;1,5|B;2,5!;",
        "name,note|A,\"x;y;z\"!,",
        "name|A!,"
      },
      ignoreLeadingAndTrailingWhitespace = false)
  void tellsWhatIsBetweenCells(String lines, String delimiter) throws IOException {
    Guess guess = guess(lines.replace('|', '\n') + "\n", StandardCharsets.UTF_8);
    assertThat(guess.delimiter()).isEqualTo(delimiter.charAt(0));
  }

  @Test
  void showsSomeValuesOfEachColumnOnce() throws IOException {
    Guess guess = guess("id,kind\n1,x\n2,x\n3,\n", StandardCharsets.UTF_8);
    Guess.Column id = guess.columns().get(0);
    Guess.Column kind = guess.columns().get(1);
    assertThat(id.samples()).containsExactly("1", "2", "3");
    assertThat(id.repeats()).isFalse();
    assertThat(kind.samples()).containsExactly("x");
    assertThat(kind.repeats()).isTrue();
    assertThat(kind.gaps()).isTrue();
  }

  @Test
  void anEmptyFileIsRefused() {
    assertThatThrownBy(() -> guess("", StandardCharsets.UTF_8))
        .isInstanceOf(ParleyException.class)
        .hasMessageContaining("nothing in the file");
  }
}
