// SPDX-License-Identifier: Apache-2.0
package org.parley.core.rest.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.parley.api.error.ParleyException;
import org.parley.api.record.Record;
import org.parley.core.event.Change;
import org.parley.core.record.RecordStore;

class ApiTest {
  private HttpServer http;

  @BeforeEach
  void start() throws Exception {
    http = new HttpServer();
    http.login("admin");
  }

  @AfterEach
  void stop() throws Exception {
    http.close();
  }

  private static void assertProblem(HttpResponse<String> answer, int status, String code) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
    assertThat(answer.body()).contains("\"status\":" + status, "\"code\":\"" + code + "\"");
    assertThat(answer.body()).doesNotContain("Exception", "\tat ");
  }

  @Test
  void aRecordLivesFromItsCreationToItsTrash() throws Exception {
    HttpResponse<String> created =
        http.send("POST", "/api/v1/records/contact", "{\"fields\":{\"last_name\":\"Byron\"}}");
    assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
    assertThat(created.headers().firstValue("Location")).hasValue("/api/v1/records/contact/1");
    assertThat(created.headers().firstValue("ETag")).hasValue("\"1\"");
    assertThat(created.body())
        .isEqualTo(
            "{\"id\":1,\"type\":\"contact\",\"version\":1,\"title\":\"Byron\","
                + "\"fields\":{\"last_name\":\"Byron\"},\"links\":{}}");
    assertThat(http.get("/api/v1/records/contact?count=true&limit=10").body())
        .startsWith("{\"items\":[{\"id\":1")
        .endsWith("\"next\":null,\"count\":1,\"more\":false}");
    HttpResponse<String> stale =
        http.send(
            http.request("/api/v1/records/contact/1")
                .header("If-Match", "\"9\"")
                .header("Content-Type", "application/json")
                .method("PATCH", BodyPublishers.ofString("{\"fields\":{\"last_name\":\"King\"}}")));
    assertProblem(stale, 412, "stale");
    assertThat(
            http.send("PATCH", "/api/v1/records/contact/1", "{\"fields\":{\"last_name\":null}}")
                .headers()
                .firstValue("ETag"))
        .hasValue("\"2\"");
    assertThat(http.send("DELETE", "/api/v1/records/contact/1", null).statusCode()).isEqualTo(204);
    assertProblem(http.get("/api/v1/records/contact/1"), 404, "not_found");
  }

  @Test
  void anAdministratorPlansBuildsAndDropsAnIndex() throws Exception {
    String path = "/api/v1/types/contact/indexes";
    String body = "{\"field\":\"last_name\"}";
    assertThat(http.send("POST", path + "?plan=true", body).body())
        .isEqualTo(
            "{\"field\":\"last_name\",\"records\":1000000,\"ddl\":[{\"sql\":\"CREATE INDEX ix\","
                + "\"cost\":\"long\",\"pause\":\"Contacts waits for about 14 s\"}]}");
    assertThat(http.get(path).body()).isEqualTo("{\"items\":[]}");
    HttpResponse<String> built = http.send("POST", path, body);
    assertThat(built.statusCode()).isEqualTo(201);
    assertThat(http.get(path).body()).contains("\"field\":\"last_name\"");
    assertThat(http.get("/api/v1/types/contact").body()).contains("\"indexBy\":\"administrator\"");
    assertThat(http.send("DELETE", path + "/last_name", null).statusCode()).isEqualTo(204);
    assertProblem(http.send("DELETE", path + "/last_name", null), 404, "not_found");
    assertProblem(http.send("POST", path, "{}"), 400, "bad_request");
    assertProblem(http.get("/api/v1/types/nothing/indexes"), 404, "unknown_type");
    http.login("eve");
    assertProblem(http.send("POST", path, body), 403, "forbidden");
    assertProblem(http.send("DELETE", path + "/last_name", null), 403, "forbidden");
  }

  @Test
  void aRecordAlreadyKnownIsNotSentAgain() throws Exception {
    http.records.contacts.put(1L, new Record("contact", 1, 3, Map.of("last_name", "Byron")));
    HttpResponse<String> answer =
        http.send(http.request("/api/v1/records/contact/1").header("If-None-Match", "\"3\""));
    assertThat(answer.statusCode()).isEqualTo(304);
    String tag = http.get("/api/v1/types").headers().firstValue("ETag").orElseThrow();
    HttpResponse<String> types =
        http.send(http.request("/api/v1/types").header("If-None-Match", tag));
    assertThat(types.statusCode()).isEqualTo(304);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"fields\":{\"last_name\":\"a\"}           | 400 | bad_json",
        "{\"fields\":{\"a\":1,\"a\":2}}              | 400 | bad_json",
        "{\"fields\":{\"last_name\":\"a\"}} {}       | 400 | bad_json",
        "[]                                          | 400 | bad_json",
        "{\"fields\":{\"a\":\"\\ud800\"}}            | 400 | bad_json",
        "{\"fields\":{\"a\":1e999999999}}            | 400 | bad_json",
        "{\"fields\":{\"a\":NaN}}                    | 400 | bad_json",
        "{\"fields\":[]}                             | 400 | bad_request",
        "{\"fields\":null}                           | 400 | bad_request",
        "{\"fields\":{\"last_name\":\"a\"},\"id\":3} | 400 | bad_request",
        "{\"fields\":{}}                             | 422 | invalid",
      })
  void aBadBodyIsAProblem(String body, int status, String code) throws Exception {
    assertProblem(http.send("POST", "/api/v1/records/contact", body.strip()), status, code);
    assertThat(http.records.contacts).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /api/v1/records/contact?limit=abc, 400, bad_request",
    "GET, /api/v1/records/contact?limit=0, 400, bad_request",
    "GET, /api/v1/records/contact?limit=99999999999, 400, bad_request",
    "GET, /api/v1/records/contact?colour=red, 400, bad_request",
    "GET, /api/v1/records/contact?limit=1&limit=2, 400, bad_request",
    "GET, /api/v1/records/contact?filter=%ff, 400, bad_request",
    "GET, /api/v1/records/contact?count=yes, 400, bad_request",
    "GET, /api/v1/records/nothing, 404, unknown_type",
    "GET, /api/v1/records/contact/abc, 404, not_found",
    "GET, /api/v1/records/contact/99999999999999999999, 404, not_found",
    "GET, /api/v1/nothing, 404, not_found",
    "GET, /api/v1/, 404, not_found",
    "GET, /api/v1/records/contact;a=b, 400, bad_request",
    "PUT, /api/v1/records/contact/1, 405, method_not_allowed",
    "DELETE, /api/v1/types, 405, method_not_allowed",
    "POST, /api/v1/plugins/nothing/quarantine, 404, not_found",
  })
  void aBadAddressIsAProblem(String method, String path, int status, String code) throws Exception {
    assertProblem(
        http.send(http.request(path).method(method, BodyPublishers.noBody())), status, code);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/records/contact?filter=%zz",
        "/api/v1/records/%zz",
        "/api/v1/records/%00",
        "/api/v1/types?a b"
      })
  void whatIsNoProperAddressIsAProblem(String path) throws Exception {
    http.get("/health/live");
    String answer =
        raw(
            "GET "
                + path
                + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nCookie: parley_session="
                + http.cookie
                + "\r\n\r\n");
    assertThat(answer).matches("(?s)HTTP/1.1 4\\d\\d .*").contains("application/problem+json");
  }

  @Test
  void headersAsLongAsTheLongestFilterAreReadAndLongerOnesRefused() throws Exception {
    http.reconnect();
    assertThat(http.get("/api/v1/records/contact?filter=" + "%28".repeat(10_000)).statusCode())
        .isEqualTo(200);
    String tooLong = "/api/v1/records/contact?filter=" + "%28".repeat(30_000);
    assertProblem(http.get(tooLong), 414, "too_large");
  }

  @Test
  void aMethodCannotBeDisguised() throws Exception {
    http.records.contacts.put(1L, new Record("contact", 1, 2, Map.of("last_name", "Byron")));
    http.send(http.request("/api/v1/records/contact/1").header("X-HTTP-Method-Override", "DELETE"));
    http.get("/api/v1/records/contact/1?_method=DELETE");
    assertThat(http.records.contacts).hasSize(1);
    assertThat(raw("TRACE /api/v1/types HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 405")
        .contains("application/problem+json");
    assertThat(http.get("/api/v1/services").statusCode()).isEqualTo(404);
    assertThat(http.get("/api/v1/types?_wadl").statusCode()).isEqualTo(400);
  }

  @Test
  void largerAnswersComeCompressedToWhoTakesThem() throws Exception {
    HttpResponse<byte[]> answer =
        http.client.send(
            http.request("/api/v1/types").header("Accept-Encoding", "br, gzip").build(),
            HttpResponse.BodyHandlers.ofByteArray());
    assertThat(answer.headers().firstValue("Content-Encoding")).hasValue("gzip");
    assertThat(answer.headers().firstValue("ETag")).get().asString().matches("\"[0-9a-f]{24}\"");
    byte[] plain =
        new java.util.zip.GZIPInputStream(new java.io.ByteArrayInputStream(answer.body()))
            .readAllBytes();
    assertThat(new String(plain, java.nio.charset.StandardCharsets.UTF_8))
        .isEqualTo(http.get("/api/v1/types").body());
  }

  private String raw(String request) throws Exception {
    try (java.net.Socket socket = new java.net.Socket("127.0.0.1", http.port())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes());
      return new String(socket.getInputStream().readAllBytes());
    }
  }

  @Test
  void anUnknownParameterIsNamed() throws Exception {
    assertThat(http.get("/api/v1/records/contact?colour=red").body()).contains("colour");
  }

  @Test
  void aFilterReachesTheStoreAsItWasMeant() throws Exception {
    http.get(
        "/api/v1/records/contact?filter=last_name%3D%3D%22a%26b%22%3Bx=gt=1&fields=a,b&sort=-a");
    assertThat(http.records.lastQuery.filter()).isEqualTo("last_name==\"a&b\";x=gt=1");
    assertThat(http.records.lastQuery.fields()).containsExactly("a", "b");
    assertThat(http.records.lastQuery.sort()).isEqualTo("-a");
    http.get("/api/v1/records/contact?filter=a==1;b==2");
    assertThat(http.records.lastQuery.filter()).isEqualTo("a==1;b==2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"text/plain", "application/xml", "banana", "application/json; charset=latin1", ""})
  void onlyJsonIsRead(String type) throws Exception {
    HttpRequest.Builder request =
        http.request("/api/v1/records/contact")
            .POST(BodyPublishers.ofString("{\"fields\":{\"last_name\":\"a\"}}"));
    if (!type.isEmpty()) {
      request.header("Content-Type", type);
    }
    assertProblem(http.send(request), 415, "media_type");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/html", "application/xml"})
  void onlyJsonIsAnswered(String type) throws Exception {
    assertProblem(
        http.send(http.request("/api/v1/types").header("Accept", type)), 406, "not_acceptable");
  }

  @ParameterizedTest
  @ValueSource(strings = {"banana", "*", "application/json;q=x", "/", ";;;"})
  void anAcceptThatMakesNoSenseIsTheClientsFault(String type) throws Exception {
    int status = http.send(http.request("/api/v1/types").header("Accept", type)).statusCode();
    assertThat(status).isLessThan(500);
  }

  @Test
  void aBodyOverTheLimitIsRefusedWhetherItSaysSoOrNot() throws Exception {
    byte[] hundred = new byte[100 * 1024 * 1024];
    java.util.Arrays.fill(hundred, (byte) ' ');
    long before = System.nanoTime();
    assertProblem(
        http.send(
            http.request("/api/v1/records/contact")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(hundred))),
        413,
        "too_large");
    assertProblem(
        http.send(
            http.request("/api/v1/records/contact")
                .header("Content-Type", "application/json")
                .POST(
                    BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(hundred)))),
        413,
        "too_large");
    assertThat(System.nanoTime() - before).isLessThan(10_000_000_000L);
    assertThat(http.get("/api/v1/types").statusCode()).isEqualTo(200);
  }

  @Test
  void withoutALoginNothingAnswers() throws Exception {
    http.cookie = null;
    for (String path :
        new String[] {
          "/api/v1/session",
          "/api/v1/types",
          "/api/v1/records/contact",
          "/api/v1/nothing",
          "/api/v1/plugins",
          "/api/v1/ui"
        }) {
      assertProblem(http.get(path), 401, "login_required");
    }
    assertThat(http.get("/health/live").statusCode()).isEqualTo(200);
    http.cookie = "forged";
    http.csrf = "forged";
    assertProblem(http.get("/api/v1/types"), 401, "login_required");
  }

  @Test
  void whoLacksTheirSecondFactorSetsItUpAndDoesNothingElse() throws Exception {
    assertThat(http.get("/api/v1/session").body()).contains("\"needs\":[]");
    http.sessions.secondFactorNeeded = true;
    assertThat(http.get("/api/v1/session").body()).contains("\"needs\":[\"second_factor\"]");
    for (String path :
        new String[] {
          "/api/v1/types",
          "/api/v1/records/contact",
          "/api/v1/records/contact/1",
          "/api/v1/openapi.json",
          "/api/v1/nothing",
          "/api/v1/account/sessions",
          "/api/v1/session/",
          "/api/v1//session",
          "/api/v1/events"
        }) {
      assertProblem(http.get(path), 403, "second_factor_needed");
    }
    assertThat(http.get("/metrics").statusCode()).as("asked from this machine").isEqualTo(200);
    assertProblem(
        http.send("POST", "/api/v1/records/contact", "{\"fields\":{\"last_name\":\"a\"}}"),
        403,
        "second_factor_needed");
    assertThat(http.records.contacts).isEmpty();
    String code = "{\"code\":\"123456\"}";
    assertThat(http.send("POST", "/api/v1/account/second-factor/confirm", code).body())
        .as("let through, to a room that is not there")
        .contains("unavailable");
    assertThat(http.send("DELETE", "/api/v1/session", null).statusCode()).isEqualTo(204);
  }

  @Test
  void aListNeedsLittleOfAType() throws Exception {
    String whole = http.get("/api/v1/types").body();
    String brief = http.get("/api/v1/types?brief=true").body();
    assertThat(whole).contains("\"layout\":", "\"inverses\":", "\"unique\":false", "\"party\":");
    assertThat(brief)
        .contains("\"fields\":", "\"views\":", "\"choices\":", "\"may\":")
        .doesNotContain("\"layout\":", "\"inverses\":", "\"help\":", "\"unique\":", ":false,\"s");
    assertThat(brief.length()).isLessThan(whole.length());
    assertProblem(http.get("/api/v1/types?brief=some"), 400, "bad_request");
  }

  @Test
  void aWriteNeedsItsToken() throws Exception {
    http.csrf = "wrong";
    assertProblem(
        http.send("POST", "/api/v1/records/contact", "{\"fields\":{\"last_name\":\"a\"}}"),
        403,
        "csrf");
    assertThat(http.records.contacts).isEmpty();
    assertThat(http.get("/api/v1/types").statusCode()).isEqualTo(200);
  }

  @Test
  void aSessionSaysWhoIAmAndEnds() throws Exception {
    HttpResponse<String> who = http.get("/api/v1/session");
    assertThat(who.body())
        .contains("\"username\":\"admin\"", "\"rights\":[\"plugins\",\"records\"]", "\"currency\"");
    assertThat(http.send("DELETE", "/api/v1/session", null).statusCode()).isEqualTo(204);
    assertProblem(http.get("/api/v1/session"), 401, "login_required");
  }

  @Test
  void aWrongLoginAndTooManyOfThem() throws Exception {
    http.cookie = null;
    assertProblem(
        http.send("POST", "/api/v1/session", "{\"username\":\"admin\",\"password\":\"x\"}"),
        401,
        "bad_login");
    HttpResponse<String> slow =
        http.send("POST", "/api/v1/session", "{\"username\":\"fast\",\"password\":\"x\"}");
    assertProblem(slow, 429, "slow_down");
    assertThat(slow.headers().firstValue("Retry-After")).hasValue("4");
    assertProblem(
        http.send("POST", "/api/v1/session", "{\"username\":7,\"password\":\"x\"}"),
        400,
        "bad_request");
  }

  @Test
  void theCookieIsSafe() throws Exception {
    http.cookie = null;
    HttpResponse<String> answer =
        http.send(
            http.request("/api/v1/session")
                .header("X-Forwarded-Proto", "https")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"username\":\"ada\",\"password\":\"right\"}")));
    assertThat(answer.headers().firstValue("Set-Cookie").orElseThrow())
        .contains("HttpOnly", "SameSite=Lax", "Path=/", "Secure");
  }

  @Test
  void whatIsNotThereYetIs503() throws Exception {
    http.rooms.records = null;
    HttpResponse<String> answer = http.get("/api/v1/types");
    assertProblem(answer, 503, "unavailable");
    assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
    assertProblem(http.get("/health/ready"), 503, "unavailable");
    http.rooms.waiting = List.of(() -> Optional.of("The database sleeps."), Optional::empty);
    assertThat(http.get("/health/ready").body())
        .contains("\"awaited\":[\"The database sleeps.\",\"The system is starting");
    http.rooms.waiting = null;
    http.rooms.records = http.records;
    http.plugins.awaited.add("acme-warranty is starting.");
    assertThat(http.get("/health/ready").body()).contains("acme-warranty is starting.");
    http.plugins.awaited.clear();
    assertThat(http.get("/health/ready").body()).isEqualTo("{\"status\":\"ready\"}");
  }

  @Test
  void whatNobodyExpectedIsAProblemWithoutATrace() throws Exception {
    http.records.failure = new IllegalStateException("secret");
    HttpResponse<String> answer = http.get("/api/v1/records/contact");
    assertProblem(answer, 500, "internal");
    assertThat(answer.body()).doesNotContain("secret");
    assertThat(answer.body()).contains(answer.headers().firstValue("X-Request-Id").orElseThrow());
    http.records.failure = ParleyException.unavailable("The database does not answer.", null);
    assertProblem(http.get("/api/v1/records/contact"), 503, "unavailable");
  }

  @Test
  void bulkAnswersRowByRow() throws Exception {
    String rows =
        "{\"rows\":[{\"op\":\"create\",\"fields\":{\"last_name\":\"a\"}},"
            + "{\"op\":\"create\",\"fields\":{}}]}";
    HttpResponse<String> answer = http.send("POST", "/api/v1/records/contact/bulk", rows);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body())
        .startsWith("{\"rows\":[{\"status\":201,\"record\":")
        .contains("{\"status\":422,\"problem\":");
    assertThat(http.send("POST", "/api/v1/records/contact/bulk?atomic=true", rows).statusCode())
        .isEqualTo(422);
    for (String bad :
        new String[] {
          "{\"rows\":[{\"op\":\"drop\"}]}",
          "{\"rows\":[7]}",
          "{\"rows\":[{\"op\":\"update\",\"fields\":{}}]}",
          "{\"rows\":[{\"op\":\"delete\",\"id\":-1}]}",
          "{\"rows\":{}}"
        }) {
      assertProblem(http.send("POST", "/api/v1/records/contact/bulk", bad), 400, "bad_request");
    }
  }

  @Test
  void theAuditNamesTheRecordsAndTakesConditions() throws Exception {
    http.records.contacts.put(1L, new Record("contact", 1, 2, Map.of("last_name", "Byron")));
    String conditions =
        "?type=contact&user=1&operation=update&since=2026-03-01T00:00:00Z"
            + "&until=2026-04-01T00:00:00%2B02:00";
    assertThat(http.get("/api/v1/audit" + conditions).body())
        .contains("\"record\":{\"type\":\"contact\",\"id\":1,\"title\":\"Ada Byron\"}")
        .contains("\"by\":{\"id\":1,\"name\":\"Ada\"}")
        .contains(
            "\"from\":{\"kind\":\"login\",\"name\":null,\"address\":\"10.0.0.7\",\"agent\":\"Test/1\"}")
        .contains("\"next\":\"more\"")
        .doesNotContain("hidden");
    assertThat(http.records.searched)
        .isEqualTo(
            new RecordStore.AuditQuery(
                "contact",
                1,
                Change.Operation.UPDATE,
                Instant.parse("2026-03-01T00:00:00Z"),
                Instant.parse("2026-03-31T22:00:00Z"),
                50,
                null));
    for (String bad : List.of("operation=swap", "since=yesterday", "user=x", "limit=0", "who=1")) {
      assertProblem(http.get("/api/v1/audit?" + bad), 400, "bad_request");
    }
  }

  @Test
  void whatIsErasedOrPurgedIsAskedOfTheRecordStore() throws Exception {
    for (String what : List.of("erase", "purge")) {
      HttpResponse<String> done =
          http.send(
              http.request("/api/v1/records/contact/7/" + what).POST(BodyPublishers.noBody()));
      assertThat(done.statusCode()).as(done.body()).isEqualTo(204);
    }
    assertThat(http.records.removed)
        .containsExactly("erase contact/7 rest", "purge contact/7 rest");
  }

  @Test
  void historyNamesWhatItRefersTo() throws Exception {
    http.records.contacts.put(1L, new Record("contact", 1, 2, Map.of("last_name", "Byron")));
    assertThat(http.get("/api/v1/records/contact/1/history?limit=5").body())
        .contains(
            "\"at\":\"2026-11-22T08:00:00.123456Z\"",
            "\"operation\":\"update\"",
            "\"by\":{\"id\":1,\"name\":\"Ada\"}",
            "{\"field\":\"account\",\"label\":\"ACCOUNT\",\"old\":null,\"new\":7,"
                + "\"oldTitle\":null,\"newTitle\":\"Analytical Engines\"}")
        .doesNotContain("hidden", "10.0.0.7");
  }

  @Test
  void aTimelineHasRecordsAndChanges() throws Exception {
    http.records.contacts.put(1L, new Record("contact", 1, 2, Map.of("last_name", "Byron")));
    assertThat(http.get("/api/v1/records/contact/1/timeline?kinds=changes,related").body())
        .contains(
            "{\"at\":\"2026-11-22T08:00:00.123456Z\",\"change\":{\"position\":",
            "\"of\":{\"type\":\"account\",\"id\":7,\"title\":\"Acme\"},\"record\":{\"id\":1,",
            "\"next\":\"more\"")
        .doesNotContain("hidden", "10.0.0.7");
    assertThat(http.records.asked)
        .containsExactly(RecordStore.TimelineKind.CHANGES, RecordStore.TimelineKind.RELATED);
    assertThat(http.get("/api/v1/records/contact/1/timeline?kinds=gossip").statusCode())
        .isEqualTo(400);
  }

  @Test
  void aPluginComesRawOrAsAForm() throws Exception {
    HttpResponse<String> raw =
        http.send(
            http.request("/api/v1/plugins")
                .header("Content-Type", "application/java-archive")
                .POST(BodyPublishers.ofString("jar")));
    assertThat(raw.statusCode()).as(raw.body()).isEqualTo(201);
    assertThat(raw.body()).contains("\"id\":\"acme-warranty\"", "\"extends\":[\"opportunity\"]");
    byte[] three = new byte[3 * 1024 * 1024];
    System.arraycopy("jar".getBytes(), 0, three, 0, 3);
    HttpResponse<String> form = multipart("file", three);
    assertThat(form.statusCode()).as(form.body()).isEqualTo(200);
    assertThat(http.plugins.received).isEqualTo(three.length);
    assertThat(Files.exists(http.plugins.file)).isFalse();
    assertProblem(multipart("other", three), 400, "bad_request");
    HttpResponse<String> refused = multipart("file", "zip".getBytes());
    assertProblem(refused, 422, "plugin_refused");
    assertThat(refused.body()).contains("\"line\":7,\"pointer\":\"/fields/2\"");
  }

  @Test
  void aPlanChangesNothing() throws Exception {
    HttpResponse<String> plan =
        http.send(
            http.request("/api/v1/plugins?plan=true")
                .header("Content-Type", "application/java-archive")
                .POST(BodyPublishers.ofString("jar")));
    assertThat(plan.statusCode()).as(plan.body()).isEqualTo(200);
    assertThat(plan.body()).contains("\"possible\":false", "\"missing_package\"");
    assertThat(http.plugins.installed).isEmpty();
  }

  @Test
  void aPluginThatIsTooLargeOrAFormThatIsBrokenIsRefused() throws Exception {
    InputStream zeros =
        new InputStream() {
          private long left = 60L * 1024 * 1024;

          @Override
          public int read() {
            return left-- > 0 ? 0 : -1;
          }

          @Override
          public int read(byte[] bytes, int offset, int length) {
            int read = (int) Math.min(length, left);
            left -= read;
            return read == 0 ? -1 : read;
          }
        };
    assertProblem(
        http.send(
            http.request("/api/v1/plugins")
                .header("Content-Type", "application/java-archive")
                .POST(BodyPublishers.ofInputStream(() -> zeros))),
        413,
        "too_large");
    assertProblem(multipart("file", new byte[60 * 1024 * 1024]), 413, "too_large");
    for (String type : new String[] {"multipart/form-data", "multipart/form-data; boundary=x"}) {
      HttpResponse<String> broken =
          http.send(
              http.request("/api/v1/plugins")
                  .header("Content-Type", type)
                  .POST(BodyPublishers.ofString("garbage")));
      assertProblem(broken, 400, "bad_request");
    }
  }

  @Test
  void pluginsNeedTheirRight() throws Exception {
    http.login("ada");
    assertProblem(http.get("/api/v1/plugins"), 403, "forbidden");
    assertProblem(multipart("file", "jar".getBytes()), 403, "forbidden");
    assertThat(http.plugins.installed).isEmpty();
  }

  private HttpResponse<String> multipart(String name, byte[] content) throws Exception {
    byte[] head =
        ("--xyz\r\nContent-Disposition: form-data; name=\""
                + name
                + "\"; filename=\"a.jar\"\r\nContent-Type: application/java-archive\r\n\r\n")
            .getBytes();
    return http.send(
        http.request("/api/v1/plugins")
            .header("Content-Type", "multipart/form-data; boundary=xyz")
            .POST(
                BodyPublishers.ofByteArrays(
                    java.util.List.of(head, content, "\r\n--xyz--\r\n".getBytes()))));
  }

  @Test
  void figuresAreForThisMachineATokenOrWhoManagesPlugins() throws Exception {
    http.cookie = null;
    assertThat(http.get("/metrics").statusCode()).isEqualTo(200);
    // A proxy on this machine asks for somebody else.
    assertProblem(
        http.send(http.request("/metrics").header("Via", "1.1 p")), 401, "login_required");
    assertThat(
            http.send(
                    http.request("/metrics")
                        .header("Via", "1.1 p")
                        .header("Authorization", "Bearer scrape"))
                .statusCode())
        .isEqualTo(200);
    assertThat(
            http.send(
                    http.request("/metrics")
                        .header("Via", "1.1 p")
                        .header("Authorization", "Bearer scraped"))
                .statusCode())
        .isEqualTo(401);
  }

  @Test
  void belowAPrefixEveryAddressHasIt() throws Exception {
    HttpResponse<String> answer =
        http.send(
            http.request("/api/v1/session")
                .header("X-Forwarded-Prefix", "/crm")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"username\":\"ada\",\"password\":\"right\"}")));
    assertThat(answer.headers().firstValue("Set-Cookie").orElseThrow()).contains("Path=/crm/;");
    HttpResponse<String> document =
        http.send(http.request("/api/v1/openapi.json").header("X-Forwarded-Prefix", "/crm"));
    assertThat(document.body()).contains("\"/crm/api/v1\"");
    assertThat(http.get("/api/v1/openapi.json").body()).doesNotContain("/crm/api/v1");
  }
}
