// SPDX-License-Identifier: Apache-2.0
package org.parley.core.event;

import java.util.Map;

/**
 * Something that happens and is shown live but is not a change of a record: a new model, a plugin's
 * state, progress. Not stored.
 *
 * @param kind {@code model}, {@code plugin} or {@code progress}
 * @param data JSON values
 */
public record Notice(String kind, Map<String, Object> data) {
  public Notice {
    data = Map.copyOf(data);
  }
}
