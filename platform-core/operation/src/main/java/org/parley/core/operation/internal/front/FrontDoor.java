// SPDX-License-Identifier: Apache-2.0
package org.parley.core.operation.internal.front;

import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.HostPort;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.parley.core.operation.Networks;
import org.parley.core.operation.RequestFacts;
import org.parley.core.operation.Settings;
import org.parley.core.operation.internal.tls.Certificate;
import org.parley.core.operation.internal.tls.CertificateWatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Meets every request before it is given to a servlet, on the request's thread: gives it its id,
 * finds out from whom it comes and by which address, and takes the base path off, so that nothing
 * behind needs to know of proxies. Only trusted proxies are believed; from all others the headers
 * are taken away, so that nobody else believes them by mistake.
 */
@Component(service = HttpConfiguration.Customizer.class, immediate = true)
public final class FrontDoor implements HttpConfiguration.Customizer {
  private static final Logger LOG = LoggerFactory.getLogger(FrontDoor.class);
  private static final String ID = "X-Request-Id";
  private static final Networks LOOPBACK = Networks.of("127.0.0.0/8,::1");

  private final Networks trusted;
  private final String base;
  private final int httpsPort;
  private final CertificateWatch certificate;
  private final Set<String> complainedOf = ConcurrentHashMap.newKeySet();
  private final StaleChains chains = new StaleChains();

  @Activate
  public FrontDoor() {
    this(
        Networks.of(Settings.named("PARLEY_TRUSTED_PROXIES").value()),
        Settings.named("PARLEY_BASE_PATH").value(),
        Certificate.isWanted(System.getenv())
            ? Integer.parseInt(Settings.named("PARLEY_HTTPS_PORT").value())
            : 0,
        new CertificateWatch(System.getenv(), System.getProperty("parley.tls.password")));
  }

  /**
   * Without TLS of its own.
   *
   * @param trusted whose words are believed
   * @param base the path that everything is served below, or empty
   */
  public FrontDoor(Networks trusted, String base) {
    this(trusted, base, 0, null);
  }

  FrontDoor(Networks trusted, String base, int httpsPort, CertificateWatch certificate) {
    this.trusted = trusted;
    this.base = base;
    this.httpsPort = httpsPort;
    this.certificate = certificate;
  }

  @Deactivate
  public void close() {
    certificate.end();
  }

  @Override
  public void customize(Connector connector, HttpConfiguration config, Request request) {
    // Pax Web adds a customizer once more whenever another one comes.
    if (request.getAttribute(RequestFacts.ID) != null) {
      return;
    }
    chains.forget(connector.getServer());
    HttpFields headers = request.getHttpFields();
    boolean spoken = Forwarding.isSpokenOf(headers);
    byte[] peer = peer(request);
    boolean believed = trusted.contains(peer);
    request.setAttribute(RequestFacts.LOCAL, !spoken && LOOPBACK.contains(peer));
    request.setAttribute(RequestFacts.ID, id(believed ? headers.get(ID) : null));
    String asked = request.getHttpURI().getPathQuery();
    if (!believed) {
      Forwarding.HEADERS.forEach(headers::remove);
      secure(connector, request, asked);
      enter(request, "", false);
      return;
    }
    Forwarding forwarding = spoken ? Forwarding.of(headers, trusted) : Forwarding.NOTHING;
    if (forwarding.disputed() && complainedOf.add(request.getRemoteAddr())) {
      LOG.warn(
          "The proxy {} passes on both Forwarded and X-Forwarded-For, and they name different"
              + " clients. Neither is believed: let it remove the one that it does not set.",
          request.getRemoteAddr());
    }
    apply(forwarding, request);
    secure(connector, request, asked);
    enter(request, forwarding.prefix().orElse(""), spoken);
  }

  /** Who sent it, in bytes; nobody where the connection knows no address. */
  private static byte[] peer(Request request) {
    InetSocketAddress peer = request.getRemoteInetSocketAddress();
    return peer == null || peer.getAddress() == null ? new byte[0] : peer.getAddress().getAddress();
  }

  private static void apply(Forwarding forwarding, Request request) {
    forwarding
        .address()
        .ifPresent(client -> request.setRemoteAddr(InetSocketAddress.createUnresolved(client, 0)));
    forwarding
        .scheme()
        .ifPresent(
            scheme -> {
              request.setScheme(scheme);
              request.setSecure(scheme.equals("https"));
            });
    forwarding
        .host()
        .map(HostPort::new)
        .ifPresent(host -> request.setAuthority(host.getHost(), host.getPort()));
  }

  /** Where there is a certificate, nothing but health and figures is told without TLS. */
  private void secure(Connector connector, Request request, String asked) {
    if (httpsPort == 0) {
      return;
    }
    certificate.begin(connector.getServer());
    if (connector.getConnectionFactory(SslConnectionFactory.class) != null) {
      request.getResponse().setHeader("Strict-Transport-Security", "max-age=31536000");
    } else if (!request.isSecure() && asked != null && !isForWatchers(request.getPathInfo())) {
      String port = httpsPort == 443 ? "" : ":" + httpsPort;
      answer(request, 308, "https://" + request.getServerName() + port + asked);
    }
  }

  /** For those who look after this process and ask it directly. */
  private static boolean isForWatchers(String path) {
    return path != null && path.matches("/(health/.*|metrics)");
  }

  private static void answer(Request request, int status, String location) {
    request.setHandled(true);
    request.getResponse().setStatus(status);
    request.getResponse().setHeader(ID, (String) request.getAttribute(RequestFacts.ID));
    if (location != null) {
      request.getResponse().setHeader("Location", location);
    }
  }

  /** Takes the prefix off the path, or sends a client that left it out to where it should be. */
  private void enter(Request request, String told, boolean forwarded) {
    String prefix = base.isEmpty() ? told : base;
    request.setAttribute(RequestFacts.PREFIX, prefix);
    if (request.isHandled() || prefix.isEmpty() || strip(request, prefix) || forwarded) {
      return;
    }
    String path = request.getPathInfo();
    if ("/".equals(path)) {
      answer(request, 308, prefix + "/");
    } else if (!isForWatchers(path)) {
      answer(request, 404, null);
    }
  }

  private static boolean strip(Request request, String prefix) {
    String raw = request.getHttpURI().getPathQuery();
    String path = request.getPathInfo();
    if (raw == null || path == null || !isBelow(raw, prefix) || !isBelow(path, prefix)) {
      return false;
    }
    String rest = raw.substring(prefix.length());
    request.setURIPathQuery(rest.startsWith("/") ? rest : "/" + rest);
    String below = path.substring(prefix.length());
    request.setPathInfo(below.isEmpty() ? "/" : below);
    return true;
  }

  private static boolean isBelow(String path, String prefix) {
    return path.startsWith(prefix)
        && (path.length() == prefix.length() || "/?#".indexOf(path.charAt(prefix.length())) >= 0);
  }

  private static String id(String given) {
    return given != null && given.matches("[A-Za-z0-9._-]{1,64}")
        ? given
        : HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
  }
}
