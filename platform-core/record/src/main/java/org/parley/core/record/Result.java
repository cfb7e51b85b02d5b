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
 * @param allowed what the principal may do with it, where it was read by itself; else null
 */
public record Result(
    RecordType type,
    Record record,
    String title,
    Map<String, Link> links,
    Map<String, Included> included,
    Allowed allowed) {
  /** One of many, of which it is not told what may be done with it. */
  public Result(
      RecordType type,
      Record record,
      String title,
      Map<String, Link> links,
      Map<String, Included> included) {
    this(type, record, title, links, included, null);
  }

  /** The same with what may be done with it. */
  public Result with(Allowed known) {
    return new Result(type, record, title, links, included, known);
  }

  /** What may be done with a record, for showing: every call is checked again. */
  public record Allowed(boolean edit, boolean delete) {}

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
