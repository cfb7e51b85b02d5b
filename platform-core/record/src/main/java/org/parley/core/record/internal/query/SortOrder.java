// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.query;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.parley.api.error.ParleyException;
import org.parley.core.record.Field;
import org.parley.core.record.RecordType;
import org.parley.core.record.Selection;
import org.parley.core.record.internal.kind.Kinds;

/** Reads what a list is sorted by. */
public final class SortOrder {
  private static final int MOST = 3;
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z0-9_]+)}");

  private SortOrder() {}

  /** The order a text such as {@code -modified_at,last_name} asks for; none for null. */
  public static List<Selection.Sort> parse(RecordType type, String sort) {
    if (sort == null || sort.isBlank()) {
      return List.of();
    }
    String[] parts = sort.split(",", -1);
    if (parts.length > MOST) {
      throw bad("A list is sorted by at most " + MOST + " fields.");
    }
    List<Selection.Sort> order = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (String part : parts) {
      String stripped = part.strip();
      boolean descending = stripped.startsWith("-");
      String name = descending || stripped.startsWith("+") ? stripped.substring(1) : stripped;
      Field field = field(type, name);
      if (field.kind().comparedColumn(field) < 0) {
        throw bad("A list cannot be sorted by " + name + ".");
      }
      if (!seen.add(field.name())) {
        throw bad("The list is sorted by " + name + " twice.");
      }
      order.add(new Selection.Sort(field, descending));
    }
    return order;
  }

  /** Whether the database finds the rows in this order without sorting them. */
  public static boolean indexed(Field field) {
    return found(field) && field.to().isEmpty();
  }

  /** Whether the database finds the rows with some value of it without looking at all of them. */
  static boolean found(Field field) {
    return field == Kinds.ID || field != Kinds.VERSION && (field.index() || field.unique());
  }

  static Field field(RecordType type, String name) {
    return switch (name) {
      case "id" -> Kinds.ID;
      case "version" -> Kinds.VERSION;
      case "title" -> titleField(type);
      default -> known(type, name);
    };
  }

  private static Field known(RecordType type, String name) {
    Field field = type.fields().get(name);
    if (field == null || field.hidden()) {
      throw bad("The type " + type.name() + " has no field " + name + " to sort by.");
    }
    return field;
  }

  /** A title is sorted by the first field of its template. */
  private static Field titleField(RecordType type) {
    Matcher placeholder = PLACEHOLDER.matcher(type.title());
    if (!placeholder.find() || placeholder.group(1).equals("id")) {
      return Kinds.ID;
    }
    return known(type, placeholder.group(1));
  }

  static ParleyException bad(String detail) {
    return ParleyException.badRequest("bad_sort", detail);
  }
}
