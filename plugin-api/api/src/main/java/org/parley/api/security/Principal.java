// SPDX-License-Identifier: Apache-2.0
package org.parley.api.security;

import java.util.Objects;
import java.util.Set;

/**
 * Who is acting. Every call into the record store carries one; there is no way in without.
 *
 * @param kind a person, a plugin with its own role, or the system itself
 * @param userId the id of the user record, 0 where no person stands behind the call
 * @param name the login name, the plugin's id, or {@code system}
 * @param rights named rights such as {@code plugins}
 * @param readOnly whether nothing may be written whatever roles say: a token that only reads
 * @param origin which login or token they act by: the id of what the platform has written down of
 *     it, 0 where there is none
 */
public record Principal(
    Kind kind, long userId, String name, Set<String> rights, boolean readOnly, long origin) {

  /** What sort of actor a principal is. */
  public enum Kind {
    USER,
    PLUGIN,
    SYSTEM
  }

  /** The core acting on its own: start-up, seeds, timers. */
  public static final Principal SYSTEM = new Principal(Kind.SYSTEM, 0, "system", Set.of());

  public Principal {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(name, "name");
    rights = Set.copyOf(rights);
  }

  /** One who may write what their roles let them. */
  public Principal(Kind kind, long userId, String name, Set<String> rights) {
    this(kind, userId, name, rights, false);
  }

  /** One who acts by no login or token. */
  public Principal(Kind kind, long userId, String name, Set<String> rights, boolean readOnly) {
    this(kind, userId, name, rights, readOnly, 0);
  }

  /** Whether this principal holds a named right; the system holds all. */
  public boolean may(String right) {
    return kind == Kind.SYSTEM || rights.contains(right);
  }
}
