// SPDX-License-Identifier: Apache-2.0
package org.parley.core.security.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.parley.api.error.ErrorKind;
import org.parley.api.error.ParleyException;
import org.parley.api.record.Record;
import org.parley.api.record.Reference;
import org.parley.api.security.Principal;
import org.parley.core.record.Explanation;
import org.parley.core.record.May;
import org.parley.core.record.Model;
import org.parley.core.record.RecordStore;
import org.parley.core.record.Result;
import org.parley.core.record.Scope;

/** A record store that knows users, what they may, and nothing else. */
final class FakeUsers implements RecordStore {
  static final Set<String> ALL = Set.of("records", "people", "plugins");

  final Map<Long, Record> users = new TreeMap<>();
  final Map<Long, Set<String>> rights = new HashMap<>();
  final Set<Long> demanded = new HashSet<>();

  /** What was written down of how people get in, and by whom. */
  final List<Record> events = new ArrayList<>();

  final List<Principal> writers = new ArrayList<>();

  /** Records of other types than users, by id. */
  final Map<Long, Record> others = new TreeMap<>();

  /** Whether nothing can be deleted. */
  boolean kept;

  /** What every list fails with, or null. */
  ParleyException failure;

  @Override
  public Model model(Principal principal) {
    return model();
  }

  @Override
  public May may(Principal principal, String type) {
    return new May(true, true, true, true, true, Set.of());
  }

  @Override
  public Scope scope(Principal principal, String type) {
    return new Scope(true, Set.of(), Set.of(), Set.of(), null, 0);
  }

  @Override
  public List<Result> find(Principal principal, String type, List<Long> ids, Set<String> fields) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean sees(Principal principal, String type, long id) {
    return true;
  }

  @Override
  public Page export(Principal principal, String type, ListQuery query) {
    return list(principal, type, query);
  }

  @Override
  public Explanation explain(Principal principal, long userId, String type, long id) {
    return new Explanation(List.of());
  }

  @Override
  public HandedOver handOver(Principal principal, long from, long to, String through) {
    return new HandedOver(0, 0);
  }

  @Override
  public Set<String> rights(long userId) {
    return rights.getOrDefault(userId, Set.of());
  }

  @Override
  public boolean demandsSecondFactor(long userId) {
    return demanded.contains(userId);
  }

  @Override
  public Summary summary(Principal principal, String type, SummaryQuery query) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Page list(Principal principal, String type, ListQuery query) {
    if (type.equals("role")) {
      return new Page(
          List.of(result(new Record("role", 900, 1, Map.of("name", "A")))), null, -1, false);
    }
    if (type.equals("company")) {
      return new Page(List.of(), null, -1, false);
    }
    if (failure != null) {
      throw failure;
    }
    if (query.filter().startsWith("active!=")) {
      return new Page(users.values().stream().map(FakeUsers::result).toList(), null, -1, false);
    }
    String[] wanted = query.filter().replace("\"", "").replace(";active==true", "").split("==", 2);
    List<Result> found =
        (type.equals("user") ? users : others)
            .values().stream()
                .filter(record -> record.type().equals(type))
                .filter(record -> wanted[1].equalsIgnoreCase(compared(record.get(wanted[0]))))
                .map(FakeUsers::result)
                .toList();
    return new Page(found, null, -1, false);
  }

  private static String compared(Object value) {
    return value instanceof Reference reference
        ? Long.toString(reference.id())
        : String.valueOf(value);
  }

  /** The roles that somebody was given. */
  List<Long> roles(long userId) {
    return others.values().stream()
        .filter(record -> record.type().equals("role_assignment"))
        .filter(record -> compared(record.get("user")).equals(Long.toString(userId)))
        .map(record -> ((Reference) record.get("role")).id())
        .toList();
  }

  @Override
  public Result get(
      Principal principal, String type, long id, Set<String> fields, Set<String> include) {
    Record user = users.get(id);
    if (user == null) {
      throw ParleyException.notFound("no user " + id);
    }
    return result(user);
  }

  @Override
  public Result create(
      Principal principal, String type, Map<String, Object> fields, String through) {
    if (type.equals("role_assignment")) {
      rights.put((Long) fields.get("user"), ALL);
      return kept(type, fields);
    }
    if (type.equals("linked_login")) {
      return kept(type, fields);
    }
    if (type.equals("access_event")) {
      events.add(new Record(type, 1_001L + events.size(), 1, fields));
      writers.add(principal);
      return result(events.get(events.size() - 1));
    }
    Record user = new Record(type, users.size() + 1L, 1, fields);
    users.put(user.id(), user);
    return result(user);
  }

  private Result kept(String type, Map<String, Object> fields) {
    Map<String, Object> values = new HashMap<>(fields);
    for (String name : List.of("user", "role")) {
      values.computeIfPresent(name, (key, id) -> new Reference(key, (Long) id));
    }
    Record record = new Record(type, 901L + others.size(), 1, values);
    others.put(record.id(), record);
    return result(record);
  }

  void set(long id, String field, Object value) {
    Record user = users.get(id);
    Map<String, Object> fields = new HashMap<>(user.fields());
    fields.put(field, value);
    users.put(id, new Record(user.type(), id, user.version() + 1, fields));
  }

  private static Result result(Record user) {
    return new Result(null, user, String.valueOf(user.get("name")), Map.of(), Map.of());
  }

  @Override
  public Model model() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Result update(
      Principal principal,
      String type,
      long id,
      long version,
      Map<String, Object> fields,
      String through) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void delete(Principal principal, String type, long id, long version, String through) {
    if (kept) {
      throw new ParleyException(ErrorKind.CONFLICT, "in_use", "Nobody could manage people.");
    }
    others.remove(id);
  }

  @Override
  public Result restore(Principal principal, String type, long id, String through) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<BulkAnswer> bulk(
      Principal principal, String type, List<BulkRow> rows, boolean atomic, String through) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<LoadAnswer> load(
      Principal principal,
      String type,
      String source,
      List<LoadRow> rows,
      boolean dry,
      String through) {
    throw new UnsupportedOperationException();
  }

  @Override
  public History history(Principal principal, String type, long id, int limit, String after) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void erase(Principal principal, String type, long id, String through) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void purge(Principal principal, String type, long id, String through) {
    throw new UnsupportedOperationException();
  }

  @Override
  public TimelinePage timeline(
      Principal principal, String type, long id, Set<TimelineKind> kinds, int limit, String after) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Audit audit(Principal principal, AuditQuery query) {
    throw new UnsupportedOperationException();
  }
}
