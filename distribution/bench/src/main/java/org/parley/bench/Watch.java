// SPDX-License-Identifier: Apache-2.0
package org.parley.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

/** Reads the head of a list again and again. */
final class Watch extends Thread {
  private final int port;
  private final byte[] head;
  private final Duration pause;
  private double[] took = new double[1_000];
  private int count;
  private volatile boolean over;
  private IOException failed;

  /**
   * @param pause between an answer and the next request
   */
  Watch(int port, byte[] head, Duration pause) {
    this.port = port;
    this.head = head;
    this.pause = pause;
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
        LockSupport.parkNanos(pause.toNanos());
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
