// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.kind;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.parley.core.record.Choice;
import org.parley.core.record.Column;
import org.parley.core.record.Condition;
import org.parley.core.record.Field;
import org.parley.core.record.FieldKind;
import org.parley.core.record.Operator;
import org.parley.core.record.Shape;

/** Some of a few values, stored by their names in the order the field declares them. */
final class ChoicesKind implements FieldKind, Sized {
  private static final int MOST = 500;

  @Override
  public String name() {
    return "choices";
  }

  /** How many of them may be chosen. */
  @Override
  public int defaultMax() {
    return MOST;
  }

  @Override
  public int greatestMax() {
    return MOST;
  }

  @Override
  public List<Column> columns(Field field) {
    int length = Math.min(field.max(), field.choices().size()) * (ChoiceKind.LENGTH + 1);
    return List.of(new Column("", Shape.WORDS, Math.max(length, ChoiceKind.LENGTH)));
  }

  @Override
  public Object read(Field field, Object json) {
    if (!(json instanceof List<?> names)) {
      throw Violation.wrongKind(field, "a list of " + ChoiceKind.names(field));
    }
    Set<String> chosen = new LinkedHashSet<>();
    for (Object name : names) {
      if (!(name instanceof String text)) {
        throw Violation.wrongKind(field, "a list of " + ChoiceKind.names(field));
      }
      if (!ChoiceKind.known(field, text)) {
        throw Violation.of(
            field, "unknown_choice", "must be some of " + ChoiceKind.names(field) + ".");
      }
      chosen.add(text);
    }
    if (chosen.size() > field.max()) {
      throw Violation.of(
          field,
          "too_many",
          "has " + chosen.size() + " choices, at most " + field.max() + " are allowed.");
    }
    List<String> ordered =
        field.choices().stream().map(Choice::name).filter(chosen::contains).toList();
    return ordered.isEmpty() ? null : ordered;
  }

  @Override
  public Object write(Field field, Object value) {
    return value;
  }

  @Override
  public String words(Field field, Object value) {
    return ((List<?>) value)
        .stream()
            .map(name -> ChoiceKind.label(field, (String) name))
            .collect(Collectors.joining(", "));
  }

  @Override
  public Object[] split(Field field, Object value) {
    return new Object[] {Lines.joined(value)};
  }

  @Override
  public Object join(Field field, Object[] columns) {
    return Lines.split(columns[0]);
  }

  @Override
  public int comparedColumn(Field field) {
    return -1;
  }

  @Override
  public Condition compare(
      List<Field> path, Field field, Operator operator, List<String> arguments) {
    Comparison.noWildcards(field, operator);
    Comparison.noOrder(field, operator);
    return Comparison.of(path, field, 0, operator, arguments, text -> known(field, text));
  }

  private static String known(Field field, String text) {
    if (!ChoiceKind.known(field, text)) {
      throw Violation.inFilter(field, "is compared with one of " + ChoiceKind.names(field) + ".");
    }
    return text;
  }
}
