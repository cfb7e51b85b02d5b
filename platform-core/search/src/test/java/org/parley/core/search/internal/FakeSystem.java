// SPDX-License-Identifier: Apache-2.0
package org.parley.core.search.internal;

import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.parley.api.record.Record;
import org.parley.api.record.Reference;
import org.parley.api.security.Principal;
import org.parley.core.event.Change;
import org.parley.core.event.Journal;
import org.parley.core.record.Field;
import org.parley.core.record.Model;
import org.parley.core.record.RecordStore;
import org.parley.core.record.RecordStore.ListQuery;
import org.parley.core.record.RecordStore.Page;
import org.parley.core.record.RecordType;
import org.parley.core.record.Result;
import org.parley.core.record.Scope;

/**
 * Records and a journal in memory, as far as search knows them: people see their own records, the
 * system sees all, and {@link #unreadable} fields are the system's alone.
 */
final class FakeSystem implements Journal {
  static final Principal ADA = new Principal(Principal.Kind.USER, 1, "ada", Set.of());
  static final Principal BOB = new Principal(Principal.Kind.USER, 2, "bob", Set.of());

  final Map<Long, Record> records = new TreeMap<>();
  final List<Change> changes = new CopyOnWriteArrayList<>();
  final Set<String> unreadable = new java.util.HashSet<>();
  final Set<Long> poisoned = new java.util.HashSet<>();
  final RecordStore store;
  private final List<Runnable> waiting = new CopyOnWriteArrayList<>();
  private Model model =
      model(1, Map.of("name", "text", "email", "email", "phone", "phone", "notes", "longtext"));
  private long instants;

  /** Says that nobody sees anything but the system, whatever the index holds. */
  boolean blind;

  FakeSystem() {
    store =
        (RecordStore)
            Proxy.newProxyInstance(
                RecordStore.class.getClassLoader(),
                new Class<?>[] {RecordStore.class},
                (proxy, method, arguments) ->
                    switch (method.getName()) {
                      case "model" -> arguments == null ? model : seen((Principal) arguments[0]);
                      case "scope" -> scope((Principal) arguments[0]);
                      case "sees" -> sees((Principal) arguments[0], records.get(arguments[2]));
                      case "find" ->
                          find((Principal) arguments[0], (String) arguments[1], list(arguments[2]));
                      case "list" -> list((String) arguments[1], (ListQuery) arguments[2]);
                      default -> throw new UnsupportedOperationException(method.getName());
                    });
  }

  @SuppressWarnings("unchecked")
  private static List<Long> list(Object ids) {
    return (List<Long>) ids;
  }

  static Model model(long version, Map<String, String> fields) {
    Map<String, Field> known = new LinkedHashMap<>();
    new TreeMap<>(fields).forEach((name, kind) -> known.put(name, field(name, kind)));
    Map<String, RecordType> types = new LinkedHashMap<>();
    types.put("contact", type("contact", "acme", "{name}", known));
    types.put("star", type("star", "parley", "{record}", Map.of()));
    return new Model(version, "", types);
  }

  void serve(Model other) {
    model = other;
  }

  private static RecordType type(
      String name, String plugin, String title, Map<String, Field> fields) {
    return new RecordType(
        name,
        name,
        name + "s",
        null,
        title,
        false,
        plugin,
        false,
        null,
        fields,
        List.of(),
        List.of(),
        List.of(),
        null);
  }

  private static Field field(String name, String kind) {
    return new Field(
        name,
        name,
        new FakeKind(kind),
        "acme",
        false,
        false,
        false,
        false,
        false,
        false,
        false,
        0,
        0,
        0,
        null,
        List.of(),
        List.of(),
        null,
        null,
        null,
        null);
  }

  private Model seen(Principal principal) {
    if (principal.kind() == Principal.Kind.SYSTEM) {
      return model;
    }
    Map<String, RecordType> types = new LinkedHashMap<>(model.types());
    types.computeIfPresent(
        "contact",
        (name, type) -> {
          Map<String, Field> fields = new LinkedHashMap<>(type.fields());
          fields.keySet().removeAll(unreadable);
          return type.with(fields);
        });
    return new Model(model.version(), "", types);
  }

  private Scope scope(Principal principal) {
    // as somebody whom the index takes for one who sees all: only the recheck knows better
    return blind
        ? new Scope(true, Set.of(), Set.of(), Set.of(), null, principal.userId())
        : new Scope(
            false, Set.of(principal.userId()), Set.of(), Set.of(), null, principal.userId());
  }

  private boolean sees(Principal principal, Record record) {
    return record != null
        && (principal.kind() == Principal.Kind.SYSTEM
            || !blind && ((Reference) record.get("owner")).id() == principal.userId());
  }

  private List<Result> find(Principal principal, String type, List<Long> ids) {
    List<Result> found = new ArrayList<>();
    for (long id : ids) {
      if (poisoned.contains(id)) {
        throw new IllegalStateException("poison");
      }
      if (sees(principal, records.get(id)) && records.get(id).type().equals(type)) {
        found.add(result(principal, records.get(id)));
      }
    }
    return found;
  }

  private Result result(Principal principal, Record record) {
    Map<String, Object> fields = new LinkedHashMap<>(record.fields());
    if (principal.kind() != Principal.Kind.SYSTEM) {
      fields.keySet().removeAll(unreadable);
    }
    Record seen = new Record(record.type(), record.id(), record.version(), fields);
    String title = String.valueOf(fields.getOrDefault("name", record.type() + " #" + record.id()));
    return new Result(model.type(record.type()), seen, title, Map.of(), Map.of());
  }

  private Page list(String type, ListQuery query) {
    long after = Long.parseLong(query.filter().substring("id=gt=".length()));
    List<Result> items =
        records.values().stream()
            .filter(record -> record.type().equals(type) && record.id() > after)
            .filter(record -> !query.fields().isEmpty() || true)
            .limit(query.limit())
            .map(record -> result(Principal.SYSTEM, record))
            .toList();
    if (!query.fields().isEmpty()
        && items.stream().anyMatch(one -> poisoned.contains(one.record().id()))) {
      throw new IllegalStateException("poison");
    }
    return new Page(items, null, -1, false);
  }

  /** Writes a record and its change. */
  void write(Principal owner, long id, Map<String, Object> fields) {
    put("contact", owner, id, fields);
  }

  void put(String type, Principal owner, long id, Map<String, Object> fields) {
    Map<String, Object> whole = new LinkedHashMap<>(fields);
    whole.put("owner", new Reference("user", owner.userId()));
    whole.put("modified_by", new Reference("user", owner.userId()));
    whole.put("modified_at", Instant.EPOCH.plusSeconds(++instants));
    records.put(id, new Record(type, id, 1, whole));
    journal(type, id, Change.Operation.UPDATE);
  }

  void trash(long id) {
    Record gone = records.remove(id);
    journal(gone.type(), id, Change.Operation.TRASH);
  }

  private void journal(String type, long id, Change.Operation operation) {
    changes.add(
        new Change(
            changes.size() + 1L,
            Instant.EPOCH,
            type,
            id,
            1,
            operation,
            new Change.Actor(1, "ada"),
            "rest",
            0,
            0,
            1,
            List.of()));
    waiting.forEach(Runnable::run);
  }

  @Override
  public List<Change> read(long after, int limit) {
    return changes.stream().filter(one -> one.position() > after).limit(limit).toList();
  }

  @Override
  public List<Change> latest(Map<String, List<Long>> records, long before, int limit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<Change> history(String type, long recordId, long before, int limit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Found search(Search search, long before, int limit) {
    List<Change> found = changes.stream().filter(one -> one.position() < before).toList();
    return new Found(
        found.isEmpty() ? List.of() : found.subList(found.size() - 1, found.size()), 0);
  }

  @Override
  public long horizon() {
    return changes.size();
  }

  @Override
  public AutoCloseable onCommit(Runnable wake) {
    waiting.add(wake);
    return () -> waiting.remove(wake);
  }
}
