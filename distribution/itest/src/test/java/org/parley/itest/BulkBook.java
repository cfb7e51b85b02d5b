// SPDX-License-Identifier: Apache-2.0
package org.parley.itest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.parley.itest.harness.Api;

/**
 * A client's book of bulk creates, each all or nothing: one that was answered is there as a whole,
 * one that was not is there as a whole or not at all.
 */
final class BulkBook {
  private static final int ROWS = 40;

  private final Map<String, Boolean> answered = new ConcurrentHashMap<>();

  /** Creates a batch of contacts that share a last name. */
  void write(Api api, String name) {
    List<Object> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      rows.add(
          Map.of("op", "create", "fields", Map.of("last_name", name, "first_name", "Row " + i)));
    }
    answered.put(name, false);
    JsonNode answer =
        api.post("records/contact/bulk?atomic=true", Map.of("rows", rows)).expect(200).json();
    for (JsonNode row : answer.path("rows")) {
      assertThat(row.path("status").asInt()).as(row.toString()).isEqualTo(201);
    }
    answered.put(name, true);
  }

  int batches() {
    return (int) answered.values().stream().filter(Boolean::booleanValue).count();
  }

  /** Each batch is whole or absent, and each of its rows has its history. */
  void verify(Api api) {
    answered.forEach(
        (name, known) -> {
          JsonNode items =
              api.get("records/contact", "filter", "last_name=='" + name + "'", "limit", 100)
                  .expect(200)
                  .json()
                  .path("items");
          assertThat(items.size()).as(name + ", answered: " + known).isIn(known ? ROWS : 0, ROWS);
          if (!items.isEmpty()) {
            String path = "records/contact/" + items.get(0).path("id").asLong() + "/history";
            assertThat(api.get(path).expect(200).json().path("items")).as(name).hasSize(1);
          }
        });
  }
}
