// SPDX-License-Identifier: Apache-2.0
package org.parley.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.parley.itest.harness.Api;
import org.parley.itest.harness.ParleyProcess;
import org.parley.itest.harness.PluginJar;
import org.parley.itest.harness.SharedParley;

/** Records are found by their words, soon after whatever happens to them, by those who see them. */
@ExtendWith(SharedParley.class)
class SearchIT {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String SECRET = "a long way home";

  private final ParleyProcess parley;
  private final Api api;

  /** Of this test alone, so that nothing else is found by it. */
  private final String mark = "q" + UUID.randomUUID().toString().replaceAll("[^a-f]", "") + "zqx";

  SearchIT(ParleyProcess parley, Api api) {
    this.parley = parley;
    this.api = api;
  }

  private static List<Long> ids(Api who, String words) {
    List<Long> ids = new ArrayList<>();
    who.get("search", "q", words)
        .expect(200)
        .json()
        .path("items")
        .forEach(item -> ids.add(item.path("id").asLong()));
    return ids;
  }

  private static void finds(Api who, String words, Long... wanted) {
    await()
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(20))
        .untilAsserted(() -> assertThat(ids(who, words)).as(words).containsOnly(wanted));
  }

  private static void findsNothing(Api who, String words) {
    await().atMost(SOON).untilAsserted(() -> assertThat(ids(who, words)).as(words).isEmpty());
  }

  private long account(String name) {
    return api.create("account", Map.of("name", name)).path("id").asLong();
  }

  @Test
  void whatIsWrittenIsFoundSoonAndGoneWhenItIsGone() {
    long begin = System.nanoTime();
    long id = account("Zürcher " + mark + " Söhne");
    finds(api, mark, id);
    long millis = (System.nanoTime() - begin) / 1_000_000;
    System.out.println("SearchIT: found " + millis + " ms after it was created");
    finds(api, mark.substring(0, mark.length() - 1) + " zurch sohne", id);
    JsonNode item = api.get("search", "q", mark).json().path("items").get(0);
    assertThat(item.path("type").asText()).isEqualTo("account");
    assertThat(item.at("/matches/0/field").asText()).isEqualTo("title");
    assertThat(item.at("/matches/0/parts/1/text").asText()).isEqualTo(mark);
    assertThat(item.at("/matches/0/parts/1/hit").asBoolean()).isTrue();
    api.patch("records/account/" + id, Map.of("fields", Map.of("name", "Other " + mark + "b")));
    finds(api, mark + "b", id);
    findsNothing(api, mark + " zurcher");
    api.delete("records/account/" + id).expect(204);
    assertThat(ids(api, mark)).isEmpty();
    api.post("records/account/" + id + "/restore", Map.of()).expect(200);
    finds(api, mark, id);
  }

  @Test
  void manyAtOnceAndImportedRowsAreFound() {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      rows.add(Map.of("op", "create", "fields", Map.of("name", "Bulk " + mark + " " + i)));
    }
    api.post("records/account/bulk", Map.of("rows", rows)).expect(200);
    await().atMost(SOON).until(() -> pages("bulk " + mark).size() == 60);
    assertThat(pages("bulk " + mark)).doesNotHaveDuplicates();
    long upload =
        api.send(
                "POST",
                "imports?name=found.csv",
                BodyPublishers.ofString("name\nImported " + mark + "\n"),
                "text/csv")
            .expect(201)
            .json()
            .path("id")
            .asLong();
    ObjectNode mapping =
        (ObjectNode)
            api.get("imports/" + upload + "/guess?type=account").json().path("mapping").deepCopy();
    api.send(
            "PUT",
            "imports/" + upload + "/mapping",
            BodyPublishers.ofString(mapping.toString()),
            "application/json")
        .expect(204);
    await().atMost(SOON).until(() -> state(upload).equals("checked"));
    api.post("imports/" + upload + "/run", Map.of()).expect(204);
    await().atMost(SOON).until(() -> ids(api, "imported " + mark).size() == 1);
  }

  private String state(long upload) {
    return api.get("records/import/" + upload).json().at("/fields/state").asText();
  }

  private List<Long> pages(String words) {
    List<Long> all = new ArrayList<>();
    String next = "";
    do {
      JsonNode page = api.get("search", "q", words, "limit", 25, "after", next).expect(200).json();
      page.path("items").forEach(item -> all.add(item.path("id").asLong()));
      next = page.path("next").asText("");
    } while (!next.isEmpty() && !next.equals("null"));
    return all;
  }

  @Test
  void numbersAndAddressesAreFoundAsPeopleTypeThem() {
    Map<String, Object> fields = new HashMap<>(Map.of("last_name", "Lovelace" + mark));
    fields.put("email", "ada." + mark + "@example.com");
    fields.put("phone", "+49 30 555 0" + Math.floorMod(mark.hashCode(), 1000));
    long id = api.create("contact", fields).path("id").asLong();
    finds(api, "ADA." + mark + "@example", id);
    String phone = String.valueOf(fields.get("phone")).replace("+49 ", "0").replace(" ", "");
    await().atMost(SOON).until(() -> ids(api, phone).contains(id));
    JsonNode found = api.get("search", "q", phone, "types", "contact").json();
    assertThat(found.path("items").toString()).contains("\"phone\"");
  }

  @Test
  void oneTypeCanBeFilteredAndStarsComeFirst() {
    long first = account("Alpha " + mark);
    long second = account("Alpha " + mark);
    finds(api, "alpha " + mark, first, second);
    assertThat(ids(api, "alpha " + mark)).containsExactly(second, first);
    Map<String, Object> record = Map.of("type", "account", "id", first);
    api.create("star", Map.of("record", record, "kind", "star"));
    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(ids(api, "alpha " + mark)).containsExactly(first, second));
    JsonNode filtered =
        api.get("search", "q", mark, "types", "account", "filter", "id==" + second).json();
    assertThat(filtered.path("items")).hasSize(1);
    assertThat(filtered.at("/items/0/id").asLong()).isEqualTo(second);
    JsonNode present = api.get("search", "q", mark, "present", true).json().path("present");
    assertThat(present.toString()).isEqualTo("[\"account\"]");
  }

  @Test
  void badRequestsNameTheCulprit() {
    assertThat(api.get("search").expect(400).body()).contains("parameter q");
    assertThat(api.get("search", "q", "x".repeat(201)).expect(400).body()).contains("200");
    assertThat(api.get("search", "q", "x", "types", "nonsense").expect(404).body())
        .contains("unknown_type")
        .contains("nonsense");
    assertThat(api.get("search", "q", "x", "types", "star").expect(400).body()).contains("Stars");
    assertThat(api.get("search", "q", "x", "filter", "id==1").expect(400).body()).contains("types");
    assertThat(
            api.get("search", "q", "x", "types", "account", "filter", "nonsense==1")
                .expect(400)
                .body())
        .contains("unknown_field");
    assertThat(api.get("search", "q", "x", "after", "nonsense").expect(400).body())
        .contains("bad_cursor");
    assertThat(api.get("search", "q", "x", "limit", "51").expect(400).body()).contains("limit");
    assertThat(api.get("search", "q", "+++").expect(200).json().path("items")).isEmpty();
    assertThat(Api.anonymous(parley.root()).get("search", "q", "x").status()).isEqualTo(401);
  }

  @Test
  void rolesDecideWhatIsLookedInto() {
    Map<String, Object> permissions =
        Map.of(
            "types", Map.of("account", Map.of("read", "own"), "contact", Map.of("read", "all")),
            "fields", Map.of("contact", Map.of("description", "none")));
    Api person = person("seeker", permissions);
    long theirs = account("Theirs " + mark);
    long id =
        api.create("contact", Map.of("last_name", mark, "description", "hush" + mark))
            .path("id")
            .asLong();
    finds(api, mark, theirs, id);
    finds(api, "hush" + mark, id);
    assertThat(ids(person, mark)).containsExactly(id);
    assertThat(ids(person, "hush" + mark)).isEmpty();
    assertThat(person.get("search", "q", mark, "present", true).json().path("present").toString())
        .isEqualTo("[\"contact\"]");
    assertThat(unknown(person, "opportunity"))
        .isEqualTo(unknown(person, "nonsense").replace("nonsense", "opportunity"));
    long me = person.get("session").json().at("/user/id").asLong();
    api.patch("records/account/" + theirs, Map.of("fields", Map.of("owner", me))).expect(200);
    finds(person, mark, theirs, id);
    long before = api.get("session").json().at("/user/id").asLong();
    api.patch("records/account/" + theirs, Map.of("fields", Map.of("owner", before))).expect(200);
    // at once: what may be seen is asked of the records, not of the index
    assertThat(ids(person, mark)).doesNotContain(theirs);
  }

  private String unknown(Api person, String type) {
    return person
        .get("search", "q", mark, "types", type)
        .expect(404)
        .body()
        .replaceAll("\"request\":\"[^\"]*\"", "");
  }

  private Api person(String name, Map<String, Object> permissions) {
    long role =
        api.create("role", Map.of("name", name + mark, "permissions", permissions))
            .path("id")
            .asLong();
    String username = name + ".u" + mark;
    Map<String, Object> fields = new HashMap<>(Map.of("username", username, "name", "Nobody"));
    fields.put("roles", List.of(Map.of("role", role)));
    long id = api.create("user", fields).path("id").asLong();
    String token =
        api.post("people/" + id + "/invite", Map.of()).expect(201).json().path("token").asText();
    Api stranger = Api.anonymous(parley.root());
    stranger.post("invitation/accept", Map.of("token", token, "password", SECRET)).expect(200);
    return stranger.login(username, SECRET);
  }

  @Test
  void typesOfPluginsAreFoundAndStayWhenTheirPluginGoes() {
    api.upload(PluginJar.owning("finding", "1.0.0").bytes(), false).expect(201);
    Map<String, Object> fields = new HashMap<>();
    for (JsonNode field : api.get("types/acme_finding").json().path("fields")) {
      if (field.path("kind").asText().equals("text") && !field.path("readOnly").asBoolean()) {
        fields.put(field.path("name").asText(), "Found " + mark);
      }
    }
    long id = api.create("acme_finding", fields).path("id").asLong();
    finds(api, "found " + mark, id);
    api.post("plugins/acme-finding/quarantine", Map.of()).expect(200);
    finds(api, "found " + mark, id);
    api.post("plugins/acme-finding/reattach", Map.of()).expect(200);
    finds(api, "found " + mark, id);
    api.post("plugins/acme-finding/quarantine", Map.of()).expect(200);
  }

  @Test
  void afterAKillItGoesOnAndALostIndexIsMadeAgain() throws IOException {
    ParleyProcess.Setup setup = ParleyProcess.Setup.fresh("search");
    List<Long> ids = new ArrayList<>();
    try (ParleyProcess first = setup.start()) {
      Api admin = first.admin();
      for (int i = 0; i < 20; i++) {
        ids.add(admin.create("account", Map.of("name", mark)).path("id").asLong());
      }
      first.kill();
    }
    Path index = setup.data().resolve("search");
    try (ParleyProcess second = setup.start()) {
      finds(second.admin(), mark, ids.toArray(Long[]::new));
      assertThat(Files.isDirectory(index)).isTrue();
      second.stop();
    }
    try (Stream<Path> files = Files.list(index)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(index);
    try (ParleyProcess third = setup.start()) {
      Api admin = third.admin();
      finds(admin, mark, ids.toArray(Long[]::new));
      await()
          .atMost(SOON)
          .until(() -> !admin.get("search", "q", mark).json().path("incomplete").asBoolean());
    }
  }
}
