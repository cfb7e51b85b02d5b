// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.write;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.parley.api.error.ErrorKind;
import org.parley.api.error.ParleyException;
import org.parley.api.record.Record;
import org.parley.api.record.Reference;
import org.parley.api.security.Principal;
import org.parley.core.record.Condition;
import org.parley.core.record.Field;
import org.parley.core.record.Operator;
import org.parley.core.record.RecordType;
import org.parley.core.record.Row;
import org.parley.core.record.Selection;
import org.parley.core.record.internal.access.Access;
import org.parley.core.record.internal.model.CoreLayer;

/**
 * What the platform asks of writes of people and roles: nobody gives more than they have, nobody
 * leaves records behind that nobody looks after, and somebody can always let others in.
 */
final class People {
  private static final Set<String> DECIDING = Set.of("user", "role", "role_assignment");
  private static final int MOST = 1_001;

  private People() {}

  /** Refuses values that a record of a person or a role may not have. */
  static void check(
      WriteUnit unit, RecordType type, Optional<Record> before, Map<String, Object> values) {
    if (unit.principal().kind() == Principal.Kind.SYSTEM) {
      return;
    }
    switch (type.name()) {
      case "role" -> role(unit, before, values);
      case "role_assignment" -> assignment(unit, values);
      case "user" -> user(unit, before, values);
      // whoever could write one could let themselves in as somebody else
      case "linked_login" ->
          throw new ParleyException(
              ErrorKind.FORBIDDEN,
              "forbidden",
              "A login elsewhere comes about when its person logs in; it can only be deleted.");
      default -> {
        // nothing to ask
      }
    }
  }

  private static void role(WriteUnit unit, Optional<Record> before, Map<String, Object> values) {
    Object was = before.map(record -> record.get("permissions")).orElse(null);
    Object is = values.get("permissions");
    if (isBuiltIn(before) && !Values.same(was, is)) {
      throw conflict("The role Administrator stays as it is: copy it into one of your own.");
    }
    if (!Values.same(was, is) && !(unit.access().mayGive(is) && unit.access().mayGive(was))) {
      throw tooMuch();
    }
  }

  private static boolean isBuiltIn(Optional<Record> role) {
    return role.filter(record -> "administrator".equals(record.get("code"))).isPresent();
  }

  private static void assignment(WriteUnit unit, Map<String, Object> values) {
    if (values.get("role") instanceof Reference role) {
      Record given = unit.gathered().live(type(unit, "role"), role.id(), unit.access());
      if (!unit.access().mayGive(given.get("permissions"))) {
        throw tooMuch();
      }
    }
  }

  private static ParleyException tooMuch() {
    return new ParleyException(
        ErrorKind.FORBIDDEN,
        "forbidden",
        "This role allows more than your own roles do. Let somebody give it who may do all that.");
  }

  private static void user(WriteUnit unit, Optional<Record> before, Map<String, Object> values) {
    before.ifPresent(record -> address(unit, record, values));
    boolean leaves =
        before.isPresent()
            && !Boolean.FALSE.equals(before.get().get("active"))
            && Boolean.FALSE.equals(values.get("active"));
    if (!leaves) {
      return;
    }
    long id = before.get().id();
    if (id == unit.principal().userId()) {
      throw conflict("You cannot deactivate yourself.");
    }
    List<String> left = new ArrayList<>();
    for (RecordType owned : unit.serving().model().types().values()) {
      if (!CoreLayer.types().contains(owned.name()) && !owned.quarantined()) {
        if (unit.serving().count(owned, owns(owned, id), false, 1) > 0) {
          left.add(owned.plural());
        }
      }
    }
    if (!left.isEmpty()) {
      throw conflict(
          before.get().get("name")
              + " still owns "
              + String.join(", ", left)
              + ". Hand these over first: POST /api/v1/people/"
              + id
              + "/hand-over.");
    }
  }

  /**
   * Whoever gets somebody's mail can choose their password: that is for those who may do as much.
   */
  private static void address(WriteUnit unit, Record before, Map<String, Object> values) {
    boolean another = !Values.same(before.get("email"), values.get("email"));
    if (another
        && before.id() != unit.principal().userId()
        && !unit.principal()
            .rights()
            .containsAll(unit.reader().control().rights(unit.serving(), before.id()))) {
      throw new ParleyException(
          ErrorKind.FORBIDDEN,
          "forbidden",
          "This person may do more than you. Let somebody change their address who may do all"
              + " that: links to choose a password go there.");
    }
  }

  private static Condition owns(RecordType type, long user) {
    Field owner = type.fields().get("owner");
    return owner.kind().compare(List.of(), owner, Operator.EQUAL, List.of(Long.toString(user)));
  }

  /** Keeps the platform's own role. */
  static void checkTrash(RecordType type, Record record) {
    if (type.name().equals("role") && isBuiltIn(Optional.of(record))) {
      throw conflict("The role Administrator cannot be deleted.");
    }
  }

  /** Refuses a unit after which nobody could manage people any more. */
  static void checkLast(WriteUnit unit) {
    Gathered gathered = unit.gathered();
    if (gathered.types().stream().noneMatch(DECIDING::contains)) {
      return;
    }
    Set<Long> before = managers(unit, false);
    Set<Long> after = managers(unit, true);
    if (!before.isEmpty() && after.isEmpty()) {
      throw conflict(
          "Nobody could manage people after that. Give somebody else the role Administrator first.");
    }
    long me = unit.principal().userId();
    if (before.contains(me) && !after.contains(me)) {
      throw conflict("You cannot take this from yourself: let somebody do it who may, too.");
    }
  }

  /**
   * Those who are active and have a role by which people are managed.
   *
   * @param after whether as the unit would leave it
   */
  private static Set<Long> managers(WriteUnit unit, boolean after) {
    Set<Long> roles = new HashSet<>();
    for (Record role : records(unit, "role", Condition.ALL, after)) {
      if (Access.managesPeople(role.get("permissions"))) {
        roles.add(role.id());
      }
    }
    Set<Long> people = new HashSet<>();
    for (Record assignment : records(unit, "role_assignment", Condition.ALL, after)) {
      if (assignment.get("role") instanceof Reference role
          && roles.contains(role.id())
          && assignment.get("user") instanceof Reference user) {
        people.add(user.id());
      }
    }
    List<Long> some = people.stream().limit(MOST - 1L).toList();
    return unit.serving().findAll(type(unit, "user"), some).stream()
        .filter(user -> !after || !unit.gathered().trashes(user.id()))
        .map(user -> after ? unit.gathered().orElse(user) : user)
        .filter(user -> user.get("deleted_at") == null && !Boolean.FALSE.equals(user.get("active")))
        .map(Record::id)
        .collect(Collectors.toSet());
  }

  private static List<Record> records(WriteUnit unit, String name, Condition where, boolean after) {
    RecordType type = type(unit, name);
    Selection all = new Selection(type, where, null, List.of(), null, MOST, false);
    List<Record> records = new ArrayList<>();
    for (Row row : unit.serving().list(all)) {
      if (!after) {
        records.add(row.record());
      } else if (!unit.gathered().trashes(row.record().id())) {
        records.add(unit.gathered().orElse(row.record()));
      }
    }
    if (after) {
      records.addAll(unit.gathered().created(type));
    }
    return records;
  }

  private static RecordType type(WriteUnit unit, String name) {
    return unit.serving().model().type(name);
  }

  private static ParleyException conflict(String why) {
    return new ParleyException(ErrorKind.CONFLICT, "in_use", why);
  }
}
