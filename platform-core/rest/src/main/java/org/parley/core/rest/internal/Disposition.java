// SPDX-License-Identifier: Apache-2.0
package org.parley.core.rest.internal;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The header Content-Disposition, read and written: names in it as RFC 6266 and RFC 8187 say. */
final class Disposition {
  private static final Pattern EXTENDED =
      Pattern.compile("(?i)(?:^|;)\\s*filename\\*\\s*=\\s*utf-8'[^';]*'([^;\\s]*)");
  private static final Pattern QUOTED =
      Pattern.compile("(?i)(?:^|;)\\s*filename\\s*=\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");
  private static final Pattern BARE =
      Pattern.compile("(?i)(?:^|;)\\s*filename\\s*=\\s*([^\";\\s]+)");
  private static final String PLAIN = "!#$&+-.^_`|~";
  private static final int LONGEST = 8_000;

  private Disposition() {}

  /** The file's name in a header, or null when it names none. */
  static String fileName(String header) {
    if (header == null || header.length() > LONGEST) {
      return null;
    }
    Matcher extended = EXTENDED.matcher(header);
    if (extended.find()) {
      String decoded = decoded(extended.group(1));
      if (decoded != null) {
        return decoded;
      }
    }
    Matcher quoted = QUOTED.matcher(header);
    if (quoted.find()) {
      // Browsers write quotes and line ends in forms as %22, %0D and %0A, and \ as it is.
      return utf8(quoted.group(1).replace("\\\"", "\"").replace("%22", "\""));
    }
    Matcher bare = BARE.matcher(header);
    return bare.find() ? utf8(bare.group(1)) : null;
  }

  /** The container reads headers as Latin-1 where nothing says otherwise; people send UTF-8. */
  private static String utf8(String text) {
    if (text.chars().anyMatch(c -> c > 0xff)) {
      return text;
    }
    String decoded = strict(text.getBytes(StandardCharsets.ISO_8859_1));
    return decoded == null ? text : decoded;
  }

  private static String decoded(String encoded) {
    byte[] bytes = new byte[encoded.length()];
    int length = 0;
    for (int i = 0; i < encoded.length(); i++) {
      char c = encoded.charAt(i);
      if (c == '%') {
        int high = i + 2 < encoded.length() ? Character.digit(encoded.charAt(i + 1), 16) : -1;
        int low = i + 2 < encoded.length() ? Character.digit(encoded.charAt(i + 2), 16) : -1;
        if (high < 0 || low < 0) {
          return null;
        }
        bytes[length++] = (byte) (high << 4 | low);
        i += 2;
      } else if (c < 0x80) {
        bytes[length++] = (byte) c;
      } else {
        return null;
      }
    }
    return strict(java.util.Arrays.copyOf(bytes, length));
  }

  private static String strict(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(bytes))
          .toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  /** A header that says how to treat a file, and what it is called. */
  static String of(boolean inline, String name) {
    StringBuilder header = new StringBuilder(inline ? "inline" : "attachment");
    header.append("; filename=\"");
    boolean exact = true;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean fits = c >= ' ' && c < 0x7f && c != '"' && c != '\\' && c != '%';
      exact &= fits;
      header.append(fits ? c : '_');
    }
    header.append('"');
    if (!exact) {
      header.append("; filename*=UTF-8''");
      for (byte one : name.getBytes(StandardCharsets.UTF_8)) {
        boolean plain =
            one >= '0' && one <= '9'
                || one >= 'A' && one <= 'Z'
                || one >= 'a' && one <= 'z'
                || PLAIN.indexOf(one) >= 0;
        if (plain) {
          header.append((char) one);
        } else {
          header.append(String.format("%%%02X", one & 0xff));
        }
      }
    }
    return header.toString();
  }
}
