// SPDX-License-Identifier: Apache-2.0
package org.parley.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.parley.itest.harness.Api;
import org.parley.itest.harness.ParleyProcess;

/**
 * Makes somebody who sees one opportunity in a hundred: their own, those of three teams and a
 * hundred that were shared, scattered over the table.
 */
final class Few {
  private static final String TYPE = "opportunity";
  private static final String SECRET = "a long way home";
  private static final int SHARED = 100;
  private static final int BULK = 1_000;

  private final ParleyProcess parley;
  private final Api admin;
  private final long rows;
  private final Random random = new Random(5);

  Few(ParleyProcess parley, long rows) {
    this.parley = parley;
    this.admin = parley.admin();
    this.rows = rows;
  }

  /** Somebody who sees one row in a hundred. */
  Api person() {
    List<Long> teams = new ArrayList<>();
    for (String name : List.of("One", "Two", "Three")) {
      teams.add(admin.create("team", Map.of("name", name)).path("id").asLong());
    }
    Map<String, Object> permissions =
        Map.of("types", Map.of("*", Map.of("read", "team", "edit", "own")));
    long role =
        admin.create("role", Map.of("name", "Few", "permissions", permissions)).path("id").asLong();
    Map<String, Object> fields = new HashMap<>(Map.of("username", "few", "name", "Few"));
    fields.put("team", teams.get(0));
    fields.put(
        "teams", List.of(Map.of("member_of", teams.get(1)), Map.of("member_of", teams.get(2))));
    fields.put("roles", List.of(Map.of("role", role)));
    long id = admin.create("user", fields).path("id").asLong();
    String token =
        admin.post("people/" + id + "/invite", Map.of()).expect(201).json().path("token").asText();
    Api stranger = Api.anonymous(parley.root());
    stranger.post("invitation/accept", Map.of("token", token, "password", SECRET)).expect(200);
    scatter(id, teams);
    return stranger.login("few", SECRET);
  }

  private void scatter(long user, List<Long> teams) {
    long first = edge("id");
    long last = edge("-id");
    Set<Long> drawn = new HashSet<>();
    int each = (int) (rows / 100 / 4);
    give(drawn, first, last, each, Map.of("owner", user));
    for (long team : teams) {
      give(drawn, first, last, each, Map.of("team", team));
    }
    for (int i = 0; i < SHARED; i++) {
      Map<String, Object> record = Map.of("type", TYPE, "id", draw(drawn, first, last));
      admin.post("records/share", Map.of("fields", Map.of("record", record, "with_user", user)));
    }
  }

  private long edge(String sort) {
    return admin
        .get("records/" + TYPE, "sort", sort, "limit", 1)
        .expect(200)
        .json()
        .at("/items/0/id")
        .asLong();
  }

  private long draw(Set<Long> drawn, long first, long last) {
    while (true) {
      long id = first + (long) (random.nextDouble() * (last - first));
      if (drawn.add(id)) {
        return id;
      }
    }
  }

  private void give(Set<Long> drawn, long first, long last, int many, Map<String, Object> fields) {
    for (int from = 0; from < many; from += BULK) {
      List<Map<String, Object>> some = new ArrayList<>();
      for (int i = from; i < Math.min(many, from + BULK); i++) {
        some.add(Map.of("op", "update", "id", draw(drawn, first, last), "fields", fields));
      }
      admin.post("records/" + TYPE + "/bulk", Map.of("rows", some)).expect(200);
    }
  }
}
