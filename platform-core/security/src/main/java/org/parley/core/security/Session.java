// SPDX-License-Identifier: Apache-2.0
package org.parley.core.security;

import java.time.Instant;
import org.parley.api.security.Principal;

/**
 * A login.
 *
 * @param token what the cookie carries; null when the session was looked up rather than begun
 * @param csrf what writes made with the cookie carry in a header; null for a bearer token, which no
 *     browser sends by itself
 * @param displayName the user's name as people read it
 * @param needsSecondFactor whether a second factor is demanded of its person and they have none: it
 *     is good for setting one up and for nothing else
 */
public record Session(
    String token,
    String csrf,
    Principal principal,
    String displayName,
    Instant expiresAt,
    boolean needsSecondFactor) {
  /** One that is good for all that its person may do. */
  public Session(
      String token, String csrf, Principal principal, String displayName, Instant expiresAt) {
    this(token, csrf, principal, displayName, expiresAt, false);
  }

  /** The same with what its person may do by now. */
  public Session as(Principal now) {
    return new Session(token, csrf, now, displayName, expiresAt, needsSecondFactor);
  }

  /** The same, as it is with its person's second factor by now. */
  public Session needing(boolean secondFactor) {
    return secondFactor == needsSecondFactor
        ? this
        : new Session(token, csrf, principal, displayName, expiresAt, secondFactor);
  }
}
