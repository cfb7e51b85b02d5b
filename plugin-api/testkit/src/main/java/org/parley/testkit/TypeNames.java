// SPDX-License-Identifier: Apache-2.0
package org.parley.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a schema cannot say about a record type: that the names it uses are names it has. */
final class TypeNames {
  private static final Set<String> IMPLIED =
      Set.of(
          "id",
          "version",
          "created_at",
          "created_by",
          "modified_at",
          "modified_by",
          "owner",
          "team",
          "deleted_at");
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^}]*)}");

  private TypeNames() {}

  static List<Finding> check(String file, JsonNode type) {
    List<Finding> findings = new ArrayList<>();
    Set<String> names = new HashSet<>(IMPLIED);
    int index = 0;
    for (JsonNode field : type.path("fields")) {
      JsonNode name = field.path("name");
      if (!names.add(name.asText())) {
        findings.add(
            finding(file, name, "/fields/" + index + "/name", name.asText() + " is there twice"));
      }
      index++;
    }
    Matcher placeholders = PLACEHOLDER.matcher(type.path("title").asText());
    while (placeholders.find()) {
      if (!names.contains(placeholders.group(1))) {
        findings.add(finding(file, type.path("title"), "/title", unknown(placeholders.group(1))));
      }
    }
    checkLists(file, type.path("layout"), "/layout", "fields", names, findings);
    names.add("title");
    checkLists(file, type.path("views"), "/views", "columns", names, findings);
    return findings;
  }

  private static void checkLists(
      String file,
      JsonNode elements,
      String pointer,
      String list,
      Set<String> names,
      List<Finding> findings) {
    for (int i = 0; i < elements.size(); i++) {
      JsonNode listed = elements.get(i).path(list);
      for (int j = 0; j < listed.size(); j++) {
        if (!names.contains(listed.get(j).asText())) {
          findings.add(
              finding(
                  file,
                  listed.get(j),
                  pointer + "/" + i + "/" + list + "/" + j,
                  unknown(listed.get(j).asText())));
        }
      }
    }
  }

  private static String unknown(String name) {
    return "the type has no field " + name;
  }

  private static Finding finding(String file, JsonNode node, String pointer, String reason) {
    return new Finding(file, Descriptors.line(node), pointer, reason);
  }
}
