// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.write;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.parley.api.error.ParleyException;
import org.parley.api.record.Record;
import org.parley.api.record.Reference;
import org.parley.core.record.Condition;
import org.parley.core.record.Conversion.Into;
import org.parley.core.record.Conversion.Source;
import org.parley.core.record.Conversions.Part;
import org.parley.core.record.Field;
import org.parley.core.record.Operator;
import org.parley.core.record.RecordType;
import org.parley.core.record.Result;
import org.parley.core.record.Selection;
import org.parley.core.record.Storage;
import org.parley.core.record.internal.access.Access;
import org.parley.core.record.internal.access.Action;
import org.parley.core.record.internal.view.RecordReader;
import org.parley.core.record.internal.view.Titles;

/** What a record would be turned into: values taken from it, and what may be there already. */
final class Proposal {
  private static final int MOST_MATCHES = 5;

  private final Storage.Serving serving;
  private final Access access;
  private final RecordReader reader;
  private final RecordType source;
  private final Record record;
  private final Titles titles;

  Proposal(Storage.Serving serving, Access access, RecordReader reader, Record record) {
    this.serving = serving;
    this.access = access;
    this.reader = reader;
    this.record = record;
    this.source = access.model().type(record.type());
    this.titles = new Titles(serving, access, reader.knownTitles());
    Set<Reference> references = new LinkedHashSet<>();
    for (Object value : record.fields().values()) {
      if (value instanceof Reference reference) {
        references.add(reference);
      }
    }
    titles.fetch(references);
  }

  /** One part with what may be the same record. */
  Part part(Into into) {
    RecordType target = access.model().type(into.type());
    Map<String, Object> fields = fields(into);
    Map<String, String> named = new LinkedHashMap<>();
    fields.forEach(
        (name, json) -> {
          if (!target.fields().get(name).to().isEmpty()) {
            Reference to =
                (Reference) target.fields().get(name).kind().read(target.field(name), json);
            named.put(name, titles.of(to));
          }
        });
    boolean creates = !target.quarantined() && access.may(Action.CREATE, target);
    return new Part(into, creates, fields, named, matches(target, fields));
  }

  /** The values that the caller may write, as JSON; references to what is made are left out. */
  Map<String, Object> fields(Into into) {
    RecordType target = access.model().type(into.type());
    Map<String, Object> fields = new LinkedHashMap<>();
    into.fields()
        .forEach(
            (name, from) -> {
              Field field = target.fields().get(name);
              if (field == null || field.hidden() || !access.mayEdit(target, field)) {
                return;
              }
              Object json = json(from, field);
              if (json != null && fits(field, json)) {
                fields.put(name, json);
              }
            });
    return fields;
  }

  private Object json(Source from, Field field) {
    if (from instanceof Source.Fixed fixed) {
      return fixed.value();
    }
    if (from instanceof Source.Told told) {
      String text = titles.filled(told.template(), source, record);
      return field.max() > 0 && text.length() > field.max() ? text.substring(0, field.max()) : text;
    }
    Field taken = from instanceof Source.Taken one ? source.fields().get(one.field()) : null;
    Object value = taken == null || taken.hidden() ? null : record.get(taken.name());
    if (value == null) {
      return null;
    }
    Object json = taken.kind().write(taken, value);
    return value instanceof Reference to && !field.to().isEmpty()
        ? reference(field, to)
        : json instanceof String text && field.max() > 0 && text.length() > field.max()
            ? text.substring(0, field.max())
            : json;
  }

  /** A reference as a field takes it, null where it may not point there or is not to be seen. */
  private Object reference(Field field, Reference to) {
    RecordType type = access.model().types().get(to.type());
    return type != null && field.refersTo(type) && access.sees(to)
        ? field.kind().write(field, to)
        : null;
  }

  private static boolean fits(Field field, Object json) {
    try {
      return field.kind().read(field, json) != null;
    } catch (ParleyException e) {
      return false;
    }
  }

  /** Records that a duplicate rule of their type finds, newest first. */
  private List<Result> matches(RecordType target, Map<String, Object> fields) {
    List<Condition> rules = new ArrayList<>();
    for (List<String> rule : target.duplicates()) {
      if (fields.keySet().containsAll(rule)) {
        List<Condition> same =
            rule.stream().map(target::field).map(field -> equal(field, fields)).toList();
        rules.add(new Condition.And(same));
      }
    }
    Map<Long, Record> found = new LinkedHashMap<>();
    for (Condition rule : rules) {
      Condition seen = new Condition.And(List.of(rule, access.rows(Action.READ, target, rule)));
      Selection some = new Selection(target, seen, null, List.of(), null, MOST_MATCHES, false);
      try {
        serving.page(some).forEach(row -> found.putIfAbsent(row.record().id(), row.record()));
      } catch (Storage.TooWide e) {
        // Of very many records without an index on these fields a rule stays silent, as in forms.
      }
    }
    List<Record> matches =
        found.values().stream()
            .filter(match -> access.sees(target, match))
            .limit(MOST_MATCHES)
            .collect(Collectors.toList());
    return matches.isEmpty() ? List.of() : reader.present(serving, access, matches);
  }

  private static Condition equal(Field field, Map<String, Object> fields) {
    Object json = fields.get(field.name());
    String text =
        json instanceof Map<?, ?> pair ? String.valueOf(pair.get("id")) : String.valueOf(json);
    return field.kind().compare(List.of(), field, Operator.EQUAL, List.of(text));
  }
}
