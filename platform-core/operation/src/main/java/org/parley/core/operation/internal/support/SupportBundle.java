// SPDX-License-Identifier: Apache-2.0
package org.parley.core.operation.internal.support;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.parley.core.operation.Evidence;

/** Puts evidence into one zip file, every line of it redacted. */
final class SupportBundle {
  private final Redaction redaction;

  SupportBundle(Redaction redaction) {
    this.redaction = redaction;
  }

  /** Writes the file whole or not at all. */
  void write(Path file, Collection<? extends Evidence> parts) throws IOException {
    Path draft = file.resolveSibling(file.getFileName() + ".part");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(draft))) {
      for (Evidence part : parts) {
        zip.putNextEntry(new ZipEntry(part.file()));
        BufferedWriter out =
            new BufferedWriter(new OutputStreamWriter(zip, StandardCharsets.UTF_8));
        for (String line : text(part).lines().toList()) {
          out.write(redaction.of(line));
          out.newLine();
        }
        out.flush();
        zip.closeEntry();
      }
    }
    Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  private static String text(Evidence part) {
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text);
    try {
      part.write(out);
    } catch (Exception e) {
      // One part that fails must not cost the others: it is what the bundle may be about.
      out.println("This part could not be written:");
      e.printStackTrace(out);
    }
    out.flush();
    return text.toString();
  }
}
