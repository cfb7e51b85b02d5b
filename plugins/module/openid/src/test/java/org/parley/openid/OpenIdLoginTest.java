// SPDX-License-Identifier: Apache-2.0
package org.parley.openid;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Instant;
import java.util.Collections;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.parley.api.record.Record;
import org.parley.api.record.Reference;
import org.parley.spi.login.ForeignPerson;
import org.parley.spi.login.LoginChoice;
import org.parley.spi.login.LoginResult;
import org.parley.spi.login.LoginReturn;
import org.parley.spi.login.LoginStart;

class OpenIdLoginTest {
  private static final URI ADDRESS =
      URI.create("https://crm.example.com/api/v1/logins/parley-openid/1/return");

  private final FakeIdentityProvider provider = new FakeIdentityProvider();
  private final FakeRecords records = new FakeRecords();
  private final OpenIdLogin login = new OpenIdLogin(records);
  private final Record settings = records.create("openid_provider", settings());

  @AfterEach
  void stop() {
    provider.close();
  }

  private Map<String, Object> settings() {
    Map<String, Object> fields = new HashMap<>();
    fields.put("label", "Acme");
    fields.put("active", true);
    fields.put("issuer", provider.issuer());
    fields.put("client_id", FakeIdentityProvider.CLIENT);
    fields.put("client_secret", FakeIdentityProvider.SECRET);
    fields.put("scopes", "openid profile email");
    fields.put("email_matches", true);
    fields.put("takes_in", true);
    fields.put("groups_claim", "groups");
    return fields;
  }

  private void set(String field, Object value) {
    records.update("openid_provider", settings.id(), 0, Collections.singletonMap(field, value));
  }

  private String choice() {
    return Long.toString(settings.id());
  }

  private LoginStart start() {
    return login.start(choice(), ADDRESS, "state-1");
  }

  /** Goes there, logs in, and comes back. */
  private LoginResult there() {
    LoginStart start = start();
    return back(start, provider.grant(FakeIdentityProvider.query(start.page().getRawQuery())));
  }

  private LoginResult back(LoginStart start, String code) {
    Map<String, String> parameters = new HashMap<>(Map.of("code", code, "state", "state-1"));
    if (provider.namesItself) {
      parameters.put("iss", provider.issuer());
    }
    return login.finish(choice(), new LoginReturn(ADDRESS, parameters, start.kept()));
  }

  @Test
  void theLoginPageOffersWhatIsSetUpAndOffered() {
    assertThat(login.choices()).containsExactly(new LoginChoice(choice(), "Acme"));
    set("active", false);
    assertThat(login.choices()).isEmpty();
    assertThat(start().refusal()).contains("no identity provider");
  }

  @Test
  void aBrowserIsSentWithAChallengeThatOnlyWeCanAnswer() {
    LoginStart start = start();
    Map<String, String> query = FakeIdentityProvider.query(start.page().getRawQuery());
    assertThat(start.page().toString()).startsWith(provider.issuer() + "/authorize?");
    assertThat(query)
        .containsEntry("response_type", "code")
        .containsEntry("client_id", "parley")
        .containsEntry("redirect_uri", ADDRESS.toString())
        .containsEntry("state", "state-1")
        .containsEntry("scope", "openid profile email")
        .containsEntry("code_challenge_method", "S256")
        .containsEntry("nonce", start.kept().get("nonce"));
    assertThat(query.values()).doesNotContain(start.kept().get("verifier"));
    assertThat(start().kept()).isNotEqualTo(start.kept());
  }

  @Test
  void whoComesBackIsWhoTheProviderSays() {
    provider.claims.put("preferred_username", "ada");
    provider.claims.put("name", "Ada Lovelace");
    provider.claims.put("email", "ada@example.com");
    provider.claims.put("email_verified", true);

    ForeignPerson person = there().person();

    assertThat(person)
        .isEqualTo(
            new ForeignPerson(
                provider.issuer(),
                "ada-1",
                "ada",
                "Ada Lovelace",
                "ada@example.com",
                true,
                true,
                null));
    assertThat(provider.asked)
        .singleElement()
        .satisfies(
            form -> assertThat(form.get("Authorization")).startsWith("Basic "),
            form -> assertThat(form).doesNotContainKey("client_secret"));
  }

  @Test
  void aPublicClientProvesItselfByThePuzzleAlone() {
    set("client_secret", null);
    assertThat(there().person()).isNotNull();
    assertThat(provider.asked.get(0).get("Authorization")).isNull();
    assertThat(provider.asked.get(0)).containsEntry("client_id", "parley");
  }

  @Test
  void anAddressThatTheProviderHasNotCheckedMatchesNobody() {
    provider.claims.put("email", "boss@example.com");
    assertThat(there().person().matches()).isFalse();
    provider.claims.put("email_verified", "true");
    assertThat(there().person().matches()).isFalse();
    provider.claims.put("email_verified", true);
    assertThat(there().person().matches()).isTrue();
    set("email_matches", false);
    assertThat(there().person().matches()).isFalse();
  }

  @Test
  void groupsBecomeTheRolesThatAreSetUp() {
    assertThat(there().person().roles()).as("nothing set up").isNull();
    group("sales", 7);
    group("sales", 8);
    group("boss", 9);
    provider.claims.put("groups", List.of("sales", "unknown"));
    assertThat(there().person().roles()).isEqualTo(Set.of(7L, 8L));
    provider.claims.remove("groups");
    assertThat(there().person().roles()).as("in no group").isEmpty();
    set("groups_claim", "realm_access.roles");
    provider.claims.put("realm_access", Map.of("roles", List.of("boss")));
    assertThat(there().person().roles()).isEqualTo(Set.of(9L));
  }

  private void group(String name, long role) {
    records.create(
        "openid_group",
        Map.of(
            "provider",
            new Reference("openid_provider", settings.id()),
            "name",
            name,
            "role",
            new Reference("role", role)));
  }

  @Test
  void whatTheTokenLeavesOutTheUserInfoTells() {
    provider.userInfo.put("email", "ada@example.com");
    provider.userInfo.put("email_verified", true);
    assertThat(there().person().email()).isEqualTo("ada@example.com");
    provider.userInfo.put("sub", "somebody-else");
    assertThat(there().refusal()).contains("somebody else");
  }

  @Test
  void aTokenForAnotherLoginIsRefused() {
    provider.bend = token -> token.claim("nonce", "of-another-login");
    assertThat(there().refusal()).contains("nonce");
    provider.bend = token -> token.claim("nonce", null);
    assertThat(there().refusal()).contains("nonce");
  }

  @Test
  void aTokenOfAnotherIssuerIsRefused() {
    provider.bend = token -> token.issuer("https://evil.example");
    assertThat(there().refusal()).contains("not trusted").contains("issuer");
  }

  @Test
  void aTokenForAnotherClientIsRefused() {
    provider.bend = token -> token.audience("another-client");
    assertThat(there().refusal()).contains("not trusted").contains("audience");
    provider.bend = token -> token.audience(List.of("parley", "other")).claim("azp", "other");
    assertThat(there().refusal()).contains("not trusted").contains("azp");
  }

  @Test
  void aTokenOfAnotherAlgorithmIsRefused() {
    for (FakeIdentityProvider.Signer signer :
        List.<FakeIdentityProvider.Signer>of(
            FakeIdentityProvider::unsigned,
            FakeIdentityProvider::signedWithSecret,
            FakeIdentityProvider::signedWithPublicKey,
            FakeIdentityProvider::signedByAnother)) {
      provider.signer = signer;
      LoginResult result = there();
      assertThat(result.person()).isNull();
      assertThat(result.refusal()).contains("not trusted");
    }
  }

  @Test
  void aTokenThatIsOverOrNamesNobodyIsRefused() {
    provider.bend = token -> token.expirationTime(Date.from(Instant.now().minusSeconds(600)));
    assertThat(there().refusal()).contains("not trusted").containsIgnoringCase("expired");
    provider.bend = token -> token.subject(null);
    assertThat(there().refusal()).contains("not trusted");
  }

  @Test
  void aCodeThatSomebodyElseGotIsWorthNothing() {
    LoginStart theirs = start();
    String code = provider.grant(FakeIdentityProvider.query(theirs.page().getRawQuery()));
    assertThat(back(start(), code).refusal()).contains("invalid_grant");
    LoginStart mine = start();
    String once = provider.grant(FakeIdentityProvider.query(mine.page().getRawQuery()));
    assertThat(back(mine, once).person()).isNotNull();
    assertThat(back(mine, once).refusal()).contains("invalid_grant");
  }

  @Test
  void anAnswerOfAnotherProviderIsNotTakenForThisOnes() {
    LoginStart start = start();
    Map<String, String> mixed =
        Map.of("code", "c", "state", "state-1", "iss", "https://evil.example");
    assertThat(login.finish(choice(), new LoginReturn(ADDRESS, mixed, start.kept())).refusal())
        .contains("https://evil.example");
    assertThat(provider.asked).as("no code goes out").isEmpty();
  }

  @Test
  void whereAProviderNamesItselfAnAnswerWithoutANameIsRefused() {
    provider.namesItself = true;
    LoginStart start = start();
    Map<String, String> nameless = Map.of("code", "c", "state", "state-1");
    assertThat(login.finish(choice(), new LoginReturn(ADDRESS, nameless, start.kept())).refusal())
        .contains("nobody");
    assertThat(there().person()).isNotNull();
  }

  @Test
  void whoSaysNoThereDoesNotGetIn() {
    LoginStart start = start();
    Map<String, String> no =
        Map.of("error", "access_denied", "error_description", "No.", "state", "state-1");
    assertThat(login.finish(choice(), new LoginReturn(ADDRESS, no, start.kept())).refusal())
        .contains("access_denied")
        .contains("No.");
  }

  @Test
  void aProviderThatCallsItselfOtherwiseIsNotTrusted() {
    provider.announcedIssuer = "https://evil.example";
    assertThat(start().refusal()).contains("calls itself https://evil.example");
  }

  @Test
  void aProviderThatCannotBeReachedIsTold() {
    provider.close();
    assertThat(start().refusal()).contains(provider.issuer());
  }

  @Test
  void whatIsChangedInTheSettingsHoldsAtOnce() {
    assertThat(start().page()).isNotNull();
    set("issuer", "http://127.0.0.1:1");
    assertThat(start().refusal()).contains("http://127.0.0.1:1");
  }

  @Test
  void nobodyKnowsThisChoice() {
    for (String unknown : List.of("0", "x", "99999999999999999999", "../1", "")) {
      assertThat(login.start(unknown, ADDRESS, "s").refusal()).isNotNull();
    }
  }
}
