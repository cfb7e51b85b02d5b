// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.parley.api.record.Record;
import org.parley.api.record.Reference;
import org.parley.core.record.Condition;
import org.parley.core.record.Field;
import org.parley.core.record.Grouping;
import org.parley.core.record.RecordType;
import org.parley.core.record.Row;
import org.parley.core.record.Selection;
import org.parley.core.record.Shape;

/** Evaluates conditions and orders on records in memory. */
record Matcher(Map<Long, Record> rows) {
  boolean meets(RecordType type, Record record, Condition condition) {
    if (condition instanceof Condition.And and) {
      return and.parts().stream().allMatch(part -> meets(type, record, part));
    }
    if (condition instanceof Condition.Or or) {
      return or.parts().stream().anyMatch(part -> meets(type, record, part));
    }
    Condition.Compare compare = (Condition.Compare) condition;
    Record at = record;
    for (Field hop : compare.path()) {
      at = at == null ? null : target(at.get(hop.name()));
    }
    Object value = at == null ? null : column(at, compare.field(), compare.column());
    Field field = compare.field();
    boolean words =
        value != null && field.kind().columns(field).get(compare.column()).shape() == Shape.WORDS;
    return words ? wordsMeet(compare, (String) value) : meets(compare, value);
  }

  /** What a record has in common with its group. */
  Object key(Record record, Grouping.Key key) {
    Record at = record;
    for (Field hop : key.path()) {
      at = at == null ? null : target(at.get(hop.name()));
    }
    Object value = at == null ? null : column(at, key.field(), 0);
    if (value == null || key.starts().isEmpty()) {
      return value;
    }
    Object last = null;
    for (Object start : key.starts()) {
      @SuppressWarnings("unchecked")
      boolean begun = ((Comparable<Object>) start).compareTo(value) <= 0;
      last = begun ? start : last;
    }
    return last;
  }

  /** The compared columns of a field added up. */
  Grouping.Sum sum(List<Record> records, Field field) {
    BigDecimal total = BigDecimal.ZERO;
    long values = 0;
    for (Record record : records) {
      Object value = column(record, field, field.kind().comparedColumn(field));
      if (value != null) {
        total = total.add(new BigDecimal(value.toString()));
        values++;
      }
    }
    return new Grouping.Sum(total, values);
  }

  private Record target(Object value) {
    return value instanceof Reference reference ? rows.get(reference.id()) : null;
  }

  private static Object column(Record record, Field field, int column) {
    return switch (field.name()) {
      case "id" -> record.id();
      case "version" -> record.version();
      default -> field.kind().split(field, record.get(field.name()))[column];
    };
  }

  private static boolean wordsMeet(Condition.Compare compare, String words) {
    boolean all = compare.operator().name().startsWith("NOT_");
    Stream<String> lines = words.lines();
    return all
        ? lines.allMatch(word -> meets(compare, word))
        : lines.anyMatch(word -> meets(compare, word));
  }

  private static boolean meets(Condition.Compare compare, Object value) {
    List<Object> values = compare.values();
    Object first = values.get(0);
    return switch (compare.operator()) {
      case NULL -> (value == null) == (Boolean) first;
      case EQUAL, IN -> value != null && values.stream().anyMatch(v -> order(value, v) == 0);
      case NOT_EQUAL, NOT_IN ->
          value == null || values.stream().noneMatch(v -> order(value, v) == 0);
      case LESS -> value != null && order(value, first) < 0;
      case LESS_OR_EQUAL -> value != null && order(value, first) <= 0;
      case GREATER -> value != null && order(value, first) > 0;
      case GREATER_OR_EQUAL -> value != null && order(value, first) >= 0;
      case LIKE -> value != null && like((String) value, (String) first);
      case NOT_LIKE -> value == null || !like((String) value, (String) first);
    };
  }

  private static boolean like(String value, String pattern) {
    String regex =
        Arrays.stream(pattern.split("\\*", -1))
            .map(Pattern::quote)
            .reduce((a, b) -> a + ".*" + b)
            .orElse("");
    return Pattern.compile(regex, Pattern.DOTALL).matcher(value).matches();
  }

  @SuppressWarnings("unchecked")
  private static int order(Object one, Object other) {
    if (!one.getClass().equals(other.getClass())) {
      throw new IllegalStateException(one.getClass() + " compared with " + other.getClass());
    }
    return ((Comparable<Object>) one).compareTo(other);
  }

  Object[] keys(Selection selection, Record record) {
    return selection.sort().stream()
        .map(Selection.Sort::field)
        .map(field -> column(record, field, field.kind().comparedColumn(field)))
        .toArray();
  }

  int compare(Selection selection, Row row, Row other) {
    return compare(selection, row, new Selection.Cursor(other.sortKeys(), other.record().id()));
  }

  int compare(Selection selection, Row row, Selection.Cursor place) {
    for (int i = 0; i < selection.sort().size(); i++) {
      Object a = row.sortKeys()[i];
      Object b = place.keys()[i];
      if (Objects.equals(a, b)) {
        continue;
      }
      if (a == null || b == null) {
        return a == null ? 1 : -1;
      }
      return selection.sort().get(i).descending() ? order(b, a) : order(a, b);
    }
    int ids = Long.compare(row.record().id(), place.id());
    return Selection.idDescending(selection.sort()) ? -ids : ids;
  }
}
