// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.keep;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;

/**
 * Bytes that lie in a column of the database and beside its rows everywhere else: as files, each
 * under its SHA-256, plugins under their names.
 */
final class Contents {
  private final Path root;
  private final boolean passing;

  private Contents(Path root, boolean passing) {
    this.root = root;
    this.passing = passing;
  }

  /** In the folder of an export. */
  static Contents in(Path folder) {
    return new Contents(folder, false);
  }

  /** In a folder that each file leaves when it has been read once. */
  static Contents passingThrough(Path folder) {
    return new Contents(folder, true);
  }

  /** Nowhere: every cell says the checksum of what went by. */
  static Contents none() {
    return new Contents(null, false);
  }

  /**
   * Keeps bytes.
   *
   * @param name path to keep them under, or null for one made of their checksum
   * @return the cell that stands for them
   */
  String keep(String name, InputStream bytes) throws IOException {
    MessageDigest digest = Checksums.sha256();
    try (DigestInputStream counted = new DigestInputStream(bytes, digest)) {
      if (root == null) {
        counted.transferTo(OutputStream.nullOutputStream());
        return name(null, digest);
      }
      Path draft = root.resolve(".draft");
      Files.copy(counted, draft, StandardCopyOption.REPLACE_EXISTING);
      String cell = name(name, digest);
      Path place = root.resolve(cell);
      Files.createDirectories(place.getParent());
      Files.move(draft, place, StandardCopyOption.REPLACE_EXISTING);
      return cell;
    }
  }

  private static String name(String name, MessageDigest digest) {
    return name == null ? "files/" + Checksums.hex(digest.digest()) : name;
  }

  /** Opens what a cell stands for. */
  InputStream open(String cell) throws IOException {
    Path file = root.resolve(cell).normalize();
    if (!file.startsWith(root) || !Files.isRegularFile(file)) {
      throw Refusal.unfit("There is no file " + cell + ", which a row refers to.");
    }
    InputStream bytes = Files.newInputStream(file);
    if (!passing) {
      return bytes;
    }
    return new FilterInputStream(bytes) {
      @Override
      public void close() throws IOException {
        super.close();
        Files.deleteIfExists(file);
      }
    };
  }
}
