// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.parley.api.error.FieldError;
import org.parley.api.error.ParleyException;
import org.parley.api.record.Record;
import org.parley.core.event.Change;
import org.parley.core.event.Journal;
import org.parley.core.record.Commit;
import org.parley.core.record.Condition;
import org.parley.core.record.Field;
import org.parley.core.record.Grouping;
import org.parley.core.record.Indexes;
import org.parley.core.record.Model;
import org.parley.core.record.ModelPlan;
import org.parley.core.record.Moments;
import org.parley.core.record.RecordType;
import org.parley.core.record.Row;
import org.parley.core.record.Selection;
import org.parley.core.record.Storage;

/** A database in memory that keeps the promises of {@link Storage}, as plainly as possible. */
final class FakeStorage implements Storage, Journal {
  private final Map<Long, Record> rows = new LinkedHashMap<>();
  private final Map<String, Long> externals = new HashMap<>();
  private final List<Change> journal = new ArrayList<>();

  private final Map<String, Long> numbers = new HashMap<>();
  private final AtomicLong ids = new AtomicLong();
  private Model model;
  private final List<Indexes.Built> indexes = new ArrayList<>();

  /** Indexes dropped, as {@code type.field}. */
  final List<String> dropped = new ArrayList<>();

  /** Whether an index is said to leave few rows. */
  boolean narrow;

  /** When above 0, how many rows every count tells. */
  long counted;

  /** Runs once before the next commit, as somebody else's write would. */
  Runnable meanwhile;

  int counts;
  int commits;

  @Override
  public List<ModelPlan.SchemaStep> plan(Model target) {
    return List.of(new ModelPlan.SchemaStep("CREATE TABLE x", "instant", "none"));
  }

  @Override
  public void prepare(Model target) {}

  @Override
  public void activate(Model target) {
    model = target;
  }

  @Override
  public long lastModelVersion() {
    return model == null ? 0 : model.version();
  }

  @Override
  public List<Indexes.Built> indexes() {
    return List.copyOf(indexes);
  }

  @Override
  public void keepIndex(Indexes.Built index) {
    indexes.add(index);
  }

  @Override
  public void forgetIndex(String type, String field) {
    indexes.removeIf(index -> index.type().equals(type) && index.field().equals(field));
  }

  @Override
  public void dropIndex(String type, String field) {
    dropped.add(type + "." + field);
  }

  @Override
  public long rows(String type) {
    return rows.values().stream().filter(record -> record.type().equals(type)).count();
  }

  @Override
  public Serving serve() {
    return new FakeServing();
  }

  /** Changes a row behind the record room's back. */
  void poke(long id, String field, Object value) {
    Record record = rows.get(id);
    Map<String, Object> fields = new LinkedHashMap<>(record.fields());
    fields.put(field, value);
    rows.put(id, new Record(record.type(), id, record.version() + 1, fields));
  }

  Record row(long id) {
    return rows.get(id);
  }

  @Override
  public List<Change> read(long after, int limit) {
    return journal.stream().filter(c -> c.position() > after).limit(limit).toList();
  }

  @Override
  public List<Change> history(String type, long recordId, long before, int limit) {
    return journal.stream()
        .filter(c -> c.recordId() == recordId && c.position() < before)
        .sorted(Comparator.comparing(Change::position).reversed())
        .limit(limit)
        .toList();
  }

  @Override
  public List<Change> latest(Map<String, List<Long>> records, long before, int limit) {
    return journal.stream()
        .filter(c -> records.getOrDefault(c.type(), List.of()).contains(c.recordId()))
        .filter(c -> c.position() < before)
        .sorted(Comparator.comparing(Change::position).reversed())
        .limit(limit)
        .toList();
  }

  @Override
  public Journal.Found search(Search search, long before, int limit) {
    List<Change> found =
        journal.stream()
            .filter(c -> c.position() < before)
            .filter(c -> search.type() == null || c.type().equals(search.type()))
            .sorted(Comparator.comparing(Change::position).reversed())
            .limit(limit)
            .toList();
    return new Journal.Found(found, found.size() < limit ? 0 : found.get(limit - 1).position());
  }

  @Override
  public long horizon() {
    return journal.size();
  }

  @Override
  public AutoCloseable onCommit(Runnable wake) {
    return () -> {};
  }

  private final class FakeServing implements Serving {
    private final Model served = model;

    @Override
    public Model model() {
      return served;
    }

    @Override
    public Optional<Record> find(RecordType type, long id) {
      return Optional.ofNullable(rows.get(id)).filter(r -> r.type().equals(type.name()));
    }

    @Override
    public List<Record> findAll(RecordType type, List<Long> ids) {
      return ids.stream().flatMap(id -> find(type, id).stream()).toList();
    }

    @Override
    public List<Row> list(Selection selection) {
      Matcher matcher = new Matcher(rows);
      List<Row> matching =
          rows.values().stream()
              .filter(record -> record.type().equals(selection.type().name()))
              .filter(record -> (record.get("deleted_at") != null) == selection.trash())
              .filter(record -> matcher.meets(selection.type(), record, selection.where()))
              .filter(
                  record ->
                      selection.ways().isEmpty()
                          || selection.ways().stream()
                              .anyMatch(way -> matcher.meets(selection.type(), record, way)))
              .map(record -> new Row(record, matcher.keys(selection, record)))
              .sorted((a, b) -> matcher.compare(selection, a, b))
              .toList();
      Selection.Cursor place = selection.place();
      if (place != null && place.before()) {
        matching =
            matching.stream().filter(row -> matcher.compare(selection, row, place) < 0).toList();
        matching =
            matching.subList(Math.max(0, matching.size() - selection.limit()), matching.size());
      }
      return matching.stream()
          .filter(
              row -> place == null || place.before() || matcher.compare(selection, row, place) > 0)
          .limit(selection.limit())
          .map(row -> new Row(wanted(row.record(), selection), row.sortKeys()))
          .toList();
    }

    @Override
    public List<Moments.Moment> moments(Moments asked) {
      return rows.values().stream()
          .filter(record -> record.type().equals(asked.type().name()))
          .filter(record -> record.get("deleted_at") == null)
          .filter(
              record -> {
                Object[] columns =
                    asked.by().kind().split(asked.by(), record.get(asked.by().name()));
                return columns[asked.column()] instanceof Long id && asked.of().contains(id);
              })
          .map(
              record -> {
                Instant made = (Instant) record.get("created_at");
                Object at = asked.at() == null ? null : record.get(asked.at().name());
                return new Moments.Moment(record.id(), at == null ? made : (Instant) at, made);
              })
          .filter(moment -> asked.before() == null || moment.compareTo(asked.before()) < 0)
          .sorted(Comparator.reverseOrder())
          .limit(asked.limit())
          .toList();
    }

    private Record wanted(Record record, Selection selection) {
      if (selection.fields() == null) {
        return record;
      }
      Map<String, Object> fields = new LinkedHashMap<>(record.fields());
      fields.keySet().retainAll(selection.fields().stream().map(Field::name).toList());
      return new Record(record.type(), record.id(), record.version(), fields);
    }

    @Override
    public long count(RecordType type, Condition where, boolean trash, long cap) {
      counts++;
      Selection all = new Selection(type, where, null, List.of(), null, 100_000, trash);
      return Math.min(cap, counted > 0 ? counted : list(all).size());
    }

    @Override
    public List<Grouping.Group> summarize(Grouping grouping) {
      Map<List<Object>, List<Record>> groups = new LinkedHashMap<>();
      Matcher matcher = new Matcher(rows);
      for (Row row : all(grouping.type(), grouping.where(), grouping.trash())) {
        List<Object> keys = new ArrayList<>();
        grouping.keys().forEach(key -> keys.add(matcher.key(row.record(), key)));
        groups.computeIfAbsent(keys, key -> new ArrayList<>()).add(row.record());
      }
      if (grouping.keys().isEmpty()) {
        groups.computeIfAbsent(List.of(), key -> new ArrayList<>());
      }
      return groups.entrySet().stream()
          .map(
              group ->
                  new Grouping.Group(
                      group.getKey(),
                      group.getValue().size(),
                      grouping.sums().stream()
                          .map(field -> matcher.sum(group.getValue(), field))
                          .toList()))
          .sorted(Comparator.comparing(Grouping.Group::count).reversed())
          .limit(grouping.limit())
          .toList();
    }

    private List<Row> all(RecordType type, Condition where, boolean trash) {
      return list(new Selection(type, where, null, List.of(), null, 100_000, trash));
    }

    @Override
    public Optional<Grouping.Extent> extent(
        RecordType type, Condition where, boolean trash, List<Field> path, Field field) {
      Matcher matcher = new Matcher(rows);
      Grouping.Key key = new Grouping.Key(path, field, List.of());
      List<Object> values =
          all(type, where, trash).stream()
              .map(row -> matcher.key(row.record(), key))
              .filter(value -> value != null)
              .sorted()
              .toList();
      return values.isEmpty()
          ? Optional.empty()
          : Optional.of(new Grouping.Extent(values.get(0), values.get(values.size() - 1)));
    }

    @Override
    public boolean isNarrow(RecordType type, Condition where, boolean trash) {
      return narrow;
    }

    @Override
    public Optional<Long> external(String source, String externalId) {
      return Optional.ofNullable(externals.get(source + "/" + externalId));
    }

    @Override
    public long nextId() {
      return ids.incrementAndGet();
    }

    @Override
    public long nextNumber(RecordType type, Field field) {
      return numbers.merge(type.name() + "/" + field.name(), 1L, Long::sum);
    }

    @Override
    public List<Long> commit(Commit commit) {
      if (meanwhile != null) {
        Runnable now = meanwhile;
        meanwhile = null;
        now.run();
      }
      commit.reads().forEach(read -> same(read.type(), read.id(), read.version()));
      commit
          .writes()
          .forEach(
              write ->
                  same(
                      write.type(),
                      write.after().id(),
                      write.before().map(Record::version).orElse(0L)));
      commit.writes().forEach(this::unique);
      commits++;
      return commit.writes().stream().map(write -> apply(commit, write)).toList();
    }

    private void same(RecordType type, long id, long version) {
      long now = find(type, id).map(Record::version).orElse(0L);
      if (now != version) {
        throw new StaleWrite(type.name(), id);
      }
    }

    private void unique(Commit.Write write) {
      for (Field field : write.type().fields().values()) {
        Object value = write.after().get(field.name());
        if (field.unique() && value != null && write.after().get("deleted_at") == null) {
          boolean taken =
              rows.values().stream()
                  .filter(r -> r.type().equals(write.type().name()) && r.id() != write.after().id())
                  .filter(r -> r.get("deleted_at") == null)
                  .anyMatch(r -> value.equals(r.get(field.name())));
          if (taken) {
            throw ParleyException.invalid(
                List.of(new FieldError(field.name(), "not_unique", "taken")));
          }
        }
      }
    }

    private long apply(Commit commit, Commit.Write write) {
      long id = write.after().id();
      boolean purge = write.operation() == Change.Operation.PURGE;
      if (purge) {
        rows.remove(id);
      } else {
        rows.put(id, write.after());
      }
      if (purge || write.operation() == Change.Operation.ERASE) {
        journal.replaceAll(change -> change.recordId() == id ? change.with(List.of()) : change);
      }
      if (write.source() != null) {
        externals.put(write.source() + "/" + write.externalId(), write.after().id());
      }
      long position = journal.size() + 1;
      journal.add(
          new Change(
              position,
              write.after().get("modified_at") instanceof Instant at
                  ? at.plusMillis(commits)
                  : Instant.EPOCH.plusSeconds(commits),
              write.type().name(),
              write.after().id(),
              write.after().version(),
              write.operation(),
              new Change.Actor(
                  commit.principal().userId(),
                  commit.principal().name(),
                  commit.principal().origin()),
              commit.through(),
              commit.cause(),
              commit.depth(),
              served.version(),
              write.changes()));
      return position;
    }

    @Override
    public void close() {}
  }
}
