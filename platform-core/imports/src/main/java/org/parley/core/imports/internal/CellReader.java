// SPDX-License-Identifier: Apache-2.0
package org.parley.core.imports.internal;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.parley.core.record.Choice;
import org.parley.core.record.Field;

/** Turns the text of a cell into what a body would say in its field. Immutable. */
final class CellReader {
  private static final Set<String> YES = Set.of("true", "yes", "y", "1", "x", "ja", "wahr");
  private static final Set<String> NO = Set.of("false", "no", "n", "0", "nein", "falsch");
  private static final Pattern POINT = number(",", "[.]");
  private static final Pattern COMMA = number("[.]", ",");
  private static final Set<String> NUMBERS = Set.of("integer", "decimal", "percent");

  private final DateTimeFormatter format;
  private final boolean comma;
  private final String currency;

  /** A cell that is no value of its field. */
  static final class Misfit extends Exception {
    private static final long serialVersionUID = 1L;

    Misfit(String message) {
      super(message, null, false, false);
    }
  }

  /**
   * @param format of dates and times, or null for ISO
   * @param decimal what stands before the decimals: "." or ","; null for "."
   * @param currency of amounts that name none
   * @throws IllegalArgumentException when the format is none
   */
  CellReader(String format, String decimal, String currency) {
    this.format = format == null ? null : formatter(format);
    this.comma = ",".equals(decimal);
    this.currency = currency;
  }

  /** Strict but for leading zeros, and in any case; a year of two digits is one of ours. */
  private static DateTimeFormatter formatter(String pattern) {
    return new DateTimeFormatterBuilder()
        .parseCaseInsensitive()
        .appendPattern(pattern.replaceAll("y(?=([^']*'[^']*')*[^']*$)", "u"))
        .toFormatter(Locale.ENGLISH)
        .withResolverStyle(ResolverStyle.STRICT);
  }

  /**
   * The value of a cell that is not empty.
   *
   * @param part of the field that it fills, or null
   */
  Object read(Field field, String part, String cell) throws Misfit {
    if (part != null) {
      return part.equals("country") ? country(cell) : cell;
    }
    String kind = field.kind().name();
    if (NUMBERS.contains(kind)) {
      BigDecimal number = number(cell.endsWith("%") ? cell.substring(0, cell.length() - 1) : cell);
      return number.stripTrailingZeros().scale() <= 0 && number.precision() < 19
          ? (Object) number.longValueExact()
          : number;
    }
    switch (kind) {
      case "money":
        return money(cell);
      case "boolean":
        return truth(cell);
      case "date":
        return format == null ? cell : date(cell).toString();
      case "datetime":
        return format == null ? cell : time(cell);
      case "choice":
        return choice(field, cell);
      case "choices":
        List<Object> chosen = new java.util.ArrayList<>();
        for (String one : words(cell)) {
          chosen.add(choice(field, one));
        }
        return chosen;
      case "tags":
        return words(cell);
      default:
        return cell;
    }
  }

  /** By its code, or by its name in English or German. */
  private static String country(String cell) throws Misfit {
    if (cell.length() == 2) {
      return cell;
    }
    for (String code : Locale.getISOCountries()) {
      Locale country = new Locale("", code);
      if (cell.equalsIgnoreCase(country.getDisplayCountry(Locale.ENGLISH))
          || cell.equalsIgnoreCase(country.getDisplayCountry(Locale.GERMAN))
          || cell.equalsIgnoreCase(country.getISO3Country())) {
        return code;
      }
    }
    throw new Misfit("\"" + cell + "\" is no country; a code such as CH always is.");
  }

  private static List<String> words(String cell) {
    return Arrays.stream(cell.split("[,;|]"))
        .map(String::strip)
        .filter(one -> !one.isEmpty())
        .toList();
  }

  /** Thousands may be told apart; a group has three digits, in India also two. */
  private static Pattern number(String thousands, String decimals) {
    String whole = "([0-9]{1,3}(" + thousands + "[0-9]{2,3})*" + thousands + "[0-9]{3}|[0-9]*)";
    return Pattern.compile(
        "[+-]?(?=\\D?[0-9])" + whole + "(" + decimals + "[0-9]*)?([eE][+-]?[0-9]{1,3})?");
  }

  /** A comma where no thousands end is more likely a decimal one: that is not to be guessed. */
  private BigDecimal number(String cell) throws Misfit {
    String plain = cell.replaceAll("[\\s'\u00a0\u202f]", "");
    if (!(comma ? COMMA : POINT).matcher(plain).matches()) {
      throw new Misfit("\"" + cell + "\" is no number.");
    }
    return new BigDecimal(
        comma ? plain.replace(".", "").replace(',', '.') : plain.replace(",", ""));
  }

  private Object money(String cell) throws Misfit {
    String amount = cell.replaceAll("[A-Za-z]+\\.?|[\\p{Sc}\\s]", "");
    String code = cell.replaceAll("[^A-Za-z]", "").toUpperCase(Locale.ROOT);
    String in = code.matches("[A-Z]{3}") ? code : currency;
    if (amount.isEmpty()) {
      throw new Misfit("\"" + cell + "\" is no number.");
    }
    return Map.of("amount", number(amount).toPlainString(), "currency", in);
  }

  private static boolean truth(String cell) throws Misfit {
    String word = cell.toLowerCase(Locale.ROOT);
    if (!YES.contains(word) && !NO.contains(word)) {
      throw new Misfit("\"" + cell + "\" is neither yes nor no.");
    }
    return YES.contains(word);
  }

  private LocalDate date(String cell) throws Misfit {
    try {
      return LocalDate.from(format.parse(cell));
    } catch (DateTimeException e) {
      throw new Misfit("\"" + cell + "\" is no date of the given format.");
    }
  }

  private String time(String cell) throws Misfit {
    try {
      TemporalAccessor parsed = format.parse(cell);
      LocalDate day = LocalDate.from(parsed);
      var clock = parsed.query(TemporalQueries.localTime());
      LocalDateTime at = clock == null ? day.atStartOfDay() : day.atTime(clock);
      int offset =
          parsed.isSupported(ChronoField.OFFSET_SECONDS)
              ? parsed.get(ChronoField.OFFSET_SECONDS)
              : 0;
      return at.minusSeconds(offset) + (at.getSecond() == 0 && at.getNano() == 0 ? ":00Z" : "Z");
    } catch (DateTimeException e) {
      throw new Misfit("\"" + cell + "\" is no time of the given format.");
    }
  }

  /** By name or by label, in any case. */
  private static String choice(Field field, String cell) throws Misfit {
    String plain = cell.strip();
    for (Choice choice : field.choices()) {
      if (choice.name().equalsIgnoreCase(plain) || choice.label().equalsIgnoreCase(plain)) {
        return choice.name();
      }
    }
    String underlined = plain.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_");
    for (Choice choice : field.choices()) {
      if (choice.name().equals(underlined)) {
        return choice.name();
      }
    }
    throw new Misfit("\"" + cell + "\" is none of the choices of " + field.label() + ".");
  }
}
