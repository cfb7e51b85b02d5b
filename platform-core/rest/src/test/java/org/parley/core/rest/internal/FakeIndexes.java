// SPDX-License-Identifier: Apache-2.0
package org.parley.core.rest.internal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.parley.api.error.ParleyException;
import org.parley.api.security.Principal;
import org.parley.core.record.Indexes;
import org.parley.core.record.ModelPlan.SchemaStep;

/** Builds any index at once. */
final class FakeIndexes implements Indexes {
  private final List<Built> built = new ArrayList<>();

  @Override
  public List<Built> built() {
    return List.copyOf(built);
  }

  @Override
  public Plan plan(String type, String field) {
    return new Plan(
        type,
        field,
        1_000_000,
        List.of(new SchemaStep("CREATE INDEX ix", "long", "Contacts waits for about 14 s")));
  }

  @Override
  public Built build(Principal principal, String type, String field) {
    Built index = new Built(type, field, principal.name(), Instant.EPOCH);
    built.add(index);
    return index;
  }

  @Override
  public void drop(String type, String field) {
    if (!built.removeIf(index -> index.type().equals(type) && index.field().equals(field))) {
      throw ParleyException.notFound("There is no such index.");
    }
  }
}
