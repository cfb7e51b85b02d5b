// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.view;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.parley.api.record.Money;
import org.parley.api.record.Record;
import org.parley.api.record.Reference;
import org.parley.api.security.Principal;
import org.parley.core.record.Choice;
import org.parley.core.record.Field;
import org.parley.core.record.RecordType;
import org.parley.core.record.Storage;
import org.parley.core.record.internal.access.Access;

/** Titles of records, fetched for many references at once, one statement per type. For one call. */
public final class Titles {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z0-9_]+)}");

  /** Titles may name references, whose titles may again: so far and no further. */
  private static final int DEEPEST = 2;

  private static final int BATCH = 1_000;

  private final Storage.Serving serving;
  private final Principal principal;
  private final Map<Reference, Record> known = new HashMap<>();
  private final Set<Reference> missing = new LinkedHashSet<>();

  public Titles(Storage.Serving serving, Principal principal) {
    this.serving = serving;
    this.principal = principal;
  }

  /** The fields a title is made of. */
  public static Set<String> fields(RecordType type) {
    Set<String> names = new LinkedHashSet<>();
    Matcher matcher = PLACEHOLDER.matcher(type.title());
    while (matcher.find()) {
      if (type.fields().containsKey(matcher.group(1))) {
        names.add(matcher.group(1));
      }
    }
    return names;
  }

  /** Fetches what the references point to, and what those titles name. */
  public void fetch(Set<Reference> references) {
    fetch(references, DEEPEST);
  }

  private void fetch(Set<Reference> references, int depth) {
    Map<String, List<Long>> wanted = new LinkedHashMap<>();
    for (Reference reference : references) {
      boolean readable =
          serving.model().types().containsKey(reference.type())
              && Access.mayRead(principal, reference.type());
      if (readable && !known.containsKey(reference) && missing.add(reference)) {
        wanted.computeIfAbsent(reference.type(), type -> new ArrayList<>()).add(reference.id());
      }
    }
    Set<Reference> next = new LinkedHashSet<>();
    wanted.forEach(
        (name, ids) -> {
          RecordType type = serving.model().types().get(name);
          for (int from = 0; from < ids.size(); from += BATCH) {
            List<Long> batch = ids.subList(from, Math.min(ids.size(), from + BATCH));
            for (Record record : serving.findAll(type, batch)) {
              known.put(new Reference(name, record.id()), record);
              next.addAll(titleReferences(type, record));
            }
          }
        });
    if (depth > 0 && !next.isEmpty()) {
      fetch(next, depth - 1);
    }
  }

  /** The references that a record's own title names. */
  public static Set<Reference> titleReferences(RecordType type, Record record) {
    return fields(type).stream()
        .map(record::get)
        .filter(Reference.class::isInstance)
        .map(Reference.class::cast)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** The record behind a fetched reference, null when it is not there or may not be read. */
  Record record(Reference reference) {
    return known.get(reference);
  }

  /** The title of what a reference points to; type and number where that may not be told. */
  public String of(Reference reference) {
    return of(reference, DEEPEST);
  }

  private String of(Reference reference, int depth) {
    Record record = known.get(reference);
    if (record == null || record.get("deleted_at") != null) {
      return reference.type() + " #" + reference.id();
    }
    return of(serving.model().types().get(reference.type()), record, depth);
  }

  /** The title of a record. */
  public String of(RecordType type, Record record) {
    return of(type, record, DEEPEST);
  }

  private String of(RecordType type, Record record, int depth) {
    StringBuilder title = new StringBuilder();
    Matcher matcher = PLACEHOLDER.matcher(type.title());
    int end = 0;
    boolean told = false;
    while (matcher.find()) {
      title.append(type.title(), end, matcher.start());
      end = matcher.end();
      String text = text(type, record, matcher.group(1), depth);
      told |= !text.isEmpty();
      title.append(text);
    }
    title.append(type.title(), end, type.title().length());
    String made = title.toString().strip().replaceAll("\\s{2,}", " ");
    return (told || end == 0) && !made.isEmpty() ? made : type.name() + " #" + record.id();
  }

  private String text(RecordType type, Record record, String name, int depth) {
    if (name.equals("id")) {
      return Long.toString(record.id());
    }
    Field field = type.fields().get(name);
    Object value = field == null || field.hidden() ? null : record.get(name);
    if (value == null) {
      return "";
    }
    if (value instanceof Reference reference) {
      return depth == 0 ? reference.type() + " #" + reference.id() : of(reference, depth - 1);
    }
    if (value instanceof Money money) {
      return ((Map<?, ?>) field.kind().write(field, money)).get("amount") + " " + money.currency();
    }
    if (!field.choices().isEmpty()) {
      return field.choices().stream()
          .filter(choice -> choice.name().equals(value))
          .map(Choice::label)
          .findFirst()
          .orElse(value.toString());
    }
    return value.toString();
  }
}
