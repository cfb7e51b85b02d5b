// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.model;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The rules for names of types, fields, views and sections, and how they become labels. */
final class Names {
  /** What a name looks like; fixed for ever, as it becomes a table's or a column's name. */
  static final Pattern PATTERN = Pattern.compile("[a-z][a-z0-9_]{0,39}");

  /** Names that every type has already. */
  static final Set<String> RESERVED =
      Set.of(
          "id",
          "version",
          "type",
          "title",
          "created_at",
          "created_by",
          "modified_at",
          "modified_by",
          "owner",
          "team",
          "deleted_at");

  private Names() {}

  /** Why it is no name, or null when it is one. */
  static String misfit(String name) {
    if (name.length() > 40) {
      return "The name " + name.substring(0, 40) + "… is longer than 40 characters.";
    }
    if (!PATTERN.matcher(name).matches()) {
      return "The name \""
          + name
          + "\" must begin with a small letter and hold small letters, digits and _ only.";
    }
    if (name.startsWith("parley_")) {
      return "Names that begin with parley_ belong to the platform.";
    }
    return null;
  }

  /** A name as a person reads it: {@code first_name} is First name. */
  static String label(String name) {
    String words = name.replace('_', ' ').strip();
    return words.isEmpty()
        ? name
        : words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }
}
