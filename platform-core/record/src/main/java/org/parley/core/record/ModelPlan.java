// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record;

import java.util.List;

/**
 * What would become of the model and the database. With {@link #problems()} it cannot be activated.
 *
 * @param layers what it was planned from
 * @param target the model, or null when there are problems
 */
public record ModelPlan(
    List<Layer> layers,
    Model target,
    List<TypeChange> types,
    List<FieldChange> fields,
    List<SchemaStep> steps,
    List<Problem> problems,
    List<String> warnings) {

  /** How something differs from what is in force now. */
  public enum Difference {
    ADD,
    CHANGE,
    KEEP,
    QUARANTINE,
    HIDE
  }

  /** A record type, and how it differs. */
  public record TypeChange(String type, String label, String plugin, Difference difference) {}

  /** A field, and how it differs. */
  public record FieldChange(
      String type, String field, String kind, String plugin, Difference difference) {}

  /**
   * One statement the database will run.
   *
   * @param cost {@code instant}, {@code short} or {@code long}
   * @param pause what people notice, in a few words; {@code none} for nothing
   */
  public record SchemaStep(String sql, String cost, String pause) {}

  /**
   * Why a descriptor cannot be taken in.
   *
   * @param pointer JSON pointer to the culprit in the file
   */
  public record Problem(String plugin, String file, String pointer, String code, String message) {}

  public ModelPlan {
    layers = List.copyOf(layers);
    types = List.copyOf(types);
    fields = List.copyOf(fields);
    steps = List.copyOf(steps);
    problems = List.copyOf(problems);
    warnings = List.copyOf(warnings);
  }
}
