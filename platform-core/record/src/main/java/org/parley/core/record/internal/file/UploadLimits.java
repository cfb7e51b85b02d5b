// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.file;

import java.util.HashMap;
import java.util.Map;
import org.parley.api.error.ErrorKind;
import org.parley.api.error.ParleyException;
import org.parley.core.operation.Settings;

/**
 * How much may come in, and how much of it at once. Uploads take their time and room on the disk,
 * so one person must not be able to take all of either.
 */
public final class UploadLimits {
  private static final long MEGABYTE = 1024 * 1024;

  private static final int AT_ONCE = 24;
  private static final int AT_ONCE_OF_ONE = 6;
  private static final int UNATTACHED = 40;

  private final long bytes;
  private final Map<Long, Integer> running = new HashMap<>();
  private int all;

  public UploadLimits(long bytes) {
    this.bytes = bytes;
  }

  /** As the one who runs it wants them. */
  public static UploadLimits configured() {
    return new UploadLimits(
        Integer.parseInt(Settings.named("PARLEY_MAX_UPLOAD_MB").value().strip()) * MEGABYTE);
  }

  /** The greatest upload. */
  public long bytes() {
    return bytes;
  }

  /** A person's place among those who send; to be given back by closing it. */
  interface Place extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Lets one more upload begin.
   *
   * @param unattached bytes that the person has brought and nothing names yet
   */
  Place enter(long userId, long unattached) {
    if (unattached > UNATTACHED * bytes) {
      throw tooMany(
          "You have uploaded "
              + unattached / MEGABYTE
              + " MB that stand in no record. Attach them, or wait a day until they are gone.");
    }
    synchronized (running) {
      int own = running.getOrDefault(userId, 0);
      if (all >= AT_ONCE || own >= AT_ONCE_OF_ONE) {
        throw tooMany(
            own >= AT_ONCE_OF_ONE
                ? "You are sending " + own + " files already. Wait until one of them is there."
                : "Too many files are coming in at this moment. Try again in a few seconds.");
      }
      running.put(userId, own + 1);
      all++;
    }
    return () -> leave(userId);
  }

  private void leave(long userId) {
    synchronized (running) {
      running.computeIfPresent(userId, (id, count) -> count == 1 ? null : count - 1);
      all--;
    }
  }

  private static ParleyException tooMany(String detail) {
    return new ParleyException(ErrorKind.TOO_MANY, "too_many_uploads", detail);
  }

  /** How a greatest size is told. */
  static String told(long bytes) {
    if (bytes % MEGABYTE == 0) {
      return bytes / MEGABYTE + " MB";
    }
    return bytes >= 10 * 1024 ? bytes / 1024 + " KB" : bytes + " bytes";
  }
}
