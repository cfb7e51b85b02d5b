// SPDX-License-Identifier: Apache-2.0
package org.parley.openid;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.HashSet;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/**
 * What a provider publishes about itself (OpenID Connect Discovery 1.0), with its keys, and the way
 * to speak to it. Safe for use by many threads.
 */
final class Endpoints {
  private static final int CONNECT_MILLIS = 4_000;
  private static final int READ_MILLIS = 5_000;
  private static final int LARGEST_KEYS = 256 * 1024;
  private static final long KEYS_HOLD_MILLIS = 10L * 60 * 1_000;

  /** Signed by a key that the provider alone has: not "none", and not by a secret that we share. */
  private static final Set<JWSAlgorithm> TRUSTED = trusted();

  private final Provider provider;
  private final OIDCProviderMetadata metadata;
  private final SSLSocketFactory sockets;
  private final JWKSource<SecurityContext> keys;

  private Endpoints(Provider provider, OIDCProviderMetadata metadata, SSLSocketFactory sockets)
      throws IOException {
    this.provider = provider;
    this.metadata = metadata;
    this.sockets = sockets;
    URL address = metadata.getJWKSetURI().toURL();
    // Nothing is looked up ahead: that would be a thread of this plugin's own.
    this.keys =
        JWKSourceBuilder.create(
                address,
                new DefaultResourceRetriever(
                    CONNECT_MILLIS, READ_MILLIS, LARGEST_KEYS, true, sockets))
            .cache(KEYS_HOLD_MILLIS, CONNECT_MILLIS + READ_MILLIS)
            .refreshAheadCache(false)
            .build();
  }

  private static Set<JWSAlgorithm> trusted() {
    Set<JWSAlgorithm> trusted = new HashSet<>(JWSAlgorithm.Family.RSA);
    trusted.addAll(JWSAlgorithm.Family.EC);
    return trusted;
  }

  /** Asks a provider who it is; it must call itself as it is called here. */
  static Endpoints of(Provider provider) throws IOException, GeneralException {
    SSLSocketFactory sockets = sockets(provider.authority());
    URL address = OIDCProviderMetadata.resolveURL(provider.issuer());
    HTTPRequest request = new HTTPRequest(HTTPRequest.Method.GET, address);
    HTTPResponse answer = send(request, sockets);
    if (answer.getStatusCode() != 200) {
      throw new GeneralException(address + " answers " + answer.getStatusCode());
    }
    OIDCProviderMetadata metadata = OIDCProviderMetadata.parse(answer.getBodyAsJSONObject());
    if (!provider.issuer().equals(metadata.getIssuer())) {
      throw new GeneralException(
          "the provider calls itself " + metadata.getIssuer() + ", not " + provider.issuer());
    }
    if (metadata.getAuthorizationEndpointURI() == null
        || metadata.getTokenEndpointURI() == null
        || metadata.getJWKSetURI() == null) {
      throw new GeneralException(address + " does not say where to log in");
    }
    return new Endpoints(provider, metadata, sockets);
  }

  OIDCProviderMetadata metadata() {
    return metadata;
  }

  HTTPResponse send(HTTPRequest request) throws IOException {
    return send(request, sockets);
  }

  private static HTTPResponse send(HTTPRequest request, SSLSocketFactory sockets)
      throws IOException {
    request.setConnectTimeout(CONNECT_MILLIS);
    request.setReadTimeout(READ_MILLIS);
    request.setFollowRedirects(false);
    if (sockets != null) {
      request.setSSLSocketFactory(sockets);
    }
    return request.send();
  }

  /** What an ID token must be like: from this provider, for us, signed by a key of its own. */
  IDTokenValidator validator() {
    return new IDTokenValidator(
        provider.issuer(),
        provider.client(),
        new JWSVerificationKeySelector<>(TRUSTED, keys),
        null);
  }

  /** Trusts an authority of the company's own, or null for those that Java knows. */
  private static SSLSocketFactory sockets(String authority) throws GeneralException {
    if (authority == null) {
      return null;
    }
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      byte[] pem = authority.getBytes(StandardCharsets.UTF_8);
      int number = 0;
      for (Certificate one :
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(pem))) {
        store.setCertificateEntry("authority" + number++, one);
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context.getSocketFactory();
    } catch (GeneralSecurityException | IOException unreadable) {
      throw new GeneralException(
          "the certificate of the authority cannot be read: " + unreadable.getMessage());
    }
  }
}
