// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.parley.api.error.ParleyException;
import org.parley.core.record.Indexes;
import org.parley.core.record.Model;
import org.parley.core.record.ModelPlan.SchemaStep;
import org.parley.core.record.Storage;
import org.parley.core.store.internal.database.Database;
import org.parley.core.store.internal.database.Sequence;
import org.parley.core.store.internal.journal.StoredJournal;
import org.parley.core.store.internal.query.Lists;
import org.parley.core.store.internal.schema.Catalogue;
import org.parley.core.store.internal.schema.IndexWishes;
import org.parley.core.store.internal.schema.Schema;
import org.parley.core.store.internal.session.ModelSession;
import org.parley.core.store.internal.session.Slot;

/** Records in the database: one session a model, swapped while it serves. */
@Component(service = Storage.class, immediate = true)
public final class RecordStorage implements Storage {
  private static final String MODEL_VERSION = "model.version";

  private final Database database;
  private final Schema schema;
  private final Operations operations;
  private final IndexWishes wishes;
  private final AtomicReference<Slot> serving = new AtomicReference<>();

  /** The one that served before. */
  private final AtomicReference<Slot> last = new AtomicReference<>();

  @Activate
  public RecordStorage(
      @Reference Database database,
      @Reference Catalogue catalogue,
      @Reference Schema schema,
      @Reference StoredJournal journal) {
    this.database = database;
    this.schema = schema;
    this.wishes = new IndexWishes(database);
    this.operations =
        new Operations(
            database,
            catalogue,
            journal,
            new Lists(database),
            new Sequence(database.dialect(), "parley_id", 100),
            new Numbers(database),
            new UniqueValues());
  }

  @Deactivate
  public void close() {
    Slot served = serving.getAndSet(null);
    if (served != null) {
      served.close();
    }
  }

  @Override
  public List<SchemaStep> plan(Model target) {
    return schema.plan(target);
  }

  @Override
  public void prepare(Model target) {
    schema.prepare(target);
  }

  @Override
  public void activate(Model target) {
    schema.prepare(target);
    ModelSession next =
        new ModelSession(schema.tables(target), database.dialect(), database.source());
    schema.write(MODEL_VERSION, Long.toString(target.version()));
    Slot before = serving.getAndSet(new Slot(next));
    if (before != null) {
      before.close();
      last.set(before);
    }
  }

  @Override
  public long lastModelVersion() {
    return schema.read(MODEL_VERSION).map(Long::parseLong).orElse(0L);
  }

  @Override
  public List<Indexes.Built> indexes() {
    return wishes.all();
  }

  @Override
  public void keepIndex(Indexes.Built index) {
    wishes.keep(index);
  }

  @Override
  public void forgetIndex(String type, String field) {
    wishes.forget(type, field);
  }

  @Override
  public void dropIndex(String type, String field) {
    Slot before = last.get();
    if (before != null && !before.awaitRetired(Duration.ofSeconds(30))) {
      throw ParleyException.unavailable(
          "The index is still read by; it is not used any more and stays where it is.", null);
    }
    schema.dropIndex(type, field);
  }

  @Override
  public long rows(String type) {
    return schema.rows(type);
  }

  @Override
  public int rowsAtOnce() {
    return database.dialect().rowsAtOnce();
  }

  @Override
  public Serving serve() {
    Slot slot;
    do {
      slot = serving.get();
      if (slot == null) {
        throw ParleyException.unavailable("The record types are not in force yet.", null);
      }
    } while (!slot.enter());
    return new Operation(slot, operations);
  }
}
