// SPDX-License-Identifier: Apache-2.0
package org.parley.spi.login;

import java.util.Objects;
import java.util.Set;

/**
 * A person as another system knows them.
 *
 * <p>Who has come before is known again by issuer and subject and by nothing else: names and
 * addresses change hands. Who comes for the first time is matched with somebody who is here by
 * their mail address, or taken in, where the provider's settings allow that.
 *
 * @param issuer who says so, such as {@code https://login.example.com}
 * @param subject what they are called there, never to be given to another person
 * @param username what a new person is called here; null for the mail address
 * @param name what people call them, or null
 * @param email their mail address, or null
 * @param matches whether somebody here with the same mail address is this person; true only when
 *     the other system has made sure that the address is theirs
 * @param welcome whether somebody who is not here is taken in
 * @param roles ids of the roles they have by what the other system says, which replace those they
 *     had from there before; null where it says nothing about roles
 */
public record ForeignPerson(
    String issuer,
    String subject,
    String username,
    String name,
    String email,
    boolean matches,
    boolean welcome,
    Set<Long> roles) {
  public ForeignPerson {
    Objects.requireNonNull(issuer, "issuer");
    Objects.requireNonNull(subject, "subject");
    roles = roles == null ? null : Set.copyOf(roles);
  }
}
