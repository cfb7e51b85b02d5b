// SPDX-License-Identifier: Apache-2.0
package org.parley.core.rest.internal;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.servlet.http.HttpServletRequest;
import org.parley.api.error.ParleyException;

/**
 * The parameters after the question mark, strictly: a parameter that nobody reads, that comes twice
 * or that is no proper text is an error, not ignored.
 */
final class Query {
  private final Map<String, String> values;

  private Query(Map<String, String> values) {
    this.values = values;
  }

  static Query of(HttpServletRequest request, String... known) {
    return of(request.getQueryString(), known);
  }

  static Query of(String query, String... known) {
    Map<String, String> values = new HashMap<>();
    if (query != null && !query.isEmpty()) {
      for (String pair : query.split("&")) {
        if (pair.isEmpty()) {
          continue;
        }
        int equals = pair.indexOf('=');
        String name = decode(equals < 0 ? pair : pair.substring(0, equals));
        String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
        if (!Arrays.asList(known).contains(name)) {
          throw bad(
              "There is no parameter "
                  + shortened(name)
                  + (known.length == 0 ? "." : "; there are " + String.join(", ", known) + "."));
        }
        if (values.put(name, value) != null) {
          throw bad("The parameter " + name + " is given twice.");
        }
      }
    }
    return new Query(values);
  }

  /** A text, or null when it is left out or empty. */
  String text(String name) {
    String value = values.get(name);
    return value == null || value.isEmpty() ? null : value;
  }

  boolean flag(String name) {
    String value = text(name);
    if (value == null || "false".equals(value)) {
      return false;
    }
    if ("true".equals(value)) {
      return true;
    }
    throw bad("The parameter " + name + " is true or false, not " + shortened(value) + ".");
  }

  /** A whole number, or null when it is left out. */
  Integer number(String name, int least, int most) {
    String value = text(name);
    if (value == null) {
      return null;
    }
    if (value.matches("-?[0-9]{1,9}")) {
      int number = Integer.parseInt(value);
      if (number >= least && number <= most) {
        return number;
      }
    }
    throw bad(
        "The parameter "
            + name
            + " is a number from "
            + least
            + " to "
            + most
            + ", not "
            + shortened(value)
            + ".");
  }

  /** Names separated by commas, or null when it is left out. */
  Set<String> names(String name) {
    String value = text(name);
    return value == null ? null : new LinkedHashSet<>(Arrays.asList(value.split(",", -1)));
  }

  /** Names separated by commas in their order, none when it is left out. */
  List<String> list(String name) {
    String value = text(name);
    return value == null ? List.of() : List.of(value.split(",", -1));
  }

  private static String decode(String text) {
    byte[] bytes = new byte[text.length() * 3];
    int length = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%') {
        int high = i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
        int low = i + 2 < text.length() ? Character.digit(text.charAt(i + 2), 16) : -1;
        if (high < 0 || low < 0) {
          throw bad("The query has a % that is not followed by two hexadecimal digits.");
        }
        bytes[length++] = (byte) (high << 4 | low);
        i += 2;
      } else if (c < 0x80) {
        bytes[length++] = (byte) (c == '+' ? ' ' : c);
      } else {
        throw bad("The query holds a character that must be percent-encoded.");
      }
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(bytes, 0, length))
          .toString();
    } catch (CharacterCodingException e) {
      throw bad("The query is not percent-encoded UTF-8.");
    }
  }

  private static String shortened(String text) {
    return "\"" + (text.length() > 60 ? text.substring(0, 60) + "…" : text) + "\"";
  }

  private static ParleyException bad(String detail) {
    return ParleyException.badRequest("bad_request", detail);
  }
}
