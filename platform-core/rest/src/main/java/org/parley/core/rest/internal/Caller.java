// SPDX-License-Identifier: Apache-2.0
package org.parley.core.rest.internal;

import javax.servlet.http.Cookie;
import javax.servlet.http.HttpServletRequest;
import org.parley.api.error.ErrorKind;
import org.parley.api.error.ParleyException;
import org.parley.api.security.Principal;
import org.parley.core.operation.RequestFacts;
import org.parley.core.security.Session;
import org.parley.core.security.Sessions;

/** Who stands behind a request: what the gate found out, as the resources read it. */
final class Caller {
  static final String COOKIE = "parley_session";

  /** By which a device is known on which somebody has logged in. */
  static final String DEVICE = "parley_device";

  static final String CSRF_HEADER = "X-CSRF-Token";

  private static final String BEARER = "Bearer ";
  private static final String SESSION = Caller.class.getName() + ".session";

  private Caller() {}

  /** The session's token as the cookie carries it, or null. */
  static String token(HttpServletRequest request) {
    return cookie(request, COOKIE);
  }

  /** The token of a program, or null. */
  static String bearer(HttpServletRequest request) {
    String header = request.getHeader("Authorization");
    return header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())
        ? header.substring(BEARER.length()).strip()
        : null;
  }

  /** Where a login comes from. */
  static Sessions.Client client(HttpServletRequest request) {
    return new Sessions.Client(
        request.getRemoteAddr(), request.getHeader("User-Agent"), cookie(request, DEVICE));
  }

  /** What a cookie carries, or null. */
  static String cookie(HttpServletRequest request, String name) {
    Cookie[] cookies = request.getCookies();
    if (cookies != null) {
      for (Cookie cookie : cookies) {
        if (name.equals(cookie.getName()) && !cookie.getValue().isEmpty()) {
          return cookie.getValue();
        }
      }
    }
    return null;
  }

  static void remember(HttpServletRequest request, Session session) {
    request.setAttribute(SESSION, session);
    request.setAttribute(RequestFacts.USER, session.principal().userId());
  }

  static String requestId(HttpServletRequest request) {
    return (String) request.getAttribute(RequestFacts.ID);
  }

  /**
   * The session of this request.
   *
   * @throws ParleyException LOGIN_REQUIRED when there is none, however the request came in
   */
  static Session session(HttpServletRequest request) {
    Session session = (Session) request.getAttribute(SESSION);
    if (session == null) {
      throw new ParleyException(
          ErrorKind.LOGIN_REQUIRED, "login_required", "Log in first: POST /api/v1/session.");
    }
    return session;
  }

  static Principal principal(HttpServletRequest request) {
    return session(request).principal();
  }

  /** The principal, who must be a person at a browser: a token does not change how to get in. */
  static Principal person(HttpServletRequest request) {
    if (session(request).csrf() == null) {
      throw new ParleyException(
          ErrorKind.FORBIDDEN,
          "forbidden",
          "This is for people who are logged in, not for tokens.");
    }
    return principal(request);
  }

  /** The principal, who must hold a right. */
  static Principal principal(HttpServletRequest request, String right) {
    Principal principal = principal(request);
    if (!principal.may(right)) {
      throw new ParleyException(
          ErrorKind.FORBIDDEN, "forbidden", "This needs the right \"" + right + "\".");
    }
    return principal;
  }

  /** Whether it comes from this machine itself and not through a proxy on it. */
  static boolean isLocal(HttpServletRequest request) {
    return Boolean.TRUE.equals(request.getAttribute(RequestFacts.LOCAL));
  }
}
