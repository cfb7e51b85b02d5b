// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal;

import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.parley.api.record.Record;
import org.parley.api.security.Principal;
import org.parley.core.event.Change;
import org.parley.core.event.Change.FieldChange;
import org.parley.core.event.Change.Operation;
import org.parley.core.record.Commit;
import org.parley.core.record.Model;
import org.parley.core.record.RecordType;
import org.parley.core.record.Storage;
import org.parley.core.store.internal.database.Database;
import org.parley.core.store.internal.database.DerbyDialect;
import org.parley.core.store.internal.database.Dialect;
import org.parley.core.store.internal.file.StoredContents;
import org.parley.core.store.internal.journal.StoredJournal;
import org.parley.core.store.internal.ledger.StoredLedger;
import org.parley.core.store.internal.schema.Catalogue;
import org.parley.core.store.internal.schema.Schema;
import org.parley.core.store.internal.security.StoredSecurity;

/** A whole store over a real database below target/, and short ways to write in it. */
public final class Store implements AutoCloseable {
  private final Path data;
  private final Supplier<Dialect> dialect;
  private Database database;
  private StoredJournal journal;
  private RecordStorage storage;

  private Store(Path data, Supplier<Dialect> dialect) {
    this.data = data;
    this.dialect = dialect;
    open();
  }

  /** A store in an empty directory. */
  public static Store fresh(String name) {
    Path data = TestDatabase.place(name);
    TestDatabase.create(data);
    return new Store(data, () -> TestDatabase.dialect(data));
  }

  /** The store in a directory, or a new one, on Derby. */
  public static Store at(Path data) {
    return new Store(data, DerbyDialect::new);
  }

  /** The store in a database. */
  public static Store in(Dialect dialect) {
    return new Store(Path.of("target").toAbsolutePath(), () -> dialect);
  }

  private void open() {
    database = new Database(data, dialect.get());
    Catalogue catalogue = new Catalogue(database);
    journal = new StoredJournal(database, catalogue);
    storage = new RecordStorage(database, catalogue, new Schema(database, catalogue), journal);
  }

  /** Shuts down and opens again, as a restart does. */
  public Store reopen() {
    close();
    open();
    return this;
  }

  public Store activate(Model model) {
    storage.activate(model);
    return this;
  }

  public Database database() {
    return database;
  }

  public RecordStorage storage() {
    return storage;
  }

  public StoredJournal journal() {
    return journal;
  }

  /** Contents of files; each call is a start of its own. */
  public StoredContents contents() {
    return new StoredContents(database, data);
  }

  public StoredLedger ledger() {
    return new StoredLedger(database);
  }

  public StoredSecurity security() {
    return new StoredSecurity(database);
  }

  public RecordType type(String name) {
    try (Storage.Serving serving = storage.serve()) {
      return serving.model().type(name);
    }
  }

  /** Creates a record of field values given in turns: name, value. */
  public Record create(String type, Object... fields) {
    try (Storage.Serving serving = storage.serve()) {
      Map<String, Object> values = new LinkedHashMap<>();
      Instant now = now();
      values.put("created_at", now);
      values.put("modified_at", now);
      values.putAll(pairs(fields));
      values.values().removeIf(Objects::isNull);
      Record record = new Record(type, serving.nextId(), 1, values);
      serving.commit(commit(write(serving, Operation.CREATE, null, record, null)));
      return record;
    }
  }

  public Record update(Record before, Object... fields) {
    return change(Operation.UPDATE, before, fields);
  }

  public Record trash(Record before) {
    return change(Operation.TRASH, before, "deleted_at", now());
  }

  public Record restore(Record before) {
    return change(Operation.RESTORE, before, "deleted_at", null);
  }

  private Record change(Operation operation, Record before, Object... fields) {
    try (Storage.Serving serving = storage.serve()) {
      Map<String, Object> values = new LinkedHashMap<>(before.fields());
      values.put("modified_at", now());
      values.putAll(pairs(fields));
      values.values().removeIf(Objects::isNull);
      Record after = new Record(before.type(), before.id(), before.version() + 1, values);
      serving.commit(commit(write(serving, operation, before, after, null)));
      return after;
    }
  }

  public static Commit.Write write(
      Storage.Serving serving,
      Operation operation,
      Record before,
      Record after,
      String externalId) {
    List<FieldChange> changes = new ArrayList<>();
    Set<String> names = new TreeSet<>(after.fields().keySet());
    if (before != null) {
      names.addAll(before.fields().keySet());
    }
    for (String name : names) {
      Object old = before == null ? null : before.get(name);
      if (!Objects.equals(old, after.get(name))) {
        changes.add(
            new FieldChange(
                name,
                old == null ? null : old.toString(),
                after.get(name) == null ? null : after.get(name).toString()));
      }
    }
    return new Commit.Write(
        operation,
        serving.model().type(after.type()),
        Optional.ofNullable(before),
        after,
        changes,
        externalId == null ? null : "test",
        externalId);
  }

  public static Commit commit(Commit.Write... writes) {
    return new Commit(Principal.SYSTEM, "test", 0, 0, List.of(writes), List.of());
  }

  public Optional<Record> find(Record record) {
    return find(record.type(), record.id());
  }

  public Optional<Record> find(String type, long id) {
    try (Storage.Serving serving = storage.serve()) {
      return serving.find(serving.model().type(type), id);
    }
  }

  public List<Change> history(Record record) {
    return journal.history(record.type(), record.id(), Long.MAX_VALUE, 200);
  }

  public static Map<String, Object> pairs(Object... fields) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (int i = 0; i < fields.length; i += 2) {
      values.put((String) fields[i], fields[i + 1]);
    }
    return values;
  }

  public static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MICROS);
  }

  @Override
  public void close() {
    storage.close();
    journal.close();
    database.close();
  }
}
