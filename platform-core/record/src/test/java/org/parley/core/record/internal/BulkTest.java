// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.parley.core.record.RecordStore.BulkAnswer;
import org.parley.core.record.RecordStore.BulkRow;

/** Many rows in few transactions, and yet each row for itself. */
class BulkTest {
  private final Room room = new Room(Room.ACCOUNT, Room.CONTACT);

  @Test
  void rowsAreCommittedAHundredAtATime() {
    int before = room.storage.commits;
    List<BulkRow> rows = new ArrayList<>();
    for (int i = 0; i < 250; i++) {
      rows.add(create("{name: 'N" + i + "'}"));
    }

    List<BulkAnswer> answers = bulk("account", rows);

    assertThat(answers).allMatch(answer -> answer.failure() == null);
    assertThat(answers.get(249).result().title()).isEqualTo("N249");
    assertThat(room.storage.rows("account")).isEqualTo(250);
    assertThat(room.storage.commits - before).isEqualTo(3);
  }

  @Test
  void aRowThatIsRefusedFallsOutAlone() {
    int before = room.storage.commits;
    List<BulkAnswer> answers =
        bulk(
            "account",
            List.of(
                create("{name: 'A'}"),
                create("{employees: 3}"),
                create("{name: 'C', parent: 99}"),
                create("{name: 'D'}")));

    assertThat(Room.errors(answers.get(1).failure())).containsExactly("name required");
    assertThat(Room.errors(answers.get(2).failure())).containsExactly("parent no_such_record");
    assertThat(answers.get(0).result().title()).isEqualTo("A");
    assertThat(answers.get(3).result().title()).isEqualTo("D");
    assertThat(room.storage.commits - before).isEqualTo(1);
  }

  @Test
  void valuesThatMustBeUniqueAreLookedUpAtOnce() {
    long first = room.create("account", "{name: 'First', code: 'b'}");
    int counts = room.storage.counts;
    List<BulkAnswer> answers =
        bulk(
            "account",
            List.of(
                create("{name: 'A', code: 'a'}"),
                create("{name: 'B', code: 'B'}"),
                create("{name: 'C', code: 'c'}"),
                create("{name: 'D', code: 'c'}"),
                new BulkRow("update", first, 0, Room.json("{name: 'F', code: 'b'}"))));

    assertThat(Room.errors(answers.get(1).failure())).containsExactly("code not_unique");
    assertThat(Room.errors(answers.get(3).failure())).containsExactly("code not_unique");
    assertThat(answers.get(0).result().title()).isEqualTo("A");
    assertThat(answers.get(2).result().title()).isEqualTo("C");
    assertThat(answers.get(4).result().title()).isEqualTo("F");
    assertThat(room.storage.counts).isEqualTo(counts);
  }

  @Test
  void aRowThatOnlyTheDatabaseRefusesFallsOutAloneToo() {
    List<BulkRow> rows =
        List.of(create("{name: 'A'}"), create("{name: 'B', code: 'b'}"), create("{name: 'C'}"));
    room.storage.meanwhile = () -> room.create("account", "{name: 'First', code: 'b'}");

    List<BulkAnswer> answers = bulk("account", rows);

    assertThat(Room.errors(answers.get(1).failure())).containsExactly("code not_unique");
    assertThat(answers.get(0).result().title()).isEqualTo("A");
    assertThat(answers.get(2).result().title()).isEqualTo("C");
    assertThat(room.storage.rows("account")).isEqualTo(3);
  }

  @Test
  void aRowSeesWhatTheRowsBeforeItHaveWritten() {
    long account = room.create("account", "{name: 'A'}");
    room.create("contact", "{last_name: 'C', account: " + account + "}");
    List<BulkAnswer> answers =
        bulk(
            "account",
            List.of(
                new BulkRow("update", account, 1, Room.json("{name: 'B'}")),
                new BulkRow("update", account, 1, Room.json("{name: 'C'}")),
                new BulkRow("update", account, 2, Room.json("{name: 'D'}")),
                new BulkRow("delete", account, 3, Map.of()),
                new BulkRow("update", account, 0, Room.json("{name: 'E'}"))));

    assertThat(answers.get(0).result().record().version()).isEqualTo(2);
    assertThat(answers.get(1).failure().code()).isEqualTo("stale");
    assertThat(answers.get(2).result().record().version()).isEqualTo(3);
    assertThat(answers.get(3).failure()).isNull();
    assertThat(answers.get(3).result()).isNull();
    assertThat(answers.get(4).failure().code()).isEqualTo("not_found");
  }

  @Test
  void whatOthersChangeMeanwhileIsNotWrittenOver() {
    long account = room.create("account", "{name: 'A'}");
    room.storage.meanwhile = () -> room.storage.poke(account, "employees", 7L);

    List<BulkAnswer> answers =
        bulk("account", List.of(new BulkRow("update", account, 0, Room.json("{name: 'B'}"))));

    assertThat(answers.get(0).result().record().get("employees")).isEqualTo(7L);
    assertThat(answers.get(0).result().record().version()).isEqualTo(3);
  }

  private static BulkRow create(String fields) {
    return new BulkRow("create", 0, 0, Room.json(fields));
  }

  private List<BulkAnswer> bulk(String type, List<BulkRow> rows) {
    return room.records.bulk(room.ada, type, rows, false, "test");
  }
}
