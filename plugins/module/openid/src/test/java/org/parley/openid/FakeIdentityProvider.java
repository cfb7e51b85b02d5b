// SPDX-License-Identifier: Apache-2.0
package org.parley.openid;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * An identity provider that can be made to lie in one point at a time, which none that people run
 * will do. What is right about it follows OpenID Connect Core 1.0 and RFC 7636; that the plugin
 * gets on with a real one is shown by the platform's own tests.
 */
final class FakeIdentityProvider implements AutoCloseable {
  static final String CLIENT = "parley";
  static final String SECRET = "s3cret-s3cret-s3cret-s3cret-s3cret";

  /** How a token is signed. */
  interface Signer {
    JWT sign(JWTClaimsSet claims, RSAKey key) throws JOSEException;
  }

  private final HttpServer server;
  private final RSAKey key;
  private final Map<String, Map<String, String>> codes = new HashMap<>();

  /** What token requests were sent: the form, with the Authorization header under that name. */
  final List<Map<String, String>> asked = new ArrayList<>();

  /** What stands in the ID token besides what must. */
  final Map<String, Object> claims = new HashMap<>();

  /** What the user info says; null for what the ID token says of the subject alone. */
  Map<String, Object> userInfo = new HashMap<>(Map.of("sub", "ada-1"));

  UnaryOperator<JWTClaimsSet.Builder> bend = builder -> builder;
  Signer signer = FakeIdentityProvider::signed;
  String announcedIssuer;
  boolean namesItself;

  FakeIdentityProvider() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      key = new RSAKeyGenerator(2048).keyID("one").generate();
    } catch (IOException | JOSEException e) {
      throw new IllegalStateException(e);
    }
    announcedIssuer = issuer();
    server.createContext("/.well-known/openid-configuration", this::configuration);
    server.createContext("/keys", exchange -> send(exchange, 200, publicKeys()));
    server.createContext("/token", this::token);
    server.createContext("/userinfo", exchange -> send(exchange, 200, json(userInfo)));
    server.start();
  }

  String issuer() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private String publicKeys() {
    return new JWKSet(key.toPublicJWK()).toString();
  }

  private void configuration(HttpExchange exchange) throws IOException {
    Map<String, Object> said = new HashMap<>();
    said.put("issuer", announcedIssuer);
    said.put("authorization_endpoint", issuer() + "/authorize");
    said.put("token_endpoint", issuer() + "/token");
    said.put("userinfo_endpoint", issuer() + "/userinfo");
    said.put("jwks_uri", issuer() + "/keys");
    said.put("response_types_supported", List.of("code"));
    said.put("subject_types_supported", List.of("public"));
    said.put("id_token_signing_alg_values_supported", List.of("RS256"));
    said.put("authorization_response_iss_parameter_supported", namesItself);
    send(exchange, 200, json(said));
  }

  /** A person logs in there and says yes: the code they are sent back with. */
  String grant(Map<String, String> request) {
    String code = "code-" + codes.size();
    codes.put(code, request);
    return code;
  }

  private void token(HttpExchange exchange) throws IOException {
    Map<String, String> form =
        query(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    form.put("Authorization", exchange.getRequestHeaders().getFirst("Authorization"));
    asked.add(form);
    Map<String, String> request = codes.remove(form.get("code"));
    boolean proved =
        request != null
            && request.get("code_challenge").equals(challenge(form.get("code_verifier")))
            && request.get("redirect_uri").equals(form.get("redirect_uri"));
    if (!proved) {
      send(exchange, 400, json(Map.of("error", "invalid_grant")));
      return;
    }
    Instant now = Instant.now();
    JWTClaimsSet.Builder token =
        new JWTClaimsSet.Builder()
            .issuer(issuer())
            .subject("ada-1")
            .audience(CLIENT)
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plusSeconds(300)))
            .claim("nonce", request.get("nonce"));
    claims.forEach(token::claim);
    try {
      send(
          exchange,
          200,
          json(
              Map.of(
                  "access_token",
                  "access",
                  "token_type",
                  "Bearer",
                  "id_token",
                  signer.sign(bend.apply(token).build(), key).serialize())));
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  static JWT signed(JWTClaimsSet claims, RSAKey key) throws JOSEException {
    JWSHeader header =
        new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build();
    SignedJWT token = new SignedJWT(header, claims);
    token.sign(new RSASSASigner(key));
    return token;
  }

  static JWT unsigned(JWTClaimsSet claims, RSAKey key) {
    return new PlainJWT(claims);
  }

  /** As if the provider's public key were a shared secret (RFC 8725, 2.1). */
  static JWT signedWithPublicKey(JWTClaimsSet claims, RSAKey key) throws JOSEException {
    SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
    token.sign(new MACSigner(key.toRSAPublicKey().getEncoded()));
    return token;
  }

  static JWT signedWithSecret(JWTClaimsSet claims, RSAKey key) throws JOSEException {
    SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
    token.sign(new MACSigner(SECRET));
    return token;
  }

  /** By somebody else who calls their key as the provider does. */
  static JWT signedByAnother(JWTClaimsSet claims, RSAKey key) throws JOSEException {
    return signed(claims, new RSAKeyGenerator(2048).keyID(key.getKeyID()).generate());
  }

  static Map<String, String> query(String text) {
    Map<String, String> query = new HashMap<>();
    for (String pair : text.split("&")) {
      String[] two = pair.split("=", 2);
      query.put(two[0], URLDecoder.decode(two[1], StandardCharsets.UTF_8));
    }
    return query;
  }

  private static String challenge(String verifier) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String json(Map<String, Object> members) {
    return com.nimbusds.jose.util.JSONObjectUtils.toJSONString(members);
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
