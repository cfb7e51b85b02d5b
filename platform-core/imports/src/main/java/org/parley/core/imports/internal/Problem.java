// SPDX-License-Identifier: Apache-2.0
package org.parley.core.imports.internal;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Why a row cannot become a record.
 *
 * @param row the line it begins on
 * @param column header of the culprit, or null where it is the row as a whole
 * @param field that the column fills, or null
 * @param value what stands there, or null
 */
record Problem(long row, String column, String field, String value, String message) {
  private static final int LONGEST = 120;

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("row", row);
    json.put("column", shortened(column));
    json.put("field", field);
    json.put("value", shortened(value));
    json.put("message", shortened(message));
    return json;
  }

  /** How much room it takes, roughly. */
  int bytes() {
    return json().toString().getBytes(StandardCharsets.UTF_8).length + 40;
  }

  private static String shortened(String text) {
    return text == null || text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }
}
