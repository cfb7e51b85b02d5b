// SPDX-License-Identifier: Apache-2.0
package org.parley.core.security.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.parley.api.error.ParleyException;
import org.parley.core.security.Session;
import org.parley.core.security.SlowDown;

class StoredSessionsTest {
  private static final int CHEAP = 10;

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

  private StoredSessions restarted() {
    return new StoredSessions(storage, users, clock, CHEAP);
  }

  @Test
  void aLoginGivesATokenThatIsNowhereStored() {
    Session session = sessions.login(" Admin ", "correct horse", "10.0.0.1");
    assertThat(session.token()).hasSizeGreaterThanOrEqualTo(43);
    assertThat(storage.sessions.toString()).doesNotContain(session.token());
    assertThat(session.principal().may("plugins")).isTrue();
    assertThat(session.displayName()).isEqualTo("Administrator");
  }

  @Test
  void aSessionSurvivesARestartAndEndsWhenItIsEnded() {
    String token = sessions.login("admin", "correct horse", "10.0.0.1").token();
    sessions = restarted();
    assertThat(sessions.find(token)).isPresent();
    sessions.end(token);
    assertThat(sessions.find(token)).isEmpty();
    assertThat(restarted().find(token)).isEmpty();
  }

  @Test
  void aSessionSlidesWhileItIsUsedButNotForEver() {
    String token = sessions.login("admin", "correct horse", "10.0.0.1").token();
    for (int hour = 0; hour < 7 * 24 - 1; hour += 11) {
      assertThat(sessions.find(token)).as("after %s h", hour).isPresent();
      now = now.plus(Duration.ofHours(11));
    }
    now = Instant.parse("2026-11-29T08:00:01Z");
    assertThat(sessions.find(token)).isEmpty();
  }

  @Test
  void anIdleSessionIsOver() {
    String token = sessions.login("admin", "correct horse", "10.0.0.1").token();
    now = now.plus(Duration.ofHours(12)).plusSeconds(1);
    assertThat(sessions.find(token)).isEmpty();
  }

  @Test
  void usingASessionDoesNotMeanWriting() {
    String token = sessions.login("admin", "correct horse", "10.0.0.1").token();
    for (int i = 0; i < 100; i++) {
      now = now.plusSeconds(30);
      assertThat(sessions.find(token)).isPresent();
    }
    assertThat(storage.extended).isLessThanOrEqualTo(5);
  }

  @Test
  void aUserWhoIsNoLongerActiveIsOut() {
    String token = sessions.login("admin", "correct horse", "10.0.0.1").token();
    users.set(1, "active", false);
    now = now.plusSeconds(31);
    assertThat(sessions.find(token)).isEmpty();
    assertThatThrownBy(() -> sessions.login("admin", "correct horse", "10.0.0.1"))
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
    assertThatThrownBy(() -> sessions.login("nobody", "x", "10.0.0.1"))
        .hasMessage("The user name or the password is wrong.");
    assertThatThrownBy(() -> sessions.login("admin", "x", "10.0.0.1"))
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
    assertThat(sessions.login("admin", "correct horse", "10.0.0.1").token()).isNotNull();
  }

  @Test
  void tryingOnePasswordOnManyNamesIsSlowedDownToo() {
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 100; i++) {
                try {
                  sessions.login("user" + i, "summer", "10.6.6.6");
                } catch (SlowDown e) {
                  throw e;
                } catch (ParleyException e) {
                  assertThat(e.code()).isEqualTo("bad_login");
                }
              }
            })
        .isInstanceOf(SlowDown.class);
  }

  private Duration failUntilSlowedDown(String address) {
    for (int i = 0; i < 10; i++) {
      try {
        sessions.login("admin", "wrong", address);
      } catch (SlowDown e) {
        return e.retryAfter();
      } catch (ParleyException e) {
        assertThat(e.code()).isEqualTo("bad_login");
      }
    }
    throw new AssertionError("never slowed down");
  }
}
