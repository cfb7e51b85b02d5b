// SPDX-License-Identifier: Apache-2.0
package org.parley.itest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import org.parley.itest.harness.Answer;
import org.parley.itest.harness.Api;
import org.parley.itest.harness.PluginJar;
import org.parley.itest.harness.Tutorial;

/** The proof plugin of the tutorial, in the versions that the tests need. */
final class Warranty {
  static final String ID = "acme-warranty";
  static final String TYPE = "acme_warranty";
  static final String FIELD = "acme_covered_until";

  private Warranty() {}

  /** As a reader of the tutorial builds it. */
  static byte[] jar() {
    return Tutorial.jar("warranty");
  }

  /** Version {@code 1.<minor>.0}: the tutorial's, with one more field for each minor version. */
  static byte[] version(int minor) {
    PluginJar jar = PluginJar.of(jar()).version("1." + minor + ".0");
    for (int i = 1; i <= minor; i++) {
      jar.field(jar.only("record-types"), added(i), "integer");
    }
    return jar.bytes();
  }

  /** The field that a minor version added. */
  static String added(int minor) {
    return "acme_note_" + minor;
  }

  /** Values for a warranty on this opportunity: all that its type requires. */
  static Map<String, Object> fields(long opportunity) {
    Map<String, Object> values = new HashMap<>();
    PluginJar jar = PluginJar.of(jar());
    for (JsonNode field : jar.read(jar.only("record-types")).path("fields")) {
      String name = field.path("name").asText();
      String kind = field.path("kind").asText();
      if (kind.equals("reference") && field.path("to").toString().contains("opportunity")) {
        values.put(name, opportunity);
      } else if (field.path("required").asBoolean()) {
        values.put(
            name,
            switch (kind) {
              case "date" -> "2027-06-30";
              case "integer" -> 24;
              case "choice" -> field.at("/choices/0/name").asText();
              default -> "Extended";
            });
      }
    }
    return values;
  }

  static Answer create(Api api, long opportunity) {
    return api.post("records/" + TYPE, Map.of("fields", fields(opportunity)));
  }

  /** An opportunity to stand on. */
  static long opportunity(Api api) {
    return api.create("opportunity", Map.of("name", "Warm house", "stage", "prospecting"))
        .path("id")
        .asLong();
  }
}
