// SPDX-License-Identifier: Apache-2.0
package org.parley.service;

import java.util.Set;
import org.osgi.service.component.annotations.Component;
import org.parley.spi.record.BeforeHook;
import org.parley.spi.record.Decision;
import org.parley.spi.record.Draft;
import org.parley.spi.record.HookContext;

/** Notes when a case was solved, and forgets it when the case is opened again. */
@Component(property = BeforeHook.TYPES + "=case")
public final class Solved implements BeforeHook {
  private static final Set<String> OVER = Set.of("solved", "closed");

  @Override
  public Decision before(Draft draft, HookContext context) {
    boolean writes =
        draft.operation() == Draft.Operation.CREATE || draft.operation() == Draft.Operation.UPDATE;
    if (!writes || !draft.changes("status") || draft.changes("solved_at")) {
      return Decision.proceed();
    }
    boolean over = OVER.contains(String.valueOf(draft.fields().get("status")));
    boolean noted = draft.fields().get("solved_at") != null;
    return over == noted
        ? Decision.proceed()
        : Decision.proceed().set("solved_at", over ? context.now() : null);
  }
}
