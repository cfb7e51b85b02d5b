// SPDX-License-Identifier: Apache-2.0
package org.parley.openid;

import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.parley.api.record.Record;
import org.parley.api.record.Records;
import org.parley.spi.login.LoginChoice;
import org.parley.spi.login.LoginProvider;
import org.parley.spi.login.LoginResult;
import org.parley.spi.login.LoginReturn;
import org.parley.spi.login.LoginStart;

/**
 * Lets people in by OpenID Connect: the authorization code flow with PKCE (OpenID Connect Core 1.0,
 * 3.1; RFC 7636), for each provider that is set up as a record.
 */
@Component
public final class OpenIdLogin implements LoginProvider {
  private static final String NONCE = "nonce";
  private static final String VERIFIER = "verifier";
  private static final int MOST = 20;

  /** For how long what a provider publishes holds. */
  private static final Duration HOLDS = Duration.ofMinutes(10);

  private final Records records;
  private final Map<Long, Known> known = new ConcurrentHashMap<>();

  private record Known(long version, Endpoints endpoints, Instant until) {}

  @Activate
  public OpenIdLogin(@Reference Records records) {
    this.records = records;
  }

  @Override
  public List<LoginChoice> choices() {
    return records.find(Provider.TYPE, "active==true", MOST).stream()
        .map(OpenIdLogin::choice)
        .toList();
  }

  private static LoginChoice choice(Record record) {
    return new LoginChoice(Long.toString(record.id()), String.valueOf(record.get("label")));
  }

  @Override
  public LoginStart start(String choice, URI address, String state) {
    Optional<Provider> found = Provider.of(records, choice);
    if (found.isEmpty()) {
      return LoginStart.refuse("There is no identity provider " + choice + " that is offered.");
    }
    Provider provider = found.get();
    Nonce nonce = new Nonce();
    CodeVerifier verifier = new CodeVerifier();
    try {
      URI page =
          new AuthenticationRequest.Builder(
                  ResponseType.CODE, Scope.parse(provider.scopes()), provider.client(), address)
              .endpointURI(endpoints(provider).metadata().getAuthorizationEndpointURI())
              .state(new State(state))
              .nonce(nonce)
              .codeChallenge(verifier, CodeChallengeMethod.S256)
              .build()
              .toURI();
      return LoginStart.at(
          page, Map.of(NONCE, nonce.getValue(), VERIFIER, verifier.getValue()));
    } catch (GeneralException | IOException | IllegalArgumentException wrong) {
      return LoginStart.refuse(provider.issuer() + ": " + told(wrong));
    }
  }

  @Override
  public LoginResult finish(String choice, LoginReturn returned) {
    Optional<Provider> found = Provider.of(records, choice);
    if (found.isEmpty()) {
      return LoginResult.refuse("There is no identity provider " + choice + " that is offered.");
    }
    Provider provider = found.get();
    try {
      return new Arrival(provider, endpoints(provider))
          .of(
              returned,
              new Nonce(returned.kept().get(NONCE)),
              new CodeVerifier(returned.kept().get(VERIFIER)));
    } catch (GeneralException | IOException | IllegalArgumentException wrong) {
      return LoginResult.refuse(provider.issuer() + ": " + told(wrong));
    }
  }

  private static String told(Exception wrong) {
    String message = wrong.getMessage();
    return message == null ? wrong.getClass().getSimpleName() : message;
  }

  private Endpoints endpoints(Provider provider) throws IOException, GeneralException {
    Known remembered = known.get(provider.id());
    Instant now = Instant.now();
    if (remembered == null
        || remembered.version() != provider.version()
        || remembered.until().isBefore(now)) {
      remembered =
          new Known(provider.version(), Endpoints.of(provider), now.plus(HOLDS));
      known.put(provider.id(), remembered);
    }
    return remembered.endpoints();
  }
}
