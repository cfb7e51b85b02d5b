// SPDX-License-Identifier: Apache-2.0
package org.parley.core.security.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.parley.api.error.ParleyException;
import org.parley.api.security.Principal;
import org.parley.core.security.Session;
import org.parley.core.security.Sessions;
import org.parley.core.security.SlowDown;

class StoredSessionsTest {
  private static final Passwords CHEAP = new Passwords(10);

  private final FakeSecurityStorage storage = new FakeSecurityStorage();
  private final FakeUsers users = new FakeUsers();
  private Instant now = Instant.parse("2026-11-22T08:00:00Z");
  private final InstantSource clock = () -> now;
  private StoredSessions sessions;

  @BeforeEach
  void anAdministrator() {
    new FirstAdministrator(storage, users, line -> {}, CHEAP).ensure("correct horse");
    sessions = restarted();
  }

  private Sessions.Begun login(String username, String password, String address) {
    return sessions.login(username, password, new Sessions.Client(address, "Test/1", null));
  }

  private StoredSessions restarted() {
    return new StoredSessions(storage, users, new FakeVault(), clock, CHEAP);
  }

  @Test
  void aLoginGivesATokenThatIsNowhereStored() {
    Session session = login(" Admin ", "correct horse", "10.0.0.1").session();
    assertThat(session.token()).hasSizeGreaterThanOrEqualTo(43);
    assertThat(storage.sessions.toString()).doesNotContain(session.token());
    assertThat(session.principal().may("plugins")).isTrue();
    assertThat(session.displayName()).isEqualTo("Administrator");
  }

  @Test
  void aSessionSurvivesARestartAndEndsWhenItIsEnded() {
    String token = login("admin", "correct horse", "10.0.0.1").session().token();
    sessions = restarted();
    assertThat(sessions.find(token)).isPresent();
    sessions.end(token);
    assertThat(sessions.find(token)).isEmpty();
    assertThat(restarted().find(token)).isEmpty();
  }

  @Test
  void aSessionSlidesWhileItIsUsedButNotForEver() {
    String token = login("admin", "correct horse", "10.0.0.1").session().token();
    for (int hour = 0; hour < 7 * 24 - 1; hour += 11) {
      assertThat(sessions.find(token)).as("after %s h", hour).isPresent();
      now = now.plus(Duration.ofHours(11));
    }
    now = Instant.parse("2026-11-29T08:00:01Z");
    assertThat(sessions.find(token)).isEmpty();
  }

  @Test
  void anIdleSessionIsOver() {
    String token = login("admin", "correct horse", "10.0.0.1").session().token();
    now = now.plus(Duration.ofHours(12)).plusSeconds(1);
    assertThat(sessions.find(token)).isEmpty();
  }

  @Test
  void usingASessionDoesNotMeanWriting() {
    String token = login("admin", "correct horse", "10.0.0.1").session().token();
    for (int i = 0; i < 100; i++) {
      now = now.plusSeconds(30);
      assertThat(sessions.find(token)).isPresent();
    }
    assertThat(storage.extended).isLessThanOrEqualTo(5);
  }

  @Test
  void aUserWhoIsNoLongerActiveIsOut() {
    String token = login("admin", "correct horse", "10.0.0.1").session().token();
    users.set(1, "active", false);
    now = now.plusSeconds(31);
    assertThat(sessions.find(token)).isEmpty();
    assertThatThrownBy(() -> login("admin", "correct horse", "10.0.0.1"))
        .isInstanceOfSatisfying(
            ParleyException.class, e -> assertThat(e.code()).isEqualTo("bad_login"));
  }

  @Test
  void aForgedTokenIsNoSession() {
    assertThat(sessions.find("x")).isEmpty();
    assertThat(sessions.find("x".repeat(10_000))).isEmpty();
    assertThat(sessions.find("")).isEmpty();
  }

  @Test
  void unknownUsersAndWrongPasswordsLookAlike() {
    assertThatThrownBy(() -> login("nobody", "x", "10.0.0.1"))
        .hasMessage("The user name or the password is wrong.");
    assertThatThrownBy(() -> login("admin", "x", "10.0.0.1"))
        .hasMessage("The user name or the password is wrong.");
  }

  @Test
  void aGuesserIsSlowedDownMoreAndMoreAndThePersonElsewhereIsNot() {
    Duration before = Duration.ZERO;
    for (int i = 0; i < 12; i++) {
      Duration wait = failUntilSlowedDown("10.6.6.6");
      assertThat(wait).isGreaterThanOrEqualTo(before);
      before = wait;
      now = now.plus(wait);
    }
    assertThat(before).isGreaterThan(Duration.ofMinutes(5));
    assertThat(login("admin", "correct horse", "10.0.0.1").session().token()).isNotNull();
  }

  @Test
  void tryingOnePasswordOnManyNamesIsSlowedDownToo() {
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 100; i++) {
                try {
                  login("user" + i, "summer", "10.6.6.6");
                } catch (SlowDown e) {
                  throw e;
                } catch (ParleyException e) {
                  assertThat(e.code()).isEqualTo("bad_login");
                }
              }
            })
        .isInstanceOf(SlowDown.class);
  }

  @Test
  void guessesFromEverywhereDoNotLockOutWhoeverHasLoggedInBefore() {
    String device = login("admin", "correct horse", "10.0.0.1").device();
    for (int i = 0; i < 1_000; i++) {
      String address = "10." + i % 250 + ".7." + i / 250;
      assertThatThrownBy(() -> login("admin", "wrong", address))
          .isInstanceOf(ParleyException.class);
    }
    assertThatThrownBy(() -> login("admin", "correct horse", "10.9.9.9"))
        .isInstanceOf(SlowDown.class);
    Sessions.Client known = new Sessions.Client("10.0.7.0", "Test/1", device);
    Sessions.Begun begun = sessions.login("admin", "correct horse", known);
    assertThat(begun.session().token()).isNotNull();
    assertThat(begun.device()).isNull();
  }

  @Test
  void aKnownDeviceThatGuessesIsSlowedDownToo() {
    String device = login("admin", "correct horse", "10.0.0.1").device();
    Sessions.Client stolen = new Sessions.Client("10.0.7.0", "Test/1", device);
    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(() -> sessions.login("admin", "wrong", stolen))
          .isInstanceOf(ParleyException.class);
    }
    assertThatThrownBy(() -> sessions.login("admin", "correct horse", stolen))
        .isInstanceOf(SlowDown.class);
  }

  @Test
  void aDeviceOfOneIsNoneOfAnother() {
    Sessions.Client forged = new Sessions.Client("10.0.7.0", "Test/1", "x".repeat(43));
    assertThat(sessions.login("admin", "correct horse", forged).device()).isNotNull();
  }

  @Test
  void oneSeesOnesSessionsAndEndsThem() {
    String one = login("admin", "correct horse", "10.0.0.1").session().token();
    String two = login("admin", "correct horse", "10.0.0.2").session().token();
    Principal admin = sessions.find(one).orElseThrow().principal();

    assertThat(sessions.open(admin, one))
        .hasSize(2)
        .filteredOn(Sessions.Open::current)
        .extracting(Sessions.Open::address)
        .containsExactly("10.0.0.1");
    String other =
        sessions.open(admin, one).stream()
            .filter(open -> !open.current())
            .findFirst()
            .orElseThrow()
            .id();
    assertThat(sessions.find(other)).isEmpty();
    sessions.end(admin, other);
    assertThat(sessions.find(two)).isEmpty();
    assertThat(sessions.find(one)).isPresent();
  }

  @Test
  void whatARoleNoLongerAllowsIsOverAtOnce() {
    String token = login("admin", "correct horse", "10.0.0.1").session().token();
    users.rights.put(1L, Set.of("people"));
    assertThat(sessions.find(token).orElseThrow().principal().rights()).containsExactly("people");
  }

  @Test
  void aHashOfOlderDaysIsMadeAnewAtTheNextLogin() {
    String hash = storage.credentials.get(1L).hash();
    sessions = new StoredSessions(storage, users, new FakeVault(), clock, new Passwords(20));
    login("admin", "correct horse", "10.0.0.1");
    assertThat(storage.credentials.get(1L).hash())
        .isNotEqualTo(hash)
        .startsWith("pbkdf2-sha512$20");
    login("admin", "correct horse", "10.0.0.1");
  }

  private Duration failUntilSlowedDown(String address) {
    for (int i = 0; i < 10; i++) {
      try {
        login("admin", "wrong", address);
      } catch (SlowDown e) {
        return e.retryAfter();
      } catch (ParleyException e) {
        assertThat(e.code()).isEqualTo("bad_login");
      }
    }
    throw new AssertionError("never slowed down");
  }
}
