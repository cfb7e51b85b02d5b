// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.kind;

import java.util.List;
import org.parley.core.record.Condition;
import org.parley.core.record.Field;
import org.parley.core.record.Operator;
import org.parley.core.record.Shape;

/** Yes or no. */
final class BooleanKind extends SingleColumnKind {
  BooleanKind() {
    super("boolean", Shape.BOOLEAN);
  }

  @Override
  public Object read(Field field, Object json) {
    if (json instanceof Boolean) {
      return json;
    }
    throw Violation.wrongKind(field, "true or false");
  }

  @Override
  Object argument(Field field, String text) {
    return switch (text) {
      case "true" -> Boolean.TRUE;
      case "false" -> Boolean.FALSE;
      default -> throw Violation.inFilter(field, "is compared with true or false.");
    };
  }

  @Override
  public Condition compare(
      List<Field> path, Field field, Operator operator, List<String> arguments) {
    Comparison.noOrder(field, operator);
    return super.compare(path, field, operator, arguments);
  }
}
