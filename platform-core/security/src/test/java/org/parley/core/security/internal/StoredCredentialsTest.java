// SPDX-License-Identifier: Apache-2.0
package org.parley.core.security.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.parley.api.error.ErrorKind;
import org.parley.api.error.ParleyException;
import org.parley.api.security.Principal;
import org.parley.core.security.Credentials;
import org.parley.core.security.Sessions;

/** Links, passwords and tokens. */
class StoredCredentialsTest {
  private static final Sessions.Client HERE = new Sessions.Client("10.0.0.1", "Test/1", null);

  private final FakeSecurityStorage storage = new FakeSecurityStorage();
  private final FakeUsers users = new FakeUsers();
  private Instant now = Instant.parse("2026-11-22T08:00:00Z");
  private final InstantSource clock = () -> now;
  private final Passwords passwords = new Passwords(10);
  private final StoredSessions sessions =
      new StoredSessions(storage, users, new FakeVault(), clock, passwords);
  private final StoredCredentials credentials =
      new StoredCredentials(storage, users, sessions, clock, passwords);
  private Principal admin;
  private long ann;

  @BeforeEach
  void people() {
    new FirstAdministrator(storage, users, line -> {}, passwords).ensure("correct horse");
    admin = new Principal(Principal.Kind.USER, 1, "admin", FakeUsers.ALL);
    ann =
        users
            .create(Principal.SYSTEM, "user", Map.of("username", "Ann", "name", "Ann"), "test")
            .record()
            .id();
  }

  private static ErrorKind kind(Runnable call) {
    try {
      call.run();
      return null;
    } catch (ParleyException e) {
      return e.kind();
    }
  }

  @Test
  void aLinkLetsChooseAPasswordOnceAndLogsIn() {
    Credentials.Link link = credentials.invite(admin, ann);
    assertThat(storage.passes.toString()).doesNotContain(link.token());
    assertThat(credentials.invited(link.token()).name()).isEqualTo("Ann");

    Sessions.Begun begun = credentials.accept(link.token(), "a long way home", HERE).orElseThrow();
    assertThat(sessions.find(begun.session().token()).orElseThrow().principal().userId())
        .isEqualTo(ann);
    assertThat(sessions.login("ann", "a long way home", HERE)).isNotNull();
    assertThat(kind(() -> credentials.accept(link.token(), "another one here", HERE)))
        .isEqualTo(ErrorKind.NOT_FOUND);
  }

  @Test
  void ofManyWhoUseALinkAtOnceOneGetsIn() throws Exception {
    String token = credentials.invite(admin, ann).token();
    List<Callable<ErrorKind>> rush =
        IntStream.range(0, 8)
            .<Callable<ErrorKind>>mapToObj(
                i -> () -> kind(() -> credentials.accept(token, "a long way home " + i, HERE)))
            .toList();
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<ErrorKind> answers = new ArrayList<>();
      for (Future<ErrorKind> answer : threads.invokeAll(rush)) {
        answers.add(answer.get());
      }
      assertThat(answers).containsOnlyOnce((ErrorKind) null);
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void aLinkEndsAfterThreeDaysAndWithTheNextOne() {
    Credentials.Link first = credentials.invite(admin, ann);
    Credentials.Link second = credentials.invite(admin, ann);
    assertThat(kind(() -> credentials.invited(first.token()))).isEqualTo(ErrorKind.NOT_FOUND);
    now = now.plus(Duration.ofDays(3)).plusSeconds(1);
    assertThat(kind(() -> credentials.invited(second.token()))).isEqualTo(ErrorKind.NOT_FOUND);
    assertThat(kind(() -> credentials.invited("x".repeat(10_000)))).isEqualTo(ErrorKind.NOT_FOUND);
  }

  @Test
  void aNewPasswordEndsTheSessionsThereWere() {
    credentials.accept(credentials.invite(admin, ann).token(), "a long way home", HERE);
    String old = sessions.login("ann", "a long way home", HERE).session().token();
    credentials.accept(credentials.invite(admin, ann).token(), "a longer way home", HERE);
    assertThat(sessions.find(old)).isEmpty();

    String one = sessions.login("ann", "a longer way home", HERE).session().token();
    String two = sessions.login("ann", "a longer way home", HERE).session().token();
    Principal me = sessions.find(one).orElseThrow().principal();
    assertThatThrownBy(() -> credentials.change(me, "wrong", "something else now", one))
        .hasMessage("This is not your password.");
    credentials.change(me, "a longer way home", "something else now", one);
    assertThat(sessions.find(one)).isPresent();
    assertThat(sessions.find(two)).isEmpty();
  }

  @Test
  void weakPasswordsAreRefusedWithTheReason() {
    String token = credentials.invite(admin, ann).token();
    for (String weak :
        new String[] {
          "short", "aaaaaaaaaaaaaaa", "ann-is-my-name-1", "qwertyuiop12", "P@ssw0rd1234"
        }) {
      assertThat(kind(() -> credentials.accept(token, weak, HERE)))
          .as(weak)
          .isEqualTo(ErrorKind.INVALID);
    }
    assertThat(credentials.invited(token)).isNotNull();
  }

  @Test
  void nobodyInvitesThemselvesIntoTheAccountOfSomebodyStronger() {
    Principal clerk = new Principal(Principal.Kind.USER, ann, "ann", Set.of("people"));
    users.rights.put(ann, Set.of("people"));
    assertThat(kind(() -> credentials.invite(clerk, 1))).isEqualTo(ErrorKind.FORBIDDEN);
    Principal anybody = new Principal(Principal.Kind.USER, ann, "ann", Set.of());
    assertThat(kind(() -> credentials.invite(anybody, ann))).isEqualTo(ErrorKind.FORBIDDEN);
  }

  @Test
  void aTokenActsAsItsOwnerWithinItsScopeUntilItIsRevoked() {
    Credentials.Made read = credentials.create(admin, 1, "reports", "read", 30);
    Credentials.Made all = credentials.create(admin, 1, "deploy", "all", 0);
    assertThat(storage.passes.toString()).doesNotContain(read.secret());

    Principal reading = sessions.bearer(read.secret()).orElseThrow().principal();
    assertThat(reading.readOnly()).isTrue();
    assertThat(reading.rights()).isEmpty();
    assertThat(sessions.bearer(all.secret()).orElseThrow().principal().rights())
        .isEqualTo(FakeUsers.ALL);
    assertThat(sessions.find(read.secret())).isEmpty();
    assertThat(credentials.tokens(admin, 1))
        .extracting(Credentials.Token::name)
        .containsExactlyInAnyOrder("reports", "deploy");
    assertThat(kind(() -> credentials.create(reading, 1, "more", "all", 0)))
        .isEqualTo(ErrorKind.FORBIDDEN);

    credentials.revoke(admin, 1, all.token().id());
    assertThat(sessions.bearer(all.secret())).isEmpty();
    now = now.plus(Duration.ofDays(31));
    assertThat(sessions.bearer(read.secret())).isEmpty();
  }

  @Test
  void tokensOfOthersAreTheirOwnButThoseOfPrograms() {
    assertThat(kind(() -> credentials.create(admin, ann, "spy", "read", 0)))
        .isEqualTo(ErrorKind.FORBIDDEN);
    users.set(ann, "service", true);
    Credentials.Made made = credentials.create(admin, ann, "sync", "write", 0);
    assertThat(sessions.bearer(made.secret()).orElseThrow().principal().userId()).isEqualTo(ann);
    assertThat(kind(() -> credentials.invite(admin, ann))).isEqualTo(ErrorKind.INVALID);
    users.set(ann, "active", false);
    assertThat(sessions.bearer(made.secret())).isEmpty();
  }

  @Test
  void aTokenOrADeviceIsNoLink() {
    Credentials.Made made = credentials.create(admin, 1, "reports", "read", 30);
    assertThat(kind(() -> credentials.accept(made.secret(), "a long way home", HERE)))
        .isEqualTo(ErrorKind.NOT_FOUND);
    String link = credentials.invite(admin, ann).token();
    assertThat(sessions.bearer(link)).isEmpty();
  }

  private List<String> told() {
    return users.events.stream()
        .map(event -> event.get("kind") + " " + event.get("person") + " " + event.get("name"))
        .toList();
  }

  @Test
  void whatIsDoneAboutGettingInIsWrittenDown() {
    String link = credentials.invite(admin, ann).token();
    Sessions.Begun begun = credentials.accept(link, "a long way home", HERE).orElseThrow();
    Principal she = begun.session().principal();
    credentials.change(she, "a long way home", "another one here", begun.session().token());
    String token = credentials.create(she, ann, "CI", "read", 1).token().id();
    credentials.revoke(she, ann, token);
    sessions.end(begun.session().token());

    assertThat(told())
        .containsExactly(
            "link " + ann + " null",
            "password " + ann + " null",
            "login " + ann + " null",
            "password " + ann + " null",
            "token " + ann + " CI",
            "revoked " + ann + " CI",
            "logout " + ann + " null");
    assertThat(users.writers.stream().map(Principal::userId))
        .containsExactly(1L, ann, ann, ann, ann, ann, ann);
    assertThat(users.events.get(2).fields())
        .containsEntry("address", "10.0.0.1")
        .containsEntry("agent", "Test/1");
    assertThat(users.events.toString() + users.writers)
        .doesNotContain("a long way", "another one", link);
  }

  @Test
  void whoActsIsKnownByTheirLoginOrToken() {
    String link = credentials.invite(admin, ann).token();
    Sessions.Begun begun = credentials.accept(link, "a long way home", HERE).orElseThrow();
    long login = users.events.get(2).id();
    assertThat(begun.session().principal().origin()).isEqualTo(login);
    assertThat(sessions.find(begun.session().token()).orElseThrow().principal().origin())
        .isEqualTo(login);

    String secret = credentials.create(begun.session().principal(), ann, "CI", "all", 1).secret();
    assertThat(sessions.bearer(secret).orElseThrow().principal().origin())
        .isEqualTo(users.events.get(3).id());
    assertThat(users.writers.get(3).origin()).isEqualTo(login);
  }

  @Test
  void guessesAreWrittenDownOnceAMinuteAndAllAreCounted() {
    credentials.accept(credentials.invite(admin, ann).token(), "a long way home", HERE);
    users.events.clear();
    for (int minute = 0; minute < 3; minute++) {
      for (int guess = 0; guess < 3; guess++) {
        kind(() -> sessions.login("ann", "wrong", HERE));
        kind(() -> sessions.login("nobody", "secret typed here", HERE));
      }
      now = now.plus(Duration.ofMinutes(20));
    }
    sessions.login("ann", "a long way home", HERE);

    assertThat(users.events.stream().map(event -> event.get("kind")))
        .containsExactly("failed", "failed", "failed", "login");
    assertThat(users.events.stream().map(event -> event.get("tries"))).containsExactly(1, 3, 3, 2);
    assertThat(users.events.toString()).doesNotContain("nobody", "secret typed");
  }
}
