// SPDX-License-Identifier: Apache-2.0
package org.parley.core.security.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.parley.api.error.ErrorKind;
import org.parley.api.error.ParleyException;
import org.parley.api.security.Principal;
import org.parley.core.security.SecondFactors;
import org.parley.core.security.SecurityStorage;
import org.parley.core.security.Sessions;

/** Codes that are asked for beside a password. */
class SecondFactorsTest {
  private static final String PASSWORD = "a long way home";
  private static final Sessions.Client HERE = new Sessions.Client("10.0.0.1", "Test/1", null);

  private final FakeSecurityStorage storage = new FakeSecurityStorage();
  private final FakeUsers users = new FakeUsers();
  private Instant now = Instant.parse("2026-11-22T08:00:10Z");
  private final InstantSource clock = () -> now;
  private final Passwords passwords = new Passwords(10);
  private final StoredSessions sessions =
      new StoredSessions(storage, users, new FakeVault(), clock, passwords);
  private final StoredCredentials credentials =
      new StoredCredentials(storage, users, sessions, clock, passwords);
  private final StoredSecondFactors factors = new StoredSecondFactors(storage, users, sessions);
  private Principal admin;
  private Principal ann;

  @BeforeEach
  void people() {
    new FirstAdministrator(storage, users, line -> {}, passwords).ensure("correct horse");
    admin = new Principal(Principal.Kind.USER, 1, "admin", FakeUsers.ALL);
    long id =
        users
            .create(Principal.SYSTEM, "user", Map.of("username", "ann", "name", "Ann"), "test")
            .record()
            .id();
    ann =
        credentials
            .accept(credentials.invite(admin, id).token(), PASSWORD, HERE)
            .orElseThrow()
            .session()
            .principal();
  }

  private String code(String secret, Instant at) {
    try {
      return new TimeBasedOneTimePasswordGenerator()
          .generateOneTimePasswordString(new SecretKeySpec(Base32.decode(secret), "HmacSHA1"), at);
    } catch (java.security.InvalidKeyException e) {
      throw new AssertionError(e);
    }
  }

  private List<String> setUp(SecondFactors.Offer offer) {
    List<String> recovery = factors.confirm(ann, code(offer.secret(), now));
    now = now.plusSeconds(30);
    return recovery;
  }

  private static String refused(Runnable call) {
    try {
      call.run();
      return null;
    } catch (ParleyException e) {
      return e.fields().isEmpty() ? e.code() : e.fields().get(0).code();
    }
  }

  private String login(String code) {
    return refused(() -> sessions.login("ann", PASSWORD, code, HERE));
  }

  @Test
  void nothingIsAskedForUntilItIsConfirmed() {
    SecondFactors.Offer offer = factors.begin(ann, PASSWORD);
    assertThat(login(null)).isNull();
    assertThat(refused(() -> factors.confirm(ann, "000000"))).isEqualTo("wrong_code");
    assertThat(factors.state(ann).since()).isNull();

    assertThat(setUp(offer)).hasSize(10).doesNotHaveDuplicates();
    assertThat(factors.state(ann).since()).isNotNull();
    assertThat(login(null)).isEqualTo("second_factor");
    assertThat(login("")).isEqualTo("second_factor");
    assertThat(login("000000")).isEqualTo("second_factor");
    assertThat(login(code(offer.secret(), now))).isNull();
    assertThat(refused(() -> sessions.login("ann", "wrong", null, HERE))).isEqualTo("bad_login");
  }

  @Test
  void aCodeIsGoodOnceAndOneStepEarlyOrLate() {
    SecondFactors.Offer offer = factors.begin(ann, PASSWORD);
    setUp(offer);
    String first = code(offer.secret(), now);
    assertThat(login(first)).isNull();
    assertThat(login(first)).isEqualTo("second_factor");

    now = now.plusSeconds(60);
    String before = code(offer.secret(), now.minusSeconds(30));
    assertThat(login(before.substring(0, 3) + " " + before.substring(3))).isNull();
    assertThat(login(code(offer.secret(), now.plusSeconds(30)))).isNull();
    assertThat(login(code(offer.secret(), now))).as("earlier than one used").isNotNull();
    now = now.plusSeconds(300);
    assertThat(login(code(offer.secret(), now.plusSeconds(60)))).isEqualTo("second_factor");
  }

  @Test
  void ofManyWhoUseACodeAtOnceOneGetsIn() throws Exception {
    SecondFactors.Offer offer = factors.begin(ann, PASSWORD);
    setUp(offer);
    String code = code(offer.secret(), now);
    List<Callable<String>> rush =
        IntStream.range(0, 4).<Callable<String>>mapToObj(i -> () -> login(code)).toList();
    ExecutorService pool = Executors.newFixedThreadPool(4);
    long in = 0;
    try {
      for (Future<String> one : pool.invokeAll(rush)) {
        in += one.get() == null ? 1 : 0;
      }
    } finally {
      pool.shutdown();
    }
    assertThat(in).isEqualTo(1);
  }

  @Test
  void aRecoveryCodeIsGoodOnceAndNewOnesEndTheOld() {
    List<String> recovery = setUp(factors.begin(ann, PASSWORD));
    assertThat(storage.passes.toString()).doesNotContain(recovery.get(0));
    assertThat(login(recovery.get(0).toUpperCase(java.util.Locale.ROOT).replace('-', ' ')))
        .isNull();
    assertThat(login(recovery.get(0))).isEqualTo("second_factor");
    assertThat(factors.state(ann).codes()).isEqualTo(9);

    List<String> fresh = factors.codes(ann, PASSWORD);
    assertThat(login(recovery.get(1))).isEqualTo("second_factor");
    assertThat(login(fresh.get(1))).isNull();
    assertThat(users.events.stream().map(event -> event.get("kind")))
        .contains("second_on", "code", "codes", "failed");
  }

  @Test
  void aLinkDoesNotLeadPastIt() {
    SecondFactors.Offer offer = factors.begin(ann, PASSWORD);
    setUp(offer);
    String link = credentials.invite(admin, ann.userId()).token();
    assertThat(credentials.accept(link, "another one here", HERE)).isEmpty();
    assertThat(refused(() -> sessions.login("ann", "another one here", null, HERE)))
        .isEqualTo("second_factor");
    String code = code(offer.secret(), now);
    assertThat(refused(() -> sessions.login("ann", "another one here", code, HERE))).isNull();
  }

  @Test
  void thePasswordIsAskedForAndTheSecretIsSealed() {
    for (Runnable call :
        List.<Runnable>of(
            () -> factors.begin(ann, "wrong"),
            () -> factors.codes(ann, "wrong"),
            () -> factors.remove(ann, "wrong"))) {
      assertThat(refused(call)).isEqualTo("wrong_password");
    }
    SecondFactors.Offer offer = factors.begin(ann, PASSWORD);
    assertThat(offer.uri())
        .isEqualTo("otpauth://totp/Parley:ann?secret=" + offer.secret() + "&issuer=Parley");
    assertThat(offer.picture()).startsWith("M4 4h7v1h-7z").matches("(M\\d+ \\d+h\\d+v1h-\\d+z)+");
    assertThat(storage.factors.toString()).doesNotContain(offer.secret());

    setUp(offer);
    factors.remove(ann, PASSWORD);
    assertThat(login(null)).isNull();
    assertThat(factors.state(ann).codes()).isZero();
  }

  private boolean held(String token) {
    return sessions.find(token).orElseThrow().needsSecondFactor();
  }

  private String enter(String code) {
    return sessions.login("ann", PASSWORD, code, HERE).session().token();
  }

  @Test
  void whoLacksOneThatIsDemandedGetsInToSetItUpAndNoFurther() {
    String running = enter(null);
    assertThat(held(running)).isFalse();
    users.demanded.add(ann.userId());
    assertThat(held(running)).as("a session from before").isTrue();
    Sessions.Begun begun = sessions.login("ann", PASSWORD, HERE);
    assertThat(begun.session().needsSecondFactor()).isTrue();
    assertThat(held(begun.session().token())).isTrue();
    assertThat(factors.lacking(admin)).containsExactly(ann.userId());
    assertThat(factors.state(ann).demanded()).isTrue();

    setUp(factors.begin(ann, PASSWORD));
    assertThat(held(running)).as("ends with the code, not some time after").isFalse();
    assertThat(held(begun.session().token())).isFalse();
    assertThat(factors.lacking(admin)).isEmpty();
  }

  @Test
  void whatIsDemandedCannotBeSwitchedOff() {
    setUp(factors.begin(ann, PASSWORD));
    users.demanded.add(ann.userId());
    users.rights.put(ann.userId(), Set.of("people"));
    Principal manager = new Principal(Principal.Kind.USER, ann.userId(), "ann", Set.of("people"));
    assertThat(refused(() -> factors.remove(ann, "wrong"))).isEqualTo("wrong_password");
    assertThat(refused(() -> factors.remove(ann, PASSWORD))).isEqualTo("second_factor_needed");
    assertThat(refused(() -> factors.remove(manager, ann.userId())))
        .as("nor as one who manages people")
        .isEqualTo("second_factor_needed");
    factors.begin(ann, PASSWORD);
    assertThat(factors.state(ann).since()).as("another is begun").isNotNull();

    users.demanded.clear();
    factors.remove(ann, PASSWORD);
    assertThat(factors.state(ann).since()).isNull();
  }

  @Test
  void endedForALostPhoneItIsSetUpAnewAtOnce() {
    setUp(factors.begin(ann, PASSWORD));
    users.demanded.add(ann.userId());
    String token = enter(factors.codes(ann, PASSWORD).get(0));
    assertThat(held(token)).isFalse();
    factors.remove(admin, ann.userId());
    assertThat(held(token)).isTrue();

    setUp(factors.begin(ann, PASSWORD));
    assertThat(factors.remove(" Ann")).as("by the console").isTrue();
    assertThat(factors.remove("ann")).isFalse();
    assertThat(held(token)).isTrue();
    assertThat(refused(() -> factors.remove("nobody"))).isEqualTo("not_found");
  }

  @Test
  void whoHasNoPasswordIsAskedByTheSystemThatLetsThemIn() {
    SecurityStorage.Credential without =
        new SecurityStorage.Credential(ann.userId(), "ann", "", "");
    storage.save(without);
    users.demanded.add(ann.userId());
    Sessions.Begun begun = sessions.begin(without, users.users.get(ann.userId()), HERE, "sso");
    assertThat(begun.session().needsSecondFactor()).isFalse();
    assertThat(held(begun.session().token())).isFalse();
    assertThat(factors.lacking(admin)).isEmpty();
    assertThat(factors.state(ann).demanded()).isFalse();
    assertThat(refused(() -> factors.begin(ann, ""))).isEqualTo("wrong_password");
  }

  @Test
  void aTokenIsAFactorOfItsOwn() {
    String secret = credentials.create(ann, ann.userId(), "report", "all", 0).secret();
    users.demanded.add(ann.userId());
    assertThat(sessions.bearer(secret).orElseThrow().needsSecondFactor()).isFalse();
    assertThatThrownBy(() -> factors.lacking(ann))
        .isInstanceOfSatisfying(
            ParleyException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.FORBIDDEN));
  }

  @Test
  void onlyWhoManagesPeopleAndMayAsMuchEndsThatOfAnother() {
    setUp(factors.begin(ann, PASSWORD));
    Principal other = new Principal(Principal.Kind.USER, 77, "eve", Set.of());
    Principal weaker = new Principal(Principal.Kind.USER, 78, "mel", Set.of("people"));
    users.rights.put(ann.userId(), Set.of("settings"));
    for (Principal who : List.of(other, weaker)) {
      assertThatThrownBy(() -> factors.remove(who, ann.userId()))
          .isInstanceOfSatisfying(
              ParleyException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.FORBIDDEN));
    }
    users.rights.remove(ann.userId());
    factors.remove(admin, ann.userId());
    assertThat(login(null)).isNull();
  }

  /** RFC 4648, section 10, without the padding. */
  @Test
  void secretsAreWrittenAsAppsReadThem() {
    Map<String, String> examples =
        Map.of(
            "",
            "",
            "f",
            "MY",
            "fo",
            "MZXQ",
            "foo",
            "MZXW6",
            "foob",
            "MZXW6YQ",
            "fooba",
            "MZXW6YTB");
    examples.forEach(
        (plain, text) -> {
          assertThat(Base32.encode(plain.getBytes(StandardCharsets.US_ASCII))).isEqualTo(text);
          assertThat(Base32.decode(text)).asString(StandardCharsets.US_ASCII).isEqualTo(plain);
        });
  }

  /** RFC 6238, appendix B: the last six digits of what stands there for SHA-1. */
  @Test
  void codesAreThoseOfTheStandard() {
    String secret = Base32.encode("12345678901234567890".getBytes(StandardCharsets.US_ASCII));
    Map<Long, String> examples =
        Map.of(
            59L,
            "287082",
            1_111_111_109L,
            "081804",
            1_234_567_890L,
            "005924",
            2_000_000_000L,
            "279037");
    OneTimeCodes codes = new OneTimeCodes(storage, new FakeVault(), clock);
    examples.forEach(
        (second, code) -> {
          now = Instant.ofEpochSecond(second);
          storage.save(
              new SecurityStorage.SecondFactor(
                  5, new FakeVault().seal("second_factor", secret), null, 0, now));
          assertThat(codes.prove(storage.factors.get(5L), code)).isEqualTo(OneTimeCodes.Proof.CODE);
        });
  }

  @Test
  void guessingCodesIsSlowedDown() {
    setUp(factors.begin(ann, PASSWORD));
    String last = null;
    for (int i = 0; i < 200 && !"slow_down".equals(last); i++) {
      last = login("%06d".formatted(i));
      now = now.plus(Duration.ofMillis(10));
    }
    assertThat(last).isEqualTo("slow_down");
  }
}
