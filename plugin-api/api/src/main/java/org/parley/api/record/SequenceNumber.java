// SPDX-License-Identifier: Apache-2.0
package org.parley.api.record;

import java.util.Objects;

/**
 * A number the system gave a record when it was created; no other record of the type ever gets it.
 *
 * @param number from 1, growing, with gaps
 * @param text as people write it, such as {@code C-00042}
 */
public record SequenceNumber(long number, String text) {
  public SequenceNumber {
    Objects.requireNonNull(text, "text");
  }

  @Override
  public String toString() {
    return text;
  }
}
