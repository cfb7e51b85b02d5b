// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record;

import java.util.List;
import java.util.Map;
import org.parley.api.record.Record;

/**
 * A record as one principal may see it.
 *
 * @param type as in force when it was read
 * @param record with the fields asked for
 * @param title made from the type's template
 * @param links by reference field, where it points
 * @param included by name, what the call asked to include
 */
public record Result(
    RecordType type,
    Record record,
    String title,
    Map<String, Link> links,
    Map<String, Included> included) {

  /** Where a reference points; the title is {@code {type} #{id}} where it may not be read. */
  public record Link(String type, long id, String title) {}

  /**
   * Records asked for along with another.
   *
   * @param many whether it is an inverse list; otherwise it holds at most one
   * @param next cursor of an inverse list's next page, or null
   */
  public record Included(boolean many, List<Result> items, String next) {}
}
