// SPDX-License-Identifier: Apache-2.0
package org.parley.core.operation.internal.support;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes out of a text what nobody else may read: the secrets that are set, whatever is called a
 * password or token, long random words, e-mail addresses and phone numbers. Immutable.
 */
final class Redaction {
  private static final String GONE = "<removed>";

  private static final Pattern NAMED =
      Pattern.compile(
          "(?i)((?:password|passwd|pwd|secret|token|authorization|bearer|parley_session|csrf)\"?+\\s*+(?:[:=]|\\bis\\b)?+\\s*+(?:bearer"
              + " )?+\"?+)(?!not set|set,)([^\\s\"&;,<]+)");
  private static final Pattern EMAIL =
      Pattern.compile(
          "[A-Za-z0-9._%+-]+(?:@|%40)[A-Za-z0-9-]+(?:\\.[A-Za-z0-9-]+)*\\.[A-Za-z]{2,}");
  private static final Pattern LOGIN = Pattern.compile("(://[^/\\s:@]*:)[^/\\s@]+(?=@)");
  private static final Pattern PHONE = Pattern.compile("\\+[0-9](?:[ ()/-]?[0-9]){7,}");
  private static final Pattern RANDOM =
      Pattern.compile(
          "(?<![A-Za-z0-9_-])(?=[A-Za-z_-]*[0-9])(?=[^A-Z]*[A-Z])(?=[^a-z]*[a-z])[A-Za-z0-9_-]{32,}");

  private final List<String> secrets;

  Redaction(Collection<String> secrets) {
    // Longest first: one may hold another.
    this.secrets =
        secrets.stream()
            .filter(secret -> !secret.isBlank())
            .distinct()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList();
  }

  String of(String line) {
    String text = line;
    for (String secret : secrets) {
      text = text.replace(secret, GONE);
    }
    text = LOGIN.matcher(text).replaceAll("$1" + GONE);
    text = EMAIL.matcher(text).replaceAll("<e-mail>");
    text = PHONE.matcher(text).replaceAll("<phone>");
    text = NAMED.matcher(text).replaceAll(found -> Matcher.quoteReplacement(found.group(1) + GONE));
    return RANDOM.matcher(text).replaceAll(GONE);
  }
}
