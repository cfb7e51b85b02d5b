// SPDX-License-Identifier: Apache-2.0
package org.parley.itest.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Runs other programs. */
public final class Commands {
  private Commands() {}

  /** Runs a program to its end and answers what it printed; fails unless it ends with 0. */
  public static String run(ProcessBuilder builder, Duration patience) {
    Path output = null;
    try {
      output = Files.createTempFile("parley-command", ".out");
      builder.redirectErrorStream(true).redirectOutput(output.toFile());
      builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
      Process process = builder.start();
      boolean ended = process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
      if (!ended) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
      String printed = Files.readString(output);
      if (!ended || process.exitValue() != 0) {
        throw new AssertionError(
            "%s %s\n%s"
                .formatted(
                    builder.command(),
                    ended ? "ended with " + process.exitValue() : "hung",
                    printed));
      }
      return printed;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stop);
    } finally {
      delete(output);
    }
  }

  private static void delete(Path file) {
    try {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException left) {
      file.toFile().deleteOnExit();
    }
  }

  /** What the JDK's own tool says of a process; with {@code GC.run} it collects first. */
  public static String jcmd(long pid, String command) {
    ProcessBuilder builder =
        new ProcessBuilder(
            System.getProperty("java.home") + "/bin/jcmd", Long.toString(pid), command);
    return run(builder, Duration.ofSeconds(60));
  }
}
