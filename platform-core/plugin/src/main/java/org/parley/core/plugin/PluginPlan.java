// SPDX-License-Identifier: Apache-2.0
package org.parley.core.plugin;

import java.util.List;
import java.util.Map;
import org.parley.core.record.ModelPlan;

/**
 * What an upload or a removal would change; made without installing anything.
 *
 * @param action {@code install}, {@code upgrade}, {@code reattach}, {@code quarantine} or {@code
 *     none}
 * @param from the version in force now, or null
 * @param grants what it may do in its own name then, as a role's permissions say it
 * @param conflicts why it is not possible; empty when it is
 */
public record PluginPlan(
    String action,
    String id,
    String version,
    String label,
    String vendor,
    String from,
    List<BundleChange> bundles,
    List<ModelPlan.TypeChange> types,
    List<ModelPlan.FieldChange> fields,
    List<ModelPlan.SchemaStep> ddl,
    List<Contribution> contributions,
    Map<String, Object> grants,
    List<String> warnings,
    List<Conflict> conflicts) {

  /** A bundle that comes, goes or is replaced. */
  public record BundleChange(String name, String version, String change) {}

  /** Something it adds to the UI. */
  public record Contribution(String point, String label) {}

  /**
   * A reason why not.
   *
   * @param kind {@code refused} when the upload itself is at fault (422), {@code conflict} when
   *     something that is there stands in the way (409)
   * @param file file in the jar or manifest header at fault, or null
   * @param line line in the file, 0 where there is none
   */
  public record Conflict(
      String kind, String code, String message, String file, int line, String pointer) {}

  public boolean possible() {
    return conflicts.isEmpty();
  }
}
