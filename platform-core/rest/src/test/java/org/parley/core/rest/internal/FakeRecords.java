// SPDX-License-Identifier: Apache-2.0
package org.parley.core.rest.internal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.parley.api.error.ErrorKind;
import org.parley.api.error.FieldError;
import org.parley.api.error.ParleyException;
import org.parley.api.record.Record;
import org.parley.api.security.Principal;
import org.parley.core.event.Change;
import org.parley.core.record.Explanation;
import org.parley.core.record.Happening;
import org.parley.core.record.May;
import org.parley.core.record.Model;
import org.parley.core.record.RecordStore;
import org.parley.core.record.Result;
import org.parley.core.record.Scope;

/** Contacts in memory, refusing what the real store would in the same terms. */
final class FakeRecords implements RecordStore {
  final Map<Long, Record> contacts = new TreeMap<>();
  volatile Model model = Samples.model(7);
  volatile RuntimeException failure;
  volatile ListQuery lastQuery;

  @Override
  public Model model() {
    return model;
  }

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
  public boolean demandsSecondFactor(long userId) {
    return false;
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
    return Set.of();
  }

  @Override
  public Summary summary(Principal principal, String type, SummaryQuery query) {
    check(type);
    return new Summary(
        contacts.size(),
        Map.of(),
        Map.of(),
        List.of(
            new Group(
                java.util.Arrays.asList("x", null),
                java.util.Arrays.asList(null, null),
                1,
                Map.of("score", "7"),
                Map.of("score", 1L))),
        false);
  }

  @Override
  public Page list(Principal principal, String type, ListQuery query) {
    check(type);
    if (type.equals("contact")) {
      lastQuery = query;
    }
    List<Result> items =
        type.equals("contact") ? contacts.values().stream().map(this::result).toList() : List.of();
    return new Page(items, null, query.count() ? items.size() : -1, false);
  }

  @Override
  public Result get(
      Principal principal, String type, long id, Set<String> fields, Set<String> include) {
    check(type);
    Record record = contacts.get(id);
    if (record == null) {
      throw ParleyException.notFound("There is no contact " + id + ".");
    }
    return result(record);
  }

  @Override
  public Result create(
      Principal principal, String type, Map<String, Object> fields, String through) {
    check(type);
    if (fields.get("last_name") == null) {
      throw ParleyException.invalid(
          List.of(new FieldError("last_name", "required", "Last name is required.")));
    }
    Record record = new Record(type, contacts.size() + 1L, 1, fields);
    contacts.put(record.id(), record);
    return result(record);
  }

  @Override
  public Result update(
      Principal principal,
      String type,
      long id,
      long version,
      Map<String, Object> fields,
      String through) {
    Record before = get(principal, type, id, null, null).record();
    if (version > 0 && version != before.version()) {
      throw new ParleyException(ErrorKind.STALE, "stale", "It has changed meanwhile.");
    }
    Map<String, Object> merged = new LinkedHashMap<>(before.fields());
    merged.putAll(fields);
    Record after = new Record(type, id, before.version() + 1, merged);
    contacts.put(id, after);
    return result(after);
  }

  @Override
  public void delete(Principal principal, String type, long id, long version, String through) {
    get(principal, type, id, null, null);
    contacts.remove(id);
  }

  @Override
  public Result restore(Principal principal, String type, long id, String through) {
    return get(principal, type, id, null, null);
  }

  @Override
  public List<BulkAnswer> bulk(
      Principal principal, String type, List<BulkRow> rows, boolean atomic, String through) {
    List<BulkAnswer> answers = new ArrayList<>();
    for (BulkRow row : rows) {
      try {
        answers.add(new BulkAnswer(create(principal, type, row.fields(), through), null));
      } catch (ParleyException e) {
        answers.add(new BulkAnswer(null, e));
      }
    }
    return answers;
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
    get(principal, type, id, null, null);
    Change change =
        new Change(
            991,
            Instant.parse("2026-11-22T08:00:00.123456Z"),
            type,
            id,
            2,
            Change.Operation.UPDATE,
            new Change.Actor(1, "admin", 55),
            "rest",
            0,
            0,
            7,
            List.of(
                new Change.FieldChange("account", null, 7L),
                new Change.FieldChange("hidden", "a", "b")));
    return new History(
        List.of(change), Map.of("account/7", "Analytical Engines", "user/1", "Ada"), null);
  }

  /** What was searched for last. */
  AuditQuery searched;

  /** What was erased or taken away for good. */
  final List<String> removed = new ArrayList<>();

  @Override
  public void erase(Principal principal, String type, long id, String through) {
    check(type);
    removed.add("erase " + type + "/" + id + " " + through);
  }

  @Override
  public void purge(Principal principal, String type, long id, String through) {
    check(type);
    removed.add("purge " + type + "/" + id + " " + through);
  }

  Set<TimelineKind> asked;

  @Override
  public TimelinePage timeline(
      Principal principal, String type, long id, Set<TimelineKind> kinds, int limit, String after) {
    asked = kinds;
    History one = history(principal, type, id, limit, after);
    List<Happening> items =
        List.of(
            new Happening(one.items().get(0).at(), null, one.items().get(0), null),
            new Happening(
                one.items().get(0).at(),
                get(principal, type, id, null, null),
                null,
                new Result.Link("account", 7, "Acme")));
    return new TimelinePage(items, Map.of("user/1", "Ada"), "more");
  }

  @Override
  public Audit audit(Principal principal, AuditQuery query) {
    searched = query;
    History one = history(principal, "contact", 1, query.limit(), query.after());
    Origin login = new Origin("login", null, "10.0.0.7", "Test/1");
    return new Audit(
        one.items(), Map.of("contact/1", "Ada Byron", "user/1", "Ada"), Map.of(55L, login), "more");
  }

  private void check(String type) {
    if (failure != null) {
      throw failure;
    }
    if (!type.equals("user") && !type.equals("company")) {
      model.type(type);
    }
  }

  private Result result(Record record) {
    return new Result(
        model.types().get("contact"),
        record,
        String.valueOf(record.get("last_name")),
        Map.of(),
        Map.of());
  }
}
