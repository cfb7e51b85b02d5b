// SPDX-License-Identifier: Apache-2.0
package org.parley.core.plugin.internal.hook;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * What was counted of one plugin's hooks since the start, over all its versions.
 *
 * @param abandoned threads that hang now, in whatever version
 */
public record HookCounters(LongAdder calls, LongAdder failures, AtomicInteger abandoned) {
  public HookCounters() {
    this(new LongAdder(), new LongAdder(), new AtomicInteger());
  }
}
