// SPDX-License-Identifier: Apache-2.0
package org.parley.testkit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.parley.spi.record.BeforeHook;
import org.parley.spi.record.Decision;

/** A good hook passes the contract; an impure, a careless and a mute one do not. */
class BeforeHookContractTest {

  @Nested
  class AGoodHook implements BeforeHookContract {
    @Override
    public BeforeHook hook() {
      return (draft, context) ->
          draft.fields().get("months") == null
              ? Decision.proceed().set("months", 24L)
              : Decision.proceed();
    }

    @Override
    public String type() {
      return "acme_warranty";
    }

    @Override
    public Map<String, Object> fields() {
      return Map.of("serial", "A-1", "months", 12L);
    }
  }

  @Test
  void aHookThatKeepsStateIsReported() {
    AtomicInteger calls = new AtomicInteger();
    BeforeHookContract contract =
        contractOf((draft, context) -> Decision.proceed().set("n", calls.incrementAndGet()));
    assertThatThrownBy(contract::isPure).isInstanceOf(AssertionError.class);
  }

  @Test
  void aHookThatTrustsItsDraftIsReported() {
    BeforeHookContract contract =
        contractOf(
            (draft, context) ->
                draft.fields().get("serial").toString().isEmpty()
                    ? Decision.refuse("empty")
                    : Decision.proceed());
    assertThatThrownBy(contract::takesEmptyFields).isInstanceOf(NullPointerException.class);
  }

  @Test
  void aHookThatDoesNotAnswerIsReported() {
    assertThatThrownBy(contractOf((draft, context) -> null)::alwaysAnswers)
        .isInstanceOf(AssertionError.class);
  }

  private static BeforeHookContract contractOf(BeforeHook hook) {
    return new BeforeHookContract() {
      @Override
      public BeforeHook hook() {
        return hook;
      }

      @Override
      public String type() {
        return "acme_warranty";
      }

      @Override
      public Map<String, Object> fields() {
        return Map.of("serial", "A-1");
      }
    };
  }
}
