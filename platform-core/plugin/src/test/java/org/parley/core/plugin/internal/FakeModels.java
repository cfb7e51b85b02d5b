// SPDX-License-Identifier: Apache-2.0
package org.parley.core.plugin.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.parley.core.record.Descriptor;
import org.parley.core.record.Layer;
import org.parley.core.record.Model;
import org.parley.core.record.ModelPlan;
import org.parley.core.record.Models;
import org.parley.core.record.RecordType;

/** Makes models of names only: enough to see which layers are in force. */
final class FakeModels implements Models {
  private volatile Model current = new Model(0, "", Map.of());
  private volatile List<Layer> layers = List.of();
  private final List<String> seeded = new ArrayList<>();
  private volatile RuntimeException failure;
  private volatile RuntimeException seedFailure;
  private int activations;

  /** Makes the next activation fail. */
  void failWith(RuntimeException next) {
    failure = next;
  }

  /** Makes the next seeding fail. */
  void failSeedingWith(RuntimeException next) {
    seedFailure = next;
  }

  List<Layer> layers() {
    return layers;
  }

  List<String> seeded() {
    return seeded;
  }

  int activations() {
    return activations;
  }

  @Override
  public Model current() {
    return current;
  }

  @Override
  public ModelPlan plan(List<Layer> wanted) {
    Map<String, RecordType> types = new LinkedHashMap<>();
    List<ModelPlan.TypeChange> changes = new ArrayList<>();
    List<ModelPlan.Problem> problems = new ArrayList<>();
    Map<String, String> owners = new HashMap<>();
    for (Layer layer : wanted) {
      for (Descriptor descriptor : layer.types()) {
        String name = (String) descriptor.content().get("type");
        String owner = owners.putIfAbsent(name, layer.plugin());
        if (owner != null) {
          problems.add(
              new ModelPlan.Problem(
                  layer.plugin(),
                  descriptor.file(),
                  "/type",
                  "type_taken",
                  "The type " + name + " belongs to " + owner + "."));
        }
        types.put(
            name,
            new RecordType(
                name,
                name,
                name,
                null,
                null,
                false,
                layer.plugin(),
                layer.quarantined(),
                null,
                Map.of(),
                List.of(),
                List.of(),
                List.of(),
                null));
        changes.add(new ModelPlan.TypeChange(name, name, layer.plugin(), ModelPlan.Difference.ADD));
      }
      for (Descriptor descriptor : layer.extensions()) {
        String target = (String) descriptor.content().get("extends");
        if (!types.containsKey(target)) {
          problems.add(
              new ModelPlan.Problem(
                  layer.plugin(),
                  descriptor.file(),
                  "/extends",
                  "unknown_type",
                  "There is no type " + target + "."));
        }
      }
    }
    Model target =
        problems.isEmpty()
            ? new Model(current.version() + 1, types.keySet().toString(), types)
            : null;
    return new ModelPlan(wanted, target, changes, List.of(), List.of(), problems, List.of());
  }

  @Override
  public void prepare(ModelPlan plan) {}

  @Override
  public Model activate(ModelPlan plan) {
    RuntimeException fails = failure;
    failure = null;
    if (fails != null) {
      throw fails;
    }
    current = plan.target();
    layers = plan.layers();
    activations++;
    return current;
  }

  @Override
  public void restoreDemo(String plugin, List<Descriptor> seeds) {
    // Nothing is in the trash.
  }

  @Override
  public DemoRemoved removeDemo(String plugin, List<Descriptor> seeds) {
    return new DemoRemoved(seeds.size(), List.of());
  }

  @Override
  public void seed(String plugin, List<Descriptor> seeds) {
    RuntimeException fails = seedFailure;
    seedFailure = null;
    if (fails != null) {
      throw fails;
    }
    seeded.add(plugin);
  }
}
