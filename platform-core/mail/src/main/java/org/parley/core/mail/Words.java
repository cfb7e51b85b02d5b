// SPDX-License-Identifier: Apache-2.0
package org.parley.core.mail;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a room's letters say in one language: {@code META-INF/parley/mail/<language>.json} beside
 * its classes, English where a language has no file. Any thread.
 */
public final class Words {
  private static final Map<String, Words> KNOWN = new ConcurrentHashMap<>();
  private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

  private final Map<String, String> texts;

  private Words(Map<String, String> texts) {
    this.texts = texts;
  }

  /**
   * The words of a room.
   *
   * @param room any class of it
   */
  public static Words of(Class<?> room, String language) {
    String known = language.matches("[a-z]{2,3}") ? language : "en";
    return KNOWN.computeIfAbsent(
        room.getPackageName() + "/" + known, key -> new Words(read(room, known)));
  }

  private static Map<String, String> read(Class<?> room, String language) {
    String file = "META-INF/parley/mail/" + language + ".json";
    try (InputStream in = room.getClassLoader().getResourceAsStream(file)) {
      return in != null
          ? new ObjectMapper().readValue(in, TEXTS)
          : language.equals("en") ? Map.of() : read(room, "en");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A text.
   *
   * @param values names, each followed by what stands for it: {@code say("hello", "name", "Ada")}
   * @throws IllegalArgumentException when there is none
   */
  public String say(String key, Object... values) {
    String text = texts.get(key);
    if (text == null) {
      throw new IllegalArgumentException("No letter says " + key);
    }
    StringBuilder said = new StringBuilder();
    int at = 0;
    for (int open = text.indexOf('{'); open >= 0; open = text.indexOf('{', at)) {
      int close = text.indexOf('}', open);
      said.append(text, at, open).append(value(text.substring(open + 1, close), values));
      at = close + 1;
    }
    return said.append(text, at, text.length()).toString();
  }

  /** Whether there is such a text. */
  public boolean has(String key) {
    return texts.containsKey(key);
  }

  private static Object value(String name, Object... values) {
    for (int i = 0; i + 1 < values.length; i += 2) {
      if (values[i].equals(name)) {
        return values[i + 1];
      }
    }
    return "";
  }
}
