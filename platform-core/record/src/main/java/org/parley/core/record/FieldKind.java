// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;
import org.parley.api.error.ParleyException;

/**
 * What a kind of field means: its values, their JSON form, the columns they lie in and how they
 * compare. Stateless; called on any thread. The store knows columns and shapes only, so a new kind
 * needs nothing there.
 */
@ProviderType
public interface FieldKind {
  /** The name in descriptors, such as {@code longtext}. */
  String name();

  /** The columns of a field of this kind, in a fixed order. */
  List<Column> columns(Field field);

  /**
   * Turns JSON (String, Number, Boolean, Map, List; never null) into a value.
   *
   * @return null when it means empty, such as a blank text
   * @throws ParleyException of kind INVALID with one field error when it breaks a rule of the field
   */
  Object read(Field field, Object json);

  /** Turns a value into JSON. */
  Object write(Field field, Object value);

  /** A value as words on one line, for titles. */
  default String words(Field field, Object value) {
    return value.toString();
  }

  /** A value's columns, in the order of {@link #columns}; for null all are null. */
  Object[] split(Field field, Object value);

  /** The value that lies in columns, or null when it is empty. */
  Object join(Field field, Object[] columns);

  /** Which of {@link #columns} sorts and compares; -1 when lists cannot be sorted by it. */
  int comparedColumn(Field field);

  /**
   * A comparison in a filter, in terms of columns.
   *
   * @param path the reference fields to cross first, outermost first
   * @param arguments as text, as they stand in the filter, relative dates and {@code me} resolved
   * @throws ParleyException of kind BAD_REQUEST, code {@code bad_filter}, when they do not fit
   */
  Condition compare(List<Field> path, Field field, Operator operator, List<String> arguments);

  /**
   * A comparison of a part of the value, which a filter names after a dot: {@code address.city}.
   *
   * @throws ParleyException of kind BAD_REQUEST, code {@code bad_filter}, when there is no such
   *     part
   */
  default Condition comparePart(
      List<Field> path, Field field, String part, Operator operator, List<String> arguments) {
    throw ParleyException.badRequest(
        "bad_filter", "In the filter, " + field.name() + " has no part " + part + ".");
  }

  /** The parts that {@link #comparePart} knows. */
  default List<String> parts(Field field) {
    return List.of();
  }
}
