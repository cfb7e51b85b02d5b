// SPDX-License-Identifier: Apache-2.0
package org.parley.core.security;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;
import org.parley.api.security.Principal;

/** Logins. A service of the security room; safe for use by many threads. */
@ProviderType
public interface Sessions {
  /**
   * Where a login comes from.
   *
   * @param address the client's network address, for throttling
   * @param agent what the client calls itself, for people who look at their sessions; may be null
   * @param device what the client was given at an earlier login, or null
   */
  record Client(String address, String agent, String device) {}

  /**
   * A session that has just begun.
   *
   * @param device what the client should show at its next login, so that guesses of others do not
   *     slow it down; or null when it has that already
   */
  record Begun(Session session, String device) {}

  /**
   * A session as its owner sees it in a list.
   *
   * @param id by which it is ended; it opens nothing
   * @param usedAt when it was used last, to ten minutes
   * @param current whether it is the one that asks
   */
  record Open(
      String id,
      Instant createdAt,
      Instant usedAt,
      String address,
      String agent,
      boolean current) {}

  /**
   * Begins a session. Slow on purpose (a present-day password hash).
   *
   * @param code of the second factor or a recovery code, null where none is given
   * @throws org.parley.api.error.ParleyException LOGIN_REQUIRED {@code bad_login}, or {@code
   *     second_factor} where the password is right and a code is asked for or wrong; TOO_MANY
   *     {@code slow_down} after too many failures
   */
  Begun login(String username, String password, String code, Client client);

  /** The same with the password alone. */
  default Begun login(String username, String password, Client client) {
    return login(username, password, null, client);
  }

  /** The session a cookie's token stands for; empty when it is unknown or over. Fast. */
  Optional<Session> find(String token);

  /** What a bearer token stands for; empty when it is unknown, revoked or over. Fast. */
  Optional<Session> bearer(String token);

  /** Ends a session; unknown ones are over already. */
  void end(String token);

  /**
   * The sessions of a person, the latest first.
   *
   * @param current the token of the session that asks, or null
   */
  List<Open> open(Principal principal, String current);

  /** Ends one of a person's own sessions by its id; unknown ones are over already. */
  void end(Principal principal, String id);

  /**
   * As whom work of a user goes on that outlives their session.
   *
   * @throws org.parley.api.error.ParleyException FORBIDDEN when they may not log in any more
   */
  Principal principal(long userId);
}
