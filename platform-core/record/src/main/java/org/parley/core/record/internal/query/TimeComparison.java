// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.query;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.parley.core.record.Condition;
import org.parley.core.record.Field;
import org.parley.core.record.Operator;
import org.parley.core.record.Shape;
import org.parley.core.record.internal.query.RelativeTime.Days;
import org.parley.core.record.internal.query.RelativeTime.Meaning;
import org.parley.core.record.internal.query.RelativeTime.Moment;

/**
 * Compares dates and moments with days and periods: {@code created_at==today} means any moment of
 * the day, {@code close_date=gt=this_month} one after its end.
 */
record TimeComparison(RelativeTime time, List<Field> path, Field field, Shape shape) {
  Condition compare(Operator operator, List<String> arguments) {
    List<Condition> parts =
        arguments.stream().map(argument -> one(single(operator), argument)).toList();
    if (parts.size() == 1) {
      return parts.get(0);
    }
    return switch (operator) {
      case IN -> new Condition.Or(parts);
      case NOT_IN -> new Condition.And(parts);
      default -> throw FilterText.bad(field.name() + " is compared with one value.");
    };
  }

  private static Operator single(Operator operator) {
    return switch (operator) {
      case IN -> Operator.EQUAL;
      case NOT_IN -> Operator.NOT_EQUAL;
      default -> operator;
    };
  }

  private Condition one(Operator operator, String argument) {
    Meaning meaning = time.meaning(argument).orElse(null);
    if (meaning instanceof Moment moment && shape == Shape.DATE) {
      LocalDate day = LocalDate.ofInstant(moment.at(), time.zone());
      return days(operator, new Days(day, day.plusDays(1)));
    }
    if (meaning instanceof Moment moment) {
      return plain(operator, moment.at());
    }
    return meaning instanceof Days days
        ? days(operator, days)
        : field.kind().compare(path, field, operator, List.of(argument));
  }

  private Condition days(Operator operator, Days days) {
    return switch (operator) {
      case LESS -> plain(Operator.LESS, edge(days.from()));
      case LESS_OR_EQUAL -> plain(Operator.LESS, edge(days.until()));
      case GREATER -> plain(Operator.GREATER_OR_EQUAL, edge(days.until()));
      case GREATER_OR_EQUAL -> plain(Operator.GREATER_OR_EQUAL, edge(days.from()));
      case NOT_EQUAL ->
          new Condition.Or(
              List.of(
                  plain(Operator.LESS, edge(days.from())),
                  plain(Operator.GREATER_OR_EQUAL, edge(days.until())),
                  field.kind().compare(path, field, Operator.NULL, List.of("true"))));
      default ->
          new Condition.And(
              List.of(
                  plain(Operator.GREATER_OR_EQUAL, edge(days.from())),
                  plain(Operator.LESS, edge(days.until()))));
    };
  }

  private Object edge(LocalDate day) {
    return shape == Shape.DATE ? day : time.start(day);
  }

  private Condition plain(Operator operator, Object value) {
    if (value instanceof Instant instant) {
      return field.kind().compare(path, field, operator, List.of(instant.toString()));
    }
    return field.kind().compare(path, field, operator, List.of(value.toString()));
  }
}
