// SPDX-License-Identifier: Apache-2.0
package org.parley.itest.harness;

import java.util.Random;

/** Random numbers whose seed is printed and can be given: {@code -Dparley.seed.random=…}. */
public final class Dice {
  private Dice() {}

  public static Random roll(String test) {
    long seed = Long.getLong("parley.seed.random", System.nanoTime());
    System.out.println(
        test + ": seed " + seed + " (repeat with -Dparley.seed.random=" + seed + ")");
    return new Random(seed);
  }
}
