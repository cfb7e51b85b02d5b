// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What other languages call the platform's own record types. Any thread. */
public final class CoreTexts {
  private static final Map<String, Map<String, String>> KNOWN = new ConcurrentHashMap<>();

  private CoreTexts() {}

  /**
   * Texts by key, such as {@code types.user.fields.email.label}; empty for a language there is no
   * file for.
   */
  public static Map<String, String> of(String language) {
    return language.matches("[a-z]{2,3}")
        ? KNOWN.computeIfAbsent(language, CoreTexts::read)
        : Map.of();
  }

  private static Map<String, String> read(String language) {
    String file = "META-INF/parley/i18n/" + language + ".json";
    try (InputStream in = CoreTexts.class.getClassLoader().getResourceAsStream(file)) {
      return in == null
          ? Map.of()
          : flat(new ObjectMapper().readValue(in, new TypeReference<Map<String, Object>>() {}));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The texts of an i18n file, by the names that lead to each, joined by dots. */
  public static Map<String, String> flat(Map<?, ?> file) {
    Map<String, String> texts = new LinkedHashMap<>();
    collect("", file, texts);
    return texts;
  }

  private static void collect(String at, Map<?, ?> object, Map<String, String> texts) {
    object.forEach(
        (name, value) -> {
          if (value instanceof Map<?, ?> inner) {
            collect(at + name + ".", inner, texts);
          } else if (value instanceof String text) {
            texts.put(at + name, text);
          }
        });
  }
}
