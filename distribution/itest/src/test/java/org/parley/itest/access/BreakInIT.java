// SPDX-License-Identifier: Apache-2.0
package org.parley.itest.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.parley.itest.harness.Answer;
import org.parley.itest.harness.Api;
import org.parley.itest.harness.ParleyProcess;
import org.parley.itest.harness.Phone;

/** Ways in that must stay shut, tried on the running system. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BreakInIT {
  private static final String SECRET = "a long way home";

  private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE");

  /** So many attempts a minute; for as long as a minute in the long form. */
  private static final int A_MINUTE = 10_000;

  private static final Duration FLOOD =
      Boolean.getBoolean("parley.soak") ? Duration.ofMinutes(1) : Duration.ofSeconds(10);

  private ParleyProcess parley;
  private Api admin;

  @BeforeAll
  void start() {
    parley = ParleyProcess.Setup.fresh("break-in").asShipped().start();
    admin = parley.admin();
  }

  @AfterAll
  void stop() {
    parley.close();
  }

  private long person(String name) {
    long id = admin.create("user", Map.of("username", name, "name", name)).path("id").asLong();
    accept(id, SECRET);
    return id;
  }

  private void accept(long id, String password) {
    String token =
        admin.post("people/" + id + "/invite", Map.of()).expect(201).json().path("token").asText();
    anonymous().post("invitation/accept", Map.of("token", token, "password", password)).expect(200);
  }

  private Api anonymous() {
    return Api.anonymous(parley.root());
  }

  private Answer login(String name, String password, String... headers) {
    return anonymous()
        .send(
            "POST",
            "session",
            Api.json(Map.of("username", name, "password", password)),
            "application/json",
            headers);
  }

  private static String cookie(Answer answer, String name) {
    return answer.headers().allValues("Set-Cookie").stream()
        .filter(cookie -> cookie.startsWith(name + "="))
        .map(cookie -> cookie.substring(0, cookie.indexOf(';')))
        .findFirst()
        .orElse(null);
  }

  private int status(String method, String path, String... headers) {
    return anonymous().send(method, path, null, null, headers).status();
  }

  @Test
  void aSessionThatSomebodyPlantedIsNotTakenUp() {
    person("fixed");
    String planted = "parley_session=planted";
    Answer answer = login("fixed", SECRET, "Cookie", planted).expect(200);
    assertThat(cookie(answer, "parley_session")).isNotNull().isNotEqualTo(planted);
    assertThat(status("GET", "session", "Cookie", planted)).isEqualTo(401);
    assertThat(answer.headers().allValues("Set-Cookie"))
        .allMatch(cookie -> cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"));
  }

  @Test
  void aSessionIsOverWithItsLogoutAndWithANewPassword() {
    long id = person("replayed");
    Api one = anonymous().login("replayed", SECRET);
    one.delete("session").expect(204);
    assertThat(status("GET", "session", "Cookie", one.cookie())).isEqualTo(401);

    Api two = anonymous().login("replayed", SECRET);
    accept(id, "another way home");
    assertThat(two.get("session").status()).isEqualTo(401);
    assertThat(login("replayed", SECRET).status()).isEqualTo(401);
  }

  @Test
  void aWriteNeedsMoreThanTheCookie() {
    person("forged");
    Api forged = anonymous().login("forged", SECRET);
    assertThat(forged.withoutCsrf().post("account/password", Map.of()).code()).isEqualTo("csrf");
    String[] wrong = {"X-CSRF-Token", "wrong"};
    assertThat(
            forged
                .withoutCsrf()
                .send("DELETE", "session", BodyPublishers.noBody(), null, wrong)
                .status())
        .isEqualTo(403);
    // A form of another site can send this type without asking, so that it opens nothing.
    assertThat(
            anonymous()
                .send(
                    "POST",
                    "session",
                    BodyPublishers.ofString(
                        "{\"username\":\"forged\",\"password\":\"" + SECRET + "\"}"),
                    "text/plain")
                .status())
        .isEqualTo(415);
  }

  @Test
  void aLinkOpensOneDoorOnce() {
    long id = admin.create("user", Map.of("username", "once", "name", "once")).path("id").asLong();
    String token =
        admin.post("people/" + id + "/invite", Map.of()).expect(201).json().path("token").asText();
    assertThat(status("GET", "session", "Authorization", "Bearer " + token)).isEqualTo(401);
    assertThat(status("GET", "session", "Cookie", "parley_session=" + token)).isEqualTo(401);
    Map<String, String> body = Map.of("token", token, "password", SECRET);
    anonymous().post("invitation/accept", body).expect(200);
    assertThat(anonymous().post("invitation/accept", body).status()).isEqualTo(404);
    assertThat(anonymous().post("invitation", Map.of("token", token)).status()).isEqualTo(404);
  }

  @Test
  void pathsLeadNowhereElse() {
    for (String path :
        List.of(
            "/ui/../etc/jvm.options",
            "/ui/%2e%2e/%2e%2e/etc/users.properties",
            "/ui/plugins/../../../etc/passwd",
            "/api/v1/%2e%2e/%2e%2e/etc/passwd",
            "/api/docs/..%2f..%2fetc/passwd",
            "/api/v1/records/account;x=1")) {
      Answer answer = anonymous().send("GET", path, null, null);
      // What is no file is a page of the shell.
      assertThat(answer.status()).as(path).isLessThan(500);
      assertThat(answer.body()).as(path).doesNotContain("root:", "karaf =", "-Xmx");
    }
  }

  private void asksForCode(String password, String code) {
    Map<String, String> login = new HashMap<>(Map.of("username", "bob", "password", password));
    login.put("code", code);
    assertThat(anonymous().post("session", login).expect(401).code()).isEqualTo("second_factor");
  }

  private void letsIn(String password, String code) {
    Map<String, String> login = new HashMap<>(Map.of("username", "bob", "password", password));
    login.put("code", code);
    anonymous().post("session", login).expect(200);
  }

  @Test
  void aSecondFactorIsAskedForByEveryWayIn() {
    long id = person("bob");
    Api bob = anonymous().login("bob", SECRET);
    String secret =
        bob.post("account/second-factor", Map.of("password", SECRET))
            .expect(201)
            .json()
            .path("secret")
            .asText();
    String first = Phone.code(secret);
    String recovery =
        bob.post("account/second-factor/confirm", Map.of("code", first))
            .expect(200)
            .json()
            .path("codes")
            .path(0)
            .asText();

    asksForCode(SECRET, null);
    asksForCode(SECRET, "000000");
    asksForCode(SECRET, first);
    letsIn(SECRET, recovery);
    asksForCode(SECRET, recovery);

    String next = "quite another one";
    String link =
        admin.post("people/" + id + "/invite", Map.of()).expect(201).json().path("token").asText();
    Map<String, String> chosen = Map.of("token", link, "password", next);
    assertThat(anonymous().post("invitation/accept", chosen).status()).isEqualTo(204);
    asksForCode(next, null);
    letsIn(next, Phone.code(secret, System.currentTimeMillis() / 1000 + 30));

    admin.delete("people/" + id + "/second-factor").expect(204);
    letsIn(next, null);
  }

  /** What can be done without the second factor that is demanded. */
  private static final Set<String> SETTING_UP =
      Set.of(
          "GET /session",
          "DELETE /session",
          "GET /account/second-factor",
          "POST /account/second-factor",
          "POST /account/second-factor/confirm",
          "POST /account/second-factor/codes",
          "POST /account/second-factor/remove",
          "POST /account/password");

  /** All calls of the document that need a login, by method and path. */
  private static Map<String, String> calls(JsonNode document) {
    Map<String, String> calls = new TreeMap<>();
    document
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        call -> {
                          JsonNode security = call.getValue().path("security");
                          boolean open = security.isArray() && security.isEmpty();
                          String method = call.getKey().toUpperCase(Locale.ROOT);
                          if (METHODS.contains(method) && !open) {
                            String whole = path.getKey().replaceAll("[{][a-z]+[}]", "1");
                            calls.put(method + " " + path.getKey(), whole.substring(1));
                          }
                        }));
    return calls;
  }

  private void demand(String token, String of) {
    long company = admin.get("session").json().at("/company/id").asLong();
    anonymous()
        .send(
            "PATCH",
            "records/company/" + company,
            Api.json(Map.of("fields", Map.of("second_factor", of))),
            "application/json",
            "Authorization",
            "Bearer " + token)
        .expect(200);
  }

  @Test
  void whoLacksTheSecondFactorThatIsDemandedReachesNothingElse() {
    long first = admin.get("session").json().at("/user/id").asLong();
    long id = person("carol");
    long role =
        admin
            .get("records/role", "filter", "code==administrator")
            .json()
            .at("/items/0/id")
            .asLong();
    admin.create("role_assignment", Map.of("user", id, "role", role));
    Api carol = anonymous().login("carol", SECRET);
    String token =
        carol
            .post("people/" + id + "/tokens", Map.of("name", "x", "scope", "all"))
            .expect(201)
            .json()
            .path("secret")
            .asText();
    Map<String, String> calls = calls(carol.get("openapi.json").expect(200).json());
    assertThat(calls.keySet()).containsAll(SETTING_UP).hasSizeGreaterThan(200);
    demand(token, "rights");
    try {
      List<String> through = new ArrayList<>();
      calls.forEach(
          (call, path) -> {
            String method = call.substring(0, call.indexOf(' '));
            boolean reads = method.equals("GET");
            Answer answer =
                call.equals("DELETE /session")
                    ? null
                    : carol.send(
                        method,
                        path,
                        reads ? null : BodyPublishers.ofString("{}"),
                        reads ? null : "application/json");
            boolean held =
                answer != null
                    && answer.status() == 403
                    && answer.code().equals("second_factor_needed");
            if (!held) {
              through.add(call);
            }
          });
      assertThat(through).containsExactlyInAnyOrderElementsOf(SETTING_UP);
      assertThat(carol.get("session").json().at("/needs/0").asText()).isEqualTo("second_factor");
      Api again = anonymous().login("carol", SECRET);
      assertThat(again.get("records/account").code()).isEqualTo("second_factor_needed");
      again.delete("session").expect(204);
      assertThat(carol.get("/").status()).as("what the page is drawn with").isEqualTo(200);
      assertThat(status("GET", "records/user", "Authorization", "Bearer " + token)).isEqualTo(200);

      String secret =
          carol
              .post("account/second-factor", Map.of("password", SECRET))
              .expect(201)
              .json()
              .path("secret")
              .asText();
      carol.post("account/second-factor/confirm", Map.of("code", Phone.code(secret))).expect(200);
      assertThat(carol.get("session").json().path("needs")).isEmpty();
      carol.get("records/account").expect(200);
      JsonNode lacking = carol.get("people/second-factors").expect(200).json().path("lacking");
      assertThat(lacking).extracting(JsonNode::asLong).contains(first).doesNotContain(id);
      Answer kept = carol.post("account/second-factor/remove", Map.of("password", SECRET));
      assertThat(kept.expect(409).code()).isEqualTo("second_factor_needed");
      carol.delete("people/" + id + "/second-factor").expect(409);
    } finally {
      demand(token, "free");
    }
    carol.post("account/second-factor/remove", Map.of("password", SECRET)).expect(204);
    assertThat(carol.get("people/second-factors").json().path("lacking")).isEmpty();
    admin.get("records/account").expect(200);
  }

  @Test
  void whoGuessesFastDoesNotLockTheOwnerOut() throws InterruptedException {
    person("target");
    String device = cookie(login("target", SECRET).expect(200), "parley_device");
    AtomicBoolean over = new AtomicBoolean();
    AtomicInteger tries = new AtomicInteger();
    AtomicInteger in = new AtomicInteger();
    int threads = 16;
    ExecutorService guessers = Executors.newFixedThreadPool(threads);
    long begun = System.nanoTime();
    for (int i = 0; i < threads; i++) {
      guessers.execute(
          () -> {
            Api api = anonymous();
            while (!over.get()) {
              int number = tries.incrementAndGet();
              int status =
                  api.post("session", Map.of("username", "target", "password", "guess" + number))
                      .status();
              in.addAndGet(status == 200 ? 1 : 0);
              pace(begun, number);
            }
          });
    }
    List<Duration> waits = new ArrayList<>();
    while (System.nanoTime() - begun < FLOOD.toNanos()) {
      long asked = System.nanoTime();
      login("target", SECRET, "Cookie", device).expect(200);
      waits.add(Duration.ofNanos(System.nanoTime() - asked));
    }
    over.set(true);
    guessers.shutdown();
    assertThat(guessers.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    long perMinute = tries.get() * 60L / FLOOD.toSeconds();
    System.out.printf(
        "BreakInIT: %,d guesses a minute; the owner was let in %d times, at the slowest after %d ms%n",
        perMinute, waits.size(), waits.stream().mapToLong(Duration::toMillis).max().orElse(0));
    assertThat(in).hasValue(0);
    assertThat(waits).hasSizeGreaterThan(3);
    // A device that nobody knows is told to wait, whatever it says.
    assertThat(login("target", SECRET).status()).isEqualTo(429);
  }

  /** Keeps all guessers together at the pace that is asked for. */
  private static void pace(long begun, int number) {
    long due = begun + number * TimeUnit.MINUTES.toNanos(1) / A_MINUTE;
    java.util.concurrent.locks.LockSupport.parkNanos(due - System.nanoTime());
  }
}
