// SPDX-License-Identifier: Apache-2.0
package org.parley.itest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.parley.itest.harness.Answer;
import org.parley.itest.harness.Api;
import org.parley.itest.harness.SharedParley;

/** Leads become accounts, contacts and opportunities; cases are solved; timelines tell of both. */
@ExtendWith(SharedParley.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LeadsIT {
  private final Api api;
  private final String mark = UUID.randomUUID().toString().substring(0, 8);

  LeadsIT(Api api) {
    this.api = api;
  }

  private long lead(String name) {
    return api.create(
            "lead",
            Map.of(
                "first_name",
                "Grace",
                "last_name",
                name,
                "company",
                name + " " + mark,
                "email",
                name.toLowerCase(java.util.Locale.ROOT) + "@" + mark + ".example",
                "estimated_value",
                Map.of("amount", "1200", "currency", "EUR")))
        .path("id")
        .asLong();
  }

  private static String path(long lead) {
    return "records/lead/" + lead + "/conversions/convert";
  }

  private static Map<String, Object> into(Object account, Object contact, Object opportunity) {
    Map<String, Object> into = new HashMap<>();
    into.put("account", account);
    into.put("contact", contact);
    into.put("opportunity", opportunity);
    return Map.of("into", into);
  }

  private static final Map<String, Object> NEW = Map.of("fields", Map.of());

  private static long made(JsonNode state, String name) {
    for (JsonNode one : state.path("made")) {
      if (one.path("name").asText().equals(name)) {
        return one.path("id").asLong();
      }
    }
    throw new AssertionError("no " + name + " in " + state);
  }

  private List<JsonNode> timeline(String type, long id, Object... query) {
    List<JsonNode> items = new ArrayList<>();
    api.get("records/" + type + "/" + id + "/timeline", query)
        .expect(200)
        .json()
        .path("items")
        .forEach(items::add);
    return items;
  }

  private List<String> activities(String type, long id) {
    return timeline(type, id, "kinds", "activities").stream()
        .map(item -> item.at("/record/title").asText())
        .toList();
  }

  @Test
  void whatALeadWasToldIsFoundWhereItHasGone() {
    long lead = lead("Hopper");
    api.create(
        "activity",
        Map.of("subject", "First call " + mark, "kind", "call", "about", reference("lead", lead)));
    attach(lead, "wishes.txt");
    JsonNode proposed = api.get(path(lead)).expect(200).json();
    assertThat(proposed.path("done").asBoolean()).isFalse();
    assertThat(proposed.at("/into/0/fields/name").asText()).isEqualTo("Hopper " + mark);
    JsonNode state =
        api.post(path(lead), into(NEW, NEW, Map.of("fields", Map.of("name", "Compilers"))))
            .expect(200)
            .json();
    assertThat(state.path("done").asBoolean()).isTrue();
    long account = made(state, "account");
    long contact = made(state, "contact");
    long opportunity = made(state, "opportunity");
    JsonNode deal = api.get("records/opportunity/" + opportunity).expect(200).json();
    assertThat(deal.path("title").asText()).isEqualTo("Compilers");
    assertThat(deal.at("/fields/account").asLong()).isEqualTo(account);
    assertThat(deal.at("/fields/contact").asLong()).isEqualTo(contact);
    assertThat(deal.at("/fields/amount/amount").asText()).startsWith("1200");
    for (Object[] made :
        new Object[][] {
          {"account", account}, {"contact", contact}, {"opportunity", opportunity}, {"lead", lead}
        }) {
      assertThat(activities((String) made[0], (Long) made[1]))
          .as((String) made[0])
          .contains("First call " + mark, "wishes.txt");
    }
    JsonNode converted = api.get("records/lead/" + lead).expect(200).json();
    assertThat(converted.at("/fields/status").asText()).isEqualTo("qualified");
    assertThat(converted.at("/fields/converted_contact").asLong()).isEqualTo(contact);
    assertThat(api.post(path(lead), into(NEW, NEW, null)).expect(409).code())
        .isEqualTo("already_converted");
    undone(lead, account, contact, opportunity);
  }

  private void undone(long lead, long account, long contact, long opportunity) {
    JsonNode back = api.post(path(lead) + "/undo", Map.of()).expect(200).json();
    assertThat(back.at("/fields/status").asText()).isEqualTo("new");
    assertThat(back.path("fields").has("converted_account")).isFalse();
    api.get("records/account/" + account).expect(404);
    api.get("records/contact/" + contact).expect(404);
    api.get("records/opportunity/" + opportunity).expect(404);
    assertThat(api.post(path(lead) + "/undo", Map.of()).expect(409).code())
        .isEqualTo("not_converted");
  }

  private void attach(long lead, String name) {
    JsonNode file =
        api.send("POST", "files?name=" + name, BodyPublishers.ofString("all of it"), "text/plain")
            .expect(201)
            .json();
    api.create(
        "attachment",
        Map.of(
            "record", reference("lead", lead), "file", Map.of("file", file.path("file").asText())));
  }

  private static Map<String, Object> reference(String type, long id) {
    return Map.of("type", type, "id", id);
  }

  @Test
  void whatIsThereIsFoundAndUsed() {
    long account = api.create("account", Map.of("name", "LOVELACE " + mark)).path("id").asLong();
    long lead = lead("Lovelace");
    JsonNode proposed = api.get(path(lead)).expect(200).json();
    assertThat(proposed.at("/into/0/matches/0/id").asLong()).isEqualTo(account);
    JsonNode state =
        api.post(path(lead), into(Map.of("id", account), NEW, null)).expect(200).json();
    assertThat(made(state, "account")).isEqualTo(account);
    long contact = made(state, "contact");
    assertThat(api.get("records/contact/" + contact).json().at("/fields/account").asLong())
        .isEqualTo(account);
    api.create(
        "activity",
        Map.of(
            "subject", "Went on " + mark, "kind", "call", "about", reference("contact", contact)));
    Answer refused = api.post(path(lead) + "/undo", Map.of()).expect(409);
    assertThat(refused.json().path("detail").asText())
        .contains("Went on " + mark)
        .contains("Lovelace");
    assertThat(api.get(path(lead)).json().path("obstacle").asText()).contains("Went on " + mark);
    api.get("records/account/" + account).expect(200);
  }

  @Test
  void whatDoesNotFitIsToldByPartAndNothingIsMade() {
    long lead = lead("Curie");
    Map<String, Object> nameless = new HashMap<>();
    nameless.put("last_name", null);
    Answer refused = api.post(path(lead), into(NEW, Map.of("fields", nameless), null)).expect(422);
    assertThat(refused.json().at("/errors/0/field").asText()).isEqualTo("contact.last_name");
    assertThat(
            api.get("records/account", "filter", "name==\"Curie " + mark + "\"")
                .json()
                .path("items"))
        .isEmpty();
    api.post(path(lead), into(NEW, Map.of("id", 1, "fields", Map.of()), null)).expect(400);
    api.post(path(lead), Map.of("into", Map.of("dog", NEW))).expect(400);
    api.post(path(lead), Map.of("into", Map.of("contact", 5))).expect(400);
    api.send(
            "POST",
            path(lead),
            BodyPublishers.ofString("{\"into\":{}}"),
            "application/json",
            "If-Match",
            "\"77\"")
        .expect(412);
    api.get("records/lead/" + lead + "/conversions/nothing").expect(404);
    api.get("records/account/1/conversions/convert").expect(404);
  }

  @Test
  void manyAtOnceConvertOnce() throws Exception {
    long lead = lead("Turing");
    ExecutorService many = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Integer>> calls = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        calls.add(() -> api.post(path(lead), into(NEW, NEW, NEW)).status());
      }
      List<Integer> statuses = new ArrayList<>();
      for (Future<Integer> answer : many.invokeAll(calls)) {
        statuses.add(answer.get());
      }
      assertThat(statuses).containsOnlyOnce(200).contains(409).doesNotContain(500);
    } finally {
      many.shutdown();
    }
    assertThat(
            api.get("records/contact", "filter", "email==turing@" + mark + ".example")
                .json()
                .path("items"))
        .hasSize(1);
  }

  @Test
  void aTimelineIsReadPageByPage() {
    long account = api.create("account", Map.of("name", "Busy " + mark)).path("id").asLong();
    for (int i = 0; i < 7; i++) {
      api.create(
          "activity",
          Map.of(
              "subject",
              "Call " + i,
              "kind",
              "call",
              "at",
              "2026-03-0" + (i + 1) + "T09:00:00Z",
              "about",
              reference("account", account)));
      api.create("contact", Map.of("last_name", "Busy " + i, "account", account));
    }
    api.patch("records/account/" + account, Map.of("fields", Map.of("city", "Oslo"))).expect(200);
    List<JsonNode> whole = timeline("account", account, "limit", 100);
    assertThat(whole).hasSize(16);
    assertThat(whole.stream().map(item -> item.path("at").asText()).toList())
        .isSortedAccordingTo(java.util.Comparator.reverseOrder());
    assertThat(whole.get(0).at("/change/changes/0/field").asText()).isEqualTo("city");
    List<JsonNode> paged = new ArrayList<>();
    String after = "";
    while (after != null) {
      JsonNode page =
          api.get(
                  "records/account/" + account + "/timeline",
                  after.isEmpty()
                      ? new Object[] {"limit", 3}
                      : new Object[] {"limit", 3, "after", after})
              .expect(200)
              .json();
      page.path("items").forEach(paged::add);
      after = page.path("next").isNull() ? null : page.path("next").asText();
    }
    assertThat(paged).isEqualTo(whole);
    String path = "records/account/" + account + "/timeline";
    assertThat(api.get(path, "after", "nonsense").expect(400).code()).isEqualTo("bad_cursor");
    api.get(path, "kinds", "gossip").expect(400);
    api.get(path, "limit", 101).expect(400);
    api.get("records/account/987654321/timeline").expect(404);
  }

  @Test
  void aCaseIsCountedAndKnowsWhenItWasSolved() {
    JsonNode beeps =
        api.create("case", Map.of("subject", "It beeps " + mark, "description", "<p>Again.</p>"));
    assertThat(beeps.path("title").asText()).matches("C-\\d{5} It beeps " + mark);
    String path = "records/case/" + beeps.path("id").asLong();
    JsonNode solved = api.patch(path, Map.of("fields", Map.of("status", "solved"))).json();
    assertThat(solved.at("/fields/solved_at").asText()).isNotEmpty();
    JsonNode opened = api.patch(path, Map.of("fields", Map.of("status", "open"))).json();
    assertThat(opened.path("fields").has("solved_at")).isFalse();
    String filter = "status==open;subject==\"It beeps " + mark + "\"";
    assertThat(api.get("records/case", "filter", filter).expect(200).json().path("items"))
        .hasSize(1);
    byte[] csv =
        api.get("records/case/export", "filter", filter)
            .expect(200)
            .body()
            .getBytes(StandardCharsets.UTF_8);
    assertThat(new String(csv, StandardCharsets.UTF_8)).contains("It beeps " + mark);
  }
}
