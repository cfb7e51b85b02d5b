// SPDX-License-Identifier: Apache-2.0
package org.parley.core.imports.internal;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.parley.core.record.Field;
import org.parley.core.record.Model;
import org.parley.core.record.RecordType;

/**
 * Proposes which record type a file's rows are and which column fills which field: by how alike
 * their names are, and by whether the first values fit. What is not alike enough is left out, since
 * a wrong proposal costs a person more than none.
 */
final class Proposal {
  private static final double ALIKE = 0.5;

  private static final List<String> DATES =
      List.of("M/d/uuuu", "d/M/uuuu", "d.M.uuuu", "uuuu/M/d", "d-M-uuuu", "uuuuMMdd");

  /** Words that mean the same in headers, each group by its first. */
  private static final List<List<String>> SAME =
      List.of(
          List.of(
              "amount", "value", "sum", "betrag", "wert", "price", "preis", "revenue", "umsatz"),
          List.of("phone", "telephone", "tel", "telefon", "mobile"),
          List.of("email", "mail"),
          List.of("website", "url", "web", "homepage", "site"),
          List.of("address", "adresse"),
          List.of("country", "location", "land"),
          List.of("stage", "status", "phase", "state"),
          List.of("company", "account", "organization", "organisation", "firma", "customer"),
          List.of("user", "owner", "agent", "assignee", "salesperson", "rep"),
          List.of("team", "office", "branch", "department", "abteilung"),
          List.of("sector", "industry", "branche"),
          List.of("surname", "last", "nachname", "family"),
          List.of("first", "vorname", "given"),
          List.of("engage", "engaged"),
          List.of("close", "closing", "closed"),
          List.of("parent", "subsidiary"));

  private final Model model;

  Proposal(Model model) {
    this.model = model;
  }

  /** A column that may fill a field, and how alike they are. */
  private record Pair(Guess.Column column, Field field, double likeness) {}

  /** The mapping of a file to a type. */
  Map<String, Object> of(Guess guess, RecordType type) {
    Map<String, Object> mapping = new LinkedHashMap<>();
    mapping.put("type", type.name());
    mapping.put("encoding", guess.encoding().name());
    mapping.put("delimiter", String.valueOf(guess.delimiter()));
    key(guess, type).ifPresent(column -> mapping.put("key", column.header()));
    Map<String, Object> fields = new LinkedHashMap<>();
    for (Pair pair : pairs(guess, type)) {
      fields.put(pair.field().name(), source(pair));
    }
    nameAll(type, fields);
    mapping.put("fields", fields);
    return mapping;
  }

  /** What every record must be called, and no two alike, may be its name: a user name. */
  private static void nameAll(RecordType type, Map<String, Object> fields) {
    Object name = fields.get("name");
    type.fields().values().stream()
        .filter(field -> name != null && field.required() && field.unique())
        .filter(field -> Mapping.isFillable(field) && field.kind().name().equals("text"))
        .forEach(field -> fields.putIfAbsent(field.name(), name));
  }

  /** The type whose fields the columns fit best, by the file's name too. */
  RecordType type(Guess guess, String fileName, List<RecordType> types) {
    String stem = fileName.replaceFirst("\\.[A-Za-z0-9]+$", "");
    return types.stream()
        .max(
            Comparator.comparingDouble(
                type ->
                    pairs(guess, type).stream().mapToDouble(Pair::likeness).sum()
                        + 2 * Math.max(likeness(stem, type.name()), likeness(stem, type.plural()))
                        + (key(guess, type).filter(c -> isNamedAfter(c, type)).isPresent()
                            ? 3
                            : 0)))
        .orElseThrow();
  }

  private List<Pair> pairs(Guess guess, RecordType type) {
    List<Pair> all = new ArrayList<>();
    for (Guess.Column column : guess.columns()) {
      for (Field field : type.fields().values()) {
        double likeness =
            Mapping.isFillable(field) && !Mapping.isInParts(field)
                ? likeness(column, type, field)
                : 0;
        if (likeness >= ALIKE) {
          all.add(new Pair(column, field, likeness));
        }
      }
    }
    all.sort(Comparator.comparingDouble(Pair::likeness).reversed());
    Set<String> columns = new HashSet<>();
    Set<String> fields = new HashSet<>();
    List<Pair> best = new ArrayList<>();
    for (Pair pair : all) {
      if (!columns.contains(pair.column().header()) && !fields.contains(pair.field().name())) {
        columns.add(pair.column().header());
        fields.add(pair.field().name());
        best.add(pair);
      }
    }
    return best;
  }

  private static double likeness(Guess.Column column, RecordType type, Field field) {
    if (field.name().equals("owner") && type.name().equals("user")) {
      return 0;
    }
    // People have offices; of other records a column called so says where they are.
    if (field.name().equals("team") && !type.name().equals("user")) {
      return 0;
    }
    double named =
        Math.max(likeness(column.header(), field.name()), likeness(column.header(), field.label()));
    // "account" in a file of accounts is their name, "product" in a file of products too.
    if (field.name().equals("name")) {
      named = Math.max(named, likeness(column.header(), type.name()));
    }
    return fits(column, field) ? named : 0;
  }

  /** Whether most of the first values can be values of a field, as far as one can see. */
  private static boolean fits(Guess.Column column, Field field) {
    Predicate<String> fitting =
        switch (field.kind().name()) {
          case "integer", "decimal", "percent", "money", "date", "datetime" ->
              value -> value.matches(".*[0-9].*");
          case "email" -> value -> value.contains("@");
          case "url" -> value -> value.matches("\\S+[.:]\\S+");
          default -> value -> true;
        };
    return column.values().stream().filter(fitting).count() * 2 >= column.values().size();
  }

  /** How alike two names are by their words, 0 to 1. */
  static double likeness(String left, String right) {
    Set<String> one = words(left);
    Set<String> other = words(right);
    if (one.isEmpty() || other.isEmpty()) {
      return 0;
    }
    Set<String> both = new HashSet<>(one);
    both.retainAll(other);
    return 2.0 * both.size() / (one.size() + other.size());
  }

  private static Set<String> words(String name) {
    Set<String> words = new HashSet<>();
    String apart = name.replaceAll("([a-z])([A-Z])", "$1 $2").toLowerCase(Locale.ROOT);
    for (String word : apart.split("[^\\p{L}0-9]+")) {
      if (!word.isEmpty() && !Set.of("of", "the", "on", "in").contains(word)) {
        String single = word.endsWith("ies") ? word.substring(0, word.length() - 3) + "y" : word;
        String plain =
            single.length() > 3 && single.endsWith("s") && !single.endsWith("ss")
                ? single.substring(0, single.length() - 1)
                : single;
        words.add(
            SAME.stream()
                .filter(group -> group.contains(plain))
                .map(group -> group.get(0))
                .findFirst()
                .orElse(plain));
      }
    }
    return words;
  }

  /** A column that tells rows apart: named as such, filled in each row and different in each. */
  private static Optional<Guess.Column> key(Guess guess, RecordType type) {
    return guess.columns().stream()
        .filter(column -> !column.repeats() && !column.gaps() && !column.values().isEmpty())
        .filter(
            column ->
                isNamedAfter(column, type)
                    || Set.of("id", "key", "uuid", "guid", "external_id", "record_id")
                        .contains(folded(column.header())))
        .findFirst();
  }

  private static boolean isNamedAfter(Guess.Column column, RecordType type) {
    String header = folded(column.header());
    return Arrays.asList(type.name() + "_id", type.name() + "_key", type.name() + "_number")
        .contains(header);
  }

  private static String folded(String header) {
    return header.strip().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_");
  }

  private Map<String, Object> source(Pair pair) {
    Map<String, Object> source = new LinkedHashMap<>();
    Field field = pair.field();
    source.put("column", pair.column().header());
    if (!field.to().isEmpty()) {
      RecordType target = model.types().get(field.to().get(0));
      if (target != null && target.fields().containsKey("name")) {
        source.put("match", "name");
      }
    }
    switch (field.kind().name()) {
      case "date", "datetime" -> format(pair.column()).ifPresent(f -> source.put("format", f));
      case "integer", "decimal", "percent", "money" -> {
        if (pair.column().values().stream().anyMatch(v -> v.matches(".*,[0-9]{1,2}\\D*"))) {
          source.put("decimal", ",");
        }
      }
      default -> {
        // text as it is
      }
    }
    return source;
  }

  /** The first format that all values have; none where they are as ISO 8601 says. */
  private static Optional<String> format(Guess.Column column) {
    return DATES.stream()
        .filter(
            format -> {
              DateTimeFormatter formatter =
                  DateTimeFormatter.ofPattern(format).withResolverStyle(ResolverStyle.STRICT);
              return !column.values().isEmpty()
                  && column.values().stream().allMatch(value -> isDate(formatter, value));
            })
        .findFirst();
  }

  private static boolean isDate(DateTimeFormatter formatter, String value) {
    try {
      LocalDate.parse(value, formatter);
      return true;
    } catch (DateTimeParseException e) {
      return false;
    }
  }
}
