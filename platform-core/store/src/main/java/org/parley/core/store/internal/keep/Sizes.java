// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.keep;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;

/** How much there is, and whether there is room for it. */
final class Sizes {
  private Sizes() {}

  /** Bytes in a folder, also while others write in it; 0 when it is not there. */
  static long of(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return 0;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.mapToLong(Sizes::size).sum();
    } catch (UncheckedIOException somethingWasRemovedMeanwhile) {
      return 0;
    }
  }

  private static long size(Path file) {
    try {
      return Files.isRegularFile(file) ? Files.size(file) : 0;
    } catch (NoSuchFileException gone) {
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Refuses to begin what cannot end for want of space. */
  static void require(Path folder, long bytes) throws IOException {
    long free = Files.getFileStore(folder).getUsableSpace();
    if (free < bytes) {
      throw new Refusal(
          Refusal.FAILED,
          "There are %,d MB free where %s is; %,d MB are needed."
              .formatted(free >> 20, folder, (bytes >> 20) + 1));
    }
  }
}
