// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record;

import java.util.Objects;

/**
 * What a field of kind {@code secret} holds. Whoever reads the record learns that it is set; a room
 * that needs the secret itself opens it with the vault, for the purpose {@code type.field}.
 *
 * @param text as the vault has sealed it
 */
public record Sealed(String text) {
  public Sealed {
    Objects.requireNonNull(text, "text");
  }

  /** For what purpose the vault seals and opens the secrets of a field. */
  public static String purpose(String type, String field) {
    return type + "." + field;
  }

  /** Says nothing, so that no log and no title does. */
  @Override
  public String toString() {
    return "•••";
  }
}
