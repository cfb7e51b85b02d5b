// SPDX-License-Identifier: Apache-2.0
package org.parley.itest.harness;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Random;

/**
 * Ports for what the tests start. They lie below those that the system gives to outgoing
 * connections, one of which may take a port between its choice and its use. Of two JVMs that run
 * tests at the same time one has the odd ports, the other the even ones; the port of a Parley's
 * shell is an even number away from that of its web server.
 */
final class Ports {
  private static final int LOWEST = 10_000;
  private static final int PAIRS = 10_000;
  private static final Random RANDOM = new Random();

  private Ports() {}

  static int free() {
    for (int tries = 0; tries < 1_000; tries++) {
      int port = LOWEST + 2 * RANDOM.nextInt(PAIRS) + fork() % 2;
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException taken) {
        // The next one, then.
      }
    }
    throw new IllegalStateException("no free port");
  }

  /** Which of the JVMs that run tests at the same time this one is. */
  static int fork() {
    return Integer.getInteger("surefire.forkNumber", 1);
  }
}
