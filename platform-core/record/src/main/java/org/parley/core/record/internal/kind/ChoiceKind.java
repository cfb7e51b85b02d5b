// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.kind;

import java.util.List;
import java.util.stream.Collectors;
import org.parley.core.record.Choice;
import org.parley.core.record.Column;
import org.parley.core.record.Condition;
import org.parley.core.record.Field;
import org.parley.core.record.Operator;
import org.parley.core.record.Shape;

/** One of a few values, stored by its name. */
final class ChoiceKind extends SingleColumnKind {
  static final int LENGTH = 40;

  ChoiceKind() {
    super("choice", Shape.TEXT);
  }

  @Override
  public List<Column> columns(Field field) {
    return List.of(new Column("", Shape.TEXT, LENGTH));
  }

  @Override
  public Object read(Field field, Object json) {
    if (!(json instanceof String name)) {
      throw Violation.wrongKind(field, "one of " + names(field));
    }
    if (name.isBlank()) {
      return null;
    }
    if (!known(field, name)) {
      throw Violation.of(field, "unknown_choice", "must be one of " + names(field) + ".");
    }
    return name;
  }

  @Override
  public String words(Field field, Object value) {
    return label(field, (String) value);
  }

  static String label(Field field, String name) {
    return field.choices().stream()
        .filter(choice -> choice.name().equals(name))
        .map(Choice::label)
        .findFirst()
        .orElse(name);
  }

  @Override
  Object argument(Field field, String text) {
    if (!known(field, text)) {
      throw Violation.inFilter(field, "is compared with one of " + names(field) + ".");
    }
    return text;
  }

  @Override
  public Condition compare(
      List<Field> path, Field field, Operator operator, List<String> arguments) {
    Comparison.noOrder(field, operator);
    return super.compare(path, field, operator, arguments);
  }

  static boolean known(Field field, String name) {
    return field.choices().stream().anyMatch(choice -> choice.name().equals(name));
  }

  static String names(Field field) {
    return field.choices().stream().map(Choice::name).collect(Collectors.joining(", "));
  }
}
