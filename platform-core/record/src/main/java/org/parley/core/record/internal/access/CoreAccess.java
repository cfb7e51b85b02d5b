// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.access;

import java.util.Map;
import java.util.Set;
import org.parley.core.record.internal.model.CoreLayer;

/**
 * Who may do what with the platform's own records. Roles say nothing about these: they would be
 * roles about roles.
 */
final class CoreAccess {
  /** What a person may change of their own record. */
  static final Set<String> OWN_PROFILE =
      Set.of(
          "name",
          "picture",
          "job_title",
          "phone",
          "language",
          "time_zone",
          "formats",
          "signature",
          "notify",
          "mail_digest",
          "mail_digest_at");

  /** Each is one person's own, and everybody's to see where it says so. */
  private static final Set<String> PERSONAL = Set.of("view", "dashboard", "star", "notification");

  /** Each belongs to a record, and is seen by whoever sees that. */
  private static final Set<String> ATTACHED = Set.of("attachment", "share");

  /** What comes about in other ways than from files. */
  private static final Set<String> NOT_IMPORTED =
      Set.of(
          "view",
          "dashboard",
          "star",
          "notification",
          "attachment",
          "share",
          "import",
          "linked_login",
          "mail_server");

  private static final Map<String, Right> KEPT_BY =
      Map.of(
          "user", Right.PEOPLE,
          "team", Right.PEOPLE,
          "role", Right.PEOPLE,
          "membership", Right.PEOPLE,
          "role_assignment", Right.PEOPLE,
          "linked_login", Right.PEOPLE,
          "company", Right.SETTINGS,
          "exchange_rate", Right.SETTINGS,
          "mail_server", Right.SETTINGS);

  private CoreAccess() {}

  static boolean isPersonal(String type) {
    return PERSONAL.contains(type);
  }

  /** Whether its records are seen by whoever sees the record they belong to. */
  static boolean isAttached(String type) {
    return ATTACHED.contains(type);
  }

  /** The right to write records of a type, or null. */
  static Right keptBy(String type) {
    return KEPT_BY.get(type);
  }

  /**
   * Which records somebody may read or write, by themselves.
   *
   * @param permissions of a person; those with all records are asked for too
   */
  static Rule rule(Action action, String type, Permissions permissions, boolean unlimited) {
    long me = permissions.userId();
    if (action == Action.IMPORT && NOT_IMPORTED.contains(type)) {
      return Rule.NONE;
    }
    if (PERSONAL.contains(type)) {
      Rule.Part own = new Rule.Points("owner", Set.of(me));
      boolean shows = action == Action.READ || action == Action.EXPORT;
      boolean shareable = type.equals("view") || type.equals("dashboard");
      return shows && shareable && !permissions.outside()
          ? Rule.of(own, new Rule.Says("shared"))
          : Rule.of(own);
    }
    if (CoreLayer.isEvent(type)) {
      boolean shows = action == Action.READ || action == Action.EXPORT;
      return shows && permissions.has(Right.AUDIT) ? Rule.ALL : Rule.NONE;
    }
    if (unlimited) {
      return Rule.ALL;
    }
    boolean reads = action == Action.READ;
    Right keeper = KEPT_BY.get(type);
    if (keeper != null && permissions.has(keeper)) {
      return Rule.ALL;
    }
    return switch (type) {
      case "user" ->
          reads && !permissions.outside()
              ? Rule.ALL
              : reads || action == Action.EDIT ? Rule.of(new Rule.OneOf(Set.of(me))) : Rule.NONE;
      case "team" ->
          !reads
              ? Rule.NONE
              : permissions.outside() ? Rule.of(new Rule.OneOf(permissions.teams())) : Rule.ALL;
      case "membership", "exchange_rate" -> reads && !permissions.outside() ? Rule.ALL : Rule.NONE;
      case "company" -> reads ? Rule.ALL : Rule.NONE;
      case "import", "attachment", "share" -> Rule.of(new Rule.Points("owner", Set.of(me)));
      default -> Rule.NONE;
    };
  }
}
