// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.access;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.parley.api.record.Record;
import org.parley.api.record.Reference;
import org.parley.core.record.Condition;
import org.parley.core.record.Field;
import org.parley.core.record.Operator;
import org.parley.core.record.RecordType;
import org.parley.core.record.Scope;
import org.parley.core.record.internal.kind.Kinds;

/**
 * Which records of a type: all, or those that any part lets through, and none without parts. The
 * same rule is a condition for lists and a test for single records.
 *
 * @param all whether every record is let through
 * @param parts ways to be let through
 * @param privateBy the field that keeps a record to its owner, or null
 * @param me whose own records private ones still are
 */
record Rule(boolean all, List<Part> parts, String privateBy, long me) {
  static final Rule ALL = new Rule(true, List.of(), null, 0);
  static final Rule NONE = new Rule(false, List.of(), null, 0);

  /** More than fit into one comparison are asked for in several. */
  private static final int AT_ONCE = 500;

  /** One way to be let through. */
  sealed interface Part {
    boolean lets(Record record);

    Condition condition(List<Field> path, RecordType type);
  }

  /** A reference of the record points to one of these. */
  record Points(String field, Set<Long> to) implements Part {
    @Override
    public boolean lets(Record record) {
      return record.get(field) instanceof Reference reference && to.contains(reference.id());
    }

    @Override
    public Condition condition(List<Field> path, RecordType type) {
      return among(path, type.fields().get(field), to);
    }
  }

  /** The record is one of these. */
  record OneOf(Set<Long> ids) implements Part {
    @Override
    public boolean lets(Record record) {
      return ids.contains(record.id());
    }

    @Override
    public Condition condition(List<Field> path, RecordType type) {
      if (path.isEmpty()) {
        return among(path, Kinds.ID, ids);
      }
      // the id of what a reference points to is the reference itself
      Field last = path.get(path.size() - 1);
      return among(path.subList(0, path.size() - 1), last, ids);
    }
  }

  /** A field of the record says so. */
  record Says(String field) implements Part {
    @Override
    public boolean lets(Record record) {
      return Boolean.TRUE.equals(record.get(field));
    }

    @Override
    public Condition condition(List<Field> path, RecordType type) {
      Field flag = type.fields().get(field);
      return flag.kind().compare(path, flag, Operator.EQUAL, List.of("true"));
    }
  }

  static Rule of(Part... parts) {
    return new Rule(false, List.of(parts), null, 0);
  }

  /** The same without what others keep to themselves. */
  Rule without(String privateField, long owner) {
    return new Rule(all, parts, privateField, owner);
  }

  boolean lets(Record record) {
    boolean kept =
        privateBy != null
            && Boolean.TRUE.equals(record.get(privateBy))
            && !(record.get("owner") instanceof Reference owner && owner.id() == me);
    return !kept && (all || parts.stream().anyMatch(part -> part.lets(record)));
  }

  /**
   * The rule as a condition.
   *
   * @param path references to cross to get to the type
   */
  Condition condition(List<Field> path, RecordType type) {
    List<Condition> ways = parts.stream().map(part -> part.condition(path, type)).toList();
    Condition rule = all ? Condition.ALL : ways.size() == 1 ? ways.get(0) : new Condition.Or(ways);
    if (privateBy == null) {
      return rule;
    }
    Field flag = type.fields().get(privateBy);
    Condition open = flag.kind().compare(path, flag, Operator.NOT_EQUAL, List.of("true"));
    Condition own = new Points("owner", Set.of(me)).condition(path, type);
    Condition seen = new Condition.Or(List.of(open, own));
    return all ? seen : new Condition.And(List.of(rule, seen));
  }

  /**
   * The rule in terms of owners, teams and ids.
   *
   * @param wider whether records are let through that the rule does not name
   */
  Scope scope(boolean wider) {
    Set<Long> owners = new HashSet<>();
    Set<Long> teams = new HashSet<>();
    Set<Long> ids = new HashSet<>();
    boolean every = all || wider;
    for (Part part : parts) {
      if (part instanceof OneOf some) {
        ids.addAll(some.ids());
      } else if (part instanceof Points points && points.field().equals("owner")) {
        owners.addAll(points.to());
      } else if (part instanceof Points points && points.field().equals("team")) {
        teams.addAll(points.to());
      } else {
        every = true;
      }
    }
    return new Scope(every, owners, teams, ids, privateBy, me);
  }

  /** One condition for each owner, team or handful of records, which together are the rule. */
  List<Condition> ways(RecordType type) {
    List<Condition> ways = new ArrayList<>();
    for (Part part : parts) {
      if (part instanceof Points points) {
        for (long one : points.to()) {
          ways.add(only(new Points(points.field(), Set.of(one)), type));
        }
      } else if (part instanceof OneOf some) {
        List<Long> ids = some.ids().stream().sorted().toList();
        for (int from = 0; from < ids.size(); from += AT_ONCE) {
          List<Long> few = ids.subList(from, Math.min(ids.size(), from + AT_ONCE));
          ways.add(only(new OneOf(Set.copyOf(few)), type));
        }
      } else {
        ways.add(only(part, type));
      }
    }
    return ways;
  }

  private Condition only(Part part, RecordType type) {
    return new Rule(false, List.of(part), privateBy, me).condition(List.of(), type);
  }

  private static Condition among(List<Field> path, Field field, Set<Long> ids) {
    List<Object> sorted = ids.stream().sorted().map(Object.class::cast).toList();
    List<Condition> parts = new ArrayList<>();
    for (int from = 0; from < sorted.size(); from += AT_ONCE) {
      List<Object> some = sorted.subList(from, Math.min(sorted.size(), from + AT_ONCE));
      Operator operator = some.size() == 1 ? Operator.EQUAL : Operator.IN;
      int column = field == Kinds.ID ? 0 : field.kind().comparedColumn(field);
      parts.add(new Condition.Compare(path, field, column, operator, some));
    }
    return parts.size() == 1 ? parts.get(0) : new Condition.Or(parts);
  }
}
