// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.kind;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.parley.core.record.Column;
import org.parley.core.record.Condition;
import org.parley.core.record.Field;
import org.parley.core.record.FieldKind;
import org.parley.core.record.Operator;
import org.parley.core.record.Shape;

/**
 * Any JSON value, for what programs keep. Canonical: names in order, numbers without needless
 * zeros, so that equal values are equal texts.
 */
final class JsonKind implements FieldKind {
  private static final int GREATEST = 65_536;
  private static final int DEEPEST = 20;
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(com.fasterxml.jackson.core.JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN);

  @Override
  public String name() {
    return "json";
  }

  @Override
  public List<Column> columns(Field field) {
    return List.of(new Column("", Shape.LONG_TEXT, GREATEST));
  }

  @Override
  public Object read(Field field, Object json) {
    Object value = canonical(field, json, 1);
    int size = text(value).getBytes(StandardCharsets.UTF_8).length;
    if (size > GREATEST) {
      throw Violation.of(
          field, "too_long", "has " + size + " bytes, at most " + GREATEST + " are allowed.");
    }
    return value;
  }

  private static Object canonical(Field field, Object json, int depth) {
    if (depth > DEEPEST) {
      throw Violation.of(field, "out_of_range", "is nested deeper than " + DEEPEST + ".");
    }
    if (json instanceof Map<?, ?> object) {
      Map<String, Object> sorted = new TreeMap<>();
      object.forEach(
          (name, value) ->
              sorted.put(whole(field, String.valueOf(name)), canonical(field, value, depth + 1)));
      return Collections.unmodifiableMap(sorted);
    }
    if (json instanceof List<?> list) {
      List<Object> items = new ArrayList<>();
      list.forEach(item -> items.add(canonical(field, item, depth + 1)));
      return Collections.unmodifiableList(items);
    }
    if (json instanceof String text) {
      return whole(field, text);
    }
    if (json instanceof Number) {
      return number(
          Digits.parse(json)
              .orElseThrow(() -> Violation.of(field, "out_of_range", "holds too long a number.")));
    }
    if (json == null || json instanceof Boolean) {
      return json;
    }
    throw Violation.wrongKind(field, "a JSON value");
  }

  private static Object number(BigDecimal number) {
    BigDecimal normal = Digits.normal(number);
    BigInteger whole = normal.scale() == 0 ? normal.toBigInteger() : null;
    return whole != null && whole.bitLength() < Long.SIZE ? (Object) whole.longValue() : normal;
  }

  /** Control characters are written as escapes; half a character cannot be written at all. */
  private static String whole(Field field, String text) {
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      throw Violation.of(field, "wrong_kind", "holds half of a character.");
    }
    return text;
  }

  private static String text(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("No JSON value", e);
    }
  }

  @Override
  public Object write(Field field, Object value) {
    return value;
  }

  @Override
  public Object[] split(Field field, Object value) {
    return new Object[] {value == null ? null : text(value)};
  }

  @Override
  public Object join(Field field, Object[] columns) {
    if (columns[0] == null) {
      return null;
    }
    try {
      return canonical(field, JSON.readValue((String) columns[0], Object.class), 1);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The JSON of " + field.name() + " is not as we write it.", e);
    }
  }

  @Override
  public int comparedColumn(Field field) {
    return -1;
  }

  @Override
  public Condition compare(
      List<Field> path, Field field, Operator operator, List<String> arguments) {
    if (operator != Operator.NULL) {
      throw Violation.inFilter(field, "is JSON: it takes =null= only.");
    }
    return Comparison.empty(path, field, 0, arguments);
  }
}
