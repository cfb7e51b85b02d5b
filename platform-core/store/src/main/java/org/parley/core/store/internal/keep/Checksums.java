// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.keep;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.parley.core.store.internal.database.Durable;

/**
 * The file {@code SHA256SUMS} of a folder: one line for every other file in it, as {@code
 * sha256sum} reads and writes it. It is written last, so a folder without one is not whole.
 */
final class Checksums {
  static final String FILE = "SHA256SUMS";

  private Checksums() {}

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }

  static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  /**
   * The files of a folder by path within it, sorted; links and other strange things are refused.
   */
  static List<String> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(path -> !Files.isDirectory(path, java.nio.file.LinkOption.NOFOLLOW_LINKS))
          .map(path -> folder.relativize(path).toString().replace('\\', '/'))
          .filter(path -> !path.equals(FILE))
          .sorted()
          .toList();
    }
  }

  /** Writes the file, and everything in the folder safely onto the disk. */
  static void write(Path folder, LongConsumer done) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (String file : files(folder)) {
      Path path = folder.resolve(file);
      Durable.file(path);
      lines.append(sum(path, done)).append("  ").append(file).append('\n');
    }
    Files.writeString(folder.resolve(FILE), lines);
    Durable.file(folder.resolve(FILE));
    Durable.folders(folder);
  }

  private static String sum(Path file, LongConsumer done) throws IOException {
    return copy(file, OutputStream.nullOutputStream(), done);
  }

  /** Copies a file; its checksum. */
  static String copy(Path file, OutputStream to, LongConsumer done) throws IOException {
    MessageDigest digest = sha256();
    try (InputStream from = new DigestInputStream(Files.newInputStream(file), digest)) {
      byte[] buffer = new byte[1 << 16];
      for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
        to.write(buffer, 0, read);
        done.accept(read);
      }
    }
    return hex(digest.digest());
  }

  /**
   * The checksums that a folder should have, after looking whether it has exactly those files.
   *
   * @throws Refusal when it is not whole, naming what is amiss
   */
  static SortedMap<String, String> expected(Path folder) throws IOException {
    Path list = folder.resolve(FILE);
    if (!Files.isDirectory(folder)) {
      throw Refusal.unfit("There is no folder " + folder + ".");
    }
    if (!Files.isRegularFile(list)) {
      throw Refusal.unfit(
          folder + " has no file " + FILE + ": it was never finished, or it is something else.");
    }
    SortedMap<String, String> sums = new TreeMap<>();
    try (BufferedReader lines = Files.newBufferedReader(list, StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.matches("[0-9a-f]{64}  [^/].*") || line.contains("..")) {
          throw damaged(FILE);
        }
        sums.put(line.substring(66), line.substring(0, 64));
      }
    } catch (CharacterCodingException flipped) {
      throw damaged(FILE);
    }
    for (String file : files(folder)) {
      if (!sums.containsKey(file)) {
        throw Refusal.unfit(
            file + " is not in the list " + FILE + ": it was changed, or the file.");
      }
    }
    for (String file : sums.keySet()) {
      if (!Files.isRegularFile(folder.resolve(file), java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
        throw Refusal.unfit(file + " is missing.");
      }
    }
    return sums;
  }

  /**
   * Reads every file of a folder and compares it.
   *
   * @throws Refusal naming the first file that is not what it was
   */
  static void verify(Path folder, LongConsumer done) throws IOException {
    for (var file : expected(folder).entrySet()) {
      if (!sum(folder.resolve(file.getKey()), done).equals(file.getValue())) {
        throw damaged(file.getKey());
      }
    }
  }

  static Refusal damaged(String file) {
    return Refusal.unfit(file + " is damaged: it is not what was written.");
  }
}
