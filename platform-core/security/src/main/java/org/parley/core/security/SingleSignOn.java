// SPDX-License-Identifier: Apache-2.0
package org.parley.core.security;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Logging in by what another system knows of a person. A service of the security room; safe for use
 * by many threads. Failures are {@link org.parley.api.error.ParleyException}s: LOGIN_REQUIRED with
 * {@code login_stale} where a browser comes back that was not sent or was away for too long, {@code
 * login_refused} where the other system proves nobody, {@code login_unknown} where nobody here is
 * that person; UNAVAILABLE where the other system cannot be asked.
 */
@ProviderType
public interface SingleSignOn {
  /**
   * A way to log in that the login page offers.
   *
   * @param plugin which plugin it comes from
   * @param choice what it is called there
   * @param label what people read
   */
  record Way(String plugin, String choice, String label) {}

  /**
   * Where a browser is sent.
   *
   * @param kept what it must show when it comes back, for {@link #SECONDS}; only this system reads
   *     it
   */
  record Departure(URI page, String kept) {}

  /**
   * A session that has begun.
   *
   * @param next the path that the person wanted to see
   */
  record Arrival(Sessions.Begun begun, String next) {}

  /** How long somebody may take to log in elsewhere. */
  int SECONDS = 600;

  /** What the login page offers now; none where no plugin lets people in. */
  List<Way> ways();

  /**
   * Sends somebody away to log in.
   *
   * @param address where the other system sends them back to
   * @param next the path they want to see then, beginning with one slash
   */
  Departure start(String plugin, String choice, URI address, String next, Sessions.Client client);

  /**
   * Lets somebody in who has come back.
   *
   * @param parameters what the other system sent along, by name
   * @param kept what {@link #start} gave them, or null
   */
  Arrival finish(
      String plugin,
      String choice,
      URI address,
      Map<String, String> parameters,
      String kept,
      Sessions.Client client);
}
