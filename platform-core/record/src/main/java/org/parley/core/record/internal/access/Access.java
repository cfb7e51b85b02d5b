// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.access;

import java.util.List;
import java.util.Set;
import org.parley.api.error.ErrorKind;
import org.parley.api.error.ParleyException;
import org.parley.api.record.Record;
import org.parley.api.record.Reference;
import org.parley.api.security.Principal;
import org.parley.core.record.Condition;
import org.parley.core.record.Field;
import org.parley.core.record.Model;
import org.parley.core.record.Operator;
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

  /** Types whose records are one person's own, and everybody's to see where they say so. */
  private static final Set<String> PERSONAL = Set.of("view", "dashboard", "star", "notification");

  private static final String SHARED = "shared";

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
    if (!isPersonal(principal, type)) {
      return Condition.ALL;
    }
    Field owner = type.fields().get("owner");
    String me = Long.toString(principal.userId());
    Condition own = owner.kind().compare(List.of(), owner, Operator.EQUAL, List.of(me));
    Field shared = type.fields().get(SHARED);
    return shared == null
        ? own
        : new Condition.Or(
            List.of(
                own, shared.kind().compare(List.of(), shared, Operator.EQUAL, List.of("true"))));
  }

  /** Whether a record of a visible type may be seen. */
  public static boolean sees(Principal principal, RecordType type, Record record) {
    return !isPersonal(principal, type)
        || owns(principal, record.get("owner"))
        || Boolean.TRUE.equals(record.get(SHARED));
  }

  /**
   * Refuses to write what is another person's own.
   *
   * @param owner whose it is, or would be
   */
  public static void refuseForOthers(Principal principal, RecordType type, Object owner) {
    if (isPersonal(principal, type) && !owns(principal, owner)) {
      throw new ParleyException(
          ErrorKind.FORBIDDEN,
          "forbidden",
          "Only its owner may change this; make one of your own.");
    }
  }

  private static boolean isPersonal(Principal principal, RecordType type) {
    return PERSONAL.contains(type.name()) && principal.kind() == Principal.Kind.USER;
  }

  private static boolean owns(Principal principal, Object owner) {
    return owner instanceof Reference user && user.id() == principal.userId();
  }
}
