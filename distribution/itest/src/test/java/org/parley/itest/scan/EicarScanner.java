// SPDX-License-Identifier: Apache-2.0
package org.parley.itest.scan;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.parley.spi.file.FileScanner;
import org.parley.spi.file.ScannedFile;
import org.parley.spi.file.Verdict;

/** What a scanner's plugin brings: finds the EICAR test file, and breaks at a word of ours. */
public final class EicarScanner implements FileScanner {
  // In two parts, so that no scanner on a developer's machine takes this class away.
  static final String EICAR =
      "X5O!P%@AP[4\\PZX54(P^)7CC)7}" + "$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*";

  @Override
  public Verdict scan(ScannedFile file) throws IOException {
    String text;
    try (InputStream in = file.open()) {
      text = new String(in.readNBytes(1_000), StandardCharsets.US_ASCII);
    }
    if (text.startsWith("break")) {
      throw new IOException("the engine is out of order");
    }
    return text.startsWith(EICAR) ? Verdict.infected("EICAR-Test-File") : Verdict.clean();
  }
}
