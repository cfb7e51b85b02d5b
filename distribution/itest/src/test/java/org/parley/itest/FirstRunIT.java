// SPDX-License-Identifier: Apache-2.0
package org.parley.itest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.parley.itest.harness.Answer;
import org.parley.itest.harness.Api;
import org.parley.itest.harness.ParleyProcess;
import org.parley.itest.harness.SharedParley;

/** What somebody finds who has just started it: the login, the demo data, records that hold. */
@ExtendWith(SharedParley.class)
class FirstRunIT {
  private final ParleyProcess parley;
  private final Api api;
  private final Api stranger;

  FirstRunIT(ParleyProcess parley, Api api) {
    this.parley = parley;
    this.api = api;
    this.stranger = Api.anonymous(parley.root());
  }

  @Test
  void isAliveAndReady() {
    assertThat(stranger.get("/health/live").status()).isEqualTo(200);
    assertThat(stranger.get("/health/ready").expect(200).json().path("status").asText())
        .isEqualTo("ready");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/login", "/records/account", "/modules"})
  void thePageComesWithoutALogin(String path) {
    Answer page = stranger.get(path).expect(200);
    assertThat(page.header("Content-Type")).startsWith("text/html");
    assertThat(page.header("Cache-Control")).contains("no-cache");
    assertThat(page.header("Content-Security-Policy")).contains("script-src 'self'");
    assertThat(page.body()).contains("<title>");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "session",
        "types",
        "types/account",
        "records/account",
        "records/account/1",
        "records/account/1/history",
        "plugins",
        "ui",
        "events",
        "openapi.json",
        "nothing/there"
      })
  void nothingElseAnswersWithoutALogin(String path) {
    Answer answer = stranger.get(path);
    assertThat(answer.status()).as(answer.toString()).isEqualTo(401);
    assertThat(answer.code()).isEqualTo("login_required");
  }

  @Test
  void aWrongPasswordIsRefusedAndSaysNoMore() {
    Answer answer = stranger.post("session", Map.of("username", "nobody", "password", "wrong"));
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.code()).isEqualTo("bad_login");
  }

  @Test
  void aSessionSaysWhoIAmAndEnds() {
    Api session = parley.admin();
    JsonNode who = session.get("session").expect(200).json();
    assertThat(who.at("/user/username").asText()).isEqualTo("admin");
    assertThat(who.path("rights").toString()).contains("plugins");
    assertThat(who.path("csrf").asText()).isNotEmpty();
    session.delete("session").expect(204);
    session.get("session").expect(401);
  }

  @Test
  void writesWithTheCookieNeedTheCsrfToken() {
    Answer answer =
        api.withoutCsrf().post("records/account", Map.of("fields", Map.of("name", "Sly")));
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.code()).isEqualTo("csrf");
  }

  @Test
  void theModulesAreThere() {
    List<String> names = api.get("types").expect(200).json().path("items").findValuesAsText("name");
    assertThat(names)
        .contains("account", "contact", "product", "opportunity", "lead", "case", "activity");
    for (String plugin : List.of("contacts", "sales", "activities", "leads", "service")) {
      assertThat(api.plugin("parley-" + plugin).path("state").asText()).isEqualTo("active");
    }
  }

  @Test
  void demoDataIsOnScreen() {
    for (String type : List.of("account", "contact", "product", "opportunity", "lead", "case")) {
      JsonNode page = api.get("records/" + type, "limit", 5, "count", true).expect(200).json();
      assertThat(page.path("items")).as(type).hasSize(5);
      assertThat(page.path("count").asInt()).as(type).isGreaterThanOrEqualTo(5);
      assertThat(page.at("/items/0/title").asText()).as(type).isNotBlank();
    }
  }

  @Test
  void aRecordLives() {
    JsonNode account = api.create("account", Map.of("name", unique("Analytical Engines")));
    String path = "records/account/" + account.path("id").asLong();
    Answer first = api.get(path).expect(200);
    assertThat(first.header("ETag")).contains(account.path("version").asText());

    JsonNode renamed =
        api.patch(path, Map.of("fields", Map.of("name", unique("Difference Engines"))))
            .expect(200)
            .json();
    assertThat(renamed.path("version").asLong()).isGreaterThan(account.path("version").asLong());
    Answer stale =
        api.patch(path, Map.of("fields", Map.of("name", "Late")), "If-Match", first.header("ETag"));
    assertThat(stale.status()).isEqualTo(412);
    assertThat(stale.code()).isEqualTo("stale");

    api.delete(path).expect(204);
    api.get(path).expect(404);
    api.post(path + "/restore", "{}").expect(200);
    api.get(path).expect(200);

    List<String> operations =
        api.get(path + "/history").expect(200).json().path("items").findValuesAsText("operation");
    assertThat(operations).containsExactly("restore", "trash", "update", "create");
  }

  @Test
  void historyNamesWhoChangedWhat() {
    JsonNode account = api.create("account", Map.of("name", unique("Before")));
    String path = "records/account/" + account.path("id").asLong();
    String after = unique("After");
    api.patch(path, Map.of("fields", Map.of("name", after))).expect(200);
    JsonNode change = api.get(path + "/history", "limit", 1).expect(200).json().at("/items/0");
    assertThat(change.at("/by/name").asText()).isNotBlank();
    assertThat(change.path("through").asText()).isEqualTo("rest");
    assertThat(change.path("changes").toString()).contains("\"name\"", after);
  }

  @Test
  void includeBringsWhatARecordPointsToAndWhatPointsToIt() {
    JsonNode account = api.create("account", Map.of("name", unique("Included")));
    JsonNode contact =
        api.create("contact", Map.of("last_name", "Byron", "account", account.path("id").asLong()));
    assertThat(contact.at("/links/account/title").asText()).startsWith("Included");
    JsonNode up =
        api.get("records/contact/" + contact.path("id").asLong(), "include", "account").json();
    assertThat(up.at("/included/account/id").asLong()).isEqualTo(account.path("id").asLong());
    JsonNode down =
        api.get("records/account/" + account.path("id").asLong(), "include", "contacts").json();
    assertThat(down.at("/included/contacts/items/0/id").asLong())
        .isEqualTo(contact.path("id").asLong());
  }

  @Test
  void filtersReachAcrossReferences() {
    String name = unique("Ärzte & Söhne");
    long account = api.create("account", Map.of("name", name)).path("id").asLong();
    long contact =
        api.create("contact", Map.of("last_name", "Filter", "account", account))
            .path("id")
            .asLong();
    String folded = name.toLowerCase(java.util.Locale.ROOT).replace('ä', 'a').replace('ö', 'o');
    for (String filter :
        List.of(
            "account.name=='" + name + "'",
            "account.name=='" + folded + "'",
            "last_name==filter;account==" + account,
            "(last_name==nobody,last_name==Fil*);account=in=(" + account + ")",
            "account==" + account + ";email=null=true")) {
      JsonNode page = api.get("records/contact", "filter", filter).expect(200).json();
      assertThat(page.path("items").findValuesAsText("id"))
          .as(filter)
          .contains(Long.toString(contact));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"name", "id", "modified_at", "sector,name"})
  void pagingCrossesTheWholeListInBothDirectionsWithoutGapOrDouble(String sort) {
    String prefix = unique("Page");
    for (int i = 0; i < 23; i++) {
      // Names in groups of three: ties must not lose or double a row at a page's edge.
      api.create("account", Map.of("name", prefix + " " + i / 3));
    }
    String filter = "name=='" + prefix + "*'";
    List<Long> forwards = page("account", filter, sort);
    List<Long> backwards = page("account", filter, reverse(sort));
    assertThat(forwards).hasSize(23).doesNotHaveDuplicates();
    assertThat(backwards).hasSize(23).doesNotHaveDuplicates().hasSameElementsAs(forwards);
    if (sort.equals("id")) {
      Collections.reverse(backwards);
      assertThat(backwards).isEqualTo(forwards);
    }
    JsonNode counted =
        api.get("records/account", "filter", filter, "count", true, "limit", 1).expect(200).json();
    assertThat(counted.path("count").asInt()).isEqualTo(23);
    assertThat(counted.path("more").asBoolean()).isFalse();
  }

  private List<Long> page(String type, String filter, String sort) {
    List<Long> ids = new ArrayList<>();
    String after = null;
    do {
      Object[] query = {"filter", filter, "sort", sort, "limit", 4};
      Object[] next =
          after == null
              ? query
              : new Object[] {"filter", filter, "sort", sort, "limit", 4, "after", after};
      JsonNode page = api.get("records/" + type, next).expect(200).json();
      page.path("items").forEach(item -> ids.add(item.path("id").asLong()));
      after = page.path("next").isNull() ? null : page.path("next").asText();
    } while (after != null && ids.size() < 1000);
    return ids;
  }

  private static String reverse(String sort) {
    return "-" + sort.replace(",", ",-");
  }

  @Test
  void bulkAnswersEachRow() {
    JsonNode there = api.create("account", Map.of("name", unique("Bulk")));
    long id = there.path("id").asLong();
    JsonNode rows =
        api.post(
                "records/account/bulk",
                Map.of(
                    "rows",
                    List.of(
                        Map.of("op", "create", "fields", Map.of("name", unique("Row"))),
                        Map.of("op", "create", "fields", Map.of("nonsense", 1)),
                        Map.of(
                            "op",
                            "update",
                            "id",
                            id,
                            "version",
                            999,
                            "fields",
                            Map.of("name", "No")),
                        Map.of("op", "delete", "id", id))))
            .expect(200)
            .json()
            .path("rows");
    assertThat(rows.get(0).path("status").asInt()).isEqualTo(201);
    assertThat(rows.get(1).path("status").asInt()).isBetween(400, 422);
    assertThat(rows.get(1).path("problem").toString()).contains("nonsense");
    assertThat(rows.get(2).path("status").asInt()).isEqualTo(412);
    assertThat(rows.get(3).path("status").asInt()).isIn(200, 204);
  }

  @Test
  void anAtomicBulkWritesAllOrNothing() {
    String name = unique("Atomic");
    Answer answer =
        api.post(
            "records/account/bulk?atomic=true",
            Map.of(
                "rows",
                List.of(
                    Map.of("op", "create", "fields", Map.of("name", name)),
                    Map.of("op", "create", "fields", Map.of()))));
    assertThat(answer.status()).as(answer.toString()).isEqualTo(422);
    assertThat(api.get("records/account", "filter", "name=='" + name + "'").json().path("items"))
        .isEmpty();
  }

  @Test
  void theDocumentOfTheInterfaceDescribesLiveTypes() {
    JsonNode openapi = api.get("openapi.json").expect(200).json();
    assertThat(openapi.path("openapi").asText()).startsWith("3.");
    assertThat(openapi.path("paths").toString()).contains("/records/opportunity");
    assertThat(stranger.get("/api/docs/").expect(200).body()).containsIgnoringCase("swagger");
  }

  @Test
  void metricsAreInPrometheusText() {
    Answer metrics = api.get("/metrics").expect(200);
    assertThat(metrics.header("Content-Type")).startsWith("text/plain");
    assertThat(metrics.body()).contains("# TYPE ");
  }

  private static String unique(String name) {
    return name + " " + UUID.randomUUID().toString().substring(0, 8);
  }
}
