// SPDX-License-Identifier: Apache-2.0
package org.parley.core.plugin.internal.hook;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.parley.api.record.Record;
import org.parley.spi.record.HookContext;

/** A hook's context that ends with the call, so that a call left behind reads nothing any more. */
final class EndingContext implements HookContext {
  private volatile HookContext context;

  EndingContext(HookContext context) {
    this.context = context;
  }

  @Override
  public Instant now() {
    return live().now();
  }

  @Override
  public Optional<Record> read(String type, long id) {
    return live().read(type, id);
  }

  @Override
  public List<Record> find(String type, String filter, int limit) {
    return live().find(type, filter, limit);
  }

  void end() {
    context = null;
  }

  private HookContext live() {
    HookContext now = context;
    if (now == null) {
      throw new IllegalStateException("The call this context was for is over");
    }
    return now;
  }
}
