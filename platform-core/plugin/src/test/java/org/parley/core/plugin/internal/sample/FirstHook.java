// SPDX-License-Identifier: Apache-2.0
package org.parley.core.plugin.internal.sample;

import org.parley.spi.record.BeforeHook;
import org.parley.spi.record.Decision;
import org.parley.spi.record.Draft;
import org.parley.spi.record.HookContext;

/** Marks the draft; packed into test plugins. */
public final class FirstHook implements BeforeHook {
  @Override
  public Decision before(Draft draft, HookContext context) {
    return Decision.proceed().set("by", "first");
  }
}
