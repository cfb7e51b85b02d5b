// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.parley.api.error.ErrorKind;
import org.parley.api.error.ParleyException;
import org.parley.core.event.Change;
import org.parley.core.record.HookSource;
import org.parley.core.record.RecordStore.BulkRow;
import org.parley.spi.record.BeforeHook;
import org.parley.spi.record.Decision;
import org.parley.spi.record.Decision.FurtherWrite;
import org.parley.spi.record.Draft;
import org.parley.spi.record.HookContext;

class HooksTest {
  private final Room room = new Room(Room.ACCOUNT, Room.CONTACT);

  private record Planted(String type, boolean guard, BeforeHook hook) implements HookSource.Hook {
    @Override
    public String plugin() {
      return "acme-hooks";
    }

    @Override
    public Decision before(Draft draft, HookContext context) throws HookSource.HookFailure {
      if (!draft.type().equals(type)) {
        return Decision.proceed();
      }
      try {
        return hook.before(draft, context);
      } catch (IllegalStateException e) {
        throw new HookSource.HookFailure("it threw", e);
      }
    }
  }

  private void plant(String type, boolean guard, BeforeHook hook) {
    room.hooks.add(new Planted(type, guard, hook));
  }

  @Test
  void aPatchCompletesADraftBeforeItIsValidated() {
    plant("contact", false, (draft, context) -> Decision.proceed().set("last_name", "Nobody"));
    plant(
        "contact",
        false,
        (draft, context) ->
            Decision.proceed().set("first_name", "Dear " + draft.fields().get("last_name")));
    assertThat(room.get("contact", room.create("contact", "{}")).title())
        .isEqualTo("Dear Nobody Nobody");
  }

  @Test
  void aVetoKeepsEverythingAsItWas() {
    long id = room.create("contact", "{last_name: 'A'}");
    plant(
        "contact",
        false,
        (draft, context) ->
            draft.operation() == Draft.Operation.TRASH
                ? Decision.refuse("Not this one.")
                : Decision.proceed());
    room.update("contact", id, "{last_name: 'B'}");
    assertThatThrownBy(() -> room.records.delete(room.ada, "contact", id, 0, "test"))
        .hasMessage("Not this one.")
        .isInstanceOfSatisfying(
            ParleyException.class, e -> assertThat(e.code()).isEqualTo("vetoed"));
    assertThat(room.get("contact", id).record().version()).isEqualTo(2);
  }

  @Test
  void furtherWritesComeAlongOrNothingDoes() {
    plant(
        "contact",
        false,
        (draft, context) ->
            Decision.proceed()
                .alsoWrite(
                    new FurtherWrite(
                        "account", 0, Map.of("name", draft.fields().get("last_name")))));
    int commits = room.storage.commits;
    room.create("contact", "{last_name: 'A'}");
    assertThat(room.titles("account", null)).containsExactly("A");
    assertThat(room.storage.commits).isEqualTo(commits + 1);
    plant("account", false, (draft, context) -> Decision.refuse("No more accounts."));
    assertThatThrownBy(() -> room.create("contact", "{last_name: 'B'}"))
        .hasMessageContaining("acme-hooks")
        .hasMessageContaining("No more accounts.");
    assertThat(room.storage.rows("contact")).isEqualTo(1);
  }

  @Test
  void hooksThatCallEachOtherForEverAreStopped() {
    plant(
        "account",
        false,
        (draft, context) ->
            Decision.proceed().alsoWrite(new FurtherWrite("account", 0, Map.of("name", "again"))));
    assertThatThrownBy(() -> room.create("account", "{name: 'A'}"))
        .hasMessageContaining("more writes than one may cause");
    assertThat(room.storage.rows("account")).isZero();
  }

  @Test
  void aBrokenHookIsSkippedAndABrokenGuardIsNot() {
    plant(
        "contact",
        false,
        (draft, context) -> {
          throw new IllegalStateException("broken");
        });
    plant("contact", false, (draft, context) -> Decision.proceed().set("vip", "perhaps"));
    plant("contact", false, (draft, context) -> Decision.proceed().set("created_at", null));
    plant("contact", false, (draft, context) -> null);
    room.create("contact", "{last_name: 'A'}");
    plant(
        "contact",
        true,
        (draft, context) -> {
          throw new IllegalStateException("broken");
        });
    assertThatThrownBy(() -> room.create("contact", "{last_name: 'B'}"))
        .hasMessageContaining("acme-hooks")
        .isInstanceOfSatisfying(
            ParleyException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(ErrorKind.UNAVAILABLE);
              assertThat(e.code()).isEqualTo("guard_unavailable");
            });
  }

  @Test
  void hooksAreAskedAgainWhenWhatTheyReadHasChanged() {
    long account = room.create("account", "{name: 'A', employees: 1}");
    AtomicInteger asked = new AtomicInteger();
    plant(
        "contact",
        false,
        (draft, context) -> {
          asked.incrementAndGet();
          Object employees = context.read("account", account).orElseThrow().get("employees");
          return Decision.proceed().set("score", employees);
        });
    room.storage.meanwhile = () -> room.storage.poke(account, "employees", 7L);
    long contact = room.create("contact", "{last_name: 'C'}");
    assertThat(asked).hasValue(2);
    assertThat(room.get("contact", contact).record().get("score")).hasToString("7");
  }

  @Test
  void whatKeepsChangingIsGivenUpAfterThreeTimes() {
    long account = room.create("account", "{name: 'A', employees: 1}");
    AtomicInteger asked = new AtomicInteger();
    plant(
        "contact",
        false,
        (draft, context) -> {
          context.find("account", "name==A", 10);
          room.storage.meanwhile = () -> room.storage.poke(account, "employees", 7L);
          asked.incrementAndGet();
          return Decision.proceed();
        });
    assertThatThrownBy(() -> room.create("contact", "{last_name: 'C'}"))
        .isInstanceOfSatisfying(
            ParleyException.class, e -> assertThat(e.code()).isEqualTo("conflict"));
    assertThat(asked).hasValue(4);
  }

  @Test
  void aHookSeesWhatChangesAndCannotReadAfterItsCall() {
    long id = room.create("contact", "{last_name: 'A', vip: true}");
    List<String> seen = new ArrayList<>();
    AtomicReference<HookContext> kept = new AtomicReference<>();
    plant(
        "contact",
        false,
        (draft, context) -> {
          kept.set(context);
          seen.add(draft.operation() + " " + draft.changes("last_name") + draft.changes("vip"));
          return Decision.proceed();
        });
    room.update("contact", id, "{last_name: 'B'}");
    assertThat(seen).containsExactly("UPDATE truefalse");
    assertThatThrownBy(() -> kept.get().read("contact", id))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aRecordRestoredAndChangedAtOnceIsRestored() {
    long id = room.create("contact", "{last_name: 'A'}");
    room.records.delete(room.ada, "contact", id, 0, "test");
    plant(
        "contact",
        false,
        (draft, context) ->
            draft.operation() == Draft.Operation.RESTORE
                ? Decision.proceed().alsoWrite(new FurtherWrite("contact", id, Map.of("vip", true)))
                : Decision.proceed());
    room.records.restore(room.ada, "contact", id, "test");
    assertThat(room.get("contact", id).record().get("vip")).isEqualTo(true);
    assertThat(room.records.history(room.ada, "contact", id, 1, null).items().get(0).operation())
        .isEqualTo(Change.Operation.RESTORE);
  }

  @Test
  void aRowWhoseHooksGoTooFarDoesNotCountAgainstTheNext() {
    plant(
        "account",
        false,
        (draft, context) ->
            "loop".equals(draft.fields().get("name"))
                ? Decision.proceed()
                    .alsoWrite(new FurtherWrite("account", 0, Map.of("name", "loop")))
                : Decision.proceed()
                    .alsoWrite(new FurtherWrite("contact", 0, Map.of("last_name", "x"))));
    var answers =
        room.records.bulk(
            room.ada,
            "account",
            List.of(
                new BulkRow("create", 0, 0, Map.of("name", "loop")),
                new BulkRow("create", 0, 0, Map.of("name", "fine"))),
            true,
            "test");
    assertThat(answers).extracting(answer -> answer.failure() != null).containsExactly(true, false);
  }
}
