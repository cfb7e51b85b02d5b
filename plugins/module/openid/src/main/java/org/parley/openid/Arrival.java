// SPDX-License-Identifier: Apache-2.0
package org.parley.openid;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jwt.JWT;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.token.AccessToken;
import com.nimbusds.openid.connect.sdk.AuthenticationResponse;
import com.nimbusds.openid.connect.sdk.AuthenticationResponseParser;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.UserInfoRequest;
import com.nimbusds.openid.connect.sdk.UserInfoResponse;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.claims.UserInfo;
import com.nimbusds.openid.connect.sdk.token.OIDCTokens;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.parley.spi.login.ForeignPerson;
import org.parley.spi.login.LoginResult;
import org.parley.spi.login.LoginReturn;

/** Finds out who has come back from a provider. For one login. */
final class Arrival {
  private static final String EMAIL = "email";

  private final Provider provider;
  private final Endpoints endpoints;

  Arrival(Provider provider, Endpoints endpoints) {
    this.provider = provider;
    this.endpoints = endpoints;
  }

  LoginResult of(LoginReturn returned, Nonce nonce, CodeVerifier verifier)
      throws GeneralException, IOException {
    Map<String, List<String>> parameters = new HashMap<>();
    returned.parameters().forEach((name, value) -> parameters.put(name, List.of(value)));
    AuthenticationResponse response =
        AuthenticationResponseParser.parse(returned.address(), parameters);
    checkIssuer(response.getIssuer());
    if (!response.indicatesSuccess()) {
      return LoginResult.refuse(
          provider.issuer() + " says " + said(response.toErrorResponse().getErrorObject()));
    }
    AuthorizationCodeGrant grant =
        new AuthorizationCodeGrant(
            response.toSuccessResponse().getAuthorizationCode(), returned.address(), verifier);
    TokenResponse answer = OIDCTokenResponseParser.parse(endpoints.send(request(grant)));
    if (!answer.indicatesSuccess()) {
      return LoginResult.refuse(
          provider.issuer()
              + " gives no token: "
              + said(answer.toErrorResponse().getErrorObject()));
    }
    OIDCTokens tokens = ((OIDCTokenResponse) answer.toSuccessResponse()).getOIDCTokens();
    IDTokenClaimsSet proved;
    try {
      proved = validate(tokens.getIDToken(), nonce);
    } catch (BadJOSEException | JOSEException untrusted) {
      return LoginResult.refuse(
          "The ID token of " + provider.issuer() + " is not trusted: " + untrusted.getMessage());
    }
    return LoginResult.of(person(proved, tokens.getAccessToken()));
  }

  private IDTokenClaimsSet validate(JWT token, Nonce nonce) throws BadJOSEException, JOSEException {
    return endpoints.validator().validate(token, nonce);
  }

  /** Keeps what another provider has answered from being taken for this one's (RFC 9207). */
  private void checkIssuer(Issuer named) throws GeneralException {
    boolean missing =
        named == null && endpoints.metadata().supportsAuthorizationResponseIssuerParam();
    if (missing || named != null && !named.equals(provider.issuer())) {
      throw new GeneralException("the answer comes from " + (missing ? "nobody" : named));
    }
  }

  private HTTPRequest request(AuthorizationCodeGrant grant) {
    URI address = endpoints.metadata().getTokenEndpointURI();
    if (provider.secret() == null) {
      return new TokenRequest.Builder(address, provider.client(), grant).build().toHTTPRequest();
    }
    List<ClientAuthenticationMethod> methods = endpoints.metadata().getTokenEndpointAuthMethods();
    // Where a provider does not say, it takes the first way (Discovery 1.0, 3).
    boolean basic =
        methods == null || methods.contains(ClientAuthenticationMethod.CLIENT_SECRET_BASIC);
    ClientAuthentication proof =
        basic
            ? new ClientSecretBasic(provider.client(), provider.secret())
            : new ClientSecretPost(provider.client(), provider.secret());
    return new TokenRequest.Builder(address, proof, grant).build().toHTTPRequest();
  }

  private static String said(ErrorObject error) {
    return error == null
        ? "nothing"
        : error.getCode() + (error.getDescription() == null ? "" : ", " + error.getDescription());
  }

  private ForeignPerson person(IDTokenClaimsSet proved, AccessToken access)
      throws GeneralException, IOException {
    Map<String, Object> claims = new HashMap<>(proved.toJSONObject());
    boolean tellsAll =
        claims.containsKey(EMAIL)
            && (provider.roles().isEmpty() || claim(claims, provider.groupsClaim()) != null);
    if (!tellsAll && endpoints.metadata().getUserInfoEndpointURI() != null) {
      userInfo(proved, access).forEach(claims::putIfAbsent);
    }
    String email = text(claims, EMAIL);
    return new ForeignPerson(
        provider.issuer().getValue(),
        proved.getSubject().getValue(),
        text(claims, "preferred_username"),
        text(claims, "name"),
        email,
        provider.emailMatches() && Boolean.TRUE.equals(claims.get("email_verified")),
        provider.takesIn(),
        provider.rolesOf(groups(claims)));
  }

  /** What else the provider tells, of the same person (Core 1.0, 5.3.2). */
  private Map<String, Object> userInfo(IDTokenClaimsSet proved, AccessToken access)
      throws GeneralException, IOException {
    UserInfoResponse answer =
        UserInfoResponse.parse(
            endpoints.send(
                new UserInfoRequest(endpoints.metadata().getUserInfoEndpointURI(), access)
                    .toHTTPRequest()));
    if (!answer.indicatesSuccess()) {
      return Map.of();
    }
    UserInfo info = answer.toSuccessResponse().getUserInfo();
    if (info == null) {
      return Map.of(); // signed or encrypted, which we have not asked for
    }
    if (!proved.getSubject().equals(info.getSubject())) {
      throw new GeneralException("the user info is about somebody else");
    }
    return info.toJSONObject();
  }

  private Set<String> groups(Map<String, Object> claims) {
    Set<String> groups = new HashSet<>();
    Object claim = claim(claims, provider.groupsClaim());
    if (claim instanceof List<?> several) {
      several.forEach(one -> groups.add(String.valueOf(one)));
    } else if (claim != null) {
      groups.add(claim.toString());
    }
    return groups;
  }

  /** A claim by its name, or by a path into objects. */
  private static Object claim(Map<String, Object> claims, String name) {
    if (claims.containsKey(name) || name.indexOf('.') < 0) {
      return claims.get(name);
    }
    Object inner = claims.get(name.substring(0, name.indexOf('.')));
    if (inner instanceof Map<?, ?> map) {
      Map<String, Object> next = new HashMap<>();
      map.forEach((key, value) -> next.put(String.valueOf(key), value));
      return claim(next, name.substring(name.indexOf('.') + 1));
    }
    return null;
  }

  private static String text(Map<String, Object> claims, String name) {
    return claims.get(name) instanceof String text && !text.isBlank() ? text : null;
  }
}
