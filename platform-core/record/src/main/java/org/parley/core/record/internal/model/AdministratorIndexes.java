// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.model;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.parley.api.error.ErrorKind;
import org.parley.api.error.FieldError;
import org.parley.api.error.ParleyException;
import org.parley.api.security.Principal;
import org.parley.core.record.Field;
import org.parley.core.record.Indexes;
import org.parley.core.record.Model;
import org.parley.core.record.Storage;
import org.parley.core.record.internal.query.Reach;
import org.parley.core.record.internal.query.SortOrder;

/** Builds and drops indexes by the way that every change of types takes. */
public final class AdministratorIndexes implements Indexes {
  private final Storage storage;
  private final ServedModels models;
  private final Consumer<Model> swapped;
  private final Clock clock;

  /**
   * A layer of indexes.
   *
   * @param swapped is told of every model that comes into force
   */
  public AdministratorIndexes(
      Storage storage, ServedModels models, Consumer<Model> swapped, Clock clock) {
    this.storage = storage;
    this.models = models;
    this.swapped = swapped;
    this.clock = clock;
  }

  @Override
  public List<Built> built() {
    return models.indexes();
  }

  @Override
  public Plan plan(String type, String field) {
    check(type, field);
    Built index = new Built(type, field, "", clock.instant());
    return new Plan(type, field, storage.rows(type), storage.plan(models.with(index)));
  }

  @Override
  public Built build(Principal principal, String type, String field) {
    synchronized (models) {
      check(type, field);
      Built index =
          new Built(type, field, principal.name(), clock.instant().truncatedTo(ChronoUnit.MICROS));
      storage.keepIndex(index);
      try {
        models.serve(and(index), swapped);
      } catch (RuntimeException e) {
        storage.forgetIndex(type, field);
        throw e;
      }
      return index;
    }
  }

  private List<Built> and(Built index) {
    List<Built> all = new ArrayList<>(models.indexes());
    all.add(index);
    return all;
  }

  @Override
  public void drop(String type, String field) {
    synchronized (models) {
      List<Built> rest =
          models.indexes().stream()
              .filter(index -> !index.type().equals(type) || !index.field().equals(field))
              .toList();
      if (rest.size() == models.indexes().size()) {
        throw ParleyException.notFound(
            "No administrator has had an index built over " + field + " of " + type + ".");
      }
      storage.forgetIndex(type, field);
      models.serve(rest, swapped);
      Field now = field(type, field);
      if (now == null || !SortOrder.indexed(now)) {
        storage.dropIndex(type, field);
      }
    }
  }

  private Field field(String type, String field) {
    var found = models.current().types().get(type);
    return found == null ? null : found.fields().get(field);
  }

  private void check(String type, String name) {
    Field field = models.current().type(type).field(name);
    if (SortOrder.indexed(field)) {
      throw new ParleyException(
          ErrorKind.CONFLICT, "conflict", "There is an index over " + name + " already.");
    }
    if (!Reach.isIndexable(field)) {
      String message =
          field.label()
              + " cannot have an index: "
              + (field.to().isEmpty()
                  ? "its values are too long, or have no order."
                  : "a reference is found by one already, and has no order.");
      throw new ParleyException(
          ErrorKind.INVALID,
          "not_indexable",
          message,
          List.of(new FieldError(name, "not_indexable", message)),
          null);
    }
  }
}
