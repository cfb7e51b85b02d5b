// SPDX-License-Identifier: Apache-2.0
package org.parley.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.parley.itest.harness.ParleyProcess;

/** A running {@link Yardstick}, with the heap and the collector that Parley ships with. */
record YardstickProcess(Process process, int port) implements AutoCloseable {

  /**
   * Starts one on a copy of a Derby database and waits until it serves.
   *
   * @param home the folder above the database
   */
  static YardstickProcess start(Path home) throws IOException {
    int port = freePort();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
    command.addAll(shipped());
    // What Parley sets for Derby, and what the JDK's server needs to answer at once.
    command.addAll(
        List.of(
            "-Dderby.storage.pageCacheSize=2000",
            "-Dderby.language.statementCache.size=500",
            "-Dderby.language.sequence.preallocator=1",
            "-Dderby.stream.error.file=" + home.resolve("derby.log"),
            "-Dsun.net.httpserver.nodelay=true",
            "-cp",
            System.getProperty("java.class.path"),
            Yardstick.class.getName(),
            Integer.toString(port),
            "jdbc:derby:" + home.resolve("db")));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    BufferedReader says =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    if (!"serves".equals(says.readLine())) {
      throw new IOException("the yardstick did not start");
    }
    return new YardstickProcess(process, port);
  }

  /** The heap and its collector as they ship. */
  private static List<String> shipped() throws IOException {
    Path file = ParleyProcess.archive().resolve("etc/jvm.options");
    List<String> options =
        Files.readAllLines(file).stream().filter(line -> line.startsWith("-X")).toList();
    if (options.isEmpty()) {
      throw new IOException(file + " names no heap");
    }
    return options;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      process.waitFor();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }
}
