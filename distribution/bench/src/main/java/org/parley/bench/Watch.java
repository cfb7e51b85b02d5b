// SPDX-License-Identifier: Apache-2.0
package org.parley.bench;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

/** Reads the head of a list every few milliseconds, as somebody does who is not alone. */
final class Watch extends Thread {
  private static final long PAUSE_NANOS = 5_000_000;

  private final int port;
  private final byte[] head;
  private double[] took = new double[1_000];
  private int count;
  private volatile boolean over;
  private IOException failed;

  Watch(int port, byte[] head) {
    this.port = port;
    this.head = head;
  }

  @Override
  public void run() {
    try (Connection connection = new Connection(port)) {
      while (!over) {
        long begin = System.nanoTime();
        if (connection.send(head) != 200) {
          throw new IOException(connection.body());
        }
        if (count == took.length) {
          took = Arrays.copyOf(took, 2 * count);
        }
        took[count++] = (System.nanoTime() - begin) / 1e6;
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    } catch (IOException e) {
      failed = e;
    }
  }

  /** How long each took, in milliseconds, sorted. */
  double[] end() throws IOException {
    over = true;
    try {
      join();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
    if (failed != null) {
      throw failed;
    }
    double[] all = Arrays.copyOf(took, count);
    Arrays.sort(all);
    return all;
  }
}
