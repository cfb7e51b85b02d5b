// SPDX-License-Identifier: Apache-2.0
package org.parley.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
   * What it has spent of a processor, threads that have ended included; what compiles counts too,
   * so a process should be warm. 0 where the system does not tell.
   */
  static long cpuMicros(long pid) {
    try {
      String line = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      String[] parts = line.substring(line.lastIndexOf(')') + 2).split(" ");
      return (Long.parseLong(parts[11]) + Long.parseLong(parts[12])) * MICROS_PER_TICK;
    } catch (IOException unknown) {
      return 0;
    }
  }
}
