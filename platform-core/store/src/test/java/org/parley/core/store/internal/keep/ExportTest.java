// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.keep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.parley.api.record.Record;
import org.parley.core.store.internal.Store;

/** Everything goes out in its original form, and comes in again as it was. */
class ExportTest {
  private static Path all;
  private static Path data;

  @BeforeAll
  static void fill() throws IOException {
    all = Kept.folder("export");
    data = all.resolve("data");
    Kept.fill(data);
  }

  @Test
  void exportImportExportIsTheSameByteForByte() throws IOException, SQLException {
    Path first = all.resolve("first");
    Path second = all.resolve("second");
    Path other = all.resolve("other");
    new Export(Kept.parley(data), Kept.quiet()).to(first, true);
    new Import(Kept.parley(other), Kept.quiet()).from(first);
    new Export(Kept.parley(other), Kept.quiet()).to(second, true);

    assertThat(Kept.tree(second)).isEqualTo(Kept.tree(first));
    assertThat(Kept.tree(first).keySet())
        .contains(
            "csv/account.csv",
            "core/parley_journal_personal.csv",
            "core/parley_credential.csv",
            "plugins/acme-warranty-1.0.0-abababababab.jar",
            "sql/schema-derby.sql",
            "README.txt");
    goesOn(other);
  }

  /** The imported system works: the same model, unique values, history, and ids that go on. */
  private static void goesOn(Path other) {
    try (Store store = Store.at(other).activate(Kept.MODEL)) {
      long greatest =
          store.database().read(c -> Engine.number(c, "SELECT MAX(record_id) FROM parley_journal"));
      long position =
          store
              .database()
              .read(c -> Engine.number(c, "SELECT MAX(journal_position) FROM parley_journal"));
      assertThatThrownBy(() -> store.create("account", "name", "Twice", "code", "B"))
          .hasMessageContaining("has this value already");
      Record added = store.create("account", "name", "New", "code", "C");
      assertThat(added.id()).isGreaterThan(greatest);
      assertThat(store.history(added).get(0).position()).isGreaterThan(position);
      assertThat(store.history(store.update(added, "name", "Newer"))).hasSize(2);
      assertThat(store.ledger().bytes(Kept.PLUGIN)).contains(Kept.JAR);
    }
  }

  @Test
  void aZipFileIsTheSameEachTimeAndComesInToo() throws IOException, SQLException {
    Path zip = all.resolve("whole.zip");
    Path again = all.resolve("again.zip");
    new Export(Kept.parley(data), Kept.quiet()).to(zip, false);
    new Export(Kept.parley(data), Kept.quiet()).to(again, false);
    assertThat(Files.mismatch(zip, again)).isEqualTo(-1);

    Path other = all.resolve("from-zip");
    new Import(Kept.parley(other), Kept.quiet()).from(zip);
    try (Store store = Store.at(other)) {
      assertThat(store.security().anyCredential()).as("secrets only on demand").isFalse();
    }
  }

  @Test
  void whatIsThereIsNeverWrittenOver() throws IOException, SQLException {
    Path target = Files.createDirectories(all.resolve("there"));
    assertThatThrownBy(() -> new Export(Kept.parley(data), Kept.quiet()).to(target, false))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("is there already");
    Path export = all.resolve("for-import");
    new Export(Kept.parley(data), Kept.quiet()).to(export, false);
    assertThatThrownBy(() -> new Import(Kept.parley(data), Kept.quiet()).from(export))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("There is data already");
  }

  @Test
  void aChangedExportIsRefused() throws IOException, SQLException {
    Path export = all.resolve("changed");
    new Export(Kept.parley(data), Kept.quiet()).to(export, false);
    Path file = export.resolve("csv/contact.csv");
    Files.writeString(file, Files.readString(file).replace("Changed", "Chanced"));
    Path other = all.resolve("not-made");

    assertThatThrownBy(() -> new Import(Kept.parley(other), Kept.quiet()).from(export))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("csv/contact.csv is damaged");
    assertThat(other.resolve("db")).doesNotExist();
  }
}
