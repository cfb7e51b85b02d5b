// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What a record can be turned into, as its type's descriptor says it: records that are made or
 * found, and what the record itself says after that.
 *
 * @param into what is made, in this order: later ones may refer to earlier ones
 * @param set values of the record itself, as JSON
 * @param links by reference field of the record, the name of what it shall point to; the record is
 *     converted while one of them points somewhere
 */
public record Conversion(
    String name,
    String label,
    String icon,
    List<Into> into,
    Map<String, Object> set,
    Map<String, String> links) {
  /**
   * One record that is made, or found.
   *
   * @param name by which others refer to it
   * @param optional whether it may be left out
   * @param fields where its values come from
   */
  public record Into(String name, String type, boolean optional, Map<String, Source> fields) {
    public Into {
      fields = new LinkedHashMap<>(fields);
    }

    private Map<String, Source> from(Predicate<String> known) {
      Map<String, Source> rest = new LinkedHashMap<>(fields);
      rest.values()
          .removeIf(source -> source instanceof Source.Taken one && !known.test(one.field()));
      return rest;
    }
  }

  /** Where a value comes from. */
  public sealed interface Source {
    /** A field of the record, as it is. */
    record Taken(String field) implements Source {}

    /** A text with names of fields in braces. */
    record Told(String template) implements Source {}

    /** What an earlier part of the conversion has made or found. */
    record Made(String name) implements Source {}

    /** Always the same, as JSON. */
    record Fixed(Object value) implements Source {}
  }

  /** The same, taking values from these fields of the record alone. */
  public Conversion with(Predicate<String> fields) {
    List<Into> rest =
        into.stream()
            .map(one -> new Into(one.name(), one.type(), one.optional(), one.from(fields)))
            .toList();
    return new Conversion(name, label, icon, rest, set, links);
  }

  public Conversion {
    into = List.copyOf(into);
    set = new LinkedHashMap<>(set);
    links = new LinkedHashMap<>(links);
  }
}
