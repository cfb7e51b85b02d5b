// SPDX-License-Identifier: Apache-2.0
package org.parley.core.plugin.internal.jar;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A JSON file as plain values, which remembers the line of each, so that a culprit found later by
 * its pointer is shown where it stands.
 *
 * @param value String, Long, BigDecimal, Boolean, Map, List or null
 * @param lines line by JSON pointer
 */
record JsonText(Object value, Map<String, Integer> lines) {
  private static final int DEEPEST = 40;
  private static final JsonFactory JSON =
      new JsonFactoryBuilder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(DEEPEST).maxNumberLength(100).build())
          .build();

  /** Why a text is not JSON. */
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;
    private final int line;

    Malformed(String message, int line) {
      super(message);
      this.line = line;
    }

    int line() {
      return line;
    }
  }

  static JsonText read(byte[] bytes) throws Malformed {
    try (JsonParser parser = JSON.createParser(bytes)) {
      Map<String, Integer> lines = new HashMap<>();
      if (parser.nextToken() == null) {
        throw new Malformed("The file is empty.", 1);
      }
      Object value = value(parser, "", lines);
      if (parser.nextToken() != null) {
        throw new Malformed(
            "There is more after the end of the JSON value.",
            parser.currentTokenLocation().getLineNr());
      }
      return new JsonText(value, lines);
    } catch (JsonProcessingException notJson) {
      int line = notJson.getLocation() == null ? 0 : notJson.getLocation().getLineNr();
      throw new Malformed("This is not JSON: " + notJson.getOriginalMessage(), Math.max(line, 0));
    } catch (IOException impossible) {
      throw new Malformed("It cannot be read: " + impossible.getMessage(), 0);
    }
  }

  /** The line of a value, or of the nearest one around it. */
  int line(String pointer) {
    for (String at = pointer; ; at = at.substring(0, at.lastIndexOf('/'))) {
      Integer line = lines.get(at);
      if (line != null || at.lastIndexOf('/') < 0) {
        return line == null ? 1 : line;
      }
    }
  }

  /** The file as an object; empty when it is something else. */
  @SuppressWarnings("unchecked")
  Map<String, Object> object() {
    return value instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
  }

  private static Object value(JsonParser parser, String pointer, Map<String, Integer> lines)
      throws IOException {
    lines.putIfAbsent(pointer, parser.currentTokenLocation().getLineNr());
    return switch (parser.currentToken()) {
      case START_OBJECT -> {
        Map<String, Object> object = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String name = parser.currentName();
          String at = pointer + "/" + name.replace("~", "~0").replace("/", "~1");
          lines.put(at, parser.currentTokenLocation().getLineNr());
          parser.nextToken();
          object.put(name, value(parser, at, lines));
        }
        yield object;
      }
      case START_ARRAY -> {
        List<Object> array = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          array.add(value(parser, pointer + "/" + array.size(), lines));
        }
        yield array;
      }
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT -> integer(parser);
      case VALUE_NUMBER_FLOAT -> parser.getDecimalValue();
      case VALUE_TRUE -> Boolean.TRUE;
      case VALUE_FALSE -> Boolean.FALSE;
      default -> null;
    };
  }

  private static Object integer(JsonParser parser) throws IOException {
    return parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
        ? new BigDecimal(parser.getBigIntegerValue())
        : (Object) parser.getLongValue();
  }
}
