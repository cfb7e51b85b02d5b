// SPDX-License-Identifier: Apache-2.0
package org.parley.core.security;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;
import org.parley.api.security.Principal;

/**
 * How people and programs get in: invitations, passwords and tokens. A service of the security
 * room; safe for use by many threads.
 */
@ProviderType
public interface Credentials {
  /**
   * A link that lets somebody choose a password.
   *
   * @param token what the link carries; shown once and stored as a hash
   */
  record Link(String token, Instant expiresAt) {}

  /** Whom a link is for. */
  record Invited(String username, String name, Instant expiresAt) {}

  /**
   * A token by which a program acts as a person.
   *
   * @param id by which it is revoked; it opens nothing
   * @param scope {@code read}, {@code write} or {@code all}
   * @param expiresAt null for never
   * @param usedAt null for never yet
   */
  record Token(
      String id, String name, String scope, Instant createdAt, Instant expiresAt, Instant usedAt) {}

  /**
   * A token just made.
   *
   * @param secret what a program sends; shown once and stored as a hash
   */
  record Made(Token token, String secret) {}

  /**
   * Makes a link by which somebody who has none, or has forgotten it, chooses a password. An
   * earlier link of theirs ends.
   *
   * @throws org.parley.api.error.ParleyException FORBIDDEN without the right to manage people, or
   *     where they may do more than the one who asks
   */
  Link invite(Principal by, long userId);

  /**
   * Has such a link sent by mail; it is made when the mail goes.
   *
   * @return the address it goes to; empty when no mail is set up, or the person has no address
   * @throws org.parley.api.error.ParleyException as {@link #invite}
   */
  Optional<String> inviteByMail(Principal by, long userId);

  /** Whether whoever has forgotten their password can have a link sent. */
  boolean remindsByMail();

  /**
   * Takes note that somebody has forgotten their password: whoever it is, if they are anybody, gets
   * a link by mail. Nobody is told whether they are.
   *
   * @param who a user name or an e-mail address
   * @throws org.parley.api.error.ParleyException TOO_MANY {@code slow_down} by where it comes from;
   *     CONFLICT {@code no_mail} when no mail is set up
   */
  void forgotten(String who, Sessions.Client client);

  /**
   * Whom a link is for.
   *
   * @throws org.parley.api.error.ParleyException NOT_FOUND when it is unknown, used or over
   */
  Invited invited(String token);

  /**
   * Chooses a password by a link, which ends with it, and so do all sessions there were. Slow on
   * purpose.
   *
   * @return the session that begins; empty for whoever has a second factor, which a link does not
   *     replace: they log in with both
   * @throws org.parley.api.error.ParleyException NOT_FOUND for the link, INVALID for the password
   */
  Optional<Sessions.Begun> accept(String token, String password, Sessions.Client client);

  /**
   * Changes one's own password; all other sessions end. Slow on purpose.
   *
   * @param current the token of the session that goes on
   */
  void change(Principal principal, String password, String next, String current);

  /** The tokens of a person, the latest first. */
  List<Token> tokens(Principal principal, long userId);

  /**
   * Makes a token for oneself, or for a program by one who manages people.
   *
   * @param days after how many it ends, 0 for never
   */
  Made create(Principal principal, long userId, String name, String scope, int days);

  /** Ends a token; it opens nothing from the next call on. */
  void revoke(Principal principal, long userId, String id);
}
