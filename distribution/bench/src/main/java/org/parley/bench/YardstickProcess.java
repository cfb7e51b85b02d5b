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
import java.util.Map;
import org.parley.itest.harness.ParleyProcess;

/** A running {@link Yardstick}, with the heap and the collector that Parley ships with. */
record YardstickProcess(Process process, int port) implements AutoCloseable {

  /** On a Derby database below a folder. */
  static YardstickProcess onDerby(Path home) throws IOException {
    // What Parley sets for Derby.
    List<String> options =
        List.of(
            "-Dderby.storage.pageCacheSize=1500",
            "-Dderby.language.statementCache.size=500",
            "-Dderby.language.sequence.preallocator=1",
            "-Dderby.stream.error.file=" + home.resolve("derby.log"));
    return start(options, "jdbc:derby:" + home.resolve("db"));
  }

  /**
   * On a database of a server.
   *
   * @param settings what points a Parley to it
   */
  static YardstickProcess onPostgres(Map<String, String> settings) throws IOException {
    return start(
        List.of(),
        settings.get("PARLEY_DB_URL"),
        settings.get("PARLEY_DB_USER"),
        settings.get("PARLEY_DB_PASSWORD"));
  }

  /** Starts one and waits until it serves. */
  private static YardstickProcess start(List<String> options, String... database)
      throws IOException {
    int port = freePort();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
    command.addAll(shipped());
    command.addAll(options);
    command.addAll(
        List.of(
            // What the JDK's server needs to answer at once.
            "-Dsun.net.httpserver.nodelay=true",
            "-cp",
            System.getProperty("java.class.path"),
            Yardstick.class.getName(),
            Integer.toString(port)));
    command.addAll(List.of(database));
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
