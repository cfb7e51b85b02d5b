// SPDX-License-Identifier: Apache-2.0
package org.parley.spi.file;

import java.util.Objects;

/**
 * What a scanner thinks of a file. Immutable.
 *
 * @param finding what it found
 * @param reason for the person whose file it is: what was found, or why nothing can be said; empty
 *     for a clean one
 */
public record Verdict(Finding finding, String reason) {

  /** What a scanner can find. */
  public enum Finding {
    CLEAN,
    INFECTED,
    /** It cannot tell: encrypted, too large, of a form it does not know. */
    UNKNOWN
  }

  private static final Verdict CLEAN = new Verdict(Finding.CLEAN, "");

  public Verdict {
    Objects.requireNonNull(finding, "finding");
    Objects.requireNonNull(reason, "reason");
  }

  /** Nothing speaks against it. */
  public static Verdict clean() {
    return CLEAN;
  }

  /** It must not be attached; {@code reason} names what is in it, such as a virus. */
  public static Verdict infected(String reason) {
    return new Verdict(Finding.INFECTED, reason);
  }

  /** Nothing can be said of it, and why. */
  public static Verdict unknown(String reason) {
    return new Verdict(Finding.UNKNOWN, reason);
  }
}
