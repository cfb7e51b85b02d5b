// SPDX-License-Identifier: Apache-2.0
package org.parley.core.imports.internal;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** How a file's bytes are letters. */
final class Encodings {
  /** What a spreadsheet in the West writes that does not write UTF-8. */
  static final Charset WESTERN = Charset.forName("windows-1252");

  private Encodings() {}

  /**
   * Looks at all of a file: what is UTF-8 to its end is UTF-8, and what begins with the mark of
   * UTF-16 is that. Closes the stream.
   */
  static Charset guess(InputStream content) throws IOException {
    try (InputStream in = new BufferedInputStream(content)) {
      in.mark(2);
      int first = in.read();
      int second = in.read();
      in.reset();
      if (first == 0xFE && second == 0xFF || first == 0xFF && second == 0xFE) {
        return StandardCharsets.UTF_16;
      }
      Reader reader = reader(in, StandardCharsets.UTF_8);
      char[] read = new char[8_192];
      while (reader.read(read) >= 0) {
        // what is no UTF-8 throws
      }
      return StandardCharsets.UTF_8;
    } catch (CharacterCodingException e) {
      return WESTERN;
    }
  }

  /** Reads letters, a byte order mark left out; what the encoding does not know is an error. */
  static Reader reader(InputStream content, Charset encoding) throws IOException {
    InputStream in = content.markSupported() ? content : new BufferedInputStream(content);
    in.mark(3);
    byte[] mark = in.readNBytes(3);
    boolean utf8 =
        mark.length == 3
            && mark[0] == (byte) 0xEF
            && mark[1] == (byte) 0xBB
            && mark[2] == (byte) 0xBF;
    if (!utf8 || !encoding.equals(StandardCharsets.UTF_8)) {
      in.reset();
    }
    return new InputStreamReader(
        in,
        encoding
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT));
  }
}
