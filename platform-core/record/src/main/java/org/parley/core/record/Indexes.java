// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record;

import java.time.Instant;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;
import org.parley.api.error.ParleyException;
import org.parley.api.security.Principal;

/**
 * Indexes that an administrator has built over what plugins describe: a layer of their own, which
 * outlives restarts and upgrades. A service of the record room; called on any thread, one change at
 * a time.
 */
@ProviderType
public interface Indexes {
  /**
   * An index of an administrator.
   *
   * @param by who had it built
   */
  record Built(String type, String field, String by, Instant at) {}

  /**
   * What building one would mean.
   *
   * @param records how many records the table has, those in the trash included
   */
  record Plan(String type, String field, long records, List<ModelPlan.SchemaStep> steps) {
    public Plan {
      steps = List.copyOf(steps);
    }
  }

  /** Those there are, of all types. */
  List<Built> built();

  /**
   * What {@link #build} would do; changes nothing.
   *
   * @throws ParleyException NOT_FOUND, BAD_REQUEST or INVALID when there cannot be such an index,
   *     CONFLICT when there is one
   */
  Plan plan(String type, String field);

  /** Builds one and answers when lists are read by it; how long that takes is in the plan. */
  Built build(Principal principal, String type, String field);

  /**
   * Drops one that an administrator had built.
   *
   * @throws ParleyException NOT_FOUND when there is none
   */
  void drop(String type, String field);
}
