// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.access;

import java.util.Set;
import org.parley.api.error.ErrorKind;
import org.parley.api.error.ParleyException;
import org.parley.api.security.Principal;
import org.parley.core.record.Condition;
import org.parley.core.record.Model;
import org.parley.core.record.RecordType;

/**
 * Who may do what with records: the one place that knows, below every way in. Now the system and
 * people with the right {@link #RECORDS} may do everything and others nothing; roles come here.
 */
public final class Access {
  /** The right to all records. */
  public static final String RECORDS = "records";

  /** Types whose records services write, which know more than a form could say. */
  private static final Set<String> KEPT = Set.of("import");

  private Access() {}

  /** A type the principal may see; what may not be seen is not there. */
  public static RecordType visible(Principal principal, Model model, String type) {
    if (principal == null) {
      throw new ParleyException(ErrorKind.LOGIN_REQUIRED, "login_required", "Nobody is logged in.");
    }
    if (!mayRead(principal, type)) {
      throw new ParleyException(
          ErrorKind.NOT_FOUND, "unknown_type", "There is no record type " + type + ".");
    }
    return model.type(type);
  }

  /** A type whose records the principal may write. */
  public static RecordType writable(Principal principal, Model model, String type) {
    RecordType found = visible(principal, model, type);
    if (KEPT.contains(type) && principal.kind() != Principal.Kind.SYSTEM) {
      throw new ParleyException(
          ErrorKind.FORBIDDEN,
          "forbidden",
          found.plural() + " are kept by the system; they are made and run under /api/v1/imports.");
    }
    if (found.quarantined()) {
      throw new ParleyException(
          ErrorKind.CONFLICT,
          "type_quarantined",
          found.plural()
              + " can only be read: the plugin "
              + found.plugin()
              + " was removed. Install it again to change them.");
    }
    return found;
  }

  /** Whether a principal may read records of a type at all. */
  public static boolean mayRead(Principal principal, String type) {
    return principal != null
        && switch (principal.kind()) {
          case SYSTEM -> true;
          case USER -> principal.may(RECORDS);
          case PLUGIN -> false;
        };
  }

  /** What rows of a visible type must meet to be seen in a list. */
  public static Condition rows(Principal principal, RecordType type) {
    return Condition.ALL;
  }
}
