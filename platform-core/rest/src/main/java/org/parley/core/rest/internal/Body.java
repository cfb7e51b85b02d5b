// SPDX-License-Identifier: Apache-2.0
package org.parley.core.rest.internal;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.servlet.http.HttpServletRequest;
import org.parley.api.error.ErrorKind;
import org.parley.api.error.ParleyException;

/** A request's JSON object: what is in it, and nothing that nobody asked for. */
final class Body {
  private final Map<String, Object> members;

  private Body(Map<String, Object> members) {
    this.members = members;
  }

  /** Reads the body, which may have these members and no others. */
  static Body read(HttpServletRequest request, String... known) throws IOException {
    return of(members(request), known);
  }

  /** Reads a body whose members somebody else knows. */
  static Map<String, Object> members(HttpServletRequest request) throws IOException {
    requireJson(request.getContentType());
    return Json.object(request.getInputStream());
  }

  static Body of(Map<String, Object> members, String... known) {
    for (String name : members.keySet()) {
      if (!List.of(known).contains(name)) {
        throw bad("\"" + name + "\" is not read here; there are " + String.join(", ", known) + ".");
      }
    }
    return new Body(members);
  }

  private static void requireJson(String type) {
    String plain = type == null ? "" : type.strip().toLowerCase(Locale.ROOT);
    String[] parts = plain.split(";", 2);
    boolean utf8 =
        parts.length == 1 || parts[1].isBlank() || parts[1].strip().matches("charset=\"?utf-8\"?");
    if (!parts[0].strip().equals("application/json") || !utf8) {
      throw new ParleyException(
          ErrorKind.MEDIA_TYPE, "media_type", "Send application/json in UTF-8.");
    }
  }

  String text(String name) {
    if (members.get(name) instanceof String text) {
      return text;
    }
    throw bad("\"" + name + "\" must be there and be a text.");
  }

  /** A text that may be left out, or null. */
  String textOrNull(String name) {
    return members.get(name) == null ? null : text(name);
  }

  /** An object that must be there; null values in it stay. */
  @SuppressWarnings("unchecked")
  Map<String, Object> object(String name) {
    if (members.get(name) instanceof Map<?, ?> object) {
      return (Map<String, Object>) object;
    }
    throw bad("\"" + name + "\" must be there and be an object.");
  }

  List<?> list(String name) {
    if (members.get(name) instanceof List<?> list) {
      return list;
    }
    throw bad("\"" + name + "\" must be there and be a list.");
  }

  /** A whole number above 0, or 0 when it is left out. */
  long number(String name) {
    Object value = members.get(name);
    if (value == null) {
      return 0;
    }
    if (value instanceof Long number && number > 0) {
      return number;
    }
    throw bad("\"" + name + "\" must be a whole number above 0.");
  }

  boolean has(String name) {
    return members.get(name) != null;
  }

  private static ParleyException bad(String detail) {
    return ParleyException.badRequest("bad_request", detail);
  }
}
