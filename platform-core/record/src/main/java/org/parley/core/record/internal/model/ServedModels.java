// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.parley.api.error.ErrorKind;
import org.parley.api.error.FieldError;
import org.parley.api.error.ParleyException;
import org.parley.core.record.Field;
import org.parley.core.record.Indexes.Built;
import org.parley.core.record.Layer;
import org.parley.core.record.Model;
import org.parley.core.record.ModelPlan;
import org.parley.core.record.RecordType;
import org.parley.core.record.Storage;
import org.parley.core.record.internal.query.Reach;

/** The model in force, and how the next one takes its place. */
public final class ServedModels {
  private final Storage storage;
  private final Layer core;
  private final Function<Object, List<FieldError>> misfits;

  /** The model as its layers describe it. */
  private volatile Model described;

  /** The model in force: with the indexes of administrators. */
  private volatile Model current;

  private volatile List<Built> indexes;

  /**
   * @param misfits what is wrong with permissions that a plugin asks for
   */
  public ServedModels(Storage storage, Layer core, Function<Object, List<FieldError>> misfits) {
    this.storage = storage;
    this.core = core;
    this.misfits = misfits;
    Model none = new Model(0, "", Map.of());
    ModelBuilder builder = new ModelBuilder(core, List.of(), none, misfits);
    this.indexes = List.copyOf(storage.indexes());
    this.described = builder.build(storage.lastModelVersion());
    this.current = indexed(described, indexes);
    if (!builder.problems().isEmpty()) {
      throw new IllegalStateException("The platform's own types: " + builder.problems());
    }
  }

  public Model current() {
    return current;
  }

  /** The indexes of administrators. */
  List<Built> indexes() {
    return indexes;
  }

  /** The model in force with one index more. */
  Model with(Built index) {
    return indexed(current, List.of(index));
  }

  /** Puts indexes over a model; those of fields that are not there wait for them. */
  private static Model indexed(Model model, List<Built> indexes) {
    Map<String, RecordType> types = new LinkedHashMap<>(model.types());
    for (Built index : indexes) {
      RecordType type = types.get(index.type());
      Field field = type == null ? null : type.fields().get(index.field());
      if (field != null && Reach.isIndexable(field)) {
        Map<String, Field> fields = new LinkedHashMap<>(type.fields());
        fields.put(field.name(), field.indexed());
        types.put(type.name(), type.with(fields));
      }
    }
    return new Model(model.version(), ModelDigest.of(types), types, model.grants());
  }

  public ModelPlan plan(List<Layer> layers) {
    ModelBuilder builder = new ModelBuilder(core, layers, described, misfits);
    Model target = builder.build(nextVersion());
    ModelDifferences differences = new ModelDifferences(described, target);
    boolean possible = builder.problems().isEmpty();
    List<String> warnings = new ArrayList<>(builder.warnings());
    warnings.addAll(differences.warnings());
    return new ModelPlan(
        layers,
        possible ? target : null,
        differences.types(),
        differences.fields(),
        possible ? storage.plan(indexed(target, indexes)) : List.of(),
        builder.problems(),
        warnings);
  }

  private long nextVersion() {
    return Math.max(current.version(), storage.lastModelVersion()) + 1;
  }

  public void prepare(ModelPlan plan) {
    storage.prepare(indexed(target(plan), indexes));
  }

  /** Swaps a plan's model in and tells {@code swapped} about it. */
  public synchronized Model activate(ModelPlan plan, Consumer<Model> swapped) {
    return serve(target(plan), indexes, swapped);
  }

  /** Serves the same layers with other indexes. */
  synchronized void serve(List<Built> wanted, Consumer<Model> swapped) {
    serve(described, wanted, swapped);
  }

  private Model serve(Model next, List<Built> wanted, Consumer<Model> swapped) {
    Model target = indexed(next, wanted);
    Model served =
        new Model(
            Math.max(next.version(), nextVersion()),
            target.digest(),
            target.types(),
            target.grants());
    storage.prepare(served);
    storage.activate(served);
    described = next;
    indexes = List.copyOf(wanted);
    current = served;
    swapped.accept(served);
    return served;
  }

  private static Model target(ModelPlan plan) {
    if (plan.target() == null) {
      String why = plan.problems().isEmpty() ? "" : ": " + plan.problems().get(0).message();
      throw new ParleyException(
          ErrorKind.CONFLICT, "conflict", "This plan has problems and cannot be activated" + why);
    }
    return plan.target();
  }
}
