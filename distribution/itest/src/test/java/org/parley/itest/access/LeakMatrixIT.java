// SPDX-License-Identifier: Apache-2.0
package org.parley.itest.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.parley.itest.access.Planted.Plant;
import org.parley.itest.harness.Answer;
import org.parley.itest.harness.Api;
import org.parley.itest.harness.Events;
import org.parley.itest.harness.ParleyProcess;
import org.parley.itest.harness.PostOffice;

/**
 * Everybody asks everything: each person of {@link Planted} calls every route that the OpenAPI
 * document describes, and no answer holds a text that is not theirs to read. A route that nobody
 * has said how to try fails the test.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LeakMatrixIT {
  private ParleyProcess parley;
  private Planted planted;
  private JsonNode document;
  private int asked;

  @BeforeAll
  void plant() {
    parley = ParleyProcess.Setup.fresh("leaks").withDemo().start();
    planted = new Planted(parley.admin());
    document = planted.admin.get("openapi.json").expect(200).json();
  }

  @AfterAll
  void stop() {
    parley.close();
  }

  /** Marks in a text that somebody may not read. */
  private Set<String> leaks(String person, String text) {
    Set<String> leaks = new TreeSet<>();
    planted.marks.forEach(
        (mark, readers) -> {
          if (text.contains(mark) && !readers.contains(person)) {
            leaks.add(mark);
          }
        });
    return leaks;
  }

  private Answer ask(String person, String path, List<String> leaks) {
    Answer answer = planted.people.get(person).get(path);
    asked++;
    assertThat(answer.status()).as(path).isLessThan(500);
    leaks(person, answer.body())
        .forEach(mark -> leaks.add(person + " reads " + mark + " by GET " + path));
    return answer;
  }

  private static String query(String name, String value) {
    return name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  /** What to ask of a route that reads; empty where it tells of no records. */
  private List<String> reads(String path) {
    String type = path.startsWith("/records/") ? path.split("/")[2] : null;
    if (type != null && path.equals("/records/" + type)) {
      return lists(type);
    }
    if (type != null && path.endsWith("/export")) {
      return List.of("", "?" + query("filter", "id=gt=0"), "?trash=true");
    }
    if (type != null && path.endsWith("/summary")) {
      return summaries(type);
    }
    if (type != null && path.endsWith("/timeline")) {
      return List.of("?limit=100", "?limit=1", "?kinds=activities", "?kinds=related");
    }
    return switch (path) {
      case "/session", "/types", "/ui", "/openapi.json", "/account/sessions" -> List.of("");
      case "/account/second-factor", "/people/{id}/second-factor" -> List.of("");
      case "/people/second-factors" -> List.of("");
      case "/account/feeds", "/calendars/{file}" -> List.of("");
      case "/plugins", "/plugins/{id}", "/mail", "/forgotten" -> List.of("");
      case "/logins", "/logins/{plugin}/{choice}", "/logins/{plugin}/{choice}/return" ->
          List.of("");
      case "/types/{type}", "/types/{type}/indexes" -> List.of("");
      case "/people/{id}/tokens", "/imports/{id}/guess" -> List.of("");
      case "/audit" ->
          List.of("?limit=200", "?type=account", "?operation=trash", "?user=" + me("northern"));
      case "/events" -> List.of();
      case "/search" -> searches();
      default -> {
        if (type != null && path.startsWith("/records/" + type + "/{id}")) {
          yield path.endsWith("{id}") ? List.of("", "?include=" + references(type)) : List.of("");
        }
        throw new AssertionError("nobody has said how to try GET " + path);
      }
    };
  }

  private JsonNode type(String name) {
    return planted.admin.get("types/" + name).expect(200).json();
  }

  private String references(String type) {
    List<String> names = new ArrayList<>();
    for (JsonNode field : type(type).path("fields")) {
      if (field.has("to") || field.has("through")) {
        names.add(field.path("name").asText());
      }
    }
    type(type).path("inverses").forEach(inverse -> names.add(inverse.path("name").asText()));
    return String.join(",", names);
  }

  private List<String> lists(String type) {
    List<String> queries = new ArrayList<>(List.of("?limit=200&count=true", "?trash=true"));
    queries.add("?limit=200&include=" + references(type));
    for (JsonNode field : type(type).path("fields")) {
      String name = field.path("name").asText();
      if (field.path("sortable").asBoolean()) {
        queries.add("?limit=200&sort=-" + name);
      }
      if (Set.of("text", "longtext").contains(field.path("kind").asText())) {
        queries.add("?" + query("filter", name + "==zq7*"));
      }
      if (field.path("to").size() == 1 && !field.path("to").get(0).asText().equals("*")) {
        queries.add("?" + query("filter", name + ".id=gt=0"));
      }
    }
    return queries;
  }

  /** All the words that were planted, whole and as beginnings, across types and in each. */
  private List<String> searches() {
    List<String> queries = new ArrayList<>(List.of("?q=zq7&limit=50&present=true"));
    planted.marks.keySet().forEach(mark -> queries.add("?" + query("q", mark)));
    for (String type : List.of("account", "contact", "opportunity", "activity", "user", "team")) {
      queries.add("?q=zq7&limit=50&types=" + type);
      queries.add("?q=zq7&types=" + type + "&" + query("filter", "id=gt=0"));
    }
    return queries;
  }

  private List<String> summaries(String type) {
    List<String> queries = new ArrayList<>(List.of(""));
    for (JsonNode field : type(type).path("fields")) {
      queries.add("?by=" + field.path("name").asText());
      for (JsonNode to : field.path("to")) {
        if (field.path("to").size() == 1 && !to.asText().matches("\\*|party")) {
          for (JsonNode far : type(to.asText()).path("fields")) {
            if (far.path("kind").asText().equals("text")) {
              queries.add("?by=" + field.path("name").asText() + "." + far.path("name").asText());
            }
          }
        }
      }
    }
    return queries;
  }

  /** The ids to put into a path. */
  private List<String> targets(String path) {
    if (path.startsWith("/records/")) {
      String type = path.split("/")[2];
      return planted.plants.stream()
          .filter(plant -> plant.type().equals(type))
          .map(plant -> Long.toString(plant.id()))
          .toList();
    }
    if (path.startsWith("/people/")) {
      return planted.users.values().stream().map(String::valueOf).toList();
    }
    return List.of("4711");
  }

  @Test
  void noAnswerHoldsWhatIsNotTheirsToRead() {
    List<String> leaks = new ArrayList<>();
    document
        .path("paths")
        .properties()
        .forEach(
            entry -> {
              String path = entry.getKey();
              if (!entry.getValue().has("get")) {
                return;
              }
              for (String query : reads(path)) {
                for (String whole : filled(path)) {
                  for (String person : planted.people.keySet()) {
                    ask(person, whole.substring(1) + query, leaks);
                  }
                }
              }
            });
    System.out.println("LeakMatrixIT: " + asked + " answers read, " + leaks.size() + " leaks");
    assertThat(leaks).isEmpty();
    assertThat(asked).isGreaterThan(1_000);
  }

  @Test
  void aCalendarHoldsWhatItsOwnerReads() {
    List<String> leaks = new ArrayList<>();
    Api program = Api.anonymous(planted.admin.root());
    for (String person : planted.people.keySet()) {
      for (String whose : List.of("me", "team", "all")) {
        Map<String, String> body =
            Map.of("type", "opportunity", "view", "calendar", "whose", whose);
        Answer made = planted.people.get(person).post("account/feeds", body);
        if (made.status() != 201) {
          assertThat(made.status()).as(person).isEqualTo(422);
          continue;
        }
        String path = made.json().path("path").asText().replaceFirst(".*/calendars/", "calendars/");
        String text = program.get(path).expect(200).body().replace("\r\n ", "");
        leaks(person, text).forEach(mark -> leaks.add(person + " has " + mark + " in a calendar"));
      }
    }
    assertThat(leaks).isEmpty();
  }

  private List<String> filled(String path) {
    if (!path.contains("{")) {
      return List.of(path);
    }
    String base =
        path.replace("{type}", "account")
            .replace("{field}", "file")
            .replace("{file}", "x.ics")
            .replace("{plugin}", "parley-openid")
            .replace("{choice}", "1");
    return base.contains("{id}")
        ? targets(path).stream().map(id -> base.replace("{id}", id)).toList()
        : List.of(base);
  }

  @Test
  void theRightOnesAreRead() {
    // Else a matrix without a leak would be one that asks nothing.
    for (Plant plant : planted.plants) {
      for (String person : planted.people.keySet()) {
        String path = "records/" + plant.type() + "/" + plant.id();
        boolean gone = planted.admin.get(path).status() == 404 && plant.readers().size() > 1;
        int status = planted.people.get(person).get(path).status();
        boolean reads = plant.readers().contains(person) && !gone;
        assertThat(status).as("%s reads %s", person, path).isEqualTo(reads ? 200 : 404);
      }
    }
    assertThat(planted.people.get("auditor").get("audit", "limit", 200).expect(200).body())
        .contains("northern");
    assertThat(planted.people.get("blind").get("records/account", "limit", 200).body())
        .contains("name")
        .contains("zq7");
  }

  @Test
  void aListCountsWhatIsSeenAndNothingElse() {
    Map<String, Map<String, Integer>> expected = new TreeMap<>();
    for (Plant plant : planted.plants) {
      boolean live =
          plant.type().equals("attachment")
              || planted.admin.get("records/" + plant.type() + "/" + plant.id()).status() == 200
              || plant.readers().size() == 1;
      for (String person : plant.readers()) {
        if (live) {
          expected
              .computeIfAbsent(plant.type(), type -> new TreeMap<>())
              .merge(person, 1, Integer::sum);
        }
      }
    }
    for (String type : List.of("account", "contact", "opportunity")) {
      String field = type.equals("contact") ? "first_name" : "name";
      for (String person : List.of("nobody", "own", "team", "below", "guest")) {
        JsonNode list = planted.people.get(person).get("records/" + type, "count", true).json();
        int sees = expected.getOrDefault(type, Map.of()).getOrDefault(person, 0);
        assertThat(list.path("count").asInt()).as("%s %s %s", person, type, field).isEqualTo(sees);
        JsonNode summary = planted.people.get(person).get("records/" + type + "/summary").json();
        assertThat(summary.path("count").asInt()).isEqualTo(sees);
      }
    }
  }

  @Test
  void searchFindsWhatIsSeenAndNothingElse() {
    for (Plant plant : planted.plants) {
      if (!Set.of("account", "contact", "opportunity").contains(plant.type())) {
        continue;
      }
      boolean gone =
          planted.admin.get("records/" + plant.type() + "/" + plant.id()).status() == 404;
      for (String person : planted.people.keySet()) {
        boolean reads = plant.readers().contains(person) && (!gone || plant.readers().size() == 1);
        // some of its words stand in fields that not everybody reads
        boolean blind = person.equals("blind") && plant.type().equals("contact");
        if (!blind) {
          await()
              .atMost(Duration.ofSeconds(20))
              .untilAsserted(
                  () ->
                      assertThat(found(person, plant))
                          .as("%s finds %s", person, plant)
                          .isEqualTo(reads));
        }
      }
    }
  }

  private boolean found(String person, Plant plant) {
    Answer answer =
        planted.people.get(person).get("search", "q", plant.mark(), "types", plant.type());
    if (answer.status() == 404) {
      return false;
    }
    return answer.expect(200).body().contains("\"id\":" + plant.id() + ",");
  }

  /** An answer without the number that was asked for. */
  private static String told(Answer answer, long id) {
    return answer.status()
        + " "
        + answer
            .body()
            .replaceAll("\"request\":\"[^\"]*\"", "")
            .replaceAll("\"status\":\\d+,", "")
            .replace(Long.toString(id), "N");
  }

  @Test
  void whatIsHiddenLooksLikeWhatIsNotThere() {
    long nothing = 987_654_321L;
    for (Plant plant : planted.plants) {
      for (String person : planted.people.keySet()) {
        if (plant.readers().contains(person)) {
          continue;
        }
        Api api = planted.people.get(person);
        String type = "records/" + plant.type() + "/";
        for (String[] call :
            new String[][] {
              {"GET", ""},
              {"GET", "/history"},
              {"GET", "/timeline"},
              {"GET", "/timeline?kinds=related"},
              {"GET", "/conversions/convert"},
              {"POST", "/conversions/convert"},
              {"POST", "/conversions/convert/undo"},
              {"GET", "/access"},
              {"GET", "/files/file"},
              {"PATCH", ""},
              {"DELETE", ""},
              {"POST", "/restore"}
            }) {
          String body =
              call[0].equals("PATCH")
                  ? "{\"fields\":{\"owner\":1}}"
                  : call[1].endsWith("/convert") && call[0].equals("POST") ? "{\"into\":{}}" : null;
          Answer hidden = send(api, call[0], type + plant.id() + call[1], body);
          Answer absent = send(api, call[0], type + nothing + call[1], body);
          assertThat(told(hidden, plant.id()))
              .as("%s %s %s%s", person, call[0], type, call[1])
              .isEqualTo(told(absent, nothing));
          boolean fileless = call[1].startsWith("/files") && !plant.type().equals("attachment");
          assertThat(hidden.status()).isIn(404, fileless ? 400 : 404);
        }
        for (String op : List.of("update", "delete", "restore")) {
          assertThat(bulk(api, plant.type(), op, plant.id()))
              .isEqualTo(bulk(api, plant.type(), op, nothing));
        }
      }
    }
  }

  private static Answer send(Api api, String method, String path, String body) {
    return api.send(
        method,
        path,
        body == null ? null : BodyPublishers.ofString(body),
        body == null ? null : "application/json");
  }

  private static String bulk(Api api, String type, String op, long id) {
    Map<String, Object> row = new LinkedHashMap<>(Map.of("op", op, "id", id));
    if (op.equals("update")) {
      row.put("fields", Map.of());
    }
    return told(api.post("records/" + type + "/bulk", Map.of("rows", List.of(row))), id);
  }

  @Test
  void referencesAreNoWayToFindOutWhatIsThere() {
    long hidden = planted.hidden.get("account");
    for (String person : List.of("own", "guest", "southern")) {
      Api api = planted.people.get(person);
      Map<String, Object> body = new HashMap<>(Map.of("last_name", "Probe", "account", hidden));
      Answer there = api.post("records/contact", Map.of("fields", body));
      body.put("account", 987_654_321L);
      Answer absent = api.post("records/contact", Map.of("fields", body));
      assertThat(told(there, hidden)).as(person).isEqualTo(told(absent, 987_654_321L));
      assertThat(there.status()).isEqualTo(422);
    }
  }

  @Test
  void aTimelineHoldsWhatOneSeesOfWhatIsAroundIt() {
    for (Plant plant : planted.plants) {
      if (!plant.type().equals("account")) {
        continue;
      }
      for (String person : plant.readers()) {
        Set<Long> told = new TreeSet<>();
        JsonNode page =
            planted
                .people
                .get(person)
                .get("records/account/" + plant.id() + "/timeline", "limit", 100)
                .expect(200)
                .json();
        for (JsonNode item : page.path("items")) {
          told.add(item.at("/of/id").asLong());
          told.add(item.at("/record/id").asLong());
        }
        for (Plant other : planted.plants) {
          if (!other.readers().contains(person)) {
            assertThat(told).as("%s of %s", person, plant).doesNotContain(other.id());
          }
        }
        // Each of the first accounts has a contact, an opportunity and a call about that.
        boolean first = planted.hidden.get("account") == plant.id();
        assertThat(told.size()).as(person).isGreaterThanOrEqualTo(first ? 3 : 1);
      }
    }
  }

  @Test
  void anUnreadableFieldIsRefusedLikeOneThatIsNotThere() {
    Api blind = planted.people.get("blind");
    for (String[] known : new String[][] {{"account", "city"}, {"contact", "last_name"}}) {
      String type = "records/" + known[0];
      for (String template :
          List.of("?filter=F==x", "?sort=F", "?fields=F", "/summary?by=F", "/export?fields=F")) {
        Answer kept = blind.get(type + template.replace("F", known[1]));
        Answer absent = blind.get(type + template.replace("F", "nonsense"));
        assertThat(told(kept, 0).replace(known[1], "F"))
            .as(type + template)
            .isEqualTo(told(absent, 0).replace("nonsense", "F"));
        assertThat(kept.status()).isEqualTo(400);
      }
      assertThat(blind.get("types/" + known[0]).body()).doesNotContain("\"" + known[1] + "\"");
      assertThat(blind.get("openapi.json?types=" + known[0]).body())
          .doesNotContain("\"" + known[1] + "\"");
    }
    assertThat(planted.people.get("nobody").get("openapi.json").body())
        .doesNotContain("/records/account");
  }

  @Test
  void whoMayNotDoesNot() {
    Map<String, Object> nothing = Map.of();
    for (String person : planted.people.keySet()) {
      Api api = planted.people.get(person);
      long other = planted.users.get(person.equals("all") ? "own" : "all");
      for (String path :
          List.of(
              "people/" + other + "/invite",
              "people/" + other + "/hand-over",
              "people/" + other + "/tokens",
              "plugins/acme/quarantine",
              "plugins/acme/reattach",
              "records/account/" + planted.hidden.get("account") + "/erase",
              "records/account/" + planted.hidden.get("account") + "/purge",
              "mail/test",
              "mail/stuck/4711/again",
              "demo")) {
        Object body =
            path.endsWith("hand-over")
                ? Map.of("to", planted.users.get(person))
                : path.endsWith("tokens") ? Map.of("name", "x", "scope", "all") : nothing;
        assertThat(api.post(path, body).status()).as("%s %s", person, path).isEqualTo(403);
      }
      assertThat(api.delete("demo").status()).isEqualTo(403);
      assertThat(api.get("plugins").status()).isEqualTo(403);
      assertThat(api.get("mail").status()).isEqualTo(403);
      assertThat(api.get("people/second-factors").status()).isEqualTo(403);
      assertThat(api.delete("mail/stuck/4711").status()).isEqualTo(403);
      assertThat(api.get("records/mail_server").status()).isEqualTo(404);
      assertThat(api.get("people/" + other + "/tokens").status()).isEqualTo(403);
      assertThat(api.upload(new byte[] {1}, true).status()).isEqualTo(403);
      assertThat(api.get("/metrics").status()).isIn(200, 403);
      assertThat(api.post("types/account/indexes", Map.of("field", "city")).status())
          .as(person)
          .isIn(403, 404);
      for (String type :
          List.of("role", "role_assignment", "team", "user", "company", "mail_server")) {
        assertThat(api.post("records/" + type, Map.of("fields", Map.of("name", "x"))).status())
            .as("%s creates %s", person, type)
            .isIn(403, 404);
      }
      long me = planted.users.get(person);
      Answer promoted =
          api.patch("records/user/" + me, Map.of("fields", Map.of("roles", List.of())));
      assertThat(promoted.status()).isEqualTo(422);
    }
  }

  @Test
  void eventsTellOnlyOfWhatIsSeen() {
    Plant plant =
        planted.plants.stream()
            .filter(one -> one.type().equals("opportunity") && one.readers().contains("team"))
            .findFirst()
            .orElseThrow();
    Map<String, Events> listening = new LinkedHashMap<>();
    planted.people.forEach((person, api) -> listening.put(person, Events.listen(api, null)));
    planted.admin.patch(
        "records/opportunity/" + plant.id(), Map.of("fields", Map.of("probability", 42)));
    for (String person : planted.people.keySet()) {
      // One of their own comes after it: then the other has been told, or never will be.
      long own =
          planted
              .people
              .get(person)
              .create("star", Map.of("record", Map.of("type", "user", "id", me(person))))
              .path("id")
              .asLong();
      await().atMost(Duration.ofSeconds(20)).until(() -> isTold(listening.get(person), own));
      assertThat(isTold(listening.get(person), plant.id()))
          .as(person)
          .isEqualTo(plant.readers().contains(person));
    }
    listening.values().forEach(Events::close);
  }

  private long me(String person) {
    return planted.users.get(person);
  }

  private static boolean isTold(Events events, long id) {
    return events.seen().stream()
        .anyMatch(event -> event.name().equals("record") && event.data().path("id").asLong() == id);
  }

  @Test
  void notificationsTellOnlyOfWhatIsSeen() {
    Api northern = planted.people.get("northern");
    long account = northern.create("account", Map.of("name", "zq7watched")).path("id").asLong();
    planted.marks.put("zq7watched", Set.of("below", "team", "all", "blind", "northern"));
    for (Api follower : planted.people.values()) {
      Map<String, Object> record = Map.of("type", "account", "id", account);
      follower.post("records/star", Map.of("fields", Map.of("record", record, "kind", "follow")));
    }
    String path = "records/account/" + account;
    northern.patch(path, Map.of("fields", Map.of("city", "Oslo"))).expect(200);
    northern.patch(path, Map.of("fields", Map.of("website", "example.com"))).expect(200);
    for (String told : Set.of("below", "team", "all", "blind")) {
      await().atMost(Duration.ofSeconds(20)).until(() -> notified(told).contains("website"));
    }
    for (String person : planted.people.keySet()) {
      boolean told = planted.marks.get("zq7watched").contains(person) && !person.equals("northern");
      String notified = notified(person);
      assertThat(leaks(person, notified)).as(person).isEmpty();
      assertThat(notified.contains("\"city\""))
          .as(person)
          .isEqualTo(told && !person.equals("blind"));
      assertThat(notified.contains("website")).as(person).isEqualTo(told);
    }
    northern.delete(path).expect(204);
    await().atMost(Duration.ofSeconds(20)).until(() -> notified("all").contains("trashed"));
    for (String person : planted.people.keySet()) {
      assertThat(leaks(person, notified(person))).as(person).isEmpty();
    }
  }

  @Test
  void mailsTellOnlyOfWhatIsSeen() {
    try (PostOffice post = PostOffice.open()) {
      JsonNode server =
          planted.admin.create("mail_server", post.settings("https://crm.example.com"));
      Api northern = planted.people.get("northern");
      long account = northern.create("account", Map.of("name", "zq7mailed")).path("id").asLong();
      Set<String> readers = Set.of("below", "team", "all", "blind", "northern");
      planted.marks.put("zq7mailed", readers);
      Map<String, Object> record = Map.of("type", "account", "id", account);
      Map<String, Object> atOnce = Map.of("changed", Map.of("mail", "now"));
      planted.people.forEach(
          (person, api) -> {
            Map<String, Object> told = Map.of("email", person + "@example.com", "notify", atOnce);
            String path = "records/user/" + me(person);
            planted.admin.patch(path, Map.of("fields", told)).expect(200);
            api.post("records/star", Map.of("fields", Map.of("record", record, "kind", "follow")));
          });
      northern
          .patch("records/account/" + account, Map.of("fields", Map.of("city", "Oslo")))
          .expect(200);
      for (String person : Set.of("below", "team", "all")) {
        await().atMost(Duration.ofSeconds(20)).until(() -> !post.mails(person + "@").isEmpty());
      }
      for (String person : planted.people.keySet()) {
        List<PostOffice.Mail> mails = post.mails(person + "@");
        assertThat(leaks(person, mails.toString())).as(person).isEmpty();
        assertThat(mails.toString().contains("zq7mailed"))
            .as(person)
            .isEqualTo(readers.contains(person) && !Set.of("blind", "northern").contains(person));
      }
      northern.delete("records/account/" + account).expect(204);
      planted
          .admin
          .patch(
              "records/mail_server/" + server.path("id").asLong(),
              Map.of("fields", Map.of("active", false)))
          .expect(200);
    }
  }

  private String notified(String person) {
    return planted.people.get(person).get("records/notification").expect(200).body();
  }

  @Test
  void aTokenReadsWhatItsOwnerReadsAndEndsWhenItIsRevoked() {
    Api team = planted.people.get("team");
    JsonNode made =
        team.post("people/" + me("team") + "/tokens", Map.of("name", "report", "scope", "read"))
            .expect(201)
            .json();
    String[] bearer = {"Authorization", "Bearer " + made.path("secret").asText()};
    Api program = Api.anonymous(parley.root());
    Answer list = program.send("GET", "records/account", null, null, bearer).expect(200);
    assertThat(list.body()).contains("zq7");
    assertThat(leaks("team", list.body())).isEmpty();
    assertThat(
            program
                .send(
                    "POST",
                    "records/account",
                    BodyPublishers.ofString("{\"fields\":{\"name\":\"x\"}}"),
                    "application/json",
                    bearer)
                .status())
        .isEqualTo(403);
    assertThat(program.send("GET", "account/sessions", null, null, bearer).status()).isEqualTo(403);
    team.delete("people/" + me("team") + "/tokens/" + made.path("id").asText()).expect(204);
    assertThat(program.send("GET", "records/account", null, null, bearer).status()).isEqualTo(401);
  }
}
