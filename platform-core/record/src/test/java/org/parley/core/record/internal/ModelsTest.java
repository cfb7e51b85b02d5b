// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.parley.api.error.ParleyException;
import org.parley.core.record.Descriptor;
import org.parley.core.record.Layer;
import org.parley.core.record.Model;
import org.parley.core.record.ModelPlan;
import org.parley.core.record.ModelPlan.Difference;
import org.parley.core.record.Section;

class ModelsTest {
  private static final Layer BASE = Room.layer("parley-base", Room.ACCOUNT, Room.CONTACT);
  private static final String WARRANTY =
      """
      {format: 1, type: 'acme_warranty', title: '{number}',
       fields: [{name: 'number', kind: 'text', required: true},
                {name: 'account', kind: 'reference', to: 'account', inverse: 'warranties'}]}
      """;
  private static final String EXTENSION =
      """
      {format: 1, extends: 'account', fields: [{name: 'acme_until', kind: 'date'}],
       views: [{name: 'acme_ends', columns: ['title', 'acme_until'], sort: 'acme_until'}],
       layout: [{name: 'details', fields: ['acme_until'], after: 'name'}]}
      """;

  private final Room room = new Room();

  private static Layer acme(boolean quarantined, String type, String extension) {
    return new Layer(
        "acme-warranty",
        "1.0.0",
        "acme",
        quarantined,
        type == null ? List.of() : List.of(new Descriptor("t.json", Room.json(type))),
        extension == null ? List.of() : List.of(new Descriptor("e.json", Room.json(extension))));
  }

  private ModelPlan plan(Layer... layers) {
    return room.models.plan(List.of(layers));
  }

  @Test
  void anExtensionAddsFieldsViewsAndPlaces() {
    Model model = room.serve(BASE, acme(false, WARRANTY, EXTENSION));
    var account = model.type("account");
    assertThat(account.field("acme_until").plugin()).isEqualTo("acme-warranty");
    assertThat(account.views()).extracting(view -> view.name()).containsExactly("all", "acme_ends");
    assertThat(account.layout().get(0).fields()).startsWith("name", "acme_until", "code");
    assertThat(model.inverses("account"))
        .extracting(Model.Inverse::name)
        .containsExactlyInAnyOrder("branches", "contacts", "warranties");
    long id = room.create("account", "{name: 'A', acme_until: '2027-01-01'}");
    assertThat(room.titles("account", "acme_until==2027-01-01")).containsExactly("A");
    assertThat(room.get("account", id).title()).isEqualTo("A");
  }

  @Test
  void aRemovedPluginLeavesItsRecordsReadableAndItsFieldsHidden() {
    room.serve(BASE, acme(false, WARRANTY, EXTENSION));
    long account = room.create("account", "{name: 'A', acme_until: '2027-01-01'}");
    long warranty = room.create("acme_warranty", "{number: 'W1', account: " + account + "}");
    Model model = room.serve(BASE, acme(true, WARRANTY, EXTENSION));
    assertThat(model.type("acme_warranty").quarantined()).isTrue();
    assertThat(room.get("acme_warranty", warranty).links().get("account").title()).isEqualTo("A");
    assertThatThrownBy(() -> room.update("acme_warranty", warranty, "{number: 'W2'}"))
        .isInstanceOfSatisfying(
            ParleyException.class, e -> assertThat(e.code()).isEqualTo("type_quarantined"));
    assertThatThrownBy(() -> room.create("account", "{name: 'B', acme_until: '2027-01-01'}"))
        .satisfies(e -> assertThat(Room.errors(e)).containsExactly("acme_until unknown_field"));
    assertThat(room.get("account", account).record().fields()).doesNotContainKey("acme_until");
    assertThat(model.type("account").views()).hasSize(1);
    assertThat(model.type("account").layout().get(0).fields()).doesNotContain("acme_until");
    room.update("account", account, "{name: 'A2'}");
    room.serve(BASE, acme(false, WARRANTY, EXTENSION));
    assertThat(room.get("account", account).record().get("acme_until")).hasToString("2027-01-01");
    assertThat(room.update("acme_warranty", warranty, "{number: 'W2'}").title()).isEqualTo("W2");
  }

  @Test
  void aPlanTellsWhatWouldChange() {
    room.serve(BASE);
    ModelPlan plan = plan(BASE, acme(false, WARRANTY, EXTENSION));
    assertThat(plan.problems()).isEmpty();
    assertThat(plan.steps()).isNotEmpty();
    assertThat(plan.types())
        .contains(
            new ModelPlan.TypeChange(
                "acme_warranty", "Acme warranty", "acme-warranty", Difference.ADD),
            new ModelPlan.TypeChange("account", "Account", "parley-base", Difference.CHANGE),
            new ModelPlan.TypeChange("contact", "Contact", "parley-base", Difference.KEEP));
    assertThat(plan.fields())
        .contains(
            new ModelPlan.FieldChange(
                "account", "acme_until", "date", "acme-warranty", Difference.ADD));
    assertThat(room.models.current().types()).doesNotContainKey("acme_warranty");
    room.models.activate(plan, model -> {});
    ModelPlan removal = plan(BASE, acme(true, WARRANTY, EXTENSION));
    assertThat(removal.types())
        .contains(
            new ModelPlan.TypeChange(
                "acme_warranty", "Acme warranty", "acme-warranty", Difference.QUARANTINE));
    assertThat(removal.fields())
        .contains(
            new ModelPlan.FieldChange(
                "account", "acme_until", "date", "acme-warranty", Difference.HIDE));
  }

  @Test
  void versionsGrowAndDigestsTellWhetherTheDatabaseFits() {
    Model one = room.serve(BASE, acme(false, WARRANTY, EXTENSION));
    Model other = room.serve(acme(false, WARRANTY, EXTENSION), BASE);
    assertThat(other.version()).isGreaterThan(one.version());
    assertThat(other.digest()).isEqualTo(one.digest());
    assertThat(room.serve(BASE, acme(true, WARRANTY, EXTENSION)).digest()).isEqualTo(one.digest());
    String longer = WARRANTY.replace("'text', required", "'text', max: 300, required");
    assertThat(room.serve(BASE, acme(false, longer, EXTENSION)).digest())
        .isNotEqualTo(one.digest());
  }

  @Test
  void narrowingAsksForAMajorVersion() {
    room.serve(BASE);
    Layer narrower =
        Room.layer(
            "parley-base",
            Room.ACCOUNT
                .replace("max: 100", "max: 50")
                .replace("{name: 'medical', label: 'Medical'}, ", "")
                .replace("{name: 'employees', kind: 'integer'},", "")
                .replace("'revenue', kind: 'money'", "'revenue', kind: 'money', required: true"),
            Room.CONTACT);
    ModelPlan plan = plan(narrower);
    assertThat(plan.problems()).isEmpty();
    assertThat(plan.warnings())
        .anyMatch(warning -> warning.contains("name of account becomes shorter"))
        .anyMatch(warning -> warning.contains("loses the choices medical"))
        .anyMatch(warning -> warning.contains("employees of account is left out"))
        .anyMatch(warning -> warning.contains("revenue of account becomes required"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{type: 'account', fields: []} | /type | type_taken",
        "{type: 'user', fields: []} | /type | type_taken",
        "{type: 'warranty', fields: []} | /type | missing_prefix",
        "{type: 'parley_x', fields: []} | /type | bad_name",
        "{type: 'Acme_X', fields: []} | /type | bad_name",
        "{type: 'acme_45678901234567890123456789012345678901', fields: []} | /type | name_too_long",
        "{type: 'acme_x', fields: [{name: 'a', kind: 'txet'}]} | /fields/0/kind | unknown_kind",
        "{type: 'acme_x', fields: [{name: 'owner', kind: 'text'}]} | /fields/0/name | bad_name",
        "{type: 'acme_x', fields: [{name: 'a', kind: 'text'}, {name: 'a', kind: 'date'}]} |"
            + " /fields/1/name | duplicate_field",
        "{type: 'acme_x', fields: [{name: 'a', kind: 'reference', to: 'nix'}]} | /fields/0/to |"
            + " unknown_type",
        "{type: 'acme_x', fields: [{name: 'a', kind: 'reference'}]} | /fields/0/to | required",
        "{type: 'acme_x', fields: [{name: 'a', kind: 'reference', to: 'account', inverse:"
            + " 'contacts'}]} | /fields/0/inverse | duplicate_inverse",
        "{type: 'acme_x', fields: [{name: 'a', kind: 'reference', to: 'account', inverse: 'code'}]}"
            + " | /fields/0/inverse | duplicate_inverse",
        "{type: 'acme_x', fields: [{name: 'a', kind: 'reference', to: 'account', required: true,"
            + " onDelete: 'clear'}]} | /fields/0/onDelete | bad_value",
        "{type: 'acme_x', fields: [{name: 'a', kind: 'choice', choices: [{name: 'x'}, {name:"
            + " 'x'}]}]} | /fields/0/choices/1/name | duplicate_choice",
        "{type: 'acme_x', fields: [{name: 'a', kind: 'choice', default: 'y', choices: [{name:"
            + " 'x'}]}]} | /fields/0/default | bad_default",
        "{type: 'acme_x', fields: [{name: 'a', kind: 'date', default: 'soon'}]} | /fields/0/default"
            + " | bad_default",
        "{type: 'acme_x', fields: [{name: 'a', kind: 'integer', max: 3}]} | /fields/0/max |"
            + " not_applicable",
        "{type: 'acme_x', fields: [{name: 'a', kind: 'text', max: 5000}]} | /fields/0/max |"
            + " out_of_range",
        "{type: 'acme_x', fields: [{name: 'a', kind: 'longtext', unique: true}]} | /fields/0/unique"
            + " | not_applicable",
        "{type: 'acme_x', fields: [{name: 'a', kind: 'text', max: 4000, index: true}]} |"
            + " /fields/0/index | too_long",
        "{type: 'acme_x', fields: [{name: 'a', kind: 'decimal', precision: 3, scale: 4}]} |"
            + " /fields/0/scale | out_of_range",
        "{type: 'acme_x', title: '{b}', fields: [{name: 'a', kind: 'text'}]} | /title |"
            + " unknown_field",
        "{type: 'acme_x', fields: [{name: 'a', kind: 'text'}], views: [{name: 'v', columns:"
            + " ['title', 'b']}]} | /views/0/columns/1 | unknown_field",
        "{type: 'acme_x', fields: [{name: 'a', kind: 'text'}], views: [{name: 'v', columns: ['a'],"
            + " sort: 'b'}]} | /views/0/sort | bad_sort",
        "{type: 'acme_x', fields: [{name: 'a', kind: 'text'}], views: [{name: 'v', columns: ['a'],"
            + " filter: 'b==1'}]} | /views/0/filter | bad_filter",
        "{type: 'acme_x', fields: [{name: 'a', kind: 'text'}], layout: [{name: 's', fields:"
            + " ['b']}]} | /layout/0/fields/0 | unknown_field"
      })
  void whatIsWrongIsPointedAt(String type, String pointer, String code) {
    room.serve(BASE);
    ModelPlan plan = plan(BASE, acme(false, type, null));
    assertThat(plan.problems())
        .extracting(p -> p.plugin() + " " + p.file() + " " + p.pointer() + " " + p.code())
        .containsExactly("acme-warranty t.json " + pointer + " " + code);
    assertThat(plan.target()).isNull();
    assertThat(plan.steps()).isEmpty();
    assertThatThrownBy(() -> room.models.activate(plan, model -> {}))
        .isInstanceOf(ParleyException.class);
  }

  @Test
  void aTypeStaysWithThePluginThatHasIt() {
    room.serve(BASE);
    Layer thief = Room.layer("a-thief", Room.ACCOUNT);
    ModelPlan plan = plan(thief, BASE);
    assertThat(plan.problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.plugin()).isEqualTo("a-thief");
              assertThat(problem.message()).contains("parley-base");
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{extends: 'nix', fields: []} | /extends | unknown_type",
        "{extends: 'account', fields: [{name: 'until', kind: 'date'}]} | /fields/0/name |"
            + " missing_prefix",
        "{extends: 'account', fields: [{name: 'code', kind: 'date'}]} | /fields/0/name |"
            + " duplicate_field"
      })
  void whatIsWrongWithAnExtensionIsPointedAt(String extension, String pointer, String code) {
    assertThat(plan(BASE, acme(false, null, extension)).problems())
        .extracting(p -> p.file() + " " + p.pointer() + " " + p.code())
        .containsExactly("e.json " + pointer + " " + code);
  }

  @Test
  void aBrokenRemovedPluginHoldsNobodyUp() {
    ModelPlan plan =
        plan(BASE, acme(true, WARRANTY.replace("'account'", "'gone'"), "{extends: 'gone'}"));
    assertThat(plan.problems()).isEmpty();
    assertThat(plan.warnings()).hasSize(2);
    assertThat(plan.target().type("acme_warranty").fields()).containsKey("number");
  }

  @Test
  void reservedWordsOfDatabasesAreGoodNames() {
    List<String> fields = new ArrayList<>();
    for (String name : List.of("select", "order", "group", "user", "table", "end")) {
      fields.add("{name: '" + name + "', kind: 'text'}");
    }
    room.serve(Room.layer("p", "{type: 'order', fields: " + fields + "}"));
    long id = room.create("order", "{select: 'x', end: 'y'}");
    assertThat(room.get("order", id).record().get("end")).isEqualTo("y");
  }

  @Test
  void aTypeWithoutLayoutViewsAndTitleGetsThem() {
    Model model =
        room.serve(
            Room.layer("p", "{type: 'plain', fields: [{name: 'first_note', kind: 'text'}]}"));
    var plain = model.type("plain");
    assertThat(plain.label()).isEqualTo("Plain");
    assertThat(plain.plural()).isEqualTo("Plains");
    assertThat(plain.title()).isEqualTo("{first_note}");
    assertThat(plain.field("first_note").label()).isEqualTo("First note");
    assertThat(plain.layout())
        .containsExactly(new Section("details", "Details", List.of("first_note")));
    assertThat(plain.views().get(0).columns()).containsExactly("title", "first_note");
  }

  @Test
  void everyKindKnowsWhatNarrowsIt() {
    String wide =
        "{format: 1, type: 'wide', fields: ["
            + "{name: 'share', kind: 'percent', scale: 3},"
            + "{name: 'some', kind: 'choices', max: 3, choices: [{name: 'a'}, {name: 'b'}]},"
            + "{name: 'whom', kind: 'reference', to: ['user', 'team']}]}";
    room.serve(Room.layer("parley-wide", wide));
    String narrow =
        wide.replace("scale: 3", "scale: 2")
            .replace("max: 3", "max: 1")
            .replace(", {name: 'b'}", "")
            .replace("['user', 'team']", "'user'");
    assertThat(plan(Room.layer("parley-wide", narrow)).warnings())
        .anyMatch(warning -> warning.contains("share of wide has fewer digits"))
        .anyMatch(warning -> warning.contains("some of wide becomes shorter: 3 to 1"))
        .anyMatch(warning -> warning.contains("some of wide loses the choices b"))
        .anyMatch(warning -> warning.contains("whom of wide can point to fewer types"));
  }

  @org.junit.jupiter.params.ParameterizedTest
  @org.junit.jupiter.params.provider.CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "kind: 'sequence', format: 'C-00000' | format bad_value",
        "kind: 'sequence', required: true | required not_applicable",
        "kind: 'sequence', default: 'C-1' | default not_applicable",
        "kind: 'text', format: '{0}' | format not_applicable",
        "kind: 'choices' | choices required",
        "kind: 'choices', choices: [{name: 'a'}], index: true | index not_applicable",
        "kind: 'choices', choices: [{name: 'a'}], default: ['b'] | default bad_default",
        "kind: 'tags', unique: true | unique not_applicable",
        "kind: 'tags', max: 3 | max not_applicable",
        "kind: 'json', index: true | index not_applicable",
        "kind: 'richtext', index: true | index not_applicable",
        "kind: 'user', to: 'user' | to not_applicable",
        "kind: 'user', default: 7 | default not_applicable",
        "kind: 'reference', to: ['party', 'user'] | to bad_target",
        "kind: 'percent', scale: 32 | scale out_of_range",
        "kind: 'duration', default: 'long' | default bad_default",
        "kind: 'address', default: {town: 'x'} | default bad_default"
      })
  void attributesThatDoNotApplyAreRefused(String attributes, String problem) {
    String type = "{format: 1, type: 'odd', fields: [{name: 'field', " + attributes + "}]}";
    assertThat(plan(Room.layer("odd", type)).problems())
        .extracting(found -> found.pointer().replace("/fields/0/", "") + " " + found.code())
        .contains(problem);
  }
}
