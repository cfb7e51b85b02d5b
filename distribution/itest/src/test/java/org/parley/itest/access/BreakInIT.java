// SPDX-License-Identifier: Apache-2.0
package org.parley.itest.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.parley.itest.harness.Answer;
import org.parley.itest.harness.Api;
import org.parley.itest.harness.ParleyProcess;

/** Ways in that must stay shut, tried on the running system. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BreakInIT {
  private static final String SECRET = "a long way home";

  /** So many attempts a minute; for as long as a minute in the long form. */
  private static final int A_MINUTE = 10_000;

  private static final Duration FLOOD =
      Boolean.getBoolean("parley.soak") ? Duration.ofMinutes(1) : Duration.ofSeconds(10);

  private ParleyProcess parley;
  private Api admin;

  @BeforeAll
  void start() {
    parley = ParleyProcess.Setup.fresh("break-in").start();
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

  /** RFC 6238, as an app on a phone does it: not by the library that the server has. */
  private static String code(String secret, long second) throws GeneralSecurityException {
    byte[] key = new byte[secret.length() * 5 / 8];
    BigInteger bits = BigInteger.ZERO;
    for (char letter : secret.toCharArray()) {
      int value = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter);
      bits = bits.shiftLeft(5).or(BigInteger.valueOf(value));
    }
    byte[] whole = bits.toByteArray();
    System.arraycopy(whole, whole.length - key.length, key, 0, key.length);
    Mac mac = Mac.getInstance("HmacSHA1");
    mac.init(new SecretKeySpec(key, "HmacSHA1"));
    byte[] hash = mac.doFinal(ByteBuffer.allocate(8).putLong(second / 30).array());
    int number = ByteBuffer.wrap(hash).getInt(hash[19] & 15) & 0x7fffffff;
    return "%06d".formatted(number % 1_000_000);
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
  void aSecondFactorIsAskedForByEveryWayIn() throws GeneralSecurityException {
    long id = person("bob");
    Api bob = anonymous().login("bob", SECRET);
    String secret =
        bob.post("account/second-factor", Map.of("password", SECRET))
            .expect(201)
            .json()
            .path("secret")
            .asText();
    String first = code(secret, System.currentTimeMillis() / 1000);
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
    letsIn(next, code(secret, System.currentTimeMillis() / 1000 + 30));

    admin.delete("people/" + id + "/second-factor").expect(204);
    letsIn(next, null);
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
