// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.keep;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an export says of itself. Nothing in it depends on when or where it was made, so that two
 * exports of the same data are the same bytes.
 *
 * @param position of the last change that is in it
 */
record ExportManifest(
    String parley, int schemaStep, long position, boolean secrets, List<TableFile> tables) {
  static final String KIND = "export";

  /**
   * A table's file.
   *
   * @param type of the records in it, or null
   */
  record TableFile(String name, String type, String file, long rows) {}

  ExportManifest {
    tables = List.copyOf(tables);
  }

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("format", Json.FORMAT);
    json.put("kind", KIND);
    json.put("parley", parley);
    json.put("schemaStep", schemaStep);
    json.put("position", position);
    json.put("secrets", secrets);
    List<Map<String, Object>> list = new ArrayList<>();
    for (TableFile table : tables) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("table", table.name());
      if (table.type() != null) {
        entry.put("type", table.type());
      }
      entry.put("file", table.file());
      entry.put("rows", table.rows());
      list.add(entry);
    }
    json.put("tables", list);
    return json;
  }

  static ExportManifest of(JsonNode json) {
    List<TableFile> tables = new ArrayList<>();
    for (JsonNode table : json.path("tables")) {
      tables.add(
          new TableFile(
              table.path("table").asText(),
              table.path("type").asText(null),
              table.path("file").asText(),
              table.path("rows").asLong()));
    }
    return new ExportManifest(
        json.path("parley").asText(),
        json.path("schemaStep").asInt(),
        json.path("position").asLong(),
        json.path("secrets").asBoolean(),
        tables);
  }
}
