// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.parley.api.record.Record;
import org.parley.api.record.Reference;
import org.parley.api.security.Principal;
import org.parley.core.record.Conversions.Choice;
import org.parley.core.record.Conversions.Made;
import org.parley.core.record.Conversions.Part;
import org.parley.core.record.Conversions.State;
import org.parley.core.record.ModelPlan;
import org.parley.core.record.Result;

class ConversionsTest {
  private static final String FIRM =
      """
      {format: 1, type: 'firm', label: 'Firm', title: '{name}', duplicates: [{same: ['name']}], fields: [
        {name: 'name', kind: 'text', max: 20, required: true, index: true},
        {name: 'worth', kind: 'integer'}]}
      """;

  private static final String PERSON =
      """
      {format: 1, type: 'person', label: 'Person', title: '{name}', fields: [
        {name: 'name', kind: 'text', max: 20, required: true},
        {name: 'vip', kind: 'boolean'},
        {name: 'firm', kind: 'reference', to: 'firm', inverse: 'people'}]}
      """;

  private static final String DEAL =
      """
      {format: 1, type: 'deal', label: 'Deal', title: '{name}', fields: [
        {name: 'name', kind: 'text', max: 10, required: true},
        {name: 'person', kind: 'reference', to: 'person', onDelete: 'restrict'}]}
      """;

  static final String LEAD =
      """
      {format: 1, type: 'lead', label: 'Lead', title: '{name}', fields: [
        {name: 'name', kind: 'text', max: 50, required: true},
        {name: 'company', kind: 'text', max: 50},
        {name: 'worth', kind: 'integer'},
        {name: 'status', kind: 'choice', default: 'new', choices: [{name: 'new'}, {name: 'done', label: 'Done'}]},
        {name: 'to_firm', kind: 'reference', to: 'firm', inverse: 'leads'},
        {name: 'to_person', kind: 'reference', to: 'person', inverse: 'leads'},
        {name: 'to_deal', kind: 'reference', to: 'deal', inverse: 'leads'}],
       conversions: [{name: 'convert', label: 'Convert',
        into: [
          {type: 'firm', fields: {name: '{company}', worth: '{worth}'}},
          {type: 'person', fields: {name: '{name}', vip: true, firm: {made: 'firm'}}},
          {name: 'sale', type: 'deal', optional: true, fields: {name: '{company}: {name}', person: {made: 'person'}}}],
        set: {status: 'done'},
        links: {to_firm: 'firm', to_person: 'person', to_deal: 'sale'}}]}
      """;

  private final Room room = new Room(FIRM, PERSON, DEAL, LEAD);
  private final long lead = room.create("lead", "{name: 'Ann', company: 'Acme', worth: 7}");

  private State state() {
    return room.conversions.state(room.ada, "lead", lead, "convert");
  }

  private State convert(Map<String, Choice> choices) {
    return room.conversions.convert(room.ada, "lead", lead, 0, "convert", choices);
  }

  private static Choice fresh() {
    return new Choice(0, Map.of());
  }

  private Result undo() {
    return room.conversions.undo(room.ada, "lead", lead, "convert");
  }

  private Record made(State state, String name) {
    Made made =
        state.made().stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
    return room.get(made.link().type(), made.link().id()).record();
  }

  @Test
  void whatWouldBeMadeIsProposed() {
    long acme = room.create("firm", "{name: 'ACME'}");
    State state = state();
    assertThat(state.done()).isFalse();
    assertThat(state.parts())
        .extracting(part -> part.into().name())
        .containsExactly("firm", "person", "sale");
    Part firm = state.parts().get(0);
    assertThat(firm.fields()).containsEntry("name", "Acme").containsEntry("worth", 7L);
    assertThat(firm.matches()).extracting(match -> match.record().id()).containsExactly(acme);
    assertThat(firm.creates()).isTrue();
    assertThat(state.parts().get(1).fields()).containsEntry("vip", true).doesNotContainKey("firm");
    // As long as the field lets it be.
    assertThat(state.parts().get(2).fields()).containsEntry("name", "Acme: Ann");
  }

  @Test
  void allOfItIsOneTransaction() {
    int before = room.storage.commits;
    State state = convert(Map.of("sale", fresh()));
    assertThat(room.storage.commits).isEqualTo(before + 1);
    assertThat(state.done()).isTrue();
    assertThat(state.obstacle()).isNull();
    assertThat(state.made())
        .extracting(made -> made.link().title())
        .containsExactly("Acme", "Ann", "Acme: Ann");
    Record person = made(state, "person");
    assertThat(person.get("firm")).isEqualTo(new Reference("firm", made(state, "firm").id()));
    Record record = room.get("lead", lead).record();
    assertThat(record.get("status")).isEqualTo("done");
    assertThat(record.get("to_person")).isEqualTo(new Reference("person", person.id()));
    assertThat(record.version()).isEqualTo(2);
  }

  @Test
  void whatIsThereIsTakenAndWhatIsProposedCorrected() {
    long acme = room.create("firm", "{name: 'Acme'}");
    State state =
        convert(
            Map.of(
                "firm",
                new Choice(acme, Map.of()),
                "person",
                new Choice(0, Map.of("name", "Anna"))));
    assertThat(made(state, "firm").id()).isEqualTo(acme);
    assertThat(made(state, "person").get("name")).isEqualTo("Anna");
    assertThat(state.made()).hasSize(2);
    undo();
    assertThat(room.titles("firm", null)).containsExactly("Acme");
    assertThat(room.titles("person", null)).isEmpty();
  }

  @Test
  void whatDoesNotFitIsRefusedAndNothingIsWritten() {
    assertThat(
            Room.errors(catchThrowable(() -> convert(Map.of("person", new Choice(0, nameless()))))))
        .containsExactly("person.name required");
    assertThat(room.titles("firm", null)).isEmpty();
    assertThatThrownBy(() -> convert(Map.of("firm", new Choice(999, Map.of()))))
        .hasMessageContaining("There is no Firm 999");
    assertThatThrownBy(() -> convert(Map.of("dog", fresh()))).hasMessageContaining("dog");
    assertThatThrownBy(() -> room.conversions.state(room.ada, "lead", lead, "nothing"))
        .hasMessageContaining("no such conversion");
    assertThat(state().done()).isFalse();
  }

  private static Map<String, Object> nameless() {
    Map<String, Object> fields = new java.util.HashMap<>();
    fields.put("name", null);
    return fields;
  }

  @Test
  void twoAtOnceConvertOnce() {
    room.storage.meanwhile = () -> convert(Map.of());
    assertThatThrownBy(() -> convert(Map.of())).hasMessageContaining("converted already");
    assertThat(room.titles("person", null)).hasSize(1);
    assertThatThrownBy(() -> convert(Map.of())).hasMessageContaining("converted already");
  }

  @Test
  void linksAreSetByTheConversionAlone() {
    long acme = room.create("firm", "{name: 'Acme'}");
    assertThat(
            Room.errors(catchThrowable(() -> room.update("lead", lead, "{to_firm: " + acme + "}"))))
        .containsExactly("to_firm read_only");
  }

  @Test
  void itIsTakenBack() {
    convert(Map.of("sale", fresh()));
    Result back = undo();
    assertThat(back.record().get("status")).isEqualTo("new");
    assertThat(back.record().get("to_firm")).isNull();
    for (String type : List.of("firm", "person", "deal")) {
      assertThat(room.titles(type, null)).as(type).isEmpty();
    }
    assertThatThrownBy(this::undo).hasMessageContaining("has not been converted");
    assertThat(convert(Map.of()).done()).isTrue();
    assertThat(undo().record().get("status")).isEqualTo("new");
  }

  @Test
  void itIsNotTakenBackOnceSomebodyHasGoneOn() {
    State state = convert(Map.of("sale", fresh()));
    long person = made(state, "person").id();
    long deal = room.create("deal", "{name: 'More', person: " + person + "}");
    assertThat(state().obstacle()).isEqualTo("Deal More refers to Person Ann by now.");
    assertThatThrownBy(this::undo).hasMessageContaining("Deal More");
    room.update("deal", deal, "{person: null}");
    assertThat(state().obstacle()).isNull();
    room.update("person", person, "{vip: false}");
    assertThatThrownBy(this::undo).hasMessageContaining("Person Ann has been changed since");
    assertThat(room.get("lead", lead).record().get("status")).isEqualTo("done");
  }

  @Test
  void whatTheRecordSaysMustStillBeWhatTheConversionSaid() {
    convert(Map.of());
    room.update("lead", lead, "{worth: 8}");
    assertThat(state().obstacle()).isNull();
    room.update("lead", lead, "{status: 'new'}");
    assertThat(state().obstacle()).isEqualTo("Status has been changed since.");
  }

  @Test
  void nobodyConvertsWhatTheyMayNotRead() {
    Principal guest =
        new Principal(Principal.Kind.USER, room.ada.userId(), "ada", java.util.Set.of("read"));
    assertThatThrownBy(() -> room.conversions.convert(guest, "lead", lead, 0, "convert", Map.of()))
        .hasMessageContaining("There is no record type lead");
    assertThat(room.titles("person", null)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{company}|{nonsense}|unknown_field",
        "type: 'firm'|type: 'nothing'|unknown_type",
        "vip: true|vip: 'maybe'|bad_value",
        "to_deal: 'sale'|to_deal: 'firm'|bad_target",
        "firm: {made: 'firm'}|firm: {made: 'sale'}|bad_target",
        "status: 'done'|status: 'else'|bad_value",
        "worth: '{worth}'|weight: '{worth}'|unknown_field"
      })
  void whatDoesNotFitTheTypesIsReported(String good, String bad, String code) {
    ModelPlan plan =
        room.models.plan(List.of(Room.layer("test", FIRM, PERSON, DEAL, LEAD.replace(good, bad))));
    assertThat(plan.problems()).extracting(ModelPlan.Problem::code).contains(code);
  }
}
