// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.view;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A type's title template, taken apart once: {@code {first_name} {last_name}}.
 *
 * @param parts literals and names of fields in turns, beginning with a literal
 * @param names the names in it
 */
record TitleTemplate(List<String> parts, Set<String> names) {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z0-9_]+)}");

  /** There are as many as record types, so this never grows large. */
  private static final Map<String, TitleTemplate> PARSED = new ConcurrentHashMap<>();

  static TitleTemplate of(String template) {
    return PARSED.computeIfAbsent(template, TitleTemplate::parse);
  }

  private static TitleTemplate parse(String template) {
    List<String> parts = new ArrayList<>();
    Set<String> names = new LinkedHashSet<>();
    Matcher matcher = PLACEHOLDER.matcher(template);
    int end = 0;
    while (matcher.find()) {
      parts.add(template.substring(end, matcher.start()));
      parts.add(matcher.group(1));
      names.add(matcher.group(1));
      end = matcher.end();
    }
    parts.add(template.substring(end));
    return new TitleTemplate(List.copyOf(parts), Set.copyOf(names));
  }

  /** The title of these values, without blanks where some are empty; empty when all are. */
  String fill(Function<String, String> value) {
    StringBuilder title = new StringBuilder();
    boolean told = names.isEmpty();
    for (int i = 0; i < parts.size(); i++) {
      String part = i % 2 == 0 ? parts.get(i) : value.apply(parts.get(i));
      told |= i % 2 == 1 && !part.isEmpty();
      boolean blank = !title.isEmpty() && title.charAt(title.length() - 1) == ' ';
      title.append(blank ? part.stripLeading() : part);
    }
    return told ? title.toString().strip() : "";
  }
}
