// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.parley.api.error.ParleyException;
import org.parley.core.record.FileStorage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Files on their way in: on the disk, so that neither the heap nor the database waits for them. */
final class Spool {
  private static final Logger LOG = LoggerFactory.getLogger(Spool.class);
  private static final int BUFFER = 64 * 1024;

  private final Path folder;

  /** Makes the folder, and empties it of what a crash has left behind. */
  Spool(Path folder) {
    this.folder = folder;
    try {
      Files.createDirectories(folder);
      try (Stream<Path> left = Files.list(folder)) {
        left.filter(Files::isRegularFile).forEach(Spool::delete);
      }
    } catch (IOException e) {
      throw noRoom(e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.warn("{} cannot be deleted; the next start tries again", file, e);
    }
  }

  private record Taken(Path file, String hash, long size) implements FileStorage.Spooled {
    @Override
    public InputStream open() throws IOException {
      return Files.newInputStream(file);
    }

    @Override
    public void close() {
      delete(file);
    }
  }

  /** Takes a stream to its end. Only what the sender does fails as an IOException. */
  FileStorage.Spooled take(InputStream content, long most) throws IOException {
    Path file = begin();
    try {
      MessageDigest digest = sha256();
      long size = 0;
      byte[] buffer = new byte[BUFFER];
      try (OutputStream out = open(file)) {
        for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
          size += read;
          if (size > most) {
            throw new FileStorage.TooLong();
          }
          digest.update(buffer, 0, read);
          write(out, buffer, read);
        }
      }
      return new Taken(file, HexFormat.of().formatHex(digest.digest()), size);
    } catch (IOException | RuntimeException e) {
      delete(file);
      throw e;
    }
  }

  private Path begin() {
    try {
      return Files.createTempFile(folder, "upload-", ".part");
    } catch (IOException e) {
      throw noRoom(e);
    }
  }

  private static OutputStream open(Path file) {
    try {
      return Files.newOutputStream(file);
    } catch (IOException e) {
      throw noRoom(e);
    }
  }

  private static void write(OutputStream out, byte[] buffer, int length) {
    try {
      out.write(buffer, 0, length);
    } catch (IOException e) {
      throw noRoom(e);
    }
  }

  private static ParleyException noRoom(IOException cause) {
    return ParleyException.unavailable(
        "The file cannot be kept: the disk of the server takes no more ("
            + cause.getMessage()
            + ").",
        cause);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
