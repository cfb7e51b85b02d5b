// SPDX-License-Identifier: Apache-2.0
package org.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.parley.api.record.Record;
import org.parley.api.security.Principal;
import org.parley.spi.record.BeforeHook;
import org.parley.spi.record.Decision;
import org.parley.spi.record.Draft;

/**
 * A hook can be called for any draft, any number of times, and is quick. A test of a plugin
 * implements this interface and says which hook and for which drafts it is meant.
 */
public interface BeforeHookContract {
  /** The hook, made afresh. */
  BeforeHook hook();

  /** The record type it takes part in. */
  String type();

  /** Fields of a record as they might be written; the first draft of every check. */
  Map<String, Object> fields();

  /** Records the hook may find when it reads. */
  default List<Record> records() {
    return List.of();
  }

  @Test
  @DisplayName("the hook always answers")
  default void alwaysAnswers() {
    for (Draft.Operation operation : Draft.Operation.values()) {
      assertThat(decide(draft(operation, fields()))).as("the answer to %s", operation).isNotNull();
    }
  }

  @Test
  @DisplayName("the hook takes a draft in which anything may be missing")
  default void takesEmptyFields() {
    assertThat(decide(draft(Draft.Operation.CREATE, Map.of()))).isNotNull();
    for (String field : fields().keySet()) {
      Map<String, Object> without = new HashMap<>(fields());
      without.remove(field);
      assertThat(decide(draft(Draft.Operation.CREATE, without)))
          .as("the answer without %s", field)
          .isNotNull();
      without.put(field, null);
      assertThat(decide(draft(Draft.Operation.UPDATE, without)))
          .as("the answer when %s is emptied", field)
          .isNotNull();
    }
  }

  @Test
  @DisplayName("the hook is pure: the same draft gets the same answer")
  default void isPure() {
    Draft draft = draft(Draft.Operation.CREATE, fields());
    BeforeHook hook = hook();
    Decision first = hook.before(draft, new ReadRecords(records()));
    assertThat(hook.before(draft, new ReadRecords(records()))).isEqualTo(first);
    assertThat(hook().before(draft, new ReadRecords(records()))).isEqualTo(first);
  }

  @Test
  @DisplayName("the hook is quick: far below its deadline")
  default void isQuick() {
    Draft draft = draft(Draft.Operation.CREATE, fields());
    BeforeHook hook = hook();
    hook.before(draft, new ReadRecords(records()));
    int calls = 100;
    long start = System.nanoTime();
    for (int i = 0; i < calls; i++) {
      hook.before(draft, new ReadRecords(records()));
    }
    assertThat(Duration.ofNanos((System.nanoTime() - start) / calls))
        .as("one call, on average over %s", calls)
        .isLessThan(Duration.ofMillis(BeforeHook.DEADLINE_MILLIS / 20));
  }

  private Decision decide(Draft draft) {
    return hook().before(draft, new ReadRecords(records()));
  }

  private Draft draft(Draft.Operation operation, Map<String, Object> fields) {
    Optional<Record> before =
        operation == Draft.Operation.CREATE
            ? Optional.empty()
            : Optional.of(new Record(type(), 1, 1, fields()));
    return new Draft(operation, type(), before, fields, Principal.SYSTEM);
  }
}
