// SPDX-License-Identifier: Apache-2.0
package org.parley.core.security.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.parley.api.error.ErrorKind;
import org.parley.api.error.ParleyException;
import org.parley.api.security.Principal;
import org.parley.core.security.Feeds;

/** Secret addresses of calendars. */
class StoredFeedsTest {
  private final FakeSecurityStorage storage = new FakeSecurityStorage();
  private final FakeUsers users = new FakeUsers();
  private Instant now = Instant.parse("2026-11-27T08:00:00Z");
  private final InstantSource clock = () -> now;
  private final StoredSessions sessions =
      new StoredSessions(storage, users, new FakeVault(), clock, new Passwords(10));
  private final StoredFeeds feeds = new StoredFeeds(storage, users, sessions, clock);
  private Principal ann;
  private Principal bob;

  @BeforeEach
  void people() {
    ann = person("Ann");
    bob = person("Bob");
  }

  private Principal person(String name) {
    long id =
        users
            .create(Principal.SYSTEM, "user", Map.of("username", name, "name", name), "test")
            .record()
            .id();
    return new Principal(Principal.Kind.USER, id, name, Set.of());
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
  void anAddressOpensOneCalendarToReadAsItsOwner() {
    Feeds.Made made = feeds.make(ann, "activity", "calendar", "team");
    assertThat(storage.passes.toString()).doesNotContain(made.secret());
    users.rights.put(ann.userId(), Set.of("records"));
    Feeds.Opened opened = feeds.open(made.secret(), "10.0.0.1");
    assertThat(opened.feed().type()).isEqualTo("activity");
    assertThat(opened.feed().view()).isEqualTo("calendar");
    assertThat(opened.feed().whose()).isEqualTo("team");
    assertThat(opened.principal().userId()).isEqualTo(ann.userId());
    assertThat(opened.principal().readOnly()).isTrue();
    assertThat(opened.principal().rights()).containsExactly("records");
    assertThat(feeds.of(ann)).hasSize(1).allMatch(feed -> feed.usedAt().equals(now));
    assertThat(feeds.of(bob)).isEmpty();
  }

  @Test
  void itOpensNothingElse() {
    String secret = feeds.make(ann, "activity", "calendar", "me").secret();
    assertThat(sessions.bearer(secret)).isEmpty();
    assertThat(sessions.find(secret)).isEmpty();
  }

  @Test
  void itIsDeadAtOnceWhenItsOwnerRevokesItAndNobodyElseCan() {
    Feeds.Made made = feeds.make(ann, "activity", "calendar", "me");
    feeds.revoke(bob, made.feed().id());
    assertThat(feeds.open(made.secret(), "x")).isNotNull();
    feeds.revoke(ann, made.feed().id());
    assertThat(kind(() -> feeds.open(made.secret(), "x"))).isEqualTo(ErrorKind.NOT_FOUND);
  }

  @Test
  void itIsDeadWhenItsOwnerMayNotLogInAnyMore() {
    Feeds.Made made = feeds.make(ann, "activity", "calendar", "me");
    users.users.remove(ann.userId());
    assertThat(kind(() -> feeds.open(made.secret(), "x"))).isEqualTo(ErrorKind.NOT_FOUND);
  }

  @Test
  void whoGuessesIsSlowedDownAndWhoIsRightIsNot() {
    Feeds.Made made = feeds.make(ann, "activity", "calendar", "me");
    for (int i = 0; i < 5; i++) {
      assertThat(kind(() -> feeds.open("guess", "10.0.0.1"))).isEqualTo(ErrorKind.NOT_FOUND);
    }
    assertThat(kind(() -> feeds.open("guess", "10.0.0.1"))).isEqualTo(ErrorKind.TOO_MANY);
    assertThat(feeds.open(made.secret(), "10.0.0.1")).isNotNull();
    now = now.plus(Duration.ofHours(1));
    assertThat(kind(() -> feeds.open("guess", "10.0.0.1"))).isEqualTo(ErrorKind.NOT_FOUND);
  }

  @Test
  void whatCannotBeIsRefused() {
    assertThatThrownBy(() -> feeds.make(ann, "activity", "../x", "me"))
        .isInstanceOf(ParleyException.class);
    assertThatThrownBy(() -> feeds.make(ann, "activity", "calendar", "everybody"))
        .isInstanceOf(ParleyException.class);
    for (int i = 0; i < 50; i++) {
      feeds.make(ann, "activity", "calendar", "me");
    }
    assertThatThrownBy(() -> feeds.make(ann, "activity", "calendar", "me"))
        .hasMessageContaining("50");
  }
}
