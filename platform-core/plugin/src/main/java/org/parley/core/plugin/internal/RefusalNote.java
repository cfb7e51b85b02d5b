// SPDX-License-Identifier: Apache-2.0
package org.parley.core.plugin.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.parley.api.error.FieldError;
import org.parley.api.error.ParleyException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The file beside a jar in the deploy folder that says why it was refused. */
record RefusalNote(Path file) {
  private static final Logger LOG = LoggerFactory.getLogger(RefusalNote.class);

  static RefusalNote of(Path jar) {
    return new RefusalNote(jar.resolveSibling(jar.getFileName() + ".refused.txt"));
  }

  void write(ParleyException refused) {
    StringBuilder text = new StringBuilder(refused.getMessage()).append('\n');
    for (FieldError error : refused.fields()) {
      text.append("\n- ").append(error.field());
      if (error.line() > 0) {
        text.append(" line ").append(error.line());
      }
      if (error.pointer() != null && !error.pointer().isEmpty()) {
        text.append(" (").append(error.pointer()).append(')');
      }
      text.append(": ").append(error.message());
    }
    try {
      Files.writeString(file, text.append('\n'));
    } catch (IOException unwritable) {
      LOG.warn("{} cannot be written; it would say: {}", file, text);
    }
  }

  void delete() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException undeletable) {
      LOG.warn("{} cannot be deleted", file);
    }
  }
}
