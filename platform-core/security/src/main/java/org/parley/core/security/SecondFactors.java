// SPDX-License-Identifier: Apache-2.0
package org.parley.core.security;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;
import org.parley.api.security.Principal;

/**
 * Codes that an app on somebody's phone shows, asked for beside the password: one-time passwords by
 * time (RFC 6238: six digits, 30 seconds, SHA-1, which every app knows). A service of the security
 * room; safe for use by many threads.
 */
@ProviderType
public interface SecondFactors {
  /**
   * How it is with somebody's second factor.
   *
   * @param since null where there is none
   * @param codes how many recovery codes are left
   * @param demanded whether the company demands one of them
   * @param password whether they have a password here, beside which it would be asked for
   */
  record State(Instant since, int codes, boolean demanded, boolean password) {}

  /**
   * What an app is told, by camera or by hand.
   *
   * @param secret in Base32
   * @param uri what the picture says: {@code otpauth://totp/...}
   * @param picture a QR code as the path of an SVG picture, a unit a dot
   * @param size width and height of the picture, its quiet zone included
   */
  record Offer(String secret, String uri, String picture, int size) {}

  State state(Principal principal);

  /**
   * Makes a secret; nothing is asked for at a login until {@link #confirm}. One that was there
   * stays in force until then.
   *
   * @param password one's own
   * @throws org.parley.api.error.ParleyException INVALID {@code wrong_password}
   */
  Offer begin(Principal principal, String password);

  /**
   * Puts what was begun in force, once a code of it has been given.
   *
   * @return ten recovery codes, each good for one login; shown once and stored as hashes
   * @throws org.parley.api.error.ParleyException INVALID {@code wrong_code}; CONFLICT where nothing
   *     was begun
   */
  List<String> confirm(Principal principal, String code);

  /** Makes new recovery codes; the ones before end. */
  List<String> codes(Principal principal, String password);

  /**
   * Ends it: the password alone is asked for again.
   *
   * @throws org.parley.api.error.ParleyException CONFLICT {@code second_factor_needed} where the
   *     company demands one
   */
  void remove(Principal principal, String password);

  /**
   * Ends that of somebody who has lost their phone.
   *
   * @throws org.parley.api.error.ParleyException FORBIDDEN without the right to manage people, or
   *     where they may do more than the one who asks
   */
  void remove(Principal by, long userId);

  /**
   * Ends that of whoever lost both phone and codes and whom nobody else can help, by the word of
   * whoever holds the machine.
   *
   * @return whether there was one
   * @throws org.parley.api.error.ParleyException NOT_FOUND where nobody has that user name
   */
  boolean remove(String username);

  /** How it is with somebody, for those who manage people. */
  State state(Principal by, long userId);

  /** Who still has to set one up, by user id, for those who manage people. */
  Set<Long> lacking(Principal by);
}
