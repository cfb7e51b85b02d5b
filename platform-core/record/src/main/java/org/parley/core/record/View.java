// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record;

import java.util.List;
import java.util.Map;

/**
 * A named way to look at a type's records.
 *
 * @param kind {@code list}, {@code board} or {@code calendar}
 * @param columns field names, {@code title} among them
 * @param sort as in the REST reference, or null
 * @param filter FIQL, or null
 * @param plugin who added it
 * @param group of a board: the choice field its columns stand for, or null
 * @param sum of a board: the number its columns add up, or null
 * @param limits of a board: by choice how many records a column should hold at most
 * @param calendar of a calendar: which fields say when, else null
 */
public record View(
    String name,
    String label,
    String kind,
    List<String> columns,
    String sort,
    String filter,
    String plugin,
    String group,
    String sum,
    Map<String, Integer> limits,
    Calendar calendar) {
  /**
   * Which fields say when something is. At least one of start and day is there.
   *
   * @param start the datetime or date it begins, or null where all things last all day
   * @param end the field of the same kind it ends, or null
   * @param duration how long it takes, or null
   * @param day the date of what has no time of day, or null
   * @param color the choice field whose colours it has, or null
   * @param done the boolean field that says that it is over and done with, or null
   * @param place the text that says where, or null
   * @param preset what something new with a time of day begins with: JSON values by field
   */
  public record Calendar(
      String start,
      String end,
      String duration,
      String day,
      String color,
      String done,
      String place,
      Map<String, Object> preset) {
    public Calendar {
      preset = Map.copyOf(preset);
    }
  }

  public View {
    columns = List.copyOf(columns);
    limits = Map.copyOf(limits);
  }

  /** A list. */
  public View(
      String name,
      String label,
      String kind,
      List<String> columns,
      String sort,
      String filter,
      String plugin) {
    this(name, label, kind, columns, sort, filter, plugin, null, null, Map.of(), null);
  }

  /** The same with other columns. */
  public View with(List<String> shown) {
    return new View(name, label, kind, shown, sort, filter, plugin, group, sum, limits, calendar);
  }
}
