// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.keep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.parley.api.record.Record;
import org.parley.core.store.internal.Store;
import org.parley.core.store.internal.database.CopyDesk;
import org.parley.core.store.internal.database.Durable;
import org.parley.core.store.internal.database.Incoming;

/** A backup is whole or it is none, and is noticed to be none before anything is touched. */
class BackupTest {
  private static Path all;
  private static Path data;
  private static Path backup;

  @BeforeAll
  static void fill() throws IOException, SQLException {
    all = Kept.folder("backup");
    data = all.resolve("data");
    Kept.fill(data);
    backup = new Backup(Kept.parley(data), Kept.quiet()).make(all.resolve("backups"), 0);
  }

  private static void restore(Path from, Path into) throws IOException, SQLException {
    new Restore(Kept.parley(into), Kept.quiet()).from(from);
  }

  private static long number(Store store, String sql) {
    return store.database().read(connection -> Engine.number(connection, sql));
  }

  @Test
  void aBackupComesBackAndWhatWasThereIsKept() throws IOException, SQLException {
    Path other = all.resolve("other");
    try (Store store = Store.at(other).activate(Kept.MODEL)) {
      store.create("account", "name", "Replaced");
    }
    SortedMap<String, String> before = Kept.tree(other.resolve("db"));
    restore(backup, other);

    assertThat(Files.readString(other.resolve("shell/key"))).isEqualTo("secret");
    try (var entries = Files.list(other)) {
      Path aside =
          entries.filter(e -> e.getFileName().toString().startsWith("replaced-")).findFirst().get();
      assertThat(Kept.tree(aside.resolve("db"))).isEqualTo(before);
    }
    try (Store store = Store.at(other).activate(Kept.MODEL)) {
      assertThat(number(store, "SELECT COUNT(*) FROM account")).isEqualTo(4);
      assertThat(store.security().anyCredential()).isTrue();
    }
  }

  @Test
  void itIsMadeWhilePeopleWrite() throws Exception {
    Path busy = all.resolve("busy");
    AtomicBoolean enough = new AtomicBoolean();
    List<Record> acknowledged = new ArrayList<>();
    Path made;
    int before;
    try (Store store = Store.at(busy).activate(Kept.MODEL);
        DataLock lock = DataLock.take(busy)) {
      for (int i = 0; i < 200; i++) {
        acknowledged.add(store.create("account", "name", "Before " + i));
      }
      before = acknowledged.size();
      CompletableFuture<Void> writer =
          CompletableFuture.runAsync(
              () -> {
                while (!enough.get()) {
                  acknowledged.add(store.create("account", "name", "Meanwhile"));
                }
              });
      CopyDesk desk = new CopyDesk(store.database(), busy);
      try {
        made = new Backup(Kept.parley(busy), Kept.quiet()).make(all.resolve("busy-backups"), 0);
      } finally {
        enough.set(true);
        writer.join();
        desk.close();
      }
      assertThat(acknowledged.size()).as("it does not stop writers").isGreaterThan(before);
    }
    Path other = all.resolve("from-busy");
    restore(made, other);
    try (Store store = Store.at(other).activate(Kept.MODEL)) {
      for (Record record : acknowledged.subList(0, before)) {
        assertThat(store.find(record)).contains(record);
      }
      assertThat(number(store, "SELECT COUNT(*) FROM account"))
          .as("a row and its change come together or not at all")
          .isEqualTo(number(store, "SELECT COUNT(*) FROM parley_journal"));
    }
  }

  @Test
  void theDeskServesNobodyWithoutTheKey() throws IOException {
    Path busy = all.resolve("desk");
    try (Store store = Store.at(busy)) {
      CopyDesk desk = new CopyDesk(store.database(), busy);
      try {
        Path file = busy.resolve(CopyDesk.FILE);
        assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
        Files.writeString(file, Files.readString(file).split(" ")[0] + " " + "00".repeat(32));
        assertThatThrownBy(
                () ->
                    LiveCopy.request(
                        Kept.parley(busy),
                        Files.createDirectories(all.resolve("stolen")),
                        Kept.quiet()))
            .hasMessageContaining("that is not the key");
        assertThat(all.resolve("stolen/db")).doesNotExist();
      } finally {
        desk.close();
      }
    }
  }

  @Test
  void everyDamageIsNoticedBeforeAnythingIsTouched() throws IOException {
    Path target = all.resolve("untouched");
    Kept.copy(data, target);
    SortedMap<String, String> before = Kept.tree(target);
    Random dice = new Random(7);
    List<String> files = new ArrayList<>(Kept.tree(backup).keySet());
    for (String always : List.of(Json.FILE, Checksums.FILE, "db/service.properties")) {
      files.add(always);
    }
    Path bad = all.resolve("bad");
    for (int round = 0; round < 40; round++) {
      String file =
          round < 6
              ? files.get(files.size() - 1 - round / 2)
              : files.get(dice.nextInt(files.size()));
      byte[] bytes = Files.readAllBytes(backup.resolve(file));
      if (bytes.length == 0) {
        continue;
      }
      Kept.copy(backup, bad);
      if (dice.nextInt(3) == 0) {
        bytes = java.util.Arrays.copyOf(bytes, dice.nextInt(bytes.length));
      } else {
        bytes[dice.nextInt(bytes.length)] ^= (byte) (1 << dice.nextInt(8));
      }
      Files.write(bad.resolve(file), bytes);
      refused(bad, target, "");
    }
    Kept.copy(backup, bad);
    Files.delete(bad.resolve("db/service.properties"));
    refused(bad, target, "db/service.properties is missing");
    Kept.copy(backup, bad);
    Files.writeString(bad.resolve("db/added"), "");
    refused(bad, target, "db/added is not in the list");
    Kept.copy(backup, bad);
    Files.delete(bad.resolve(Checksums.FILE));
    refused(bad, target, "never finished");
    refused(all.resolve("nowhere"), target, "There is no folder");

    assertThat(Kept.tree(target)).isEqualTo(before);
  }

  private static void refused(Path bad, Path target, String why) {
    Throwable refusal = catchThrowable(() -> restore(bad, target));
    assertThat(refusal).isInstanceOf(Refusal.class).hasMessageContaining(why);
    assertThat(((Refusal) refusal).code()).isEqualTo(Refusal.UNFIT);
  }

  @Test
  void whatIsForeignIsRefused() throws IOException {
    Path target = all.resolve("foreign-target");
    for (String[] change :
        new String[][] {
          {"\"format\" : 1", "\"format\" : 2", "format 2"},
          {"\"kind\" : \"backup\"", "\"kind\" : \"export\"", "is not a backup"},
          {"\"database\" : \"derby\"", "\"database\" : \"postgresql\"", "is of postgresql"},
          {"\"schemaStep\" : ", "\"schemaStep\" : 99", "newer than this one"}
        }) {
      Path foreign = all.resolve("foreign");
      Kept.copy(backup, foreign);
      Path manifest = foreign.resolve(Json.FILE);
      Files.writeString(manifest, Files.readString(manifest).replace(change[0], change[1]));
      Files.delete(foreign.resolve(Checksums.FILE));
      Checksums.write(foreign, done -> {});
      refused(foreign, target, change[2]);
    }
    assertThat(target.resolve("db")).doesNotExist();
  }

  @Test
  void dataInUseIsNotReplaced() throws IOException {
    Path target = all.resolve("used");
    try (DataLock lock = DataLock.take(target)) {
      Throwable refusal = catchThrowable(() -> restore(backup, target));
      assertThat(refusal).hasMessageContaining("is in use");
      assertThat(((Refusal) refusal).code()).isEqualTo(Refusal.IN_USE);
    }
  }

  @Test
  void asManyBackupsStayAsAreAskedFor() throws IOException, SQLException {
    Path folder = all.resolve("many");
    Files.createDirectories(folder.resolve("parley-notes"));
    List<Path> made = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      made.add(new Backup(Kept.parley(data), Kept.quiet()).make(folder, 2));
    }
    try (var left = Files.list(folder)) {
      assertThat(left)
          .containsExactlyInAnyOrder(made.get(2), made.get(3), folder.resolve("parley-notes"));
    }
  }

  /** Killed after each of its steps, a restore is not begun or is finished by the next start. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6})
  void aRestoreThatWasKilledIsDoneOrUndone(int step) throws IOException {
    Path target = all.resolve("killed-" + step);
    for (String entry : List.of("db", "shell")) {
      put(target.resolve(entry), "old");
      put(target.resolve("incoming").resolve(entry), "new");
    }
    Path aside = target.resolve("replaced-2026-01-01T00-00-00Z");
    if (step > 0) {
      Files.writeString(target.resolve("incoming.ready"), aside.getFileName() + "\n");
    }
    if (step > 1) {
      Files.createDirectories(aside);
    }
    List<String> moves = List.of("db", "shell");
    for (int move = 0; move < 4 && move < step - 2; move++) {
      String entry = moves.get(move / 2);
      if (move % 2 == 0) {
        Files.move(target.resolve(entry), aside.resolve(entry));
      } else {
        Files.move(target.resolve("incoming").resolve(entry), target.resolve(entry));
      }
    }
    Incoming incoming = new Incoming(target);
    incoming.finish();
    incoming.finish();

    for (String entry : moves) {
      assertThat(Files.readString(target.resolve(entry).resolve("file")))
          .isEqualTo(step == 0 ? "old" : "new");
      if (step > 0) {
        assertThat(Files.readString(aside.resolve(entry).resolve("file"))).isEqualTo("old");
      }
    }
    assertThat(target.resolve("incoming.ready")).doesNotExist();
    assertThat(Files.exists(target.resolve("incoming"))).isEqualTo(step == 0);
    assertThat(incoming.begin()).isEmptyDirectory();
    Durable.remove(target);
  }

  private static void put(Path folder, String text) throws IOException {
    Files.writeString(Files.createDirectories(folder).resolve("file"), text);
  }
}
