// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.parley.api.error.ParleyException;
import org.parley.api.record.Record;
import org.parley.core.record.Field;
import org.parley.core.record.HookSource;
import org.parley.core.record.RecordStore.ListQuery;
import org.parley.core.record.Sealed;
import org.parley.spi.record.Decision;
import org.parley.spi.record.Draft;
import org.parley.spi.record.HookContext;

/** What goes into a secret field never comes out, whichever way one asks. */
class SecretsTest {
  private static final String TYPE =
      "{type: 'account', title: '{name} {key}', fields: [{name: 'name', kind: 'text'},"
          + " {name: 'key', kind: 'secret', max: 20}]}";

  private final Room room = new Room(TYPE);

  private Object told(Record record) {
    Field field = room.records.model().type("account").field("key");
    Object value = record.get("key");
    return value == null ? null : field.kind().write(field, value);
  }

  private Record read(long id) {
    return room.records.get(room.ada, "account", id, null, null).record();
  }

  @Test
  void isToldAsSetAndOpensWithTheVaultOnly() {
    long id = room.create("account", "{name: 'Shop', key: ' s3cret '}");
    assertThat(told(read(id))).isEqualTo(Map.of("set", true));
    Sealed sealed = (Sealed) read(id).get("key");
    assertThat(sealed.text()).doesNotContain("s3cret");
    assertThat(sealed).hasToString("•••");
    assertThat(new FakeVault().open(Sealed.purpose("account", "key"), sealed.text()))
        .isEqualTo(" s3cret ");
    assertThatThrownBy(() -> new FakeVault().open("account.other", sealed.text()))
        .isInstanceOf(IllegalStateException.class);
    assertThat(room.records.get(room.ada, "account", id, null, null).title()).isEqualTo("Shop •••");
  }

  @Test
  void staysWhereWhatWasAnsweredIsWrittenBack() {
    long id = room.create("account", "{name: 'Shop', key: 's3cret'}");
    Object before = read(id).get("key");
    room.update("account", id, "{name: 'Store', key: {set: true}}");
    assertThat(read(id).get("key")).isEqualTo(before);
    room.update("account", id, "{key: null}");
    assertThat(told(read(id))).isNull();
    assertThatThrownBy(() -> room.update("account", id, "{key: {set: true}}"))
        .isInstanceOfSatisfying(
            ParleyException.class, e -> assertThat(e.fields().get(0).field()).isEqualTo("key"));
  }

  @Test
  void refusesWhatIsNoText() {
    for (String key : List.of("1", "{set: false}", "[]", "'" + "x".repeat(21) + "'")) {
      assertThatThrownBy(() -> room.create("account", "{key: " + key + "}"))
          .isInstanceOf(ParleyException.class);
    }
  }

  @Test
  void findsByBeingEmptyOnly() {
    room.create("account", "{name: 'Shop', key: 's3cret'}");
    room.create("account", "{name: 'Other'}");
    assertThat(found("key=null=false")).containsExactly("Shop •••");
    assertThat(found("key=null=true")).containsExactly("Other");
    for (String filter : List.of("key==s3cret", "key==*", "key=in=(s3cret)", "key=gt=a")) {
      ParleyException refused = catchThrowableOfType(ParleyException.class, () -> found(filter));
      assertThat(refused.code()).isEqualTo("bad_filter");
    }
    assertThatThrownBy(
            () ->
                room.records.list(
                    room.ada,
                    "account",
                    new ListQuery(null, "key", null, null, 10, null, false, false)))
        .isInstanceOf(ParleyException.class);
  }

  private List<String> found(String filter) {
    return room
        .records
        .list(
            room.ada, "account", new ListQuery(filter, "name", null, null, 10, null, false, false))
        .items()
        .stream()
        .map(found -> found.title().strip())
        .toList();
  }

  @Test
  void theHistoryTellsTheChangeAndNotTheValue() {
    long id = room.create("account", "{name: 'Shop', key: 's3cret'}");
    room.update("account", id, "{key: 'another'}");
    String history = room.records.history(room.ada, "account", id, 10, null).items().toString();
    assertThat(history).contains("key", "set").doesNotContain("s3cret", "another");
  }

  @Test
  void hooksSeeThatItIsSet() {
    List<Object> seen = new ArrayList<>();
    room.hooks.add(
        new HookSource.Hook() {
          @Override
          public String plugin() {
            return "acme-hooks";
          }

          @Override
          public boolean guard() {
            return false;
          }

          @Override
          public Decision before(Draft draft, HookContext context) {
            seen.add(draft.fields().get("key"));
            return Decision.proceed();
          }
        });
    room.create("account", "{name: 'Shop', key: 's3cret'}");
    assertThat(seen.toString()).doesNotContain("s3cret").contains("•••");
  }

  @Test
  void aDescriptorGivesItNoDefaultNoIndexAndNoKey() {
    for (String attribute : List.of("default: 'x'", "index: true", "unique: true")) {
      assertThatThrownBy(
              () ->
                  new Room(
                      "{type: 'account', fields: [{name: 'name', kind: 'text'},"
                          + " {name: 'key', kind: 'secret', "
                          + attribute
                          + "}]}"))
          .hasMessageContaining("not_applicable");
    }
  }
}
