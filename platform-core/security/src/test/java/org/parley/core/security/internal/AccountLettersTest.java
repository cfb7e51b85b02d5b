// SPDX-License-Identifier: Apache-2.0
package org.parley.core.security.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.parley.api.error.ParleyException;
import org.parley.api.security.Principal;
import org.parley.core.mail.Asked;
import org.parley.core.mail.Letter;
import org.parley.core.security.Sessions;
import org.parley.core.security.SlowDown;

/** Links by mail, for those who are invited and those who forgot. */
class AccountLettersTest {
  private static final Sessions.Client HERE = new Sessions.Client("10.0.0.1", "Test/1", null);

  private final FakeSecurityStorage storage = new FakeSecurityStorage();
  private final FakeUsers users = new FakeUsers();
  private final FakeMails mails = new FakeMails();
  private Instant now = Instant.parse("2026-11-22T08:00:00Z");
  private final InstantSource clock = () -> now;
  private final Passwords passwords = new Passwords(10);
  private final StoredSessions sessions =
      new StoredSessions(storage, users, new FakeVault(), clock, passwords);
  private final StoredCredentials credentials =
      new StoredCredentials(storage, users, sessions, clock, passwords).with(mails);
  private final AccountLetters letters = new AccountLetters(credentials, users, mails, clock);
  private Principal admin;
  private long ann;

  @BeforeEach
  void people() {
    new FirstAdministrator(storage, users, line -> {}, passwords).ensure("correct horse");
    admin = new Principal(Principal.Kind.USER, 1, "admin", FakeUsers.ALL);
    ann = add("Ann", "ann@example.com", "de");
  }

  private long add(String username, String email, String language) {
    Map<String, Object> fields = new HashMap<>(Map.of("username", username, "name", username));
    fields.put("email", email);
    fields.put("language", language);
    return users.create(Principal.SYSTEM, "user", fields, "test").record().id();
  }

  private Optional<Letter> write() {
    return letters.write(mails.asked.get(mails.asked.size() - 1), List.of());
  }

  private static String token(Letter letter) {
    return letter.parts().stream()
        .filter(part -> part.look() == Letter.Look.BUTTON)
        .map(part -> part.link().substring("invitation#".length()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void whoForgotChoosesANewPasswordByTheLinkAndIsTold() {
    credentials.accept(credentials.invite(admin, ann).token(), "a long way home", HERE);
    assertThat(mails.asked).isEmpty();
    for (String who : List.of("ANN", "Ann@Example.com", " ann ")) {
      credentials.forgotten(who, HERE);
      assertThat(mails.asked.toString()).doesNotContain("token");
      Letter letter = write().orElseThrow();
      assertThat(letter.to().email()).isEqualTo("ann@example.com");
      assertThat(letter.subject()).isEqualTo("Neues Passwort wählen");
      credentials.accept(token(letter), "another way home", HERE);
      assertThat(mails.asked.get(mails.asked.size() - 1).kind()).isEqualTo("password_changed");
      assertThat(write().orElseThrow().subject()).contains("geändert");
    }
    credentials.forgotten("ann", HERE);
    String late = token(write().orElseThrow());
    now = now.plus(Duration.ofMinutes(61));
    assertThatThrownBy(() -> credentials.accept(late, "another way home", HERE))
        .isInstanceOf(ParleyException.class);
  }

  @Test
  void nobodyLearnsWhoIsHere() {
    List<String> nobody =
        List.of(
            "nobody",
            "nobody@example.com",
            "*",
            "a*",
            "\"",
            "ann\";name==\"",
            "\\",
            "",
            "x".repeat(300));
    for (String who : nobody) {
      now = now.plus(Duration.ofMinutes(16));
      credentials.forgotten(who, HERE);
      assertThat(write()).as(who).isEmpty();
    }
    assertThat(mails.asked).hasSize(nobody.size());
  }

  @Test
  void tooManyFromOneAddressAreRefusedWhoeverIsMeant() {
    for (int i = 0; i < 5; i++) {
      credentials.forgotten(i % 2 == 0 ? "ann" : "nobody", HERE);
    }
    assertThatThrownBy(() -> credentials.forgotten("ann", HERE)).isInstanceOf(SlowDown.class);
    assertThatThrownBy(() -> credentials.forgotten("nobody", HERE)).isInstanceOf(SlowDown.class);
    credentials.forgotten("ann", new Sessions.Client("10.0.0.2", "Test/1", null));
    now = now.plus(Duration.ofMinutes(16));
    credentials.forgotten("ann", HERE);
    assertThat(mails.asked).hasSize(7);
  }

  @Test
  void nobodysMailboxIsFilledByOthers() {
    credentials.forgotten("ann", HERE);
    mails.before = 1;
    assertThat(write()).isEmpty();
    // a further try of the same mail is not another one
    Asked asked = mails.asked.get(0);
    assertThat(
            letters.write(
                new Asked(asked.key(), asked.kind(), ann, asked.about(), true), List.of()))
        .isPresent();
  }

  @Test
  void anAddressThatSeveralShareGetsALinkForEach() {
    add("Shop", "ann@example.com", "en");
    credentials.forgotten("ann@example.com", HERE);
    Letter letter = write().orElseThrow();
    assertThat(letter.parts()).filteredOn(part -> part.look() == Letter.Look.BUTTON).hasSize(2);
  }

  @Test
  void anInvitationGoesWhereThereIsAnAddress() {
    assertThat(credentials.inviteByMail(admin, ann)).contains("ann@example.com");
    assertThat(storage.passes).isEmpty();
    Letter letter = write().orElseThrow();
    assertThat(credentials.invited(token(letter)).name()).isEqualTo("Ann");
    long bob = add("Bob", null, "en");
    assertThat(credentials.inviteByMail(admin, bob)).isEmpty();
    mails.on = false;
    assertThat(credentials.inviteByMail(admin, ann)).isEmpty();
    assertThatThrownBy(() -> credentials.forgotten("ann", HERE))
        .isInstanceOfSatisfying(
            ParleyException.class, e -> assertThat(e.code()).isEqualTo("no_mail"));
    Principal member = new Principal(Principal.Kind.USER, ann, "ann", java.util.Set.of());
    assertThatThrownBy(() -> credentials.inviteByMail(member, 1))
        .isInstanceOf(ParleyException.class);
  }
}
