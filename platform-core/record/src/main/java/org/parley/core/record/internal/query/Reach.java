// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.query;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.parley.api.error.ErrorKind;
import org.parley.api.error.FieldError;
import org.parley.api.error.ParleyException;
import org.parley.core.record.Condition;
import org.parley.core.record.Field;
import org.parley.core.record.Operator;
import org.parley.core.record.RecordType;
import org.parley.core.record.Selection;
import org.parley.core.record.Shape;
import org.parley.core.record.Storage;
import org.parley.core.record.internal.kind.Kinds;

/**
 * What a list of a large type may ask for, told by the record type alone so that a person can
 * foresee it: every comparison and the first sort field are ones that an index answers. A list that
 * asks for more needs a part of its filter that leaves few records.
 *
 * @param where the whole condition
 * @param order the whole order
 */
public record Reach(RecordType type, Condition where, List<Selection.Sort> order) {
  /** Longer texts do not fit an index of every database. */
  public static final int LONGEST_INDEXED = 500;

  /** Whether an administrator can have an index built over a field. */
  public static boolean isIndexable(Field field) {
    int compared = field.kind().comparedColumn(field);
    return compared >= 0
        && field != Kinds.VERSION
        && field.to().isEmpty()
        && !field.hidden()
        && field.max() <= LONGEST_INDEXED
        && field.kind().columns(field).get(compared).shape() != Shape.LONG_TEXT;
  }

  /** The first thing asked for that no index answers, as the refusal it may become. */
  public Optional<ParleyException> obstacle() {
    return comparisons(where)
        .flatMap(compare -> obstacle(compare).stream())
        .findFirst()
        .or(this::unsorted);
  }

  private static Stream<Condition.Compare> comparisons(Condition condition) {
    if (condition instanceof Condition.And and) {
      return and.parts().stream().flatMap(Reach::comparisons);
    }
    if (condition instanceof Condition.Or or) {
      return or.parts().stream().flatMap(Reach::comparisons);
    }
    return Stream.of((Condition.Compare) condition);
  }

  private Optional<ParleyException> obstacle(Condition.Compare compare) {
    String name = compare.field().name();
    if (!compare.path().isEmpty()) {
      String path = compare.path().stream().map(Field::name).collect(Collectors.joining("."));
      return Optional.of(
          wide(path + "." + name, "be found by " + path + "." + name + ", across a reference"));
    }
    boolean like = compare.operator() == Operator.LIKE || compare.operator() == Operator.NOT_LIKE;
    if (like && ((String) compare.values().get(0)).startsWith("*")) {
      return Optional.of(
          wide(
              name,
              "look for a text inside " + name + "; look for how it begins, without the first *"));
    }
    return SortOrder.found(compare.field())
        ? Optional.empty()
        : Optional.of(missing(compare.field(), "found"));
  }

  private Optional<ParleyException> unsorted() {
    if (order.isEmpty() || SortOrder.indexed(order.get(0).field())) {
      return Optional.empty();
    }
    return Optional.of(missing(order.get(0).field(), "sorted"));
  }

  private ParleyException missing(Field field, String verb) {
    if (!isIndexable(field)) {
      return wide(field.name(), "be " + verb + " by " + field.name());
    }
    String message =
        "There are too many "
            + type.plural()
            + " to be "
            + verb
            + " by "
            + field.name()
            + ", which has no index. An administrator can have it built; until then "
            + otherwise();
    return refusal("needs_index", field.name(), message);
  }

  private ParleyException wide(String field, String what) {
    return refusal(
        "too_wide",
        field,
        "There are too many " + type.plural() + " to " + what + ": " + otherwise());
  }

  private static String otherwise() {
    return "add a part to the filter, by \";\", that an index answers and that leaves few.";
  }

  /** What to tell when reading along the order did not fill the page. */
  public ParleyException tooWide(Storage.TooWide found) {
    String by = order.isEmpty() ? "id" : order.get(0).field().name();
    return refusal(
        "too_wide",
        by,
        found.found()
            + " of these "
            + type.plural()
            + " are among the first "
            + found.read()
            + " in the order of "
            + by
            + ", and no part of the filter leaves so few that the rest could be looked through."
            + " Make the filter narrower, or sort by a field that it names.");
  }

  private static ParleyException refusal(String code, String field, String message) {
    return new ParleyException(
        ErrorKind.INVALID, code, message, List.of(new FieldError(field, code, message)), null);
  }
}
