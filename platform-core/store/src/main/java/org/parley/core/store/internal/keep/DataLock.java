// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.keep;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The lock that a running Parley holds on its data directory: who has it is alone. */
final class DataLock implements AutoCloseable {
  private final FileChannel channel;

  private DataLock(FileChannel channel) {
    this.channel = channel;
  }

  /** Takes it; null when a Parley runs on this data, or another command works on it. */
  static DataLock tryTake(Path data) throws IOException {
    Files.createDirectories(data);
    FileChannel channel =
        FileChannel.open(data.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = lock(channel);
    if (lock == null) {
      channel.close();
      return null;
    }
    return new DataLock(channel);
  }

  private static FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException heldByThisProcess) {
      return null;
    }
  }

  /**
   * Takes it.
   *
   * @throws Refusal when somebody else has it
   */
  static DataLock take(Path data) throws IOException {
    DataLock lock = tryTake(data);
    if (lock == null) {
      throw new Refusal(
          Refusal.IN_USE, "The data in " + data + " is in use. Stop Parley first: parley stop");
    }
    return lock;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
