// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.write;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.parley.api.error.FieldError;
import org.parley.api.error.ParleyException;
import org.parley.api.record.Address;
import org.parley.api.record.Money;
import org.parley.api.record.Reference;
import org.parley.api.record.StoredFile;
import org.parley.core.record.Field;
import org.parley.core.record.RecordType;
import org.parley.core.record.Sealed;
import org.parley.core.record.internal.query.RelativeTime;

/** Values by field name on their way from a body into a record. */
final class Values {
  private Values() {}

  /**
   * Reads a body.
   *
   * @param seeding whether {@code created_at} may be given
   * @param userId who {@code me} is, 0 for nobody
   * @param errors gets what is wrong, field by field
   * @return values by name; null for a field to be emptied
   */
  static Map<String, Object> read(
      RecordType type,
      Map<String, Object> body,
      boolean seeding,
      long userId,
      List<FieldError> errors) {
    Map<String, Object> values = new LinkedHashMap<>();
    body.forEach(
        (name, json) -> {
          Field field = type.fields().get(name);
          if (field == null || field.hidden()) {
            errors.add(unknown(type, name));
          } else if (field.readOnly() && !(seeding && name.equals("created_at"))) {
            errors.add(
                new FieldError(name, "read_only", field.label() + " is kept by the system."));
          } else {
            try {
              Object empty = field.junction() == null ? null : List.of();
              values.put(
                  name,
                  json == null ? empty : field.kind().read(field, personal(field, json, userId)));
            } catch (ParleyException e) {
              errors.addAll(e.fields());
            }
          }
        });
    return values;
  }

  /** The caller's id where a field that points to people says {@code me}. */
  private static Object personal(Field field, Object json, long userId) {
    boolean me = "me".equals(json) && field.to().equals(List.of("user")) && userId > 0;
    return me ? (Object) userId : json;
  }

  private static FieldError unknown(RecordType type, String name) {
    boolean system = name.equals("id") || name.equals("version");
    return system
        ? new FieldError(name, "read_only", "It is kept by the system.")
        : new FieldError(
            shortened(name),
            "unknown_field",
            "The type " + type.name() + " has no field " + shortened(name) + ".");
  }

  private static String shortened(String name) {
    return name.length() > 60 ? name.substring(0, 60) + "…" : name;
  }

  /** The values a new record starts with. */
  static Map<String, Object> defaults(RecordType type, RelativeTime time, long userId) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (Field field : type.fields().values()) {
      Object given = field.defaultValue();
      boolean nobody = userId <= 0 && "me".equals(given) && !field.to().isEmpty();
      if (given != null && !field.hidden() && !nobody) {
        Object json = personal(field, absolute(field, given, time), userId);
        values.put(field.name(), field.kind().read(field, json));
      }
    }
    return values;
  }

  /** A relative date such as {@code today+30} as the date it means; anything else as it is. */
  private static Object absolute(Field field, Object json, RelativeTime time) {
    if (json instanceof String text && RelativeTime.isPoint(text)) {
      switch (field.kind().name()) {
        case "date":
          return time.date(text).map(LocalDate::toString).orElse(text);
        case "datetime":
          return time.instant(text).map(Instant::toString).orElse(text);
        default:
          return json;
      }
    }
    return json;
  }

  /** What a member of a body refers to; empty when it is no reference, or none that can be read. */
  static Optional<Reference> reference(RecordType type, String name, Object json) {
    Field field = type.fields().get(name);
    if (field == null || field.to().isEmpty() || json == null) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable((Reference) field.kind().read(field, json));
    } catch (ParleyException e) {
      return Optional.empty();
    }
  }

  /** Puts changes over values; null empties. */
  static Map<String, Object> merged(Map<String, Object> values, Map<String, Object> changes) {
    Map<String, Object> merged = new LinkedHashMap<>(values);
    changes.forEach(
        (name, value) -> {
          if (value == null) {
            merged.remove(name);
          } else if (!same(merged.get(name), value)) {
            merged.put(name, value);
          }
        });
    return merged;
  }

  /** Whether two values are the same to a person; what money is worth elsewhere does not count. */
  static boolean same(Object one, Object other) {
    if (one instanceof Money a && other instanceof Money b) {
      return a.amount().compareTo(b.amount()) == 0 && a.currency().equals(b.currency());
    }
    return Objects.equals(one, other);
  }

  /** The names of fields in which two sets of values differ. */
  static Set<String> changed(Map<String, Object> before, Map<String, Object> after) {
    Set<String> names = new LinkedHashSet<>(before.keySet());
    names.addAll(after.keySet());
    names.removeIf(name -> same(before.get(name), after.get(name)));
    return names;
  }

  /** A value from a hook as JSON, so that it passes the same checks as any body. */
  static Object json(Object value) {
    if (value instanceof BigDecimal number) {
      return number.precision() - (long) number.scale() > 100 ? "1e100" : number.toPlainString();
    }
    if (value instanceof Money money) {
      return Map.of("amount", json(money.amount()), "currency", money.currency());
    }
    if (value instanceof Reference reference) {
      return Map.of("type", reference.type(), "id", reference.id());
    }
    if (value instanceof StoredFile file) {
      return Map.of("hash", file.hash(), "name", file.name());
    }
    if (value instanceof Sealed) {
      return Map.of("set", true);
    }
    if (value instanceof Address address) {
      Map<String, Object> parts = new LinkedHashMap<>();
      parts.put("street", address.street());
      parts.put("postal_code", address.postalCode());
      parts.put("city", address.city());
      parts.put("region", address.region());
      parts.put("country", address.country());
      return parts;
    }
    boolean text =
        value instanceof LocalDate || value instanceof Instant || value instanceof Duration;
    return text ? value.toString() : value;
  }

  /** Values from a hook as JSON. */
  static Map<String, Object> json(Map<String, Object> values) {
    Map<String, Object> json = new LinkedHashMap<>();
    values.forEach((name, value) -> json.put(name, json(value)));
    return json;
  }
}
