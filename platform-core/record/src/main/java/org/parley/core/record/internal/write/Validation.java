// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.write;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.parley.api.error.FieldError;
import org.parley.api.record.Money;
import org.parley.api.record.Record;
import org.parley.api.record.Reference;
import org.parley.core.record.Condition;
import org.parley.core.record.Field;
import org.parley.core.record.Operator;
import org.parley.core.record.RecordType;
import org.parley.core.record.internal.company.CoreRules;
import org.parley.core.record.internal.kind.Kinds;

/** Checks the values a record would have, all at once, and completes amounts of money. */
final class Validation {
  private static final int MONEY_DIGITS = 15;

  private final WriteUnit unit;
  private final RecordType type;
  private final long id;
  private final Optional<Record> before;
  private final List<FieldError> errors;

  /**
   * A check of one record.
   *
   * @param before as it is stored, empty when it is new
   * @param errors gets what is wrong
   */
  Validation(
      WriteUnit unit, RecordType type, long id, Optional<Record> before, List<FieldError> errors) {
    this.unit = unit;
    this.type = type;
    this.id = id;
    this.before = before;
    this.errors = errors;
  }

  /** The values as they shall be stored. */
  Map<String, Object> check(Map<String, Object> values) {
    Map<String, Object> old = before.map(Record::fields).orElse(Map.of());
    Set<String> changed = Values.changed(old, values);
    Map<String, Object> checked = new LinkedHashMap<>(values);
    required(values, changed);
    Map<String, Set<Reference>> references = new LinkedHashMap<>();
    for (String name : changed) {
      Object value = values.get(name);
      if (value instanceof Money money) {
        money(name, money).ifPresent(converted -> checked.put(name, converted));
      } else if (value instanceof Reference reference) {
        if (!party(name, reference)) {
          continue;
        }
        references.computeIfAbsent(name, key -> new LinkedHashSet<>()).add(reference);
      }
      Field field = type.fields().get(name);
      if (value != null && field.unique()) {
        unique(field, value);
      }
    }
    references(references);
    errors.addAll(CoreRules.check(type.name(), values));
    if (type.name().equals("company") && changed.contains("currency") && before.isPresent()) {
      currencyStays();
    }
    return checked;
  }

  /** Whether a reference to any party points to one. */
  private boolean party(String name, Reference reference) {
    Field field = type.fields().get(name);
    Map<String, RecordType> types = unit.serving().model().types();
    RecordType target = types.get(reference.type());
    if (target == null || !field.to().contains(Field.PARTY) || target.party()) {
      return true;
    }
    String parties =
        types.values().stream()
            .filter(RecordType::party)
            .map(RecordType::name)
            .collect(Collectors.joining(" or "));
    errors.add(
        new FieldError(name, "wrong_kind", field.label() + " can point to " + parties + " only."));
    return false;
  }

  /** A field that became required later binds a record only when somebody empties it. */
  private void required(Map<String, Object> values, Set<String> changed) {
    for (Field field : type.fields().values()) {
      boolean missing = field.required() && !field.hidden() && values.get(field.name()) == null;
      boolean told = errors.stream().anyMatch(error -> error.field().equals(field.name()));
      boolean theirs = unit.access().mayEdit(type, field);
      if (missing && theirs && !told && (before.isEmpty() || changed.contains(field.name()))) {
        errors.add(new FieldError(field.name(), "required", field.label() + " must not be empty."));
      }
    }
  }

  private Optional<Money> money(String name, Money money) {
    String label = type.fields().get(name).label();
    Optional<Money> converted = unit.company().converted(unit.serving(), money);
    if (converted.isEmpty()) {
      errors.add(
          new FieldError(
              name,
              "no_rate",
              label
                  + " is in "
                  + money.currency()
                  + ", for which there is no exchange rate yet: add one under Exchange rates."));
      return converted;
    }
    var worth = converted.get().inCompanyCurrency();
    if (worth.precision() - worth.scale() > MONEY_DIGITS) {
      errors.add(
          new FieldError(name, "out_of_range", label + " is too large in company currency."));
    }
    return converted;
  }

  private void references(Map<String, Set<Reference>> references) {
    Map<String, Set<Long>> wanted = new LinkedHashMap<>();
    references
        .values()
        .forEach(
            set ->
                set.forEach(
                    reference ->
                        wanted
                            .computeIfAbsent(reference.type(), key -> new LinkedHashSet<>())
                            .add(reference.id())));
    Set<Reference> there = new LinkedHashSet<>();
    wanted.forEach(
        (name, ids) -> {
          there.addAll(unit.gathered().existing(name, ids, unit.access()));
        });
    references.forEach(
        (name, set) -> {
          for (Reference reference : set) {
            if (!there.contains(reference)) {
              errors.add(
                  new FieldError(
                      name,
                      "no_such_record",
                      type.fields().get(name).label()
                          + " points to "
                          + reference.type()
                          + " "
                          + reference.id()
                          + ", which does not exist or is in the trash."));
            }
          }
        });
  }

  private void unique(Field field, Object value) {
    int column = field.kind().comparedColumn(field);
    Object compared = field.kind().split(field, value)[column];
    if (isStored(field, column, compared)
        || unit.gathered().has(type, id, field, column, compared)) {
      errors.add(
          new FieldError(
              field.name(),
              "not_unique",
              field.label() + " is taken: another " + type.label() + " has the same."));
    }
  }

  /** Whether another record has a value, as the database has it. */
  private boolean isStored(Field field, int column, Object compared) {
    OptionalLong holder = unit.gathered().holder(field, compared);
    if (holder.isPresent()) {
      return holder.getAsLong() != 0 && holder.getAsLong() != id;
    }
    Condition where =
        new Condition.And(
            List.of(
                new Condition.Compare(List.of(), field, column, Operator.EQUAL, List.of(compared)),
                new Condition.Compare(List.of(), Kinds.ID, 0, Operator.NOT_EQUAL, List.of(id))));
    return unit.serving().count(type, where, false, 1) > 0;
  }

  /** Stored amounts carry their worth in company currency, so it can only change without any. */
  private void currencyStays() {
    for (RecordType any : unit.serving().model().types().values()) {
      List<Condition> filled = new ArrayList<>();
      for (Field field : any.fields().values()) {
        if (field.kind().name().equals("money")) {
          filled.add(field.kind().compare(List.of(), field, Operator.NULL, List.of("false")));
        }
      }
      if (!filled.isEmpty() && unit.serving().count(any, new Condition.Or(filled), false, 1) > 0) {
        errors.add(
            new FieldError(
                "currency",
                "read_only",
                "Currency stays as it is: there are amounts that are compared in it."));
        return;
      }
    }
  }
}
