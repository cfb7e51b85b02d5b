// SPDX-License-Identifier: Apache-2.0
package org.parley.itest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.parley.itest.harness.Answer;
import org.parley.itest.harness.Api;

/**
 * A client's own book of what the server acknowledged. Each record is written by one thread, so its
 * last acknowledged state is known; a write that was under way when the power went may have
 * happened or not, but not by half.
 */
final class WriteLedger {
  private final Map<Long, Entry> records = new ConcurrentHashMap<>();
  private final Map<String, Boolean> unanswered = new ConcurrentHashMap<>();
  private final AtomicInteger acknowledged = new AtomicInteger();

  /**
   * What is known of a record.
   *
   * @param version last acknowledged version
   * @param name last acknowledged name
   * @param trashed whether its removal was acknowledged
   * @param attempted a name whose write was not answered, or null
   * @param removing whether a removal was not answered
   */
  private record Entry(
      long version, String name, boolean trashed, String attempted, boolean removing) {}

  int acknowledged() {
    return acknowledged.get();
  }

  List<Long> alive() {
    return records.entrySet().stream()
        .filter(entry -> !entry.getValue().trashed() && entry.getValue().attempted() == null)
        .filter(entry -> !entry.getValue().removing())
        .map(Map.Entry::getKey)
        .toList();
  }

  void creating(String name) {
    unanswered.put(name, true);
  }

  void written(JsonNode record) {
    String name = record.at("/fields/name").asText();
    unanswered.remove(name);
    records.put(
        record.path("id").asLong(),
        new Entry(record.path("version").asLong(), name, false, null, false));
    acknowledged.incrementAndGet();
  }

  void renaming(long id, String name) {
    records.computeIfPresent(
        id, (key, was) -> new Entry(was.version(), was.name(), false, name, false));
  }

  void removing(long id) {
    records.computeIfPresent(
        id, (key, was) -> new Entry(was.version(), was.name(), false, null, true));
  }

  void removed(long id) {
    records.computeIfPresent(
        id, (key, was) -> new Entry(was.version(), was.name(), true, null, false));
    acknowledged.incrementAndGet();
  }

  /** All that was acknowledged is there, and each row agrees with its history. */
  void verify(Api api) {
    records.keySet().forEach(id -> verify(api, id));
    for (String name : List.copyOf(unanswered.keySet())) {
      for (JsonNode found :
          api.get("records/account", "filter", "name=='" + name + "'")
              .expect(200)
              .json()
              .path("items")) {
        historyAgrees(api, found);
      }
      unanswered.remove(name);
    }
  }

  private void verify(Api api, long id) {
    Entry entry = records.get(id);
    Answer answer = api.get("records/account/" + id);
    if (entry.trashed() || (entry.removing() && answer.status() == 404)) {
      assertThat(answer.status()).as(entry + " " + answer).isEqualTo(404);
      records.put(id, new Entry(entry.version(), entry.name(), true, null, false));
      return;
    }
    JsonNode record = answer.expect(200).json();
    String name = record.at("/fields/name").asText();
    if (entry.attempted() == null || record.path("version").asLong() == entry.version()) {
      assertThat(name).as(entry.toString()).isEqualTo(entry.name());
      assertThat(record.path("version").asLong()).isEqualTo(entry.version());
    } else {
      assertThat(name).as(entry.toString()).isEqualTo(entry.attempted());
      assertThat(record.path("version").asLong()).isEqualTo(entry.version() + 1);
    }
    historyAgrees(api, record);
    records.put(id, new Entry(record.path("version").asLong(), name, false, null, false));
  }

  private static void historyAgrees(Api api, JsonNode record) {
    JsonNode changes =
        api.get("records/account/" + record.path("id").asLong() + "/history", "limit", 200)
            .expect(200)
            .json()
            .path("items");
    assertThat(changes).isNotEmpty();
    long version = record.path("version").asLong();
    for (JsonNode change : changes) {
      assertThat(change.path("version").asLong()).as(changes.toString()).isEqualTo(version--);
    }
    assertThat(changes.get(changes.size() - 1).path("operation").asText()).isEqualTo("create");
    String name = null;
    for (int i = changes.size() - 1; i >= 0; i--) {
      for (JsonNode field : changes.get(i).path("changes")) {
        name = field.path("field").asText().equals("name") ? field.path("new").asText() : name;
      }
    }
    assertThat(name).isEqualTo(record.at("/fields/name").asText());
  }
}
