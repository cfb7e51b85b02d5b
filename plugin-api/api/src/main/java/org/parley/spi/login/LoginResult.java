// SPDX-License-Identifier: Apache-2.0
package org.parley.spi.login;

import java.util.Objects;

/**
 * Who somebody is, or why that is not proved: one of the two.
 *
 * @param person null for a refusal
 * @param refusal for the log and the audit, not for the one who wants in: what did not fit; null
 *     when there is a person
 */
public record LoginResult(ForeignPerson person, String refusal) {
  /** It is this person. */
  public static LoginResult of(ForeignPerson person) {
    return new LoginResult(Objects.requireNonNull(person, "person"), null);
  }

  /** It is nobody. */
  public static LoginResult refuse(String refusal) {
    return new LoginResult(null, Objects.requireNonNull(refusal, "refusal"));
  }
}
