// SPDX-License-Identifier: Apache-2.0
package org.parley.core.operation;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What values a {@link Setting} takes. */
public enum Kind {
  TEXT("text", value -> true),
  SECRET("text", value -> true),
  BOOLEAN("true or false", Set.of("true", "false")::contains),
  PORT("a port from 1 to 65535", value -> isNumber(value, 1, 65_535)),
  SECONDS("a whole number of seconds from 1 to 86400", value -> isNumber(value, 1, 86_400)),
  MEGABYTES("a whole number of megabytes from 1 to 2000", value -> isNumber(value, 1, 2_000)),
  HOST(
      "an address to listen on, such as 127.0.0.1, 0.0.0.0 or a host name",
      Pattern.compile("[A-Za-z0-9._:%-]+").asMatchPredicate()),
  DIRECTORY("a directory", value -> !Files.isRegularFile(Path.of(value))),
  FILE(
      "a file that can be read",
      value -> Files.isRegularFile(Path.of(value)) && Files.isReadable(Path.of(value))),
  BASE_PATH(
      "a path such as /crm: it begins with a slash, does not end with one, and its first part is"
          + " not api, ui, health, metrics or hooks",
      Kind::isBasePath),
  NETWORKS(
      "none, or addresses and networks with commas between, such as 10.0.0.7,192.168.0.0/16,::1",
      Networks::isValid),
  ORIGINS(
      "addresses without a path, with commas between, such as https://news.example",
      Pattern.compile(
              "https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?(\\s*,\\s*https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?)*")
          .asMatchPredicate()),
  LOG_FORMAT("text or json", Set.of("text", "json")::contains),
  DATABASE("a JDBC address such as jdbc:postgresql://host/parley", v -> v.startsWith("jdbc:"));

  private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+");

  private final String expected;
  private final Predicate<String> accepts;

  Kind(String expected, Predicate<String> accepts) {
    this.expected = expected;
    this.accepts = accepts;
  }

  /** What a value of this kind is, in words that complete "expected is ...". */
  public String expected() {
    return expected;
  }

  /** Whether this is such a value. */
  public boolean accepts(String value) {
    try {
      return accepts.test(value);
    } catch (java.nio.file.InvalidPathException e) {
      return false;
    }
  }

  /** Whether this is a path that the whole of Parley can be served below. */
  public static boolean isBasePath(String value) {
    return value.length() <= 200
        && PATH.matcher(value).matches()
        && !Set.of("api", "ui", "health", "metrics", "hooks").contains(value.split("/")[1]);
  }

  private static boolean isNumber(String value, int least, int most) {
    return value.matches("[0-9]{1,9}")
        && Integer.parseInt(value) >= least
        && Integer.parseInt(value) <= most;
  }
}
