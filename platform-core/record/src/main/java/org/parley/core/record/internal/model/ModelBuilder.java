// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.model;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.parley.api.error.FieldError;
import org.parley.core.record.Descriptor;
import org.parley.core.record.Field;
import org.parley.core.record.Layer;
import org.parley.core.record.Model;
import org.parley.core.record.ModelPlan;
import org.parley.core.record.RecordType;
import org.parley.core.record.internal.query.RelativeTime;

/** Makes a model of layers, always the same of the same, whatever their order. For one thread. */
final class ModelBuilder {
  /** Filters of views are only checked, so any moment will do. */
  private static final RelativeTime ANY_TIME = new RelativeTime(Instant.EPOCH, ZoneOffset.UTC);

  private final Problems problems = new Problems();
  private final Map<String, TypeDraft> drafts = new LinkedHashMap<>();
  private final Map<TypeDraft, Presentation> presentations = new LinkedHashMap<>();
  private final List<Extension> extensions = new ArrayList<>();
  private final List<Layer> layers = new ArrayList<>();
  private final Model current;
  private final Function<Object, List<FieldError>> misfits;

  /** What a plugin says about a type that another owns. */
  private record Extension(TypeDraft draft, Node node) {}

  /**
   * A builder for one build.
   *
   * @param core the platform's own types
   * @param current the model in force: a type belongs to the plugin that has it there
   * @param misfits what is wrong with permissions
   */
  ModelBuilder(
      Layer core, List<Layer> plugins, Model current, Function<Object, List<FieldError>> misfits) {
    this.current = current;
    this.misfits = misfits;
    layers.add(core);
    plugins.stream().sorted(Comparator.comparing(Layer::plugin)).forEach(layers::add);
  }

  /** The model; to be used only when there are no {@link #problems()}. */
  Model build(long version) {
    layers.stream().sorted(Comparator.comparing(this::newcomer)).forEach(this::addTypes);
    layers.forEach(this::addExtensions);
    presentations.forEach(
        (draft, presentation) -> {
          presentation.addViews(draft.node);
          presentation.addLayout(draft.node);
          presentation.completeLayout();
          presentation.completeViews();
        });
    for (Extension extension : extensions) {
      if (!extension.node().layer().quarantined()) {
        Presentation presentation = presentations.get(extension.draft());
        presentation.addViews(extension.node());
        presentation.addLayout(extension.node());
        presentation.placeRest(extension.node());
      }
    }
    drafts.values().forEach(this::checkReferences);
    drafts.values().forEach(this::checkJunctions);
    checkInverses();
    Map<String, RecordType> types = new LinkedHashMap<>();
    presentations.forEach(
        (draft, presentation) -> {
          types.put(
              draft.name, draft.build(presentation.visibleViews(), presentation.visibleLayout()));
        });
    Model model = new Model(version, ModelDigest.of(types), types, grants());
    if (problems.problems().isEmpty()) {
      presentations.forEach(
          (draft, presentation) -> {
            presentation.check(types.get(draft.name), model, ANY_TIME);
            draft.conversions.check(types.get(draft.name), model);
          });
    }
    return model;
  }

  /** What each plugin in force may do in its own name. */
  private Map<String, Map<String, Object>> grants() {
    Map<String, Map<String, Object>> grants = new HashMap<>();
    for (Layer layer : layers) {
      if (!layer.quarantined() && !layer.plugin().equals(SystemFields.PLUGIN)) {
        misfits
            .apply(layer.grants())
            .forEach(
                misfit ->
                    problems.add(
                        layer,
                        "META-INF/parley/plugin.json",
                        "/grants",
                        "bad_grant",
                        misfit.message()));
        grants.put(layer.plugin(), layer.grants());
      }
    }
    return grants;
  }

  List<ModelPlan.Problem> problems() {
    return problems.problems();
  }

  List<String> warnings() {
    return problems.warnings();
  }

  /** Plugins that have types in force come first, so that they keep them. */
  private boolean newcomer(Layer layer) {
    return !layer.plugin().equals(SystemFields.PLUGIN)
        && current.types().values().stream()
            .noneMatch(type -> type.plugin().equals(layer.plugin()));
  }

  private void addTypes(Layer layer) {
    for (Descriptor descriptor : layer.types()) {
      Node node = new Node(layer, descriptor.file(), "", descriptor.content(), problems);
      String name = node.text("type", "");
      TypeDraft there = drafts.get(name);
      String misfit = Names.misfit(name);
      if (name.equals(Field.PARTY)) {
        node.problem("type", "bad_name", "The name party stands for all types that are parties.");
      } else if (misfit != null) {
        node.problem("type", name.length() > 40 ? "name_too_long" : "bad_name", misfit);
      } else if (there != null) {
        node.problem(
            "type",
            "type_taken",
            "The record type " + name + " belongs to " + owner(there.plugin) + ".");
      } else if (layer.prefix() != null && !name.startsWith(layer.prefix() + "_")) {
        node.problem(
            "type", "missing_prefix", "Types of this plugin begin with " + layer.prefix() + "_.");
      } else {
        addType(node, name);
      }
    }
  }

  private static String owner(String plugin) {
    return plugin.equals(SystemFields.PLUGIN) ? "the platform" : "the plugin " + plugin;
  }

  private void addType(Node node, String name) {
    TypeDraft draft = new TypeDraft(node, name);
    drafts.put(name, draft);
    draft.addFields(node, null, false);
    Presentation presentation = new Presentation(draft);
    presentations.put(draft, presentation);
  }

  private void addExtensions(Layer layer) {
    for (Descriptor descriptor : layer.extensions()) {
      Node node = new Node(layer, descriptor.file(), "", descriptor.content(), problems);
      String name = node.text("extends", "");
      TypeDraft draft = drafts.get(name);
      if (draft == null) {
        node.problem("extends", "unknown_type", "There is no record type " + name + " to extend.");
        continue;
      }
      String prefix = draft.plugin.equals(layer.plugin()) ? null : layer.prefix();
      if (prefix == null && !draft.plugin.equals(layer.plugin()) && !layer.quarantined()) {
        problems.warn(
            layer.plugin()
                + " adds fields to "
                + name
                + " without a prefix of its own: they may collide with those of others.");
      }
      draft.addFields(node, prefix, layer.quarantined());
      extensions.add(new Extension(draft, node));
    }
  }

  private void checkReferences(TypeDraft draft) {
    Set<String> unknown = new HashSet<>();
    draft.described.forEach(
        (name, node) -> {
          Field field = draft.fields.get(name);
          for (String target : field.to()) {
            if (!field.refersToAny() && !drafts.containsKey(target)) {
              node.problem("to", "unknown_type", "There is no record type " + target + ".");
              unknown.add(name);
            }
          }
        });
    unknown.forEach(draft.fields::remove);
  }

  /** A many-to-many relation goes through a type that points to either side. */
  private void checkJunctions(TypeDraft draft) {
    draft.described.forEach(
        (name, node) -> {
          Field field = draft.fields.get(name);
          if (field == null || field.junction() == null || field.junction().through().isEmpty()) {
            return;
          }
          TypeDraft through = drafts.get(field.junction().through());
          if (through == null) {
            node.problem(
                "through",
                "unknown_type",
                "There is no record type " + field.junction().through() + ".");
            return;
          }
          Field source = through.fields.get(field.junction().source());
          if (source == null || !source.to().equals(List.of(draft.name))) {
            node.problem(
                "source",
                "bad_target",
                "The source must be a reference of " + through.name + " to " + draft.name + ".");
          }
          Field target = through.fields.get(field.junction().target());
          if (target == null || target.to().isEmpty() || target == source || target.system()) {
            node.problem(
                "target",
                "bad_target",
                "The target must be another reference of " + through.name + ".");
          }
        });
  }

  private void checkInverses() {
    Map<String, Field> taken = new HashMap<>();
    for (TypeDraft draft : drafts.values()) {
      draft.described.forEach(
          (name, node) -> {
            Field field = draft.fields.get(name);
            if (field == null || field.inverse() == null) {
              return;
            }
            for (String target : inverseTargets(field)) {
              TypeDraft on = drafts.get(target);
              boolean twice = taken.putIfAbsent(target + "/" + field.inverse(), field) != null;
              if (twice || (on != null && on.fields.containsKey(field.inverse()))) {
                node.problem(
                    "inverse",
                    "duplicate_inverse",
                    "The type " + target + " has a list or field " + field.inverse() + " already.");
              }
            }
          });
    }
  }

  private List<String> inverseTargets(Field field) {
    return field.to().contains(Field.PARTY)
        ? drafts.values().stream()
            .filter(draft -> draft.node.flag("party"))
            .map(draft -> draft.name)
            .toList()
        : field.to();
  }
}
