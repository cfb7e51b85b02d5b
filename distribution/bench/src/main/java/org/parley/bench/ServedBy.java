// SPDX-License-Identifier: Apache-2.0
package org.parley.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.parley.itest.harness.Commands;

/** What the system says about the process of a server. */
final class ServedBy {
  private static final long MICROS_PER_TICK = 10_000;

  private ServedBy() {}

  /** The memory of a process that is in the machine's own. */
  static double residentMegabytes(long pid) {
    String kilobytes =
        Commands.run(
            new ProcessBuilder("ps", "-o", "rss=", "-p", Long.toString(pid)),
            Duration.ofSeconds(10));
    return Long.parseLong(kilobytes.trim()) / 1024.0;
  }

  /**
   * What its threads have spent of a processor, but for those that compile: they come to an end,
   * and how much they do at a time says nothing about a request. 0 where the system does not tell.
   */
  static long cpuMicros(long pid) {
    long ticks = 0;
    Path tasks = Path.of("/proc", Long.toString(pid), "task");
    if (!Files.isDirectory(tasks)) {
      return 0;
    }
    try (Stream<Path> all = Files.list(tasks)) {
      for (Path task : (Iterable<Path>) all::iterator) {
        ticks += ticks(task.resolve("stat"));
      }
    } catch (IOException gone) {
      return 0;
    }
    return ticks * MICROS_PER_TICK;
  }

  private static long ticks(Path stat) {
    try {
      String line = Files.readString(stat);
      int name = line.lastIndexOf(')');
      String[] parts = line.substring(name + 2).split(" ");
      boolean compiles = line.substring(0, name).matches("\\d+ \\(C[12] Comp.*");
      return compiles ? 0 : Long.parseLong(parts[11]) + Long.parseLong(parts[12]);
    } catch (IOException ended) {
      return 0;
    }
  }
}
