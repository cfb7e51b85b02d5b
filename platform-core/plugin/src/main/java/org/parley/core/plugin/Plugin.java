// SPDX-License-Identifier: Apache-2.0
package org.parley.core.plugin;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * An installed plugin as an administrator sees it.
 *
 * @param id the bundle's symbolic name
 * @param health {@code ok} or {@code broken}
 * @param detail why it failed or is broken, and what to do; null otherwise
 * @param grants what it may do in its own name, as a role's permissions say it
 * @param operation what is being done with it now, or null
 */
public record Plugin(
    String id,
    String version,
    String label,
    String vendor,
    String category,
    String license,
    String description,
    State state,
    String health,
    String detail,
    Instant installedAt,
    String installedBy,
    List<String> types,
    List<String> extended,
    List<String> requires,
    Map<String, Object> grants,
    String previousVersion,
    Operation operation) {

  /** Where a plugin stands. */
  public enum State {
    ACTIVE,
    QUARANTINED,
    FAILED
  }

  /** A step under way; names as in the operation journal. */
  public record Operation(String kind, String step, Instant since) {}
}
