// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.kind;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.parley.api.record.Address;
import org.parley.core.record.Column;
import org.parley.core.record.Condition;
import org.parley.core.record.Field;
import org.parley.core.record.FieldKind;
import org.parley.core.record.Folding;
import org.parley.core.record.Operator;
import org.parley.core.record.Shape;

/**
 * A postal address, each part a column. Folded shadows of the parts compare them; the whole,
 * folded, begins with the country and the city, so that sorting by it groups what lies together.
 */
final class AddressKind implements FieldKind {
  private static final List<String> PARTS =
      List.of("street", "postal_code", "city", "region", "country");
  private static final int[] LENGTHS = {300, 20, 100, 100, 2};
  private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

  /** Where the folded parts begin, the whole after them. */
  private static final int FOLDED = PARTS.size();

  private static final int WHOLE = 2 * PARTS.size();

  /** The longest whole, with what is between the parts. */
  private static final int WHOLE_LENGTH = 530;

  private static final String EXPECTED =
      "an address such as {\"street\":\"Bundesplatz 3\",\"postal_code\":\"3003\","
          + "\"city\":\"Bern\",\"country\":\"CH\"}";

  @Override
  public String name() {
    return "address";
  }

  @Override
  public List<String> parts(Field field) {
    return PARTS;
  }

  @Override
  public List<Column> columns(Field field) {
    Column[] columns = new Column[WHOLE + 1];
    for (int i = 0; i < FOLDED; i++) {
      columns[i] = new Column(PARTS.get(i), Shape.TEXT, LENGTHS[i]);
      columns[FOLDED + i] = new Column(PARTS.get(i) + "_folded", Shape.TEXT, LENGTHS[i]);
    }
    columns[WHOLE] = new Column("folded", Shape.TEXT, WHOLE_LENGTH);
    return List.of(columns);
  }

  @Override
  public Object read(Field field, Object json) {
    if (!(json instanceof Map<?, ?> parts) || !PARTS.containsAll(parts.keySet())) {
      throw Violation.wrongKind(field, EXPECTED);
    }
    String[] texts = new String[FOLDED];
    for (int i = 0; i < FOLDED; i++) {
      texts[i] = part(field, PARTS.get(i), parts.get(PARTS.get(i)), LENGTHS[i]);
    }
    String country = texts[4] == null ? null : texts[4].toUpperCase(Locale.ROOT);
    if (country != null && !COUNTRIES.contains(country)) {
      throw Violation.of(
          field, "wrong_kind", "needs a country by its ISO code of two letters, such as CH.");
    }
    boolean empty = Stream.of(texts).allMatch(Objects::isNull);
    return empty ? null : new Address(texts[0], texts[1], texts[2], texts[3], country);
  }

  private static String part(Field field, String name, Object json, int most) {
    if (json == null) {
      return null;
    }
    if (!(json instanceof String text)) {
      throw Violation.wrongKind(field, EXPECTED);
    }
    String stripped = text.strip().replaceAll("\\R", "\n");
    Characters.check(field, stripped, name.equals("street"));
    if (stripped.length() > most && !name.equals("country")) {
      throw Violation.of(
          field,
          "too_long",
          "has a "
              + name
              + " of "
              + stripped.length()
              + " characters, at most "
              + most
              + " are"
              + " allowed.");
    }
    return stripped.isEmpty() ? null : stripped;
  }

  @Override
  public Object write(Field field, Object value) {
    String[] texts = texts(value);
    Map<String, Object> json = new LinkedHashMap<>();
    for (int i = 0; i < FOLDED; i++) {
      if (texts[i] != null) {
        json.put(PARTS.get(i), texts[i]);
      }
    }
    return json;
  }

  private static String[] texts(Object value) {
    Address address = (Address) value;
    return new String[] {
      address.street(), address.postalCode(), address.city(), address.region(), address.country()
    };
  }

  @Override
  public Object[] split(Field field, Object value) {
    Object[] columns = new Object[WHOLE + 1];
    if (value == null) {
      return columns;
    }
    String[] texts = texts(value);
    for (int i = 0; i < FOLDED; i++) {
      columns[i] = texts[i];
      columns[FOLDED + i] = texts[i] == null ? null : folded(texts[i], LENGTHS[i]);
    }
    String whole =
        Stream.of(texts[4], texts[2], texts[1], texts[3], texts[0])
            .filter(Objects::nonNull)
            .collect(Collectors.joining(" "));
    columns[WHOLE] = folded(whole, WHOLE_LENGTH);
    return columns;
  }

  private static String folded(String text, int max) {
    return Folding.fold(text.replace('\n', ' '), max);
  }

  @Override
  public Object join(Field field, Object[] columns) {
    for (int i = 0; i < FOLDED; i++) {
      if (columns[i] != null) {
        return new Address(
            (String) columns[0],
            (String) columns[1],
            (String) columns[2],
            (String) columns[3],
            (String) columns[4]);
      }
    }
    return null;
  }

  @Override
  public int comparedColumn(Field field) {
    return WHOLE;
  }

  @Override
  public Condition compare(
      List<Field> path, Field field, Operator operator, List<String> arguments) {
    return compare(path, field, WHOLE, operator, arguments, WHOLE_LENGTH);
  }

  @Override
  public Condition comparePart(
      List<Field> path, Field field, String part, Operator operator, List<String> arguments) {
    int index = PARTS.indexOf(part);
    if (index < 0) {
      throw Violation.inFilter(
          field, "has no part " + part + "; there are " + String.join(", ", PARTS) + ".");
    }
    return compare(path, field, FOLDED + index, operator, arguments, LENGTHS[index]);
  }

  private static Condition compare(
      List<Field> path,
      Field field,
      int column,
      Operator operator,
      List<String> arguments,
      int max) {
    boolean pattern = operator == Operator.LIKE || operator == Operator.NOT_LIKE;
    Function<String, Object> parse =
        argument -> folded(argument, pattern ? Integer.MAX_VALUE : max);
    return Comparison.of(path, field, column, operator, arguments, parse);
  }
}
