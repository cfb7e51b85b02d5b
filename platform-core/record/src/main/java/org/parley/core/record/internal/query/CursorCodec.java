// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.query;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.parley.api.error.ParleyException;
import org.parley.core.record.Field;
import org.parley.core.record.Selection;
import org.parley.core.record.Shape;

/**
 * Cursors as clients hold them. They outlive restarts and hold on every node, so there is no secret
 * in them: a forged one is checked as strictly as any other input, and can only name a place in a
 * list that the caller may read anyway.
 *
 * @param type the record type's name
 */
public record CursorCodec(String type, String filter, String sort, List<Selection.Sort> order) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LONGEST = 20_000;

  /** The place of a row as an opaque text. */
  public String encode(Object[] keys, long id) {
    ObjectNode node = JSON.createObjectNode();
    ArrayNode array = node.putArray("k");
    for (Object key : keys) {
      if (key == null) {
        array.addNull();
      } else {
        array.add(key instanceof BigDecimal number ? number.toPlainString() : key.toString());
      }
    }
    node.put("i", id).put("s", blank(sort)).put("h", hash());
    try {
      return Base64.getUrlEncoder().withoutPadding().encodeToString(JSON.writeValueAsBytes(node));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * The place from which the row that a cursor names is still to come, for where nothing else of
   * its page is left.
   */
  public String including(Selection.Cursor cursor) {
    boolean back = cursor.before() != Selection.idDescending(order);
    return encode(cursor.keys(), back ? cursor.id() - 1 : cursor.id() + 1);
  }

  /** The place that one of two cursors names, null for none. */
  public Selection.Cursor decode(String after, String before) {
    if (after != null && before != null) {
      throw ParleyException.badRequest("bad_request", "A page is after or before a row, not both.");
    }
    if (before != null) {
      Selection.Cursor place = decode(before);
      return new Selection.Cursor(place.keys(), place.id(), true);
    }
    return after == null ? null : decode(after);
  }

  private Selection.Cursor decode(String cursor) {
    try {
      if (cursor.length() > LONGEST) {
        throw bad();
      }
      JsonNode node = JSON.readTree(Base64.getUrlDecoder().decode(cursor));
      boolean whole =
          node != null
              && node.isObject()
              && node.size() == 4
              && node.path("i").isIntegralNumber()
              && node.path("i").canConvertToLong()
              && node.path("h").isTextual()
              && node.path("s").isTextual()
              && node.path("k").isArray();
      if (!whole) {
        throw bad();
      }
      String sorted = node.path("s").asText();
      if (!sorted.equals(blank(sort))) {
        throw other(sorted);
      }
      if (node.path("k").size() != order.size() || !node.path("h").asText().equals(hash())) {
        throw bad();
      }
      Object[] keys = new Object[order.size()];
      for (int i = 0; i < keys.length; i++) {
        keys[i] = key(order.get(i).field(), node.path("k").path(i));
      }
      return new Selection.Cursor(keys, node.path("i").asLong());
    } catch (IOException | IllegalArgumentException | DateTimeException e) {
      throw bad();
    }
  }

  private static Object key(Field field, JsonNode node) {
    if (node.isNull()) {
      return null;
    }
    if (!node.isTextual()) {
      throw bad();
    }
    String text = node.asText();
    var column = field.kind().columns(field).get(field.kind().comparedColumn(field));
    Shape shape = column.shape();
    switch (shape) {
      case LONG:
        return Long.valueOf(text);
      case BOOLEAN:
        if (!text.equals("true") && !text.equals("false")) {
          throw bad();
        }
        return Boolean.valueOf(text);
      case DATE:
        return inRange(LocalDate.parse(text));
      case TIMESTAMP:
        Instant instant = Instant.parse(text);
        inRange(LocalDate.ofInstant(instant, java.time.ZoneOffset.UTC));
        return instant;
      case DECIMAL:
        BigDecimal number = new BigDecimal(text.length() > 40 ? "none" : text);
        long before = (long) number.precision() - number.scale();
        if (before > column.size() - column.scale() || number.scale() > column.scale()) {
          throw bad();
        }
        return number;
      default:
        if (text.length() > column.size() || text.indexOf(0) >= 0) {
          throw bad();
        }
        return text;
    }
  }

  private static LocalDate inRange(LocalDate date) {
    if (date.getYear() < 1 || date.getYear() > 9999) {
      throw bad();
    }
    return date;
  }

  private ParleyException other(String sorted) {
    return ParleyException.badRequest(
        "bad_cursor",
        "This cursor belongs to a list sorted by "
            + named(sorted)
            + ", and this one is sorted by "
            + named(blank(sort))
            + "; begin again without it.");
  }

  private static String named(String sort) {
    return sort.isEmpty() ? "id" : sort.length() > 200 ? sort.substring(0, 200) + "…" : sort;
  }

  /** Ties a cursor to the list it was given for; guards against mistakes, not against forgery. */
  private String hash() {
    return Integer.toHexString(Objects.hash(type, blank(filter), blank(sort)));
  }

  private static String blank(String text) {
    return text == null ? "" : text;
  }

  static ParleyException bad() {
    return ParleyException.badRequest(
        "bad_cursor", "This cursor belongs to no page of this list; begin again without it.");
  }
}
