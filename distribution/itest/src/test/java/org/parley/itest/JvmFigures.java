// SPDX-License-Identifier: Apache-2.0
package org.parley.itest;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.parley.itest.harness.Commands;

/**
 * A process's heap after a full collection, its class loaders and its threads, as the JDK's own
 * tools see them. The web server's pool of threads is left out: it grows and shrinks with the load.
 */
record JvmFigures(long heapKilobytes, int loaders, int threads) {
  private static final Pattern USED = Pattern.compile("total \\d+K, used (\\d+)K");

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
    // Twice: what finalizers and reference queues let go of is taken the second time.
    jcmd(pid, "GC.run");
    jcmd(pid, "GC.run");
    long heap = 0;
    Matcher used = USED.matcher(jcmd(pid, "GC.heap_info").replaceAll("(?s)Metaspace.*", ""));
    while (used.find()) {
      heap += Long.parseLong(used.group(1));
    }
    int loaders =
        (int)
            jcmd(pid, "VM.classloader_stats").lines().filter(line -> line.startsWith("0x")).count();
    int threads =
        (int)
            jcmd(pid, "Thread.print")
                .lines()
                .filter(line -> line.startsWith("\"") && line.contains(" nid="))
                // The web server's pool follows the load, up to its limit; it is not a plugin's.
                .filter(line -> !line.startsWith("\"qtp"))
                .count();
    return new JvmFigures(heap, loaders, threads);
  }

  private static String jcmd(long pid, String command) {
    ProcessBuilder builder =
        new ProcessBuilder(
            System.getProperty("java.home") + "/bin/jcmd", Long.toString(pid), command);
    return Commands.run(builder, Duration.ofSeconds(60));
  }
}
