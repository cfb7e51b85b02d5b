// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.parley.api.error.ParleyException;
import org.parley.core.record.internal.access.Access;
import org.parley.core.record.internal.model.AdministratorIndexes;
import org.parley.core.record.internal.model.CoreLayer;
import org.parley.core.record.internal.model.ServedModels;

/** What a list of a large type may ask for, and what an administrator can do about it. */
class ReachTest {
  private final Room room = new Room(Room.ACCOUNT, Room.CONTACT);
  private final AdministratorIndexes indexes =
      new AdministratorIndexes(room.storage, room.models, model -> {}, room.clock);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "account | - | - | -",
        "account | - | -name | -",
        "account | - | name,employees | -",
        "account | name==A*;code==x | -created_at | -",
        "account | name==A,parent==7 | - | -",
        "account | owner==me | name | -",
        "account | employees==3 | - | needs_index employees",
        "account | name==A;employees=gt=3 | name | needs_index employees",
        "account | name==A,employees==3 | name | needs_index employees",
        "account | - | employees | needs_index employees",
        "account | - | -revenue | needs_index revenue",
        "account | name==*A | - | too_wide name",
        "account | parent.name==A | - | too_wide parent.name",
        "account | - | parent | too_wide parent",
        "contact | notes==*x* | - | too_wide notes",
        "contact | notes==x | - | too_wide notes",
        "contact | - | version | too_wide version",
      })
  void whatNoIndexAnswersIsRefusedOfALargeType(
      String type, String filter, String sort, String refusal) {
    assertThatCode(() -> room.list(type, filter, sort)).doesNotThrowAnyException();
    large();
    if (refusal == null) {
      assertThatCode(() -> room.list(type, filter, sort)).doesNotThrowAnyException();
      return;
    }
    assertThatThrownBy(() -> room.list(type, filter, sort))
        .isInstanceOfSatisfying(
            ParleyException.class,
            e -> {
              assertThat(e.code() + " " + e.fields().get(0).field()).isEqualTo(refusal);
              assertThat(e.getMessage()).contains(e.fields().get(0).field());
            });
    room.storage.narrow = true;
    assertThatCode(() -> room.list(type, filter, sort)).doesNotThrowAnyException();
  }

  private void large() {
    room.storage.counted = 50_001;
    room.clock.pass(Duration.ofMinutes(2));
  }

  @Test
  void anIndexOfAnAdministratorMakesItPossible() {
    large();
    assertThat(indexes.plan("account", "employees").steps()).isNotEmpty();
    assertThat(room.models.current().type("account").field("employees").index()).isFalse();

    indexes.build(room.ada, "account", "employees");

    assertThatCode(() -> room.list("account", "employees==3", "-employees"))
        .doesNotThrowAnyException();
    assertThat(indexes.built())
        .extracting(index -> index.type() + "." + index.field() + " by " + index.by())
        .containsExactly("account.employees by ada");
  }

  @Test
  void itOutlivesUpgradesRestartsAndTheFieldItself() {
    indexes.build(room.ada, "account", "employees");
    String upgraded = Room.ACCOUNT.replace("'Accounts'", "'Companies'");
    room.serve(Room.layer("test", upgraded, Room.CONTACT));
    assertThat(room.models.current().type("account").field("employees").index()).isTrue();

    room.serve(Room.layer("test", Room.CONTACT.replaceAll("(?m)^.*'account'.*$", "")));
    room.serve(Room.layer("test", Room.ACCOUNT, Room.CONTACT));
    assertThat(room.models.current().type("account").field("employees").index()).isTrue();

    ServedModels restarted = new ServedModels(room.storage, CoreLayer.read(), Access::misfits);
    restarted.activate(
        restarted.plan(java.util.List.of(Room.layer("test", Room.ACCOUNT))), m -> {});
    assertThat(restarted.current().type("account").field("employees").index()).isTrue();
  }

  @Test
  void droppingItLeavesTheIndexesThatTypesDescribe() {
    indexes.build(room.ada, "account", "employees");
    indexes.drop("account", "employees");
    assertThat(room.models.current().type("account").field("employees").index()).isFalse();
    assertThat(room.storage.dropped).containsExactly("account.employees");

    indexes.build(room.ada, "account", "employees");
    String indexed =
        Room.ACCOUNT.replace(
            "'employees', kind: 'integer'", "'employees', kind: 'integer', index: true");
    room.serve(Room.layer("test", indexed, Room.CONTACT));
    indexes.drop("account", "employees");
    assertThat(room.models.current().type("account").field("employees").index()).isTrue();
    assertThat(room.storage.dropped).hasSize(1);
    assertThatThrownBy(() -> indexes.drop("account", "employees"))
        .hasMessageContaining("No administrator");
  }

  @ParameterizedTest
  @CsvSource({
    "nothing, x, unknown_type",
    "account, nothing, unknown_field",
    "account, name, conflict",
    "account, parent, not_indexable",
    "contact, notes, not_indexable"
  })
  void whatCannotHaveOneIsToldSo(String type, String field, String code) {
    assertThatThrownBy(() -> indexes.plan(type, field))
        .isInstanceOfSatisfying(ParleyException.class, e -> assertThat(e.code()).isEqualTo(code));
    assertThatThrownBy(() -> indexes.build(room.ada, type, field))
        .isInstanceOf(ParleyException.class);
    assertThat(room.storage.indexes()).isEmpty();
  }
}
