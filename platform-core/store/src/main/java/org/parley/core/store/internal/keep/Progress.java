// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.keep;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Tells whoever waits how far it is: a line every other second at most, and one at each end. */
final class Progress {
  private static final long BETWEEN = TimeUnit.SECONDS.toNanos(2);

  private final PrintStream out;
  private long told = System.nanoTime();

  Progress(PrintStream out) {
    this.out = out;
  }

  void say(String line) {
    out.println(line);
    out.flush();
    told = System.nanoTime();
  }

  /** Says how much of something is done, if nothing was said for a while. */
  void at(String what, long done, long all, String unit) {
    if (System.nanoTime() - told > BETWEEN) {
      say(
          String.format(
              Locale.ROOT,
              all > 0 ? "  %s: %,d of %,d %s" : "  %s: %,d %4$s",
              what,
              done,
              Math.max(done, all),
              unit));
    }
  }
}
