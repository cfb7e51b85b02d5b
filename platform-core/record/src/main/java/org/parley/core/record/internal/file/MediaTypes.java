// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What a file is. The few types that browsers may show are told by the content alone; for all
 * others what the sender says is kept, which then is a label and nothing more.
 */
final class MediaTypes {
  static final String UNKNOWN = "application/octet-stream";
  private static final String TEXT = "text/plain";
  private static final int LOOKED_AT = 8 * 1024;
  private static final int LONGEST = 100;

  /** Types that are known by how a content begins. */
  private static final Map<String, String> BEGINNINGS =
      Map.of(
          "\u0089PNG\r\n\u001a\n", "image/png",
          "\u00ff\u00d8\u00ff", "image/jpeg",
          "GIF87a", "image/gif",
          "GIF89a", "image/gif",
          "%PDF-", "application/pdf");

  private static final Set<String> TOLD_BY_CONTENT =
      Set.of("image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf");

  /** What tools send that were told nothing. */
  private static final Set<String> SAYS_NOTHING =
      Set.of(UNKNOWN, "application/x-www-form-urlencoded", "");

  private MediaTypes() {}

  /**
   * The type of a content.
   *
   * @param declared as the sender says, or null
   */
  static String of(InputStream content, String declared) throws IOException {
    byte[] head = content.readNBytes(LOOKED_AT);
    String said = plain(declared);
    String begin = new String(head, 0, Math.min(16, head.length), StandardCharsets.ISO_8859_1);
    for (Map.Entry<String, String> known : BEGINNINGS.entrySet()) {
      if (begin.startsWith(known.getKey())) {
        return known.getValue();
      }
    }
    if (begin.startsWith("RIFF") && begin.startsWith("WEBP", 8)) {
      return "image/webp";
    }
    if (TOLD_BY_CONTENT.contains(said) || said.startsWith("text/") && !isText(head)) {
      return UNKNOWN;
    }
    if (SAYS_NOTHING.contains(said)) {
      return head.length > 0 && isText(head) ? TEXT : UNKNOWN;
    }
    return said;
  }

  /** The type alone, without parameters; empty when it is none. */
  private static String plain(String declared) {
    String type = declared == null ? "" : declared.split(";", 2)[0].strip();
    type = type.toLowerCase(Locale.ROOT);
    boolean right = type.matches("[a-z]+/[a-z0-9][a-z0-9.+_-]*") && type.length() <= LONGEST;
    return right ? type : "";
  }

  /** Whether it is text in any of the usual encodings: those share that they use no controls. */
  private static boolean isText(byte[] head) {
    for (byte one : head) {
      if (one >= 0 && one < ' ' && one != '\n' && one != '\r' && one != '\t' && one != '\f') {
        return false;
      }
    }
    return true;
  }
}
