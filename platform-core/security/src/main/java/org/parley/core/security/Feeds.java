// SPDX-License-Identifier: Apache-2.0
package org.parley.core.security;

import java.time.Instant;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;
import org.parley.api.security.Principal;

/**
 * Secret addresses by which calendar programs read a calendar as the person who made them. Each is
 * good for one calendar, for reading, until it is revoked. A service of the security room, safe for
 * use by many threads.
 */
@ProviderType
public interface Feeds {
  /**
   * A secret address, as its owner sees it in a list.
   *
   * @param id by which it is revoked; it opens nothing
   * @param type the record type
   * @param view the name of a view of that type, or the number of a saved one
   * @param whose {@code me}, {@code team} or {@code all}, as far as its owner sees them
   * @param usedAt null for never yet; right to ten minutes
   */
  record Feed(
      String id, String type, String view, String whose, Instant createdAt, Instant usedAt) {}

  /**
   * An address just made.
   *
   * @param secret what the address carries; shown once and stored as a hash
   */
  record Made(Feed feed, String secret) {}

  /**
   * What an address opens.
   *
   * @param principal its owner with what they may do by now, reading only
   */
  record Opened(Feed feed, Principal principal) {}

  /** A person's own, the latest first. */
  List<Feed> of(Principal principal);

  /**
   * Makes one for oneself.
   *
   * @throws org.parley.api.error.ParleyException INVALID for what cannot be, or when there are too
   *     many already
   */
  Made make(Principal principal, String type, String view, String whose);

  /** Ends one of one's own; it opens nothing from the next call on. */
  void revoke(Principal principal, String id);

  /**
   * Looks behind an address.
   *
   * @param address the client's network address, for slowing down who guesses
   * @throws org.parley.api.error.ParleyException NOT_FOUND when it is unknown or revoked, or its
   *     owner may not log in any more; TOO_MANY {@code slow_down} after too many of those
   */
  Opened open(String secret, String address);
}
