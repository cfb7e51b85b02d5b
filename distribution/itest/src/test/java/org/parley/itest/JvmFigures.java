// SPDX-License-Identifier: Apache-2.0
package org.parley.itest;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.parley.itest.harness.Commands;

/**
 * What lives in a process's heap, its class loaders and its threads, as the JDK's own tools see
 * them. The web server's pool of threads is left out: it grows and shrinks with the load.
 *
 * <p>The heap is the sum of a histogram, which the JVM takes in the pause of a full collection. How
 * much of the heap is in use says something else: under load it fills again, by tens of megabytes,
 * before the next command has been started.
 */
record JvmFigures(long heapKilobytes, int loaders, int threads) {
  /**
   * The JVM makes a loader for each method that is called often by reflection, and Derby one for
   * each statement that it keeps: both follow what is asked of the system, not what comes and goes
   * in it.
   */
  private static final Set<String> PASSING =
      Set.of("jdk.internal.reflect.DelegatingClassLoader", "org.apache.derby.");

  private static final Pattern LIVE = Pattern.compile("Total +\\d+ +(\\d+)");

  /** The least of three looks: requests that are under way weigh on each of them differently. */
  static JvmFigures least(long pid) {
    JvmFigures least = of(pid);
    for (int i = 0; i < 2; i++) {
      JvmFigures next = of(pid);
      least =
          new JvmFigures(
              Math.min(least.heapKilobytes, next.heapKilobytes),
              Math.min(least.loaders, next.loaders),
              Math.min(least.threads, next.threads));
    }
    return least;
  }

  private static JvmFigures of(long pid) {
    // First what finalizers and reference queues have yet to let go of.
    Commands.jcmd(pid, "GC.run");
    Commands.jcmd(pid, "GC.run_finalization");
    Matcher live = LIVE.matcher(Commands.jcmd(pid, "GC.class_histogram"));
    if (!live.find()) {
      throw new AssertionError("a histogram without its sum");
    }
    long heap = Long.parseLong(live.group(1)) / 1024;
    int loaders =
        (int)
            Commands.jcmd(pid, "VM.classloader_stats")
                .lines()
                .filter(line -> line.startsWith("0x"))
                .filter(line -> PASSING.stream().noneMatch(line::contains))
                .count();
    int threads =
        (int)
            Commands.jcmd(pid, "Thread.print")
                .lines()
                .filter(line -> line.startsWith("\"") && line.contains(" nid="))
                // The web server's pool follows the load, up to its limit; it is not a plugin's.
                .filter(line -> !line.startsWith("\"qtp"))
                .count();
    return new JvmFigures(heap, loaders, threads);
  }
}
