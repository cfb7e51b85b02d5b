// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.schema;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Physical names: lower case, unquoted, at most 60 bytes, no word that SQL keeps for itself. */
final class Names {
  private static final int LONGEST = 60;
  private static final Set<String> RESERVED = reserved();

  private Names() {}

  /** The name for something called {@code wanted}, made different where it is taken. */
  static String name(String wanted, Predicate<String> taken) {
    String base = RESERVED.contains(wanted) ? wanted + "_" : wanted;
    if (base.length() <= LONGEST && !taken.test(base)) {
      return base;
    }
    for (int number = 2; ; number++) {
      String end = "_" + number;
      String name = base.substring(0, Math.min(base.length(), LONGEST - end.length())) + end;
      if (!taken.test(name)) {
        return name;
      }
    }
  }

  private static Set<String> reserved() {
    try (BufferedReader words =
        new BufferedReader(
            new InputStreamReader(
                Names.class.getResourceAsStream("reserved-words.txt"), StandardCharsets.UTF_8))) {
      return words
          .lines()
          .filter(line -> !line.startsWith("#"))
          .flatMap(line -> java.util.Arrays.stream(line.trim().split("\\s+")))
          .collect(Collectors.toUnmodifiableSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
