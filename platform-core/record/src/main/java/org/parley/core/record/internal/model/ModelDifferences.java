// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.parley.core.record.Choice;
import org.parley.core.record.Field;
import org.parley.core.record.Model;
import org.parley.core.record.ModelPlan;
import org.parley.core.record.ModelPlan.Difference;
import org.parley.core.record.RecordType;

/** How a model differs from the one in force, and what that narrows. */
final class ModelDifferences {
  private final List<ModelPlan.TypeChange> types = new ArrayList<>();
  private final List<ModelPlan.FieldChange> fields = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  ModelDifferences(Model from, Model to) {
    to.types().forEach((name, type) -> compare(from.types().get(name), type));
    from.types()
        .forEach(
            (name, type) -> {
              if (!to.types().containsKey(name)) {
                types.add(change(type, Difference.QUARANTINE));
                warnings.add(
                    type.plugin() + " leaves out the type " + name + ": its records stay stored.");
              }
            });
  }

  List<ModelPlan.TypeChange> types() {
    return types;
  }

  List<ModelPlan.FieldChange> fields() {
    return fields;
  }

  List<String> warnings() {
    return warnings;
  }

  private static ModelPlan.TypeChange change(RecordType type, Difference difference) {
    return new ModelPlan.TypeChange(type.name(), type.label(), type.plugin(), difference);
  }

  private void compare(RecordType old, RecordType type) {
    Map<String, Field> before = old == null ? Map.of() : old.fields();
    boolean fieldsChanged = false;
    for (Field field : type.fields().values()) {
      Difference difference = compare(before.get(field.name()), field);
      fieldsChanged |= difference != Difference.KEEP;
      if (!field.system()) {
        add(type, field, difference);
        warnOfNarrowing(type, before.get(field.name()), field, old != null);
      }
    }
    for (Field gone : before.values()) {
      if (!type.fields().containsKey(gone.name())) {
        fieldsChanged = true;
        add(type, gone, Difference.HIDE);
        warnings.add(where(type, gone) + " is left out: its values stay stored. " + MAJOR);
      }
    }
    if (old == null) {
      types.add(change(type, Difference.ADD));
    } else if (type.quarantined() && !old.quarantined()) {
      types.add(change(type, Difference.QUARANTINE));
    } else {
      boolean same = !fieldsChanged && type.equals(old);
      types.add(change(type, same ? Difference.KEEP : Difference.CHANGE));
    }
  }

  private void add(RecordType type, Field field, Difference difference) {
    fields.add(
        new ModelPlan.FieldChange(
            type.name(), field.name(), field.kind().name(), field.plugin(), difference));
  }

  private static Difference compare(Field old, Field field) {
    if (old == null) {
      return field.hidden() ? Difference.HIDE : Difference.ADD;
    }
    if (field.hidden() && !old.hidden()) {
      return Difference.HIDE;
    }
    if (!field.hidden() && old.hidden()) {
      return Difference.ADD;
    }
    return field.equals(old) ? Difference.KEEP : Difference.CHANGE;
  }

  private static final String MAJOR = "This asks for a new major version.";

  private void warnOfNarrowing(RecordType type, Field old, Field field, boolean typeExisted) {
    if (old == null) {
      if (field.required() && typeExisted && field.defaultValue() == null) {
        warnings.add(where(type, field) + " is required, records that exist lack it. " + MAJOR);
      }
      return;
    }
    if (field.max() < old.max()) {
      warnings.add(
          where(type, field)
              + " becomes shorter: "
              + old.max()
              + " to "
              + field.max()
              + ". "
              + MAJOR);
    }
    if (field.scale() < old.scale()
        || field.precision() - field.scale() < old.precision() - old.scale()) {
      warnings.add(where(type, field) + " has fewer digits. " + MAJOR);
    }
    if (!field.refersToAny() && !field.to().containsAll(old.to())) {
      warnings.add(where(type, field) + " can point to fewer types. " + MAJOR);
    }
    if (!Objects.equals(field.junction(), old.junction())) {
      warnings.add(where(type, field) + " goes through other records. " + MAJOR);
    }
    if (field.required() && !old.required()) {
      warnings.add(where(type, field) + " becomes required. " + MAJOR);
    }
    Set<String> gone = names(old);
    gone.removeAll(names(field));
    if (!gone.isEmpty()) {
      warnings.add(
          where(type, field) + " loses the choices " + String.join(", ", gone) + ". " + MAJOR);
    }
  }

  private static Set<String> names(Field field) {
    return field.choices().stream()
        .map(Choice::name)
        .collect(Collectors.toCollection(HashSet::new));
  }

  private static String where(RecordType type, Field field) {
    return field.plugin() + ": the field " + field.name() + " of " + type.name();
  }
}
