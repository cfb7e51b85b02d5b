// SPDX-License-Identifier: Apache-2.0
package org.parley.itest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.parley.itest.harness.Answer;
import org.parley.itest.harness.Api;
import org.parley.itest.harness.ParleyProcess;
import org.parley.itest.harness.SharedParley;

/** Calendar programs read a calendar by a secret address: what its owner may see, and no more. */
@ExtendWith(SharedParley.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CalendarIT {
  private static final String PASSWORD = "a long way home";

  private final ParleyProcess parley;
  private final Api api;
  private final Api program;
  private final String mark = UUID.randomUUID().toString().substring(0, 8);
  private final Instant soon = Instant.now().plus(2, ChronoUnit.DAYS).truncatedTo(ChronoUnit.HOURS);

  CalendarIT(ParleyProcess parley, Api api) {
    this.parley = parley;
    this.api = api;
    this.program = Api.anonymous(parley.root());
  }

  private record Person(long id, Api api) {}

  private Person person(String name, Map<String, Object> levels) {
    long role =
        api.create(
                "role",
                Map.of(
                    "name",
                    "Calendar " + name + mark,
                    "permissions",
                    Map.of("types", Map.of("activity", levels))))
            .path("id")
            .asLong();
    String username = name + mark;
    long id =
        api.create(
                "user",
                Map.of(
                    "username",
                    username,
                    "name",
                    "Calendar " + name,
                    "roles",
                    List.of(Map.of("role", role))))
            .path("id")
            .asLong();
    String token =
        api.post("people/" + id + "/invite", Map.of()).expect(201).json().path("token").asText();
    program.post("invitation/accept", Map.of("token", token, "password", PASSWORD)).expect(200);
    return new Person(id, Api.anonymous(parley.root()).login(username, PASSWORD));
  }

  private static JsonNode feed(Api api, String whose) {
    return api.post("account/feeds", Map.of("type", "activity", "view", "calendar", "whose", whose))
        .expect(201)
        .json();
  }

  /** The address below the API, as a program has it. */
  private static String address(JsonNode feed) {
    String path = feed.path("path").asText();
    return path.substring(path.indexOf("calendars/"));
  }

  private static List<String> lines(Answer answer) {
    return Arrays.asList(answer.body().replace("\r\n ", "").split("\r\n"));
  }

  @Test
  void aProgramReadsTheCalendarOfWhoMadeTheAddress() {
    Person ada = person("ada", Map.of("read", "own", "create", "all", "edit", "own"));
    JsonNode meeting =
        ada.api()
            .create(
                "activity",
                Map.of(
                    "subject", "Plan; the, week " + mark,
                    "kind", "meeting",
                    "at", soon.toString(),
                    "duration", "PT1H30M",
                    "place", "Room 1"));
    LocalDate day = LocalDate.ofInstant(soon, ZoneOffset.UTC).plusDays(1);
    ada.api()
        .create(
            "activity", Map.of("subject", "Due " + mark, "kind", "task", "due", day.toString()));
    ada.api()
        .create(
            "activity",
            Map.of(
                "subject",
                "Long ago " + mark,
                "kind",
                "task",
                "due",
                LocalDate.now(ZoneOffset.UTC).minusDays(120).toString()));
    JsonNode feed = feed(ada.api(), "me");
    Answer answer = program.get(address(feed)).expect(200);
    assertThat(answer.header("content-type")).startsWith("text/calendar");
    assertThat(lines(answer))
        .contains(
            "SUMMARY:Plan\\; the\\, week " + mark,
            "DTSTART:" + soon.toString().replaceAll("[-:]", ""),
            "DTEND:" + soon.plusSeconds(5_400).toString().replaceAll("[-:]", ""),
            "LOCATION:Room 1",
            "URL:" + parley.root() + "records/activity/" + meeting.path("id").asLong(),
            "SUMMARY:Due " + mark,
            "DTSTART;VALUE=DATE:" + day.toString().replace("-", ""))
        .doesNotContain("SUMMARY:Long ago " + mark);
    String uid =
        lines(answer).stream()
            .filter(l -> l.startsWith("UID:activity-" + meeting.path("id").asLong() + "-"))
            .findFirst()
            .orElseThrow();

    String tag = answer.header("etag");
    assertThat(notModified(address(feed), tag)).isTrue();
    ada.api()
        .patch(
            "records/activity/" + meeting.path("id").asLong(),
            Map.of("fields", Map.of("subject", "Moved " + mark)))
        .expect(200);
    assertThat(notModified(address(feed), tag)).isFalse();
    Answer later = program.get(address(feed)).expect(200);
    assertThat(lines(later)).contains("SUMMARY:Moved " + mark, uid, "SEQUENCE:1");
  }

  private boolean notModified(String address, String tag) {
    try {
      return program
              .http()
              .send(
                  program.request("GET", address, null, null).header("If-None-Match", tag).build(),
                  java.net.http.HttpResponse.BodyHandlers.ofString())
              .statusCode()
          == 304;
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void nobodySeesMoreByAnAddressThanByThemselves() {
    Person bob = person("bob", Map.of("read", "own", "create", "all", "edit", "own"));
    Person eve = person("eve", Map.of("read", "all", "create", "all", "edit", "own"));
    bob.api()
        .create(
            "activity",
            Map.of("subject", "Of Bob " + mark, "kind", "meeting", "at", soon.toString()));
    bob.api()
        .create(
            "activity",
            Map.of(
                "subject",
                "Secret of Bob " + mark,
                "kind",
                "meeting",
                "at",
                soon.toString(),
                "private",
                true));
    api.create(
        "activity",
        Map.of("subject", "Of Admin " + mark, "kind", "meeting", "at", soon.toString()));
    JsonNode all = feed(bob.api(), "all");
    assertThat(lines(program.get(address(all)).expect(200)))
        .contains("SUMMARY:Of Bob " + mark, "SUMMARY:Secret of Bob " + mark)
        .doesNotContain("SUMMARY:Of Admin " + mark);
    assertThat(lines(program.get(address(feed(eve.api(), "all"))).expect(200)))
        .contains("SUMMARY:Of Bob " + mark, "SUMMARY:Of Admin " + mark)
        .doesNotContain("SUMMARY:Secret of Bob " + mark);
    assertThat(lines(program.get(address(feed(eve.api(), "me"))).expect(200)))
        .doesNotContain("SUMMARY:Of Bob " + mark);

    // What was lost is gone with the next call.
    for (JsonNode one : bob.api().get("records/activity").expect(200).json().path("items")) {
      bob.api()
          .patch(
              "records/activity/" + one.path("id").asLong(),
              Map.of("fields", Map.of("owner", api.get("session").json().at("/user/id").asLong())));
    }
    assertThat(program.get(address(all)).expect(200).body()).doesNotContain("Of Bob " + mark);
    api.patch("records/user/" + bob.id(), Map.of("fields", Map.of("active", false))).expect(200);
    assertThat(program.get(address(all)).status()).isEqualTo(404);
    api.patch("records/user/" + bob.id(), Map.of("fields", Map.of("active", true))).expect(200);
    assertThat(program.get(address(all)).status()).isEqualTo(200);
  }

  @Test
  void anAddressIsShownOnceAndDeadWhenRevoked() throws IOException {
    JsonNode feed = feed(api, "me");
    String secret = address(feed).replaceAll("calendars/|\\.ics", "");
    program.get(address(feed)).expect(200);
    Answer list = api.get("account/feeds").expect(200);
    assertThat(list.body()).contains(feed.path("id").asText()).doesNotContain(secret);
    assertThat(list.body()).contains("Activities: Calendar");
    api.delete("account/feeds/" + feed.path("id").asText()).expect(204);
    Answer gone = program.get(address(feed));
    Answer never = program.get("calendars/" + "x".repeat(43) + ".ics");
    assertThat(gone.status()).isEqualTo(404);
    assertThat(never.status()).isEqualTo(404);
    assertThat(gone.body().replaceAll("\"request\":\"[^\"]*\"", ""))
        .isEqualTo(never.body().replaceAll("\"request\":\"[^\"]*\"", ""));
    assertThat(program.get("account/feeds").status()).isEqualTo(401);
    assertThat(program.post(address(feed), Map.of()).status()).isIn(401, 404, 405);
    // It stands in nobody's log.
    try (var files = Files.walk(parley.setup().data())) {
      for (Path log : files.filter(file -> file.toString().endsWith(".log")).toList()) {
        assertThat(Files.readString(log, java.nio.charset.StandardCharsets.ISO_8859_1))
            .doesNotContain(secret);
      }
    }
    int status = 404;
    for (int i = 0; i < 10 && status == 404; i++) {
      status = program.get("calendars/guess" + i + ".ics").status();
    }
    assertThat(status).isEqualTo(429);
    program.get(address(feed(api, "me"))).expect(200);
  }

  @Test
  void whatIsNoCalendarHasNoAddress() {
    Answer refused =
        api.post("account/feeds", Map.of("type", "activity", "view", "all", "whose", "me"));
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.json().at("/errors/0/code").asText()).isEqualTo("unknown_view");
    long view =
        api.create(
                "view",
                Map.of(
                    "name", "Mine " + mark,
                    "target", "activity",
                    "kind", "calendar",
                    "filter", "kind==call",
                    "settings", Map.of("start", "at", "columns", List.of(Map.of("name", "title")))))
            .path("id")
            .asLong();
    JsonNode feed =
        api.post(
                "account/feeds",
                Map.of("type", "activity", "view", Long.toString(view), "whose", "all"))
            .expect(201)
            .json();
    assertThat(feed.path("name").asText()).isEqualTo("Activities: Mine " + mark);
    api.create(
        "activity", Map.of("subject", "Ring " + mark, "kind", "call", "at", soon.toString()));
    api.create(
        "activity", Map.of("subject", "Meet " + mark, "kind", "meeting", "at", soon.toString()));
    assertThat(lines(program.get(address(feed)).expect(200)))
        .contains("SUMMARY:Ring " + mark)
        .doesNotContain("SUMMARY:Meet " + mark);
  }
}
