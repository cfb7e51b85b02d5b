// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.access;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.parley.api.record.Record;
import org.parley.api.record.Reference;
import org.parley.core.record.Condition;
import org.parley.core.record.Field;
import org.parley.core.record.RecordType;
import org.parley.core.record.Row;
import org.parley.core.record.Selection;
import org.parley.core.record.Storage;
import org.parley.core.record.internal.kind.Kinds;

/** Reads what a person may do from records of people, teams, roles and shares. For one call. */
final class PermissionReader {
  private static final int PAGE = 1_000;

  /** Nobody is handed more single records than this; more belong to a team. */
  private static final int MOST_SHARED = 20_000;

  private final Storage.Serving serving;

  PermissionReader(Storage.Serving serving) {
    this.serving = serving;
  }

  /** What a person may do: nothing when they are not there or not active. */
  Permissions read(long userId) {
    Optional<Record> user =
        serving
            .find(type("user"), userId)
            .filter(found -> found.get("deleted_at") == null)
            .filter(found -> !Boolean.FALSE.equals(found.get("active")));
    if (user.isEmpty()) {
      return new Permissions(userId, List.of(), List.of(), 0, Set.of(), Set.of(), true, Map.of());
    }
    long team = user.get().get("team") instanceof Reference own ? own.id() : 0;
    Set<Long> teams = new HashSet<>(pointed("membership", "user", userId, "member_of"));
    if (team > 0) {
      teams.add(team);
    }
    List<Grants> roles = new ArrayList<>();
    List<String> names = new ArrayList<>();
    List<Long> assigned = List.copyOf(pointed("role_assignment", "user", userId, "role"));
    for (Record role : serving.findAll(type("role"), assigned)) {
      if (role.get("deleted_at") == null) {
        roles.add(Grants.read(role.get("permissions"), new ArrayList<>()));
        names.add(String.valueOf(role.get("name")));
      }
    }
    boolean outside = Boolean.TRUE.equals(user.get().get("outside"));
    return new Permissions(
        userId,
        List.copyOf(roles),
        List.copyOf(names),
        team,
        Set.copyOf(teams),
        teams.isEmpty() ? Set.of() : below(teams),
        outside,
        shared(userId, teams));
  }

  private RecordType type(String name) {
    return serving.model().type(name);
  }

  /** Where references of records lead to that point to something. */
  private Set<Long> pointed(String from, String field, long id, String target) {
    Set<Long> ids = new HashSet<>();
    for (Record record : all(type(from), new Rule.Points(field, Set.of(id)))) {
      if (record.get(target) instanceof Reference reference) {
        ids.add(reference.id());
      }
    }
    return ids;
  }

  private List<Record> all(RecordType type, Rule.Part part) {
    return all(type, part.condition(List.of(), type), MOST_SHARED);
  }

  private List<Record> all(RecordType type, Condition where, int most) {
    List<Record> found = new ArrayList<>();
    Selection.Cursor place = null;
    List<Selection.Sort> byId = List.of(new Selection.Sort(Kinds.ID, false));
    while (found.size() < most) {
      List<Row> page = serving.list(new Selection(type, where, null, byId, place, PAGE, false));
      page.forEach(row -> found.add(row.record()));
      if (page.size() < PAGE) {
        break;
      }
      Row last = page.get(PAGE - 1);
      place = new Selection.Cursor(last.sortKeys(), last.record().id());
    }
    return found;
  }

  private Set<Long> below(Set<Long> teams) {
    Map<Long, List<Long>> children = new HashMap<>();
    for (Record team : all(type("team"), Condition.ALL, MOST_SHARED)) {
      if (team.get("parent") instanceof Reference parent) {
        children.computeIfAbsent(parent.id(), id -> new ArrayList<>()).add(team.id());
      }
    }
    Set<Long> below = new HashSet<>();
    List<Long> left = new ArrayList<>(teams);
    while (!left.isEmpty()) {
      long team = left.remove(left.size() - 1);
      // A tree that bites its tail ends here too.
      if (below.add(team)) {
        left.addAll(children.getOrDefault(team, List.of()));
      }
    }
    return Set.copyOf(below);
  }

  private Map<Reference, Boolean> shared(long userId, Set<Long> teams) {
    RecordType share = type("share");
    Map<Reference, Boolean> shared = new HashMap<>();
    List<Rule.Part> to = new ArrayList<>(List.of(new Rule.Points("with_user", Set.of(userId))));
    if (!teams.isEmpty()) {
      to.add(new Rule.Points("with_team", teams));
    }
    for (Rule.Part part : to) {
      for (Record record : all(share, part)) {
        if (record.get("record") instanceof Reference reference) {
          shared.merge(reference, "edit".equals(record.get("level")), Boolean::logicalOr);
        }
      }
    }
    return Map.copyOf(shared);
  }

  /** The fields that a rule reads of a record. */
  static List<Field> needed(RecordType type, Rule rule) {
    List<Field> needed = new ArrayList<>();
    if (rule.privateBy() != null) {
      needed.add(type.fields().get(rule.privateBy()));
    }
    for (String name : List.of("owner", "team", "shared", "record")) {
      if (type.fields().containsKey(name)) {
        needed.add(type.fields().get(name));
      }
    }
    return needed;
  }
}
