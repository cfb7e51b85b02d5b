// SPDX-License-Identifier: Apache-2.0
package org.parley.core.rest.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.Set;
import javax.servlet.Filter;
import javax.servlet.FilterChain;
import javax.servlet.FilterConfig;
import javax.servlet.ServletException;
import javax.servlet.ServletRequest;
import javax.servlet.ServletResponse;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import javax.ws.rs.NotAllowedException;
import javax.ws.rs.core.Response;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.parley.api.error.ErrorKind;
import org.parley.api.error.ParleyException;
import org.parley.core.operation.RequestFacts;
import org.parley.core.operation.Settings;
import org.parley.core.record.RecordFiles;
import org.parley.core.security.Session;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What every request passes, whatever serves it: it gets safe headers, a login and a CSRF token
 * where they are needed, a bound on its body, and a problem for an answer when something fails that
 * nobody else turned into one.
 */
@Component(
    service = {Filter.class, Gate.class},
    property = {
      "osgi.http.whiteboard.filter.pattern=/api/*",
      "osgi.http.whiteboard.filter.pattern=/health/*",
      "osgi.http.whiteboard.filter.pattern=/metrics",
      "osgi.http.whiteboard.filter.name=parley-gate",
      "osgi.http.whiteboard.filter.asyncSupported:Boolean=true"
    })
public final class Gate implements Filter {
  private static final Logger LOG = LoggerFactory.getLogger(Gate.class);
  private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");
  private static final Set<String> WRITES = Set.of("POST", "PATCH", "PUT", "DELETE");
  private static final String PASSED = Gate.class.getName() + ".passed";

  /** Open both ways: the login page asks whether there is such a way at all. */
  private static final String FORGOTTEN = "/api/v1/forgotten";

  /** What people call who are not logged in yet. */
  private static final Set<String> OPEN =
      Set.of("/api/v1/session", "/api/v1/invitation", "/api/v1/invitation/accept", FORGOTTEN);

  /** By which browsers go to log in elsewhere, and come back. */
  private static final String LOGINS = "/api/v1/logins";

  /** What people can do who have yet to set up the second factor that is demanded of them. */
  private static final Set<String> SETTING_UP =
      Set.of(
          "GET /api/v1/session",
          "DELETE /api/v1/session",
          "GET /api/v1/account/second-factor",
          "POST /api/v1/account/second-factor",
          "POST /api/v1/account/second-factor/confirm",
          "POST /api/v1/account/second-factor/codes",
          "POST /api/v1/account/second-factor/remove",
          "POST /api/v1/account/password");

  private static final String PLUGINS = "/api/v1/plugins";

  /** Where files come in, as large as a file may be. */
  private static final Set<String> FILES = Set.of("/api/v1/files", "/api/v1/imports");

  private static final long BODY = 1024 * 1024;

  /** What multipart wraps around a file. */
  private static final long WRAPPING = 64 * 1024;

  /** 50 MB for the jar. */
  private static final long PLUGIN_BODY = 50L * 1024 * 1024 + WRAPPING;

  private static final long DRAIN_BYTES = 256L * 1024 * 1024;
  private static final long DRAIN_MILLIS = 5_000;

  private final Rooms rooms;
  private final RequestMetrics metrics;
  private final Optional<String> metricsToken;
  private final ServerManners manners = new ServerManners();

  @Activate
  public Gate(@Reference Rooms rooms, @Reference RequestMetrics metrics) {
    this(rooms, metrics, Settings.named("PARLEY_METRICS_TOKEN").set());
  }

  Gate(Rooms rooms, RequestMetrics metrics, Optional<String> metricsToken) {
    this.rooms = rooms;
    this.metrics = metrics;
    this.metricsToken = metricsToken;
  }

  @Override
  public void init(FilterConfig config) {
    // Nothing to set up.
  }

  @Override
  public void destroy() {
    // Nothing to tear down.
  }

  /**
   * Lets a request pass that has come to a servlet, unless it did before. While the web server puts
   * its filters in another order it has none of them for a moment, and after some starts a servlet
   * goes without for good: each that is not for everybody asks here itself.
   */
  void guard(ServletRequest request, ServletResponse response, FilterChain then)
      throws IOException, ServletException {
    if (request.getAttribute(PASSED) != null) {
      then.doFilter(request, response);
    } else {
      doFilter(request, response, then);
    }
  }

  @Override
  public void doFilter(
      ServletRequest plainRequest, ServletResponse plainResponse, FilterChain chain)
      throws IOException, ServletException {
    long began = System.nanoTime();
    HttpServletResponse response = (HttpServletResponse) plainResponse;
    HttpServletRequest outer = (HttpServletRequest) plainRequest;
    String path = path(outer);
    LimitedRequest request = new LimitedRequest(outer, limit(outer.getMethod(), path));
    request.setAttribute(PASSED, true);
    String id = Caller.requestId(request);
    dress(response, id);
    manners.teach(outer);
    try {
      admit(request, path);
      chain.doFilter(request, response);
    } catch (IOException | ServletException | RuntimeException e) {
      Problem problem = Problem.of(e);
      if (response.isCommitted()) {
        // Nobody to tell any more: usually the client went away.
        LOG.debug("Request {} ended while it was answered.", id, e);
      } else {
        if (problem.unexpected()) {
          LOG.error(
              "Request {} failed: {} {}", id, request.getMethod(), RequestFacts.loggable(path), e);
        }
        problem.send(response, id);
      }
    } finally {
      if (!request.isAsyncStarted()) {
        release(request, response);
        metrics.count(request.getMethod(), path, response.getStatus(), System.nanoTime() - began);
      }
    }
  }

  /** Lets a request in, with its session if it has one, or throws. */
  private void admit(LimitedRequest request, String path) {
    if (!READS.contains(request.getMethod()) && !WRITES.contains(request.getMethod())) {
      throw new NotAllowedException(Response.status(405).build());
    }
    if (request.getRequestURI().indexOf(';') >= 0) {
      // Rooms might disagree about what such a path means; nothing here uses them.
      throw ParleyException.badRequest("bad_request", "A path here has no parameters after ;.");
    }
    boolean login =
        "POST".equals(request.getMethod()) && OPEN.contains(path)
            || "GET".equals(request.getMethod())
                && (path.equals(FORGOTTEN) || path.equals(LOGINS) || path.startsWith(LOGINS + "/"));
    // The secret in the address is looked at by who answers.
    boolean feed = path.startsWith(RequestFacts.CALENDARS) && READS.contains(request.getMethod());
    if (feed || path.startsWith("/health/") || path.startsWith("/api/docs") || login) {
      return;
    }
    boolean figures = "/metrics".equals(path);
    if (figures && (Caller.isLocal(request) || hasMetricsToken(request))) {
      return;
    }
    String bearer = Caller.bearer(request);
    Optional<Session> session =
        bearer != null
            ? rooms.sessions().bearer(bearer)
            : Optional.ofNullable(Caller.token(request)).flatMap(rooms.sessions()::find);
    if (session.isEmpty()) {
      throw new ParleyException(
          ErrorKind.LOGIN_REQUIRED,
          "login_required",
          bearer == null
              ? "Log in first: POST /api/v1/session."
              : "This token is unknown, revoked or over.");
    }
    if (session.get().needsSecondFactor()
        && !SETTING_UP.contains(request.getMethod() + " " + path)) {
      throw new ParleyException(
          ErrorKind.FORBIDDEN,
          "second_factor_needed",
          "Your company demands a second factor of you. Set it up first: POST"
              + " /api/v1/account/second-factor.");
    }
    if (figures && !session.get().principal().may("plugins")) {
      throw new ParleyException(
          ErrorKind.FORBIDDEN, "forbidden", "Figures need the right \"plugins\".");
    }
    // A bearer token is sent by nobody's browser by itself.
    boolean guarded = bearer != null || READS.contains(request.getMethod());
    if (!guarded && !hasToken(request, session.get())) {
      throw new ParleyException(
          ErrorKind.FORBIDDEN,
          "csrf",
          "A write needs the header "
              + Caller.CSRF_HEADER
              + " with the value of \"csrf\" from GET /api/v1/session.");
    }
    Caller.remember(request, session.get());
  }

  private boolean hasMetricsToken(HttpServletRequest request) {
    String given = request.getHeader("Authorization");
    return metricsToken.isPresent()
        && given != null
        && MessageDigest.isEqual(
            given.getBytes(StandardCharsets.UTF_8),
            ("Bearer " + metricsToken.get()).getBytes(StandardCharsets.UTF_8));
  }

  private static boolean hasToken(HttpServletRequest request, Session session) {
    String given = request.getHeader(Caller.CSRF_HEADER);
    return given != null
        && MessageDigest.isEqual(
            given.getBytes(StandardCharsets.UTF_8),
            session.csrf().getBytes(StandardCharsets.UTF_8));
  }

  /** Answers a client that is still sending what nobody will read. */
  private static void release(LimitedRequest request, HttpServletResponse response)
      throws IOException {
    if (response.getStatus() < 400
        || "100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
      return;
    }
    long length = request.getContentLengthLong();
    if (length <= 0 && request.getHeader("Transfer-Encoding") == null) {
      return;
    }
    if (request.announcesTooMuch() && !response.isCommitted()) {
      response.setHeader("Connection", "close");
    }
    try {
      response.flushBuffer();
      request.drain(DRAIN_BYTES, DRAIN_MILLIS);
    } catch (IOException | IllegalStateException e) {
      LOG.debug("The client did not wait for its answer.", e);
    }
  }

  private static void dress(HttpServletResponse response, String id) {
    response.setHeader("X-Request-Id", id);
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("X-Frame-Options", "DENY");
    response.setHeader("Referrer-Policy", "same-origin");
    response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
    response.setHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    response.setHeader("Cache-Control", "no-store");
  }

  private long limit(String method, String path) {
    if (!"POST".equals(method)) {
      return BODY;
    }
    RecordFiles files = FILES.contains(path) ? rooms.files : null;
    if (files != null) {
      return files.greatestUpload() + WRAPPING;
    }
    return PLUGINS.equals(path) ? PLUGIN_BODY : BODY;
  }

  /** The decoded path by which the container chose who serves. */
  private static String path(HttpServletRequest request) {
    String info = request.getPathInfo();
    return request.getServletPath() + (info == null ? "" : info);
  }
}
