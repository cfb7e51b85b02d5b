// SPDX-License-Identifier: Apache-2.0
package org.parley.core.rest.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DispositionTest {
  @Test
  void namesAreReadInAllTheirForms() {
    assertThat(Disposition.fileName("attachment; filename=a.txt")).isEqualTo("a.txt");
    assertThat(Disposition.fileName("form-data; name=\"file\"; filename=\"a b.txt\""))
        .isEqualTo("a b.txt");
    assertThat(Disposition.fileName("attachment; filename=\"x\"; filename*=UTF-8''%c3%84.txt"))
        .isEqualTo("Ä.txt");
    assertThat(Disposition.fileName("attachment; filename*=UTF-8''%zz; filename=x")).isEqualTo("x");
    assertThat(Disposition.fileName("attachment; filename=\"say \\\"hi\\\".txt\""))
        .isEqualTo("say \"hi\".txt");
    assertThat(Disposition.fileName("attachment")).isNull();
    assertThat(Disposition.fileName(null)).isNull();
    assertThat(Disposition.fileName("form-data; name=\"filename=x\"")).isNull();
  }

  @Test
  void headersThatCameAsLatin1AreUtf8() {
    String wire =
        new String("Ärger.txt".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    assertThat(Disposition.fileName("attachment; filename=\"" + wire + "\""))
        .isEqualTo("Ärger.txt");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"plain.txt", "ünï.txt", "a\r\nSet-Cookie: x", "q\"u;o'te\\.txt", "🐳", "100%.txt"})
  void whatIsWrittenIsOneSafeLineAndReadsBack(String name) {
    String header = Disposition.of(false, name);
    assertThat(header).matches("[\\x20-\\x7e]+");
    assertThat(Disposition.fileName(header)).isEqualTo(name);
  }
}
