// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.keep;

import static org.parley.core.store.internal.Types.field;
import static org.parley.core.store.internal.Types.model;
import static org.parley.core.store.internal.Types.party;
import static org.parley.core.store.internal.Types.type;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.SortedMap;
import java.util.TreeMap;
import org.parley.api.record.Record;
import org.parley.api.record.Reference;
import org.parley.core.plugin.Ledger;
import org.parley.core.record.Model;
import org.parley.core.security.SecurityStorage.Credential;
import org.parley.core.store.internal.Kinds;
import org.parley.core.store.internal.Store;
import org.parley.core.store.internal.database.Durable;

/** Data directories with all sorts of values in them, and what tests do with such folders. */
final class Kept {
  static final Model MODEL =
      model(
          1,
          type(
              "account",
              field("name", Kinds.TEXT).indexed(),
              field("code", Kinds.TEXT).unique(),
              field("notes", Kinds.LONGTEXT),
              field("employees", Kinds.INTEGER),
              field("revenue", Kinds.DECIMAL),
              field("active", Kinds.BOOLEAN),
              field("founded", Kinds.DATE),
              field("called_at", Kinds.DATETIME),
              field("order", Kinds.CHOICE),
              field("parent", Kinds.REFERENCE, "account"),
              field("about", Kinds.REFERENCE, "*")),
          party("contact", field("last_name", Kinds.TEXT).sensitive()));

  static final byte[] JAR = {0, 1, 2, -1, 13, 10};
  static final Ledger.Entry PLUGIN =
      new Ledger.Entry(
          "acme-warranty",
          "1.0.0",
          "ab".repeat(32),
          Ledger.State.ACTIVE,
          Instant.parse("2026-11-22T08:00:00.123456Z"),
          "admin");

  private Kept() {}

  /** An empty folder below the build's directory. */
  static Path folder(String name) throws IOException {
    Path folder = Path.of("target", "keep", name).toAbsolutePath();
    Durable.remove(folder);
    return Files.createDirectories(folder);
  }

  static Installation parley(Path data) {
    return new Installation(data.resolve("none"), data, "0.1.0-test", null, null, null);
  }

  static Progress quiet() {
    return new Progress(new PrintStream(new ByteArrayOutputStream()));
  }

  /** Fills a data directory with every shape of value, a trash, a history, a plugin and a key. */
  static void fill(Path data) throws IOException {
    try (Store store = Store.at(data).activate(MODEL)) {
      Record first = store.create("account", "name", "", "code", "A", "notes", "");
      Record second =
          store.create(
              "account",
              "name",
              "Ünïcode \uD83D\uDE00, \"quoted\"\r\nand\n\ttwo lines; \\.",
              "notes",
              "x,\"y\"\n".repeat(40_000),
              "employees",
              Long.MIN_VALUE,
              "revenue",
              new BigDecimal("-123456789012345.6789"),
              "active",
              false,
              "founded",
              LocalDate.of(1, 1, 1),
              "called_at",
              Instant.parse("9999-12-31T23:59:59.999999Z"),
              "order",
              "\\.",
              "parent",
              new Reference("account", first.id()),
              "about",
              new Reference("account", first.id()));
      // A circle, and a unique value that the trash has given up.
      store.update(first, "parent", new Reference("account", second.id()));
      Record trashed = store.create("account", "name", "Gone", "code", "B");
      store.trash(trashed);
      store.create("account", "name", "Again", "code", "B");
      store.update(store.create("contact", "last_name", "Sensitive"), "last_name", "Changed");
      store.ledger().stage(PLUGIN, JAR);
      store.security().save(new Credential(1, "admin", "pbkdf2:1:salt:hash", "administer"));
    }
    Files.createDirectories(data.resolve("shell"));
    Files.writeString(data.resolve("shell/key"), "secret");
  }

  /** Every file of a folder with its checksum. */
  static SortedMap<String, String> tree(Path folder) throws IOException {
    SortedMap<String, String> tree = new TreeMap<>();
    if (Files.exists(folder)) {
      for (String file : Checksums.files(folder)) {
        tree.put(file, sum(folder.resolve(file)));
      }
      if (Files.exists(folder.resolve(Checksums.FILE))) {
        tree.put(Checksums.FILE, sum(folder.resolve(Checksums.FILE)));
      }
    }
    return tree;
  }

  private static String sum(Path file) {
    try {
      return Checksums.hex(Checksums.sha256().digest(Files.readAllBytes(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void copy(Path from, Path to) throws IOException {
    Durable.remove(to);
    try (var all = Files.walk(from)) {
      for (Path path : all.toList()) {
        Path place = to.resolve(from.relativize(path).toString());
        if (Files.isDirectory(path)) {
          Files.createDirectories(place);
        } else {
          Files.copy(path, place);
        }
      }
    }
  }
}
