// SPDX-License-Identifier: Apache-2.0
package org.parley.itest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.parley.itest.harness.ParleyProcess;

/**
 * What became of a command of {@code bin/parley} that was killed when it took longer than it had.
 *
 * @param code its exit code; that of a kill is none of the command's own
 * @param said all it printed
 */
record KilledCommand(int code, String said) {
  /** Runs it; {@code environment} comes over the setup's. */
  static KilledCommand run(
      ParleyProcess.Setup setup,
      Map<String, String> environment,
      Duration patience,
      String... arguments) {
    try {
      Path output = Files.createTempFile("command", ".out");
      ProcessBuilder builder = setup.command(arguments);
      builder.environment().putAll(environment);
      Process process = builder.redirectOutput(output.toFile()).start();
      if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
      int code = process.waitFor();
      String said = String.join(" ", arguments) + ": " + code + "\n" + Files.readString(output);
      Files.delete(output);
      return new KilledCommand(code, said);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stop);
    }
  }
}
