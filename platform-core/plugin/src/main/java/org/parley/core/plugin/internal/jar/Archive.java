// SPDX-License-Identifier: Apache-2.0
package org.parley.core.plugin.internal.jar;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

/**
 * A zip file taken apart within limits: nothing is unpacked to disk, and of what is not asked for
 * only the length and hash are kept.
 *
 * @param names all entries that are no folders, in the order they lie in the file
 * @param kept bytes of the entries that were asked for
 * @param hashes SHA-256 of each entry under {@code static/}, by name
 */
record Archive(List<String> names, Map<String, byte[]> kept, Map<String, byte[]> hashes) {
  static final long LARGEST_JAR = 50L << 20;
  static final long LARGEST_UNPACKED = 200L << 20;
  static final int MOST_ENTRIES = 5_000;

  /** Pages and pictures are served from memory; more than this in one plugin is a mistake. */
  static final long LARGEST_STATIC = 50L << 20;

  private static final long LARGEST_KEPT = 64L << 20;
  static final String STATIC = "static/";

  /** Why it cannot be taken in. */
  static final class Unfit extends Exception {
    private static final long serialVersionUID = 1L;
    private final String code;
    private final String file;

    Unfit(String code, String message, String file) {
      super(message);
      this.code = code;
      this.file = file;
    }

    String code() {
      return code;
    }

    /** The entry at fault, or null. */
    String file() {
      return file;
    }
  }

  static Archive read(byte[] jar, Predicate<String> keep) throws Unfit {
    Map<String, byte[]> kept = new LinkedHashMap<>();
    Map<String, byte[]> hashes = new TreeMap<>();
    Map<String, Boolean> names = new LinkedHashMap<>();
    byte[] buffer = new byte[16_384];
    long unpacked = 0;
    long statics = 0;
    long keptBytes = 0;
    int entries = 0;
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(jar))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        String name = entry.getName();
        if (++entries > MOST_ENTRIES) {
          throw new Unfit(
              "too_many_entries", "The jar has more than " + MOST_ENTRIES + " entries.", null);
        }
        checkName(name);
        if (names.put(name, entry.isDirectory()) != null) {
          throw new Unfit("duplicate_entry", "The jar holds " + name + " twice.", name);
        }
        boolean wanted = !entry.isDirectory() && keep.test(name);
        MessageDigest digest = name.startsWith(STATIC) && !entry.isDirectory() ? sha256() : null;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(wanted ? 1_024 : 0);
        for (int read = zip.read(buffer); read >= 0; read = zip.read(buffer)) {
          unpacked += read;
          if (unpacked > LARGEST_UNPACKED) {
            throw new Unfit(
                "too_large_unpacked",
                "The jar is larger than " + (LARGEST_UNPACKED >> 20) + " MB when unpacked.",
                name);
          }
          if (digest != null) {
            digest.update(buffer, 0, read);
            statics += read;
          }
          if (wanted) {
            bytes.write(buffer, 0, read);
            keptBytes += read;
          }
          if (statics > LARGEST_STATIC || keptBytes > LARGEST_KEPT) {
            throw new Unfit(
                "too_large",
                "Descriptors and static files are larger than "
                    + (LARGEST_STATIC >> 20)
                    + " MB when unpacked.",
                name);
          }
        }
        if (wanted) {
          kept.put(name, bytes.toByteArray());
        }
        if (digest != null) {
          hashes.put(name, digest.digest());
        }
      }
    } catch (ZipException | IllegalArgumentException broken) {
      throw new Unfit("not_a_zip", "The jar is damaged: " + broken.getMessage() + ".", null);
    } catch (IOException broken) {
      throw new Unfit("not_a_zip", "The jar ends too early or is damaged.", null);
    }
    if (entries == 0) {
      throw new Unfit("not_a_zip", "This is not a jar: it is no zip file, or an empty one.", null);
    }
    List<String> files = new ArrayList<>();
    names.forEach(
        (name, folder) -> {
          if (!folder) {
            files.add(name);
          }
        });
    return new Archive(files, kept, hashes);
  }

  /**
   * Compares the file's directory with what was read entry by entry: the framework goes by the
   * directory, and must not find what was never checked.
   */
  void checkDirectory(byte[] jar) throws Unfit {
    Path copy = null;
    try {
      copy = Files.createTempFile("parley-plugin-", ".jar");
      Files.write(copy, jar);
      if (!listed(copy).equals(names.stream().sorted().toList())) {
        throw new Unfit(
            "not_a_zip", "The jar's directory does not agree with what lies in it.", null);
      }
    } catch (IOException broken) {
      throw new Unfit("not_a_zip", "The jar is damaged: " + broken.getMessage() + ".", null);
    } finally {
      delete(copy);
    }
  }

  private static List<String> listed(Path jar) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      return zip.stream()
          .filter(entry -> !entry.isDirectory())
          .map(ZipEntry::getName)
          .sorted()
          .toList();
    }
  }

  private static void delete(Path file) {
    if (file != null) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException left) {
        file.toFile().deleteOnExit();
      }
    }
  }

  /** The first eight digits of a hash over names and bytes of everything under static/. */
  String staticHash() {
    MessageDigest all = sha256();
    hashes.forEach(
        (name, hash) -> {
          all.update(name.getBytes(StandardCharsets.UTF_8));
          all.update((byte) 0);
          all.update(hash);
        });
    return HexFormat.of().formatHex(all.digest()).substring(0, 8);
  }

  static String hash(byte[] bytes) {
    return HexFormat.of().formatHex(sha256().digest(bytes));
  }

  private static void checkName(String name) throws Unfit {
    boolean leaves = name.startsWith("/") || name.contains("\\") || name.indexOf('\0') >= 0;
    for (String part : name.split("/", -1)) {
      leaves |= part.equals("..") || part.equals(".");
    }
    if (leaves || name.length() > 500) {
      throw new Unfit("bad_entry", "The jar holds an entry with a path that leaves it.", name);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
