// SPDX-License-Identifier: Apache-2.0
package org.parley.testkit;

import java.util.Objects;

/**
 * One thing that is wrong with a plugin, and where.
 *
 * @param file path in the jar, such as {@code META-INF/parley/plugin.json}
 * @param line counted from 1, or 0 when no line can be named
 * @param pointer JSON pointer to the culprit; empty for the whole file
 * @param reason a sentence for the author
 */
public record Finding(String file, int line, String pointer, String reason) {
  public Finding {
    Objects.requireNonNull(file, "file");
    Objects.requireNonNull(pointer, "pointer");
    Objects.requireNonNull(reason, "reason");
  }

  /** {@code file:line:pointer reason}: editors and terminals make a link of the beginning. */
  @Override
  public String toString() {
    return file
        + (line > 0 ? ":" + line : "")
        + (pointer.isEmpty() ? "" : ":" + pointer)
        + " "
        + reason;
  }
}
