// SPDX-License-Identifier: Apache-2.0
package org.parley.core.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every text has a key, every key is in every language, and languages fill in the same values. */
class TextsTest {
  private static final Path STATIC = Path.of("src/main/resources/static");
  private static final Pattern ENTRY =
      Pattern.compile("\"((?:[^\"\\\\]|\\\\.)+)\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");
  private static final Pattern USED = Pattern.compile("\\b(?:t|rich)\\('([a-zA-Z0-9_.+/-]+)'");
  private static final Pattern VALUE = Pattern.compile("\\{\\w+}");
  private static final Set<String> COUNTED = Set.of("{n}", "{count}");

  private static Map<String, String> texts(String language) {
    Map<String, String> texts = file(language);
    if (language.equals("en")) {
      texts.putAll(file("en-late"));
    }
    return texts;
  }

  private static Map<String, String> file(String name) {
    Map<String, String> texts = new LinkedHashMap<>();
    Matcher entry = ENTRY.matcher(read(STATIC.resolve("ui/" + name + ".json")));
    while (entry.find()) {
      texts.put(entry.group(1), entry.group(2));
    }
    return texts;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Set<String> values(String text) {
    Set<String> values = new TreeSet<>();
    Matcher value = VALUE.matcher(text);
    while (value.find()) {
      values.add(value.group());
    }
    return values;
  }

  @Test
  void germanIsComplete() {
    assertThat(texts("de").keySet()).isEqualTo(texts("en").keySet());
  }

  @Test
  void languagesFillInTheSameValues() {
    Map<String, String> german = texts("de");
    List<String> different = new ArrayList<>();
    texts("en")
        .forEach(
            (key, english) -> {
              Set<String> wanted = values(english);
              Set<String> found = values(german.get(key));
              if (key.endsWith(".one")) {
                wanted.removeAll(COUNTED);
                found.removeAll(COUNTED);
              }
              if (!wanted.equals(found)) {
                different.add(key + ": " + wanted + " and " + found);
              }
            });
    assertThat(different).isEmpty();
  }

  @Test
  void everyKeyThatIsUsedIsThere() throws IOException {
    assertThat(missing(STATIC, texts("en").keySet())).isEmpty();
  }

  /** What the first page is made of is drawn before later texts are fetched. */
  @Test
  void theFirstPageNeedsNoLaterTexts() throws IOException {
    assertThat(file("en").keySet()).doesNotContainAnyElementsOf(file("en-late").keySet());
    for (String folder : List.of("ui", "list")) {
      assertThat(missing(STATIC.resolve(folder), file("en").keySet())).isEmpty();
    }
    for (String name : List.of("app.js", "bell.js", "nav.js", "theme.js")) {
      assertThat(missing(STATIC.resolve("shell/" + name), file("en").keySet())).isEmpty();
    }
  }

  private static List<String> missing(Path folder, Set<String> known) throws IOException {
    List<String> missing = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".js")).toList()) {
        Matcher used = USED.matcher(read(file));
        while (used.find()) {
          String key = used.group(1);
          if (!known.contains(key) && !known.contains(key + ".other")) {
            missing.add(file.getFileName() + ": " + key);
          }
        }
      }
    }
    return missing;
  }
}
