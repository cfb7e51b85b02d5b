// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.model;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.parley.api.error.ErrorKind;
import org.parley.api.error.ParleyException;
import org.parley.core.record.Layer;
import org.parley.core.record.Model;
import org.parley.core.record.ModelPlan;
import org.parley.core.record.Storage;

/** The model in force, and how the next one takes its place. */
public final class ServedModels {
  private final Storage storage;
  private final Layer core;
  private volatile Model current;

  public ServedModels(Storage storage, Layer core) {
    this.storage = storage;
    this.core = core;
    Model none = new Model(0, "", java.util.Map.of());
    ModelBuilder builder = new ModelBuilder(core, List.of(), none);
    this.current = builder.build(storage.lastModelVersion());
    if (!builder.problems().isEmpty()) {
      throw new IllegalStateException("The platform's own types: " + builder.problems());
    }
  }

  public Model current() {
    return current;
  }

  public ModelPlan plan(List<Layer> layers) {
    ModelBuilder builder = new ModelBuilder(core, layers, current);
    Model target = builder.build(nextVersion());
    ModelDifferences differences = new ModelDifferences(current, target);
    boolean possible = builder.problems().isEmpty();
    List<String> warnings = new ArrayList<>(builder.warnings());
    warnings.addAll(differences.warnings());
    return new ModelPlan(
        layers,
        possible ? target : null,
        differences.types(),
        differences.fields(),
        possible ? storage.plan(target) : List.of(),
        builder.problems(),
        warnings);
  }

  private long nextVersion() {
    return Math.max(current.version(), storage.lastModelVersion()) + 1;
  }

  public void prepare(ModelPlan plan) {
    storage.prepare(target(plan));
  }

  /** Swaps a plan's model in and tells {@code swapped} about it. */
  public synchronized Model activate(ModelPlan plan, Consumer<Model> swapped) {
    Model target = target(plan);
    long next = nextVersion();
    Model served =
        target.version() >= next ? target : new Model(next, target.digest(), target.types());
    storage.prepare(served);
    storage.activate(served);
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
