// SPDX-License-Identifier: Apache-2.0
package org.parley.core.security.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.parley.api.error.ErrorKind;
import org.parley.api.error.ParleyException;
import org.parley.core.record.HookSource.HookFailure;
import org.parley.core.security.LoginSource;
import org.parley.core.security.Sessions;
import org.parley.core.security.SingleSignOn;
import org.parley.spi.login.ForeignPerson;
import org.parley.spi.login.LoginChoice;
import org.parley.spi.login.LoginResult;
import org.parley.spi.login.LoginReturn;
import org.parley.spi.login.LoginStart;

class ForeignLoginsTest {
  private static final Passwords CHEAP = new Passwords(10);
  private static final URI ADDRESS = URI.create("https://crm.example/api/v1/logins/acme/1/return");
  private static final Sessions.Client CLIENT = new Sessions.Client("10.0.0.9", "Test/1", null);

  private final FakeSecurityStorage storage = new FakeSecurityStorage();
  private final FakeUsers users = new FakeUsers();
  private Instant now = Instant.parse("2026-11-27T08:00:00Z");
  private final InstantSource clock = () -> now;
  private final StoredSessions sessions =
      new StoredSessions(storage, users, new FakeVault(), clock, CHEAP);
  private final Elsewhere elsewhere = new Elsewhere();
  private final ForeignLogins logins =
      new ForeignLogins(
          new ForeignPeople(storage, users),
          new FakeVault(),
          sessions,
          () -> List.of(elsewhere),
          clock);

  /** A provider that says what the test wants. */
  private static final class Elsewhere implements LoginSource.Provider {
    final List<LoginReturn> returned = new ArrayList<>();
    LoginStart start =
        LoginStart.at(URI.create("https://login.example/"), Map.of("nonce", "n 1&=%"));
    LoginResult result = LoginResult.of(person("ada-1", "ada", null, false, true, null));
    boolean broken;
    String state;

    @Override
    public String plugin() {
      return "acme";
    }

    @Override
    public List<LoginChoice> choices() throws HookFailure {
      check();
      return List.of(new LoginChoice("1", "Acme"));
    }

    @Override
    public LoginStart start(String choice, URI address, String given) throws HookFailure {
      check();
      state = given;
      return start;
    }

    @Override
    public LoginResult finish(String choice, LoginReturn back) throws HookFailure {
      check();
      returned.add(back);
      return result;
    }

    private void check() throws HookFailure {
      if (broken) {
        throw new HookFailure("acme took too long", null);
      }
    }
  }

  private static ForeignPerson person(
      String subject,
      String username,
      String email,
      boolean matches,
      boolean welcome,
      Set<Long> roles) {
    return new ForeignPerson(
        "https://login.example", subject, username, "Ada", email, matches, welcome, roles);
  }

  private SingleSignOn.Departure start(String next) {
    return logins.start("acme", "1", ADDRESS, next, CLIENT);
  }

  private SingleSignOn.Arrival finish(String state, String kept) {
    Map<String, String> parameters = new HashMap<>(Map.of("code", "c"));
    if (state != null) {
      parameters.put("state", state);
    }
    return logins.finish("acme", "1", ADDRESS, parameters, kept, CLIENT);
  }

  private SingleSignOn.Arrival there() {
    SingleSignOn.Departure departure = start("/records/account");
    return finish(elsewhere.state, departure.kept());
  }

  private static void refused(Runnable call, String code) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            ParleyException.class, problem -> assertThat(problem.code()).isEqualTo(code));
  }

  private void user(String username, String email, boolean service) {
    users.create(
        null,
        "user",
        Map.of(
            "username", username, "name", "X", "email", email, "active", true, "service", service),
        "test");
  }

  @Test
  void theLoginPageOffersWhatPluginsOfferAndGoesOnWithoutOneThatIsBroken() {
    assertThat(logins.ways()).containsExactly(new SingleSignOn.Way("acme", "1", "Acme"));
    elsewhere.broken = true;
    now = now.plusSeconds(10);
    assertThat(logins.ways()).isEmpty();
  }

  @Test
  void whoComesBackIsInAndGoesOnWhereTheyWantedTo() {
    SingleSignOn.Arrival arrival = there();
    assertThat(arrival.next()).isEqualTo("/records/account");
    assertThat(sessions.find(arrival.begun().session().token())).isPresent();
    assertThat(arrival.begun().session().principal().name()).isEqualTo("ada");
    assertThat(elsewhere.returned.get(0).kept()).isEqualTo(Map.of("nonce", "n 1&=%"));
    assertThat(elsewhere.returned.get(0).parameters()).containsEntry("code", "c");
    assertThat(users.events.get(0).get("name")).isEqualTo("acme");
  }

  @Test
  void nobodyIsSentOnToAnotherPlace() {
    for (String next :
        new String[] {
          null, "", "//evil.example", "https://evil.example", "/\\evil", "/a\nb", "a"
        }) {
      SingleSignOn.Departure departure = start(next);
      assertThat(finish(elsewhere.state, departure.kept()).next()).as("%s", next).isEqualTo("/");
    }
  }

  @Test
  void anAnswerCountsOnlyInTheBrowserThatAskedAndInTime() {
    SingleSignOn.Departure mine = start("/");
    String state = elsewhere.state;
    SingleSignOn.Departure theirs = start("/");

    refused(() -> finish(state, null), "login_stale");
    refused(() -> finish(state, theirs.kept()), "login_stale");
    refused(() -> finish(null, mine.kept()), "login_stale");
    refused(() -> finish(state + "x", mine.kept()), "login_stale");
    refused(() -> finish(state, "nonsense"), "login_stale");
    refused(() -> finish(state, "login.kept:" + "x".repeat(9_000)), "login_stale");
    now = now.plus(Duration.ofSeconds(SingleSignOn.SECONDS));
    refused(() -> finish(state, mine.kept()), "login_stale");
    assertThat(elsewhere.returned).isEmpty();
    assertThat(storage.sessions).isEmpty();
  }

  @Test
  void anAnswerOfOneProviderIsNotTakenForAnothers() {
    SingleSignOn.Departure departure = start("/");
    Map<String, String> parameters = Map.of("state", elsewhere.state);
    refused(
        () -> logins.finish("acme", "2", ADDRESS, parameters, departure.kept(), CLIENT),
        "login_stale");
  }

  @Test
  void whoIsRefusedThereIsWrittenDownHereWithTheReason() {
    elsewhere.result = LoginResult.refuse("the nonce is another");
    refused(this::there, "login_refused");
    assertThat(users.events)
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.get("kind")).isEqualTo("failed");
              assertThat(event.get("name")).isEqualTo("acme: the nonce is another");
              assertThat(event.get("address")).isEqualTo("10.0.0.9");
            });
    for (int i = 0; i < 100; i++) {
      refused(this::there, "login_refused");
    }
    assertThat(users.events).as("not each of them").hasSize(1);
  }

  @Test
  void aProviderThatDoesNotAnswerIsTold() {
    SingleSignOn.Departure departure = start("/");
    elsewhere.broken = true;
    refused(() -> start("/"), "unavailable");
    refused(() -> finish(elsewhere.state, departure.kept()), "unavailable");
    elsewhere.broken = false;
    elsewhere.start = LoginStart.refuse("its certificate is over");
    refused(() -> start("/"), "unavailable");
    elsewhere.start = LoginStart.at(URI.create("javascript:alert(1)"), Map.of());
    refused(() -> start("/"), "unavailable");
    URI page = URI.create("https://login.example/");
    elsewhere.start = LoginStart.at(page, Map.of("a", "x".repeat(5_000)));
    refused(() -> start("/"), "unavailable");
    refused(() -> logins.start("other", "1", ADDRESS, "/", CLIENT), "not_found");
  }

  @Test
  void whoIsNotHereGetsInOnlyWhereTheyAreWelcome() {
    elsewhere.result = LoginResult.of(person("ada-1", "ada", "ada@x.example", true, false, null));
    refused(this::there, "login_unknown");
    assertThat(users.users).isEmpty();
    elsewhere.result = LoginResult.of(person("ada-1", "ada", "ada@x.example", true, true, null));
    there();
    assertThat(users.users).hasSize(1);
    there();
    assertThat(users.users).as("known again").hasSize(1);
  }

  @Test
  void anAccountIsNotHandedToWhoeverHasItsName() {
    user("ada", "ada@x.example", false);
    elsewhere.result = LoginResult.of(person("eve-1", "ada", "eve@x.example", false, true, null));
    refused(this::there, "login_unknown");
    elsewhere.result = LoginResult.of(person("eve-1", "ada\" or *", null, false, true, null));
    refused(this::there, "login_unknown");
  }

  @Test
  void anAddressMatchesOnePersonOrNobody() {
    user("a", "a@x.example", false);
    elsewhere.result = LoginResult.of(person("s", "other", "A@X.example", true, false, null));
    assertThat(there().begun().session().principal().name()).isEqualTo("a");
    user("b", "a@x.example", false);
    elsewhere.result = LoginResult.of(person("t", "other", "a@x.example", true, false, null));
    refused(this::there, "login_unknown");
    user("p", "p@x.example", true);
    elsewhere.result = LoginResult.of(person("u", "other", "p@x.example", true, false, null));
    refused(this::there, "login_unknown");
  }

  @Test
  void whoIsNotActiveStaysOut() {
    there();
    users.set(1, "active", false);
    refused(this::there, "login_unknown");
  }

  @Test
  void rolesComeAndGoWithTheOtherSystemAndThoseThatPeopleGaveStay() {
    elsewhere.result = LoginResult.of(person("ada-1", "ada", null, false, true, Set.of(7L, 8L)));
    there();
    assertThat(users.roles(1)).containsExactlyInAnyOrder(7L, 8L);
    users.create(null, "role_assignment", Map.of("user", 1L, "role", 9L), "test");
    elsewhere.result = LoginResult.of(person("ada-1", "ada", null, false, true, Set.of(8L, 9L)));
    there();
    assertThat(users.roles(1)).containsExactlyInAnyOrder(8L, 9L);
    elsewhere.result = LoginResult.of(person("ada-1", "ada", null, false, true, Set.of()));
    there();
    assertThat(users.roles(1)).as("given by a person").containsExactly(9L);
    elsewhere.result = LoginResult.of(person("ada-1", "ada", null, false, true, null));
    there();
    assertThat(users.roles(1)).containsExactly(9L);
  }

  @Test
  void whoeverAloneManagesPeopleGetsInThoughTheOtherSystemTakesThat() {
    elsewhere.result = LoginResult.of(person("ada-1", "ada", null, false, true, Set.of(7L)));
    there();
    users.kept = true;
    elsewhere.result = LoginResult.of(person("ada-1", "ada", null, false, true, Set.of(8L)));
    assertThat(there().begun()).isNotNull();
    assertThat(users.roles(1)).containsExactlyInAnyOrder(7L, 8L);
  }

  @Test
  void whoComesInThisWayHasNoPassword() {
    there();
    for (String guess : List.of("", "x", "password")) {
      refused(() -> sessions.login("ada", guess, CLIENT), "bad_login");
    }
    assertThat(storage.credential("ada").orElseThrow().hasPassword()).isFalse();
  }

  @Test
  void aDatabaseThatIsAwayIsNoReasonToSayThatSomebodyIsUnknown() {
    users.failure = ParleyException.unavailable("away", null);
    assertThatThrownBy(this::there)
        .isInstanceOfSatisfying(
            ParleyException.class,
            problem -> assertThat(problem.kind()).isEqualTo(ErrorKind.UNAVAILABLE));
  }
}
