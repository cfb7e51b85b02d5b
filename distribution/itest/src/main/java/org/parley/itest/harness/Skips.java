// SPDX-License-Identifier: Apache-2.0
package org.parley.itest.harness;

import org.junit.jupiter.api.Assumptions;

/**
 * What cannot run on this machine: reported as skipped, with the reason. With {@code
 * -Dparley.skips=fail}, as the project's own checks run it, it fails instead: nothing is silently
 * green.
 */
public final class Skips {
  private Skips() {}

  /** Ends the test here unless the machine has what it needs. */
  public static void unless(boolean possible, String reason) {
    if (possible) {
      return;
    }
    System.out.println("Skipped: " + reason);
    if ("fail".equals(System.getProperty("parley.skips"))) {
      throw new AssertionError("skipped, and skips are failures here: " + reason);
    }
    Assumptions.abort(reason);
  }
}
