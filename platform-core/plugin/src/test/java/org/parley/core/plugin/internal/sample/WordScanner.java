// SPDX-License-Identifier: Apache-2.0
package org.parley.core.plugin.internal.sample;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.parley.spi.file.FileScanner;
import org.parley.spi.file.ScannedFile;
import org.parley.spi.file.Verdict;

/** Refuses what holds the word "evil", breaks at "break" and cannot tell of "riddle". */
public final class WordScanner implements FileScanner {
  @Override
  public Verdict scan(ScannedFile file) throws IOException {
    String text;
    try (InputStream in = file.open()) {
      text = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    }
    return switch (text) {
      case "evil" -> Verdict.infected("Evil.Word");
      case "riddle" -> Verdict.unknown("a riddle");
      case "break" -> throw new IOException("no engine");
      default -> Verdict.clean();
    };
  }
}
