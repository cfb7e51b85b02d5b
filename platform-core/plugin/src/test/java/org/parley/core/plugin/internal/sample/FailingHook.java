// SPDX-License-Identifier: Apache-2.0
package org.parley.core.plugin.internal.sample;

import org.parley.spi.record.BeforeHook;
import org.parley.spi.record.Decision;
import org.parley.spi.record.Draft;
import org.parley.spi.record.HookContext;

/** Cannot even be made. */
public final class FailingHook implements BeforeHook {
  public FailingHook() {
    throw new IllegalStateException("no such engine");
  }

  @Override
  public Decision before(Draft draft, HookContext context) {
    return Decision.proceed();
  }
}
