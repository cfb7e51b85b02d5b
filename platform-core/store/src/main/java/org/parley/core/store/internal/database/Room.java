// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.database;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;

/**
 * How much room the disk under a Derby database has. Derby that cannot write its log shuts the
 * database, and could then not even be read: so nobody writes while it still has room for what it
 * does by itself. Any thread.
 */
final class Room {
  /** What Derby keeps for itself: a file of its log, a checkpoint, and sorting. */
  private static final long LEAST = 16L << 20;

  private static final long HOLDS_NANOS = 50_000_000;
  private static final int DEEPEST = 20;

  private final File folder;
  private volatile boolean enough = true;
  private volatile long askedAt = System.nanoTime() - HOLDS_NANOS;

  Room(Path folder) {
    this.folder = folder.toFile();
  }

  /** Whether there is enough, as it was a moment ago. */
  boolean isEnough() {
    long now = System.nanoTime();
    if (now - askedAt > HOLDS_NANOS) {
      enough = folder.getUsableSpace() >= LEAST;
      askedAt = now;
    }
    return enough;
  }

  /**
   * Whether a file could not be written for want of room. Derby has a state for it that it seldom
   * uses; the system's own words depend on its language, so the disk is asked.
   */
  boolean isReasonOf(SQLException failure) {
    boolean file = false;
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
      file |= cause instanceof IOException;
      cause = cause.getCause();
    }
    return file && folder.getUsableSpace() < LEAST;
  }
}
