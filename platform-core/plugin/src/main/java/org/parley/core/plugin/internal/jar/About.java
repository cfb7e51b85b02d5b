// SPDX-License-Identifier: Apache-2.0
package org.parley.core.plugin.internal.jar;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What {@code plugin.json} says.
 *
 * @param prefix what names begin with, or null
 * @param api range of API versions
 * @param requires range of versions by plugin id
 * @param grants what it may do in its own name, as a role's permissions say it
 */
public record About(
    String label,
    String vendor,
    String category,
    String license,
    String description,
    String prefix,
    String api,
    Map<String, String> requires,
    Map<String, Object> grants) {
  public About {
    requires = Collections.unmodifiableMap(new LinkedHashMap<>(requires));
    grants = Collections.unmodifiableMap(new LinkedHashMap<>(grants));
  }

  /** For a plugin whose jar cannot be read any more. */
  public static About unknown(String id) {
    return new About(id, "", "module", "", null, null, "0", Map.of(), Map.of());
  }

  static About of(Map<String, Object> json) {
    Map<String, String> requires = new LinkedHashMap<>();
    if (json.get("requires") instanceof Map<?, ?> map) {
      map.forEach((id, range) -> requires.put(id.toString(), range.toString()));
    }
    Map<String, Object> grants = new LinkedHashMap<>();
    if (json.get("grants") instanceof Map<?, ?> map) {
      map.forEach((name, value) -> grants.put(name.toString(), value));
    }
    return new About(
        text(json, "label"),
        text(json, "vendor"),
        text(json, "category"),
        text(json, "license"),
        text(json, "description"),
        text(json, "prefix"),
        text(json, "api"),
        requires,
        grants);
  }

  private static String text(Map<String, Object> json, String name) {
    return json.get(name) instanceof String text ? text : null;
  }
}
