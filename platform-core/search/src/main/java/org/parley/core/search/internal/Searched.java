// SPDX-License-Identifier: Apache-2.0
package org.parley.core.search.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.parley.core.record.Field;
import org.parley.core.record.Model;
import org.parley.core.record.RecordType;

/**
 * What of a type is searched: the fields that hold words.
 *
 * @param fields by name, in the order of the type
 * @param title those of them that make its title
 */
record Searched(RecordType type, Map<String, Field> fields, Set<String> title) {
  private static final Set<String> KINDS =
      Set.of(
          "text", "longtext", "richtext", "email", "phone", "url", "tags", "address", "sequence");

  /** Of the platform's own types those that people look for, and by what. */
  private static final Map<String, Set<String>> CORE =
      Map.of(
          "user", Set.of("name", "username", "email", "job_title", "phone"),
          "team", Set.of("name"));

  private static final String PLATFORM = "parley";
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z0-9_]+)}");

  /** All types of a model that are searched, by name in its order. */
  static Map<String, Searched> in(Model model) {
    Map<String, Searched> all = new LinkedHashMap<>();
    for (RecordType type : model.types().values()) {
      Searched searched = of(type);
      if (!searched.fields().isEmpty()) {
        all.put(type.name(), searched);
      }
    }
    return all;
  }

  private static Searched of(RecordType type) {
    Map<String, Field> fields = new LinkedHashMap<>();
    Set<String> core = CORE.getOrDefault(type.name(), Set.of());
    type.fields()
        .forEach(
            (name, field) -> {
              boolean holdsWords = KINDS.contains(field.kind().name()) && !field.hidden();
              if (holdsWords && (!type.plugin().equals(PLATFORM) || core.contains(name))) {
                fields.put(name, field);
              }
            });
    Set<String> title = new LinkedHashSet<>();
    Matcher placeholder = PLACEHOLDER.matcher(type.title());
    while (placeholder.find()) {
      if (fields.containsKey(placeholder.group(1))) {
        title.add(placeholder.group(1));
      }
    }
    return new Searched(type, fields, title);
  }

  /** Tells apart what the index holds of a type: another text means that it must be read anew. */
  String fingerprint() {
    List<String> parts = new ArrayList<>();
    fields.forEach((name, field) -> parts.add(name + ":" + field.kind().name()));
    parts.sort(null);
    return String.join(" ", parts) + " " + title + " " + type.privateBy();
  }

  /** What to read of a record in order to index it. */
  Set<String> read() {
    Set<String> names = new LinkedHashSet<>(fields.keySet());
    names.addAll(Set.of("owner", "team", "modified_at", "modified_by"));
    if (type.privateBy() != null) {
      names.add(type.privateBy());
    }
    return names;
  }
}
