// SPDX-License-Identifier: Apache-2.0
package org.parley.core.security;

import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;
import org.parley.api.security.Principal;

/** Logins. A service of the security room; safe for use by many threads. */
@ProviderType
public interface Sessions {
  /**
   * Begins a session. Slow on purpose (a present-day password hash).
   *
   * @param address the client's network address, for throttling
   * @throws org.parley.api.error.ParleyException LOGIN_REQUIRED {@code bad_login}; TOO_MANY {@code
   *     slow_down} after too many failures
   */
  Session login(String username, String password, String address);

  /** The session a cookie's token stands for; empty when it is unknown or over. Fast. */
  Optional<Session> find(String token);

  /** Ends a session; unknown ones are over already. */
  void end(String token);

  /**
   * As whom work of a user goes on that outlives their session.
   *
   * @throws org.parley.api.error.ParleyException FORBIDDEN when they may not log in any more
   */
  Principal principal(long userId);
}
