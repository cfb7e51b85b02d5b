// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.parley.core.record.ModelPlan;
import org.parley.core.record.RecordStore.BulkRow;
import org.parley.core.record.RecordStore.ListQuery;
import org.parley.core.record.Result;

class JunctionsTest {
  static final String DEAL =
      """
{format: 1, type: 'deal', title: '{name}', fields: [
  {name: 'name', kind: 'text', max: 20, required: true},
  {name: 'people', kind: 'many', through: 'deal_contact', source: 'deal', target: 'contact'}]}
""";

  static final String DEAL_CONTACT =
      """
      {format: 1, type: 'deal_contact', title: '{contact}', fields: [
        {name: 'deal', kind: 'reference', to: 'deal', required: true, onDelete: 'cascade'},
        {name: 'contact', kind: 'reference', to: 'contact', required: true, onDelete: 'cascade'},
        {name: 'role', kind: 'choice', choices: [{name: 'boss'}, {name: 'user'}]},
        {name: 'note', kind: 'text', max: 10}]}
      """;

  private final Room room = new Room(Room.ACCOUNT, Room.CONTACT, DEAL, DEAL_CONTACT);
  private final long ann = room.create("contact", "{last_name: 'Ann'}");
  private final long bob = room.create("contact", "{last_name: 'Bob'}");

  private Result.Included people(long deal) {
    return room.records
        .get(room.ada, "deal", deal, null, Set.of("people"))
        .included()
        .get("people");
  }

  /** Who is in a deal, in which role. */
  private List<String> told(long deal) {
    return people(deal).items().stream()
        .map(item -> item.title() + " " + item.record().get("role"))
        .toList();
  }

  private long deal(String people) {
    return room.create("deal", "{name: 'Deal', people: " + people + "}");
  }

  @Test
  void peopleComeAlongWithTheRecord() {
    int before = room.storage.commits;
    long deal = deal("[{contact: " + ann + ", role: 'boss'}, {contact: " + bob + "}]");
    assertThat(room.storage.commits).isEqualTo(before + 1);
    assertThat(told(deal)).containsExactly("Ann boss", "Bob null");
    assertThat(people(deal).many()).isTrue();
    assertThat(people(deal).items().get(0).included().get("contact").items())
        .extracting(Result::title)
        .containsExactly("Ann");
    assertThat(room.get("deal", deal).record().fields()).doesNotContainKey("people");
  }

  @Test
  void aListIsTheWhole() {
    long deal = deal("[{contact: " + ann + ", role: 'boss', note: 'x'}, {contact: " + bob + "}]");
    long first = people(deal).items().get(0).record().id();
    long cid = room.create("contact", "{last_name: 'Cid'}");
    Result changed =
        room.update(
            "deal",
            deal,
            "{people: [{contact: " + cid + "}, {contact: " + ann + ", role: 'user'}]}");
    assertThat(changed.record().version()).isEqualTo(2);
    assertThat(told(deal)).containsExactly("Ann user", "Cid null");
    assertThat(people(deal).items().get(0).record())
        .returns(first, org.parley.api.record.Record::id)
        .returns("x", record -> record.get("note"));
    room.update("deal", deal, "{people: [{id: " + first + ", contact: " + bob + "}]}");
    assertThat(told(deal)).containsExactly("Bob user");
    room.update("deal", deal, "{people: null}");
    assertThat(told(deal)).isEmpty();
    assertThat(
            room.records
                .list(
                    room.ada,
                    "deal_contact",
                    new ListQuery(null, null, null, null, null, null, false, true))
                .items())
        .hasSize(3);
  }

  @Test
  void theSameAgainIsNoChange() {
    String people = "[{contact: " + ann + ", role: 'boss'}]";
    long deal = deal(people);
    assertThat(room.update("deal", deal, "{people: " + people + "}").record().version())
        .isEqualTo(1);
    assertThat(room.update("deal", deal, "{name: 'New'}").record().version()).isEqualTo(2);
    assertThat(told(deal)).containsExactly("Ann boss");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'ann' | people wrong_kind",
        "[7] | people wrong_kind",
        "[{contact: 1, role: 'boss'}, {contact: 99}] | people[1].contact no_such_record",
        "[{contact: 1, role: 'king'}] | people[0].role unknown_choice",
        "[{contact: 1, note: '12345678901'}] | people[0].note too_long",
        "[{contact: 1, colour: 'red'}] | people[0].colour unknown_field",
        "[{contact: 1, deal: 7}] | people[0].deal read_only",
        "[{contact: 1}, {contact: 1}] | people[1].contact not_unique",
        "[{role: 'boss'}] | people[0].contact required",
        "[{contact: null}] | people[0].contact required",
        "[{contact: 'x'}] | people[0].contact wrong_kind",
        "[{id: 99, contact: 1}] | people[0].id no_such_record"
      })
  void errorsNameTheirPlace(String people, String error) {
    String here = people.replace("contact: 1,", "contact: " + ann + ",");
    here = here.replace("contact: 1}", "contact: " + ann + "}");
    String json = here;
    Throwable failure = catchThrowable(() -> deal(json));
    assertThat(Room.errors(failure)).containsExactly(error);
    assertThat(room.storage.rows("deal")).isZero();
    assertThat(room.storage.rows("deal_contact")).isZero();
  }

  @Test
  void allErrorsAreToldAtOnce() {
    Throwable failure =
        catchThrowable(
            () -> deal("[{contact: " + ann + ", role: 'x'}, {contact: " + bob + ", role: 'y'}]"));
    assertThat(Room.errors(failure))
        .containsExactly("people[0].role unknown_choice", "people[1].role unknown_choice");
  }

  @Test
  void tooManyAreRefused() {
    String many = "[" + "{contact: 1},".repeat(201).replaceAll(",$", "]");
    assertThat(Room.errors(catchThrowable(() -> deal(many)))).containsExactly("people too_many");
  }

  @Test
  void theHistoryTells() {
    long deal = deal("[{contact: " + ann + ", role: 'boss'}]");
    room.update("deal", deal, "{people: []}");
    var history = room.records.history(room.ada, "deal", deal, 10, null);
    assertThat(history.items().get(0).fields())
        .singleElement()
        .returns("people", change -> change.field())
        .returns(List.of(Map.of("contact", ann, "role", "boss")), change -> change.oldValue())
        .returns(null, change -> change.newValue());
    assertThat(history.titles()).containsEntry("contact/" + ann, "Ann");
  }

  @Test
  void rowsOfOneBulkCallSeeEachOther() {
    List<BulkRow> rows =
        List.of(
            new BulkRow("create", 0, 0, Room.json("{name: 'A', people: [{contact: " + ann + "}]}")),
            new BulkRow(
                "create", 0, 0, Room.json("{name: 'B', people: [{contact: " + ann + "}]}")));
    var answers = room.records.bulk(room.ada, "deal", rows, true, "test");
    assertThat(answers).extracting(answer -> answer.failure()).containsOnlyNulls();
    assertThat(told(answers.get(1).result().record().id())).containsExactly("Ann null");
  }

  @Test
  void itCanBeNeitherFilteredNorSortedBy() {
    assertThat(catchThrowable(() -> room.list("deal", "people==1", null)))
        .extracting("code")
        .isEqualTo("bad_filter");
    assertThat(catchThrowable(() -> room.list("deal", null, "people")))
        .extracting("code")
        .isEqualTo("bad_sort");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "through: 'nix', source: 'deal', target: 'contact' | /through unknown_type",
        "through: 'deal_contact', source: 'contact', target: 'contact' | /source bad_target",
        "through: 'deal_contact', source: 'nix', target: 'contact' | /source bad_target",
        "through: 'deal_contact', source: 'deal', target: 'role' | /target bad_target",
        "through: 'deal_contact', source: 'deal', target: 'deal' | /target bad_target",
        "through: 'deal_contact', source: 'deal' | /target required",
        "through: 'deal_contact', source: 'deal', target: 'contact', required: true | /required"
            + " not_applicable",
        "through: 'deal_contact', source: 'deal', target: 'contact', index: true | /index"
            + " not_applicable"
      })
  void aJunctionPointsToEitherSide(String attributes, String problem) {
    String deal =
        "{format: 1, type: 'deal', fields: [{name: 'people', kind: 'many', " + attributes + "}]}";
    ModelPlan plan =
        room.models.plan(
            List.of(Room.layer("test", Room.ACCOUNT, Room.CONTACT, deal, DEAL_CONTACT)));
    assertThat(plan.problems())
        .extracting(found -> found.pointer().replace("/fields/0", "") + " " + found.code())
        .contains(problem);
  }
}
