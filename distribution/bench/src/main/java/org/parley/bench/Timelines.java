// SPDX-License-Identifier: Apache-2.0
package org.parley.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.parley.itest.harness.Api;
import org.parley.itest.harness.ParleyProcess;

/**
 * What the timeline of an account costs around which 10,000 things have happened: 2,500 changes of
 * its own, 2,500 activities, and 500 contacts and opportunities with 500 creations, 2,000 changes
 * of stage and 2,500 activities; beside it 20,000 activities of others. First and deep pages of 30,
 * for the administrator and for somebody who sees the account and a tenth of what is around it.
 *
 * <p>Set by {@code bench.calls} of a kind (300) and {@code bench.database}.
 */
public final class Timelines {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SECRET = "a long way home";
  private static final List<String> STAGES =
      List.of("prospecting", "qualified", "proposal", "negotiation");
  private static final int RELATED = 250;

  private final int calls = Integer.getInteger("bench.calls", 300);
  private final Random random = new Random(11);
  private final List<String> table = new ArrayList<>();
  private final List<Long> contacts = new ArrayList<>();
  private final List<Long> opportunities = new ArrayList<>();
  private ParleyProcess parley;
  private Api admin;
  private Api other;
  private long person;
  private long account;

  private Timelines() {}

  /** Measures and prints. */
  public static void main(String[] arguments) throws IOException {
    new Timelines().run();
  }

  private void run() throws IOException {
    try (ParleyProcess started = Filled.with(1_000).setup().start()) {
      parley = started;
      admin = parley.admin();
      other = person();
      fill();
      count("administrator", admin);
      count("sees a tenth", other);
      measure("administrator", Connection.login(admin));
      measure("sees a tenth", Connection.login(other));
    }
    String all =
        "| timeline of 10,000 entries | first page | deep page | activities | related |%n|---|---|---|---|---|%n%s%n"
            .formatted(String.join("\n", table));
    Files.writeString(ParleyProcess.target().resolve("timelines.md"), all);
    System.out.println(all);
  }

  /** Somebody who sees what is their own. */
  private Api person() {
    Map<String, Object> permissions =
        Map.of("types", Map.of("*", Map.of("read", "own", "edit", "own")));
    long role =
        admin.create("role", Map.of("name", "Few", "permissions", permissions)).path("id").asLong();
    Map<String, Object> fields = new HashMap<>(Map.of("username", "few", "name", "Few"));
    fields.put("roles", List.of(Map.of("role", role)));
    person = admin.create("user", fields).path("id").asLong();
    String token =
        admin
            .post("people/" + person + "/invite", Map.of())
            .expect(201)
            .json()
            .path("token")
            .asText();
    Api stranger = Api.anonymous(parley.root());
    stranger.post("invitation/accept", Map.of("token", token, "password", SECRET)).expect(200);
    return stranger.login("few", SECRET);
  }

  private void fill() {
    account = admin.create("account", Map.of("name", "Busy", "owner", person)).path("id").asLong();
    for (int i = 0; i < RELATED; i++) {
      contacts.add(related("contact", Map.of("last_name", "C" + i, "account", account), i));
      opportunities.add(related("opportunity", Map.of("name", "O" + i, "account", account), i));
    }
    List<Map<String, Object>> activities = new ArrayList<>();
    for (int i = 0; i < 2_500; i++) {
      activities.add(activity("account", account, i));
    }
    for (int i = 0; i < 5 * RELATED; i++) {
      activities.add(activity("contact", contacts.get(i % RELATED), i));
      activities.add(activity("opportunity", opportunities.get(i % RELATED), i));
    }
    for (int i = 0; i < 20; i++) {
      long elsewhere = admin.create("account", Map.of("name", "Else " + i)).path("id").asLong();
      for (int k = 0; k < 1_000; k++) {
        activities.add(activity("account", elsewhere, k));
      }
    }
    bulk("activity", activities);
    for (int round = 0; round < 8; round++) {
      List<Map<String, Object>> moved = new ArrayList<>();
      for (long id : opportunities) {
        moved.add(update(id, Map.of("stage", STAGES.get((round + 1) % STAGES.size()))));
      }
      bulk("opportunity", moved);
    }
    // In turns by two, so that each is an entry of its own.
    for (int i = 0; i < 2_500; i++) {
      Api by = i % 2 == 0 ? admin : other;
      by.patch("records/account/" + account, Map.of("fields", Map.of("employees", i + 1)))
          .expect(200);
    }
  }

  private long related(String type, Map<String, Object> fields, int i) {
    Map<String, Object> owned = new HashMap<>(fields);
    if (i % 10 == 0) {
      owned.put("owner", person);
    }
    return admin.create(type, owned).path("id").asLong();
  }

  private Map<String, Object> activity(String type, long about, int i) {
    Map<String, Object> fields = new HashMap<>();
    fields.put("subject", "Call " + i);
    fields.put("kind", "call");
    fields.put("about", Map.of("type", type, "id", about));
    fields.put(
        "notes", "What was said at some length, as it is written down after a call. ".repeat(4));
    if (i % 4 != 0) {
      fields.put("at", Instant.now().minusSeconds(random.nextInt(40_000_000)).toString());
    }
    if (i % 10 == 0) {
      fields.put("owner", person);
    }
    return new HashMap<>(Map.of("op", "create", "fields", fields));
  }

  private static Map<String, Object> update(long id, Map<String, Object> fields) {
    return Map.of("op", "update", "id", id, "fields", fields);
  }

  private void bulk(String type, List<Map<String, Object>> rows) {
    for (int from = 0; from < rows.size(); from += 1_000) {
      List<Map<String, Object>> some = rows.subList(from, Math.min(rows.size(), from + 1_000));
      admin.post("records/" + type + "/bulk", Map.of("rows", some)).expect(200);
    }
  }

  private void count(String who, Api api) {
    int entries = 0;
    int pages = 0;
    String after = null;
    do {
      JsonNode page =
          (after == null
                  ? api.get(path(), "limit", 100)
                  : api.get(path(), "limit", 100, "after", after))
              .expect(200)
              .json();
      entries += page.path("items").size();
      pages++;
      after = page.path("next").isNull() ? null : page.path("next").asText();
    } while (after != null);
    System.out.printf("%s: %,d entries on %d pages%n", who, entries, pages);
  }

  private String path() {
    return "records/account/" + account + "/timeline";
  }

  private byte[] request(String headers, String query) {
    return Connection.request("GET", "/api/v1/" + path() + query, headers, "");
  }

  private void measure(String who, String headers) throws IOException {
    Connection client = new Connection(parley.setup().port());
    List<byte[]> deep = new ArrayList<>();
    String after = "";
    for (int i = 0; i < 40 && after != null; i++) {
      client.send(request(headers, "?limit=100" + after));
      JsonNode next = JSON.readTree(client.body()).path("next");
      after = next.isNull() ? null : "&after=" + next.asText();
      if (i >= 10 && after != null || after != null && deep.isEmpty()) {
        deep.add(request(headers, "?limit=30" + after));
      }
    }
    List<String> cells = new ArrayList<>();
    for (List<byte[]> requests :
        List.of(
            List.of(request(headers, "?limit=30")),
            deep,
            List.of(request(headers, "?limit=30&kinds=activities")),
            List.of(request(headers, "?limit=30&kinds=related")))) {
      times(client, requests, calls / 3);
      double[] took = times(client, requests, calls);
      cells.add("%.0f ms (p95 %.0f)".formatted(took[calls / 2], took[calls * 95 / 100]));
    }
    client.close();
    String row = "| " + who + " | " + String.join(" | ", cells) + " |";
    table.add(row);
    System.out.println(row);
  }

  private static double[] times(Connection client, List<byte[]> requests, int many)
      throws IOException {
    double[] took = new double[many];
    for (int i = 0; i < many; i++) {
      long begin = System.nanoTime();
      int status = client.send(requests.get(i % requests.size()));
      took[i] = (System.nanoTime() - begin) / 1e6;
      if (status != 200) {
        throw new IOException("answered " + status + ": " + client.body());
      }
    }
    Arrays.sort(took);
    return took;
  }
}
