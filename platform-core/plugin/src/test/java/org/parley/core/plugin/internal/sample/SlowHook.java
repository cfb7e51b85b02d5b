// SPDX-License-Identifier: Apache-2.0
package org.parley.core.plugin.internal.sample;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.parley.spi.record.BeforeHook;
import org.parley.spi.record.Decision;
import org.parley.spi.record.Draft;
import org.parley.spi.record.HookContext;

/** Takes as many milliseconds as the draft's field says, and is not to be interrupted. */
public final class SlowHook implements BeforeHook {
  @Override
  public Decision before(Draft draft, HookContext context) {
    long millis = (Long) draft.fields().get("millis");
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (System.nanoTime() < end) {
      LockSupport.parkNanos(1_000_000);
    }
    return Decision.proceed().set("by", "slow");
  }
}
