// SPDX-License-Identifier: Apache-2.0
package org.parley.core.rest.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.parley.api.error.ParleyException;

/**
 * Reads and writes JSON by tokens. No object mapper: no class is ever reflected on, so no class, a
 * plugin's least of all, is kept by a library's cache.
 */
final class Json {
  private static final int DEEPEST = 50;

  /** Digits and exponent: more than any field takes, few enough that arithmetic stays cheap. */
  private static final int LONGEST_NUMBER = 100;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEEPEST)
                  .maxNumberLength(LONGEST_NUMBER)
                  .maxNameLength(200)
                  .maxStringLength(2_000_000)
                  .build())
          .build();

  private Json() {}

  /** Writes an answer or a part of one. */
  @FunctionalInterface
  interface Writer {
    void write(JsonGenerator json) throws IOException;
  }

  /** An answer as a whole, so that what fails while it is written can still become a problem. */
  static byte[] bytes(Writer writer) {
    try (ByteArrayBuilder bytes = new ByteArrayBuilder(8_000)) {
      try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
        writer.write(json);
      }
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads a body that must be one JSON object: values are String, Boolean, Long, BigInteger,
   * BigDecimal, Map, List or null.
   *
   * @throws ParleyException BAD_REQUEST {@code bad_json}, saying where
   */
  static Map<String, Object> object(InputStream body) throws IOException {
    try (JsonParser parser = FACTORY.createParser(body)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw bad("The body must be a JSON object.");
      }
      Map<String, Object> object = readObject(parser);
      if (parser.nextToken() != null) {
        throw bad("Something follows the JSON object" + at(parser) + ".");
      }
      return object;
    } catch (StreamConstraintsException e) {
      throw bad(
          "The JSON is nested deeper than "
              + DEEPEST
              + ", or has a name or a number that is too long"
              + at(e)
              + ".");
    } catch (JsonProcessingException e) {
      throw bad("The body is not JSON" + at(e) + ": " + e.getOriginalMessage());
    } catch (java.io.CharConversionException e) {
      throw bad("The body is not text in UTF-8.");
    }
  }

  private static Map<String, Object> readObject(JsonParser parser) throws IOException {
    Map<String, Object> object = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = text(parser, parser.currentName());
      parser.nextToken();
      object.put(name, read(parser));
    }
    return object;
  }

  private static Object read(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> readObject(parser);
      case START_ARRAY -> {
        List<Object> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          list.add(read(parser));
        }
        yield list;
      }
      case VALUE_STRING -> text(parser, parser.getText());
      case VALUE_NUMBER_INT -> integer(parser);
      case VALUE_NUMBER_FLOAT -> decimal(parser);
      case VALUE_TRUE -> Boolean.TRUE;
      case VALUE_FALSE -> Boolean.FALSE;
      case VALUE_NULL -> null;
      default -> throw bad("The body is not JSON" + at(parser) + ".");
    };
  }

  private static Number integer(JsonParser parser) throws IOException {
    return parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
        ? parser.getBigIntegerValue()
        : (Number) parser.getLongValue();
  }

  private static BigDecimal decimal(JsonParser parser) throws IOException {
    BigDecimal value;
    try {
      value = parser.getDecimalValue();
    } catch (NumberFormatException | ArithmeticException e) {
      throw bad("A number is out of range" + at(parser) + ".");
    }
    // 1e999999999 is eleven characters here and a gigabyte once somebody writes it out.
    if (Math.abs((long) value.scale()) > LONGEST_NUMBER) {
      throw bad("A number is out of range" + at(parser) + ".");
    }
    return value;
  }

  /** Half a surrogate pair is no text: it could be stored and never be written out again. */
  private static String text(JsonParser parser, String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        boolean pair =
            Character.isHighSurrogate(c)
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
        if (!pair) {
          throw bad("A text holds half a surrogate pair" + at(parser) + ".");
        }
        i++;
      }
    }
    return text;
  }

  /** Writes a JSON value made of the types {@link #object} reads. */
  static void write(JsonGenerator json, Object value) throws IOException {
    if (value == null) {
      json.writeNull();
    } else if (value instanceof String text) {
      json.writeString(text);
    } else if (value instanceof Boolean flag) {
      json.writeBoolean(flag);
    } else if (value instanceof Long number) {
      json.writeNumber(number);
    } else if (value instanceof Integer number) {
      json.writeNumber(number);
    } else if (value instanceof BigDecimal number) {
      json.writeNumber(number);
    } else if (value instanceof Map<?, ?> map) {
      json.writeStartObject();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        json.writeFieldName(String.valueOf(entry.getKey()));
        write(json, entry.getValue());
      }
      json.writeEndObject();
    } else if (value instanceof Iterable<?> list) {
      json.writeStartArray();
      for (Object item : list) {
        write(json, item);
      }
      json.writeEndArray();
    } else if (value instanceof Number number) {
      json.writeNumber(number.toString());
    } else {
      json.writeString(value.toString());
    }
  }

  private static ParleyException bad(String detail) {
    return ParleyException.badRequest("bad_json", detail);
  }

  private static String at(JsonProcessingException e) {
    return e.getLocation() == null
        ? ""
        : " at line " + e.getLocation().getLineNr() + ", column " + e.getLocation().getColumnNr();
  }

  private static String at(JsonParser parser) {
    return " at line "
        + parser.currentLocation().getLineNr()
        + ", column "
        + parser.currentLocation().getColumnNr();
  }
}
