// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.access;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.parley.api.error.FieldError;
import org.parley.core.record.Model;
import org.parley.core.record.internal.model.CoreLayer;

/**
 * What one role allows: immutable, read from its field {@code permissions}.
 *
 * @param types by type, or {@code *} for all that are not named, what may be done with whose
 *     records
 * @param fields by type and field, what is less than everything
 * @param rights named rights
 */
record Grants(
    Map<String, Map<Action, Level>> types,
    Map<String, Map<String, FieldLevel>> fields,
    Set<String> rights) {
  static final Grants NOTHING = new Grants(Map.of(), Map.of(), Set.of());

  /** Stands for all types that are not named. */
  static final String OTHERS = "*";

  private static final String FIELD = "permissions";

  /**
   * Reads the field of a role.
   *
   * @param errors gets what is wrong
   */
  static Grants read(Object json, List<FieldError> errors) {
    if (json == null) {
      return NOTHING;
    }
    Reading reading = new Reading(errors);
    Map<?, ?> members = reading.object("", json);
    members.keySet().stream()
        .filter(name -> !Set.of("types", "fields", "rights").contains(name))
        .forEach(name -> reading.wrong(String.valueOf(name), "types, fields and rights"));
    Map<String, Map<Action, Level>> types = new HashMap<>();
    reading
        .object("types", members.get("types"))
        .forEach((type, levels) -> types.put((String) type, reading.levels((String) type, levels)));
    Map<String, Map<String, FieldLevel>> fields = new HashMap<>();
    reading
        .object("fields", members.get("fields"))
        .forEach((type, some) -> fields.put((String) type, reading.fields((String) type, some)));
    return new Grants(types, fields, reading.rights(members.get("rights")));
  }

  /** Everything with records of the types that a plugin owns. */
  static Grants ofOwner(String plugin, Model model) {
    Map<Action, Level> all = new EnumMap<>(Action.class);
    Arrays.stream(Action.values()).forEach(action -> all.put(action, Level.ALL));
    Map<String, Map<Action, Level>> types = new HashMap<>();
    model.types().values().stream()
        .filter(type -> type.plugin().equals(plugin))
        .forEach(type -> types.put(type.name(), all));
    return new Grants(types, Map.of(), Set.of());
  }

  /** With whose records of a type something may be done. */
  Level level(Action action, String type) {
    Level named = types.getOrDefault(type, Map.of()).get(action);
    return named != null
        ? named
        : types.getOrDefault(OTHERS, Map.of()).getOrDefault(action, Level.NONE);
  }

  /** What may be done with a field; a role that does not read the type says nothing about it. */
  FieldLevel field(String type, String field) {
    return level(Action.READ, type) == Level.NONE
        ? FieldLevel.NONE
        : fields.getOrDefault(type, Map.of()).getOrDefault(field, FieldLevel.EDIT);
  }

  /** Reads the parts, naming each by where it stands. */
  private record Reading(List<FieldError> errors) {
    void wrong(String at, String allowed) {
      String place = at.isEmpty() ? FIELD : FIELD + "." + at;
      errors.add(
          new FieldError(FIELD, "wrong_kind", place + " does not fit: there is " + allowed + "."));
    }

    Map<?, ?> object(String at, Object json) {
      if (json != null && !(json instanceof Map)) {
        wrong(at, "an object here");
      }
      return json instanceof Map<?, ?> map ? map : Map.of();
    }

    Map<Action, Level> levels(String type, Object json) {
      if (CoreLayer.types().contains(type)) {
        wrong("types." + type, "a fixed rule for this type of the platform");
      }
      Map<Action, Level> levels = new EnumMap<>(Action.class);
      object("types." + type, json)
          .forEach(
              (action, level) -> {
                String at = "types." + type + "." + action;
                Action known = one(at, Action.values(), Action::word, action);
                Level allowed = one(at, Level.values(), Level::word, level);
                if (known != null && allowed != null) {
                  levels.put(known, allowed);
                }
              });
      return levels;
    }

    Map<String, FieldLevel> fields(String type, Object json) {
      Map<String, FieldLevel> fields = new HashMap<>();
      object("fields." + type, json)
          .forEach(
              (field, level) -> {
                String at = "fields." + type + "." + field;
                FieldLevel allowed = one(at, FieldLevel.values(), FieldLevel::word, level);
                if (allowed != null) {
                  fields.put((String) field, allowed);
                }
              });
      return fields;
    }

    Set<String> rights(Object json) {
      if (json == null) {
        return Set.of();
      }
      List<?> given = json instanceof List<?> list ? list : List.of(json);
      Set<String> rights = new HashSet<>();
      for (Object right : new ArrayList<>(given)) {
        Right known = one("rights", Right.values(), Right::word, right);
        if (known != null) {
          rights.add(known.word());
        }
      }
      return rights;
    }

    private <T> T one(String at, T[] values, Function<T, String> word, Object given) {
      for (T value : values) {
        if (word.apply(value).equals(given)) {
          return value;
        }
      }
      wrong(at, Arrays.stream(values).map(word).collect(Collectors.joining(", ")));
      return null;
    }
  }
}
