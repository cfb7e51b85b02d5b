// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record;

import java.util.List;
import java.util.Map;

/**
 * How records of a type stand in the timelines of the records they refer to: at which moment, and
 * what is shown of them there. Names of fields, null where there is none.
 *
 * @param at the datetime at which something took place; without it, or where it is empty, a record
 *     stands where it was made
 * @param kind a choice that tells the sort of it
 * @param icons icons by choice of {@code kind}
 * @param done a boolean that can be ticked
 * @param due a date by which it has to be done
 * @param text what was said, shown folded
 * @param fields what else is shown of it
 */
public record Timeline(
    String at,
    String kind,
    Map<String, String> icons,
    String done,
    String due,
    String text,
    List<String> fields) {
  public Timeline {
    icons = Map.copyOf(icons);
    fields = List.copyOf(fields);
  }
}
