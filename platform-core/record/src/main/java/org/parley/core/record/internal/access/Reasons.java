// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.access;

import java.util.ArrayList;
import java.util.List;
import org.parley.api.record.Record;
import org.parley.api.record.Reference;
import org.parley.core.record.Explanation;
import org.parley.core.record.RecordType;
import org.parley.core.record.internal.model.CoreLayer;

/** Tells why a person can or cannot do something with a record, in the words of their roles. */
final class Reasons {
  private final Access access;
  private final Permissions permissions;

  Reasons(Access access, Permissions permissions) {
    this.access = access;
    this.permissions = permissions;
  }

  Explanation of(RecordType type, Record record) {
    List<Explanation.Decision> decisions = new ArrayList<>();
    for (Action action : List.of(Action.READ, Action.EDIT, Action.DELETE)) {
      boolean allowed = access.lets(Action.READ, type, record) && access.lets(action, type, record);
      decisions.add(
          new Explanation.Decision(action.word(), allowed, because(action, type, record)));
    }
    return new Explanation(decisions);
  }

  private List<String> because(Action action, RecordType type, Record record) {
    List<String> because = new ArrayList<>();
    if (permissions.has(Right.RECORDS)) {
      because.add("A role gives the right \"records\": everything with all records.");
    } else if (CoreLayer.types().contains(type.name())) {
      Right keeper = CoreAccess.keptBy(type.name());
      because.add(
          keeper == null
              ? type.plural() + " belong to one person, or to the record they hang on."
              : type.plural()
                  + " are changed by those who have the right \""
                  + keeper.word()
                  + "\".");
    } else if (type.right() != null) {
      because.add(
          type.plural()
              + " are seen and changed by those who have the right \""
              + type.right()
              + "\".");
    } else {
      roles(action, type, because);
      facts(action, type, record, because);
    }
    if (type.privateBy() != null && Boolean.TRUE.equals(record.get(type.privateBy()))) {
      because.add("Its owner keeps it private.");
    }
    return because;
  }

  private void roles(Action action, RecordType type, List<String> because) {
    for (int i = 0; i < permissions.roles().size(); i++) {
      Level level = permissions.roles().get(i).level(action, type.name());
      String role = "The role \"" + permissions.roleNames().get(i) + "\" ";
      because.add(
          level == Level.NONE
              ? role + "says nothing of " + verb(action) + " " + type.plural() + "."
              : role + "allows " + verb(action) + " " + whose(level) + ".");
    }
    if (permissions.roles().isEmpty()) {
      because.add("They have no role, or are not active.");
    }
  }

  private static String verb(Action action) {
    return switch (action) {
      case EDIT -> "changing";
      case DELETE -> "deleting";
      default -> "reading";
    };
  }

  private static String whose(Level level) {
    return switch (level) {
      case OWN -> "one's own and what is shared";
      case TEAM -> "those of one's teams";
      case BELOW -> "those of one's teams and the teams below";
      default -> "all";
    };
  }

  private void facts(Action action, RecordType type, Record record, List<String> because) {
    Level level = permissions.level(action, type.name());
    if (level == Level.NONE || level == Level.ALL) {
      return;
    }
    boolean owns =
        record.get("owner") instanceof Reference owner && owner.id() == permissions.userId();
    because.add(owns ? "They own it." : "Somebody else owns it.");
    if (record.get("team") instanceof Reference team && level != Level.OWN) {
      boolean theirs =
          (level == Level.TEAM ? permissions.teams() : permissions.below()).contains(team.id());
      because.add(
          theirs ? "It belongs to a team of theirs." : "It belongs to a team that is not theirs.");
    }
    Boolean shared = permissions.shared().get(new Reference(type.name(), record.id()));
    if (shared != null) {
      because.add(
          shared
              ? "It is shared with them, to be changed too."
              : "It is shared with them, to be read.");
    }
  }
}
