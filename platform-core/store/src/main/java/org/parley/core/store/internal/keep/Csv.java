// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.keep;

import java.io.IOException;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows as RFC 4180 has them, UTF-8, lines ending with CR LF. Text always stands in quotes and
 * nothing else does, so that an empty text ({@code ""}) and nothing at all are two things.
 */
final class Csv {
  private Csv() {}

  /**
   * A row as one line with its end.
   *
   * @param quoted which of the cells are text
   */
  static String line(String[] cells, boolean[] quoted) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < cells.length; i++) {
      if (i > 0) {
        line.append(',');
      }
      if (cells[i] == null) {
        continue;
      }
      if (quoted[i]) {
        line.append('"').append(cells[i].replace("\"", "\"\"")).append('"');
      } else {
        line.append(cells[i]);
      }
    }
    return line.append("\r\n").toString();
  }

  static String header(List<String> names) {
    return String.join(",", names) + "\r\n";
  }

  /**
   * Text as UTF-8.
   *
   * @throws CharacterCodingException for half a surrogate pair, which UTF-8 cannot hold
   */
  static ByteBuffer encode(String text) throws CharacterCodingException {
    return StandardCharsets.UTF_8
        .newEncoder()
        .onMalformedInput(CodingErrorAction.REPORT)
        .encode(CharBuffer.wrap(text));
  }

  /** Reads a line; null after the last one. */
  static String[] read(Reader from) throws IOException {
    int next = from.read();
    if (next < 0) {
      return null;
    }
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    while (true) {
      boolean quoted = next == '"';
      cell.setLength(0);
      if (quoted) {
        next = quoted(from, cell);
      } else {
        for (; next != ',' && next != '\r' && next != '\n' && next >= 0; next = from.read()) {
          cell.append((char) next);
        }
      }
      cells.add(quoted || cell.length() > 0 ? cell.toString() : null);
      if (next != ',') {
        break;
      }
      next = from.read();
    }
    if (next == '\r') {
      next = from.read();
    }
    if (next != '\n' && next >= 0) {
      throw new IOException("there is more after the end of a quoted text");
    }
    return cells.toArray(new String[0]);
  }

  /** Reads up to the closing quote; what comes after it. */
  private static int quoted(Reader from, StringBuilder cell) throws IOException {
    for (int next = from.read(); ; next = from.read()) {
      if (next < 0) {
        throw new IOException("a quoted text has no end");
      }
      if (next == '"') {
        next = from.read();
        if (next != '"') {
          return next;
        }
      }
      cell.append((char) next);
    }
  }
}
