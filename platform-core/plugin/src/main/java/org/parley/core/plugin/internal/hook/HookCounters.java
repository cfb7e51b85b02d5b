// SPDX-License-Identifier: Apache-2.0
package org.parley.core.plugin.internal.hook;

import java.util.concurrent.atomic.LongAdder;

/** What was counted of one plugin's hooks since the start, over all its versions. */
public record HookCounters(LongAdder calls, LongAdder failures) {
  public HookCounters() {
    this(new LongAdder(), new LongAdder());
  }
}
