// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.parley.core.record.Field;
import org.parley.core.record.FieldKind;
import org.parley.core.record.Model;
import org.parley.core.record.OnDelete;
import org.parley.core.record.RecordType;

/** Makes record types and models for tests. */
public final class Types {
  private Types() {}

  /** A field and its attributes, to be changed one by one. */
  public record Draft(Field field) {
    public Draft required() {
      return with(field.unique(), field.index(), field.sensitive(), field.hidden(), field.max());
    }

    public Draft unique() {
      return with(true, field.index(), field.sensitive(), field.hidden(), field.max());
    }

    public Draft indexed() {
      return with(field.unique(), true, field.sensitive(), field.hidden(), field.max());
    }

    public Draft sensitive() {
      return with(field.unique(), field.index(), true, field.hidden(), field.max());
    }

    public Draft hidden() {
      return with(field.unique(), field.index(), field.sensitive(), true, field.max());
    }

    public Draft max(int max) {
      return with(field.unique(), field.index(), field.sensitive(), field.hidden(), max);
    }

    private Draft with(boolean unique, boolean index, boolean sensitive, boolean hidden, int max) {
      return new Draft(
          make(
              field.name(),
              field.kind(),
              field.system(),
              unique,
              index,
              sensitive,
              hidden,
              max,
              field.to()));
    }
  }

  public static Draft field(String name, FieldKind kind, String... to) {
    return new Draft(make(name, kind, false, false, false, false, false, 0, List.of(to)));
  }

  private static Field make(
      String name,
      FieldKind kind,
      boolean system,
      boolean unique,
      boolean index,
      boolean sensitive,
      boolean hidden,
      int max,
      List<String> to) {
    return new Field(
        name,
        name,
        kind,
        "test",
        system,
        system,
        false,
        unique,
        index,
        sensitive,
        hidden,
        max,
        0,
        0,
        null,
        List.of(),
        to,
        null,
        null,
        OnDelete.CLEAR,
        null);
  }

  private static Field moment(String name) {
    return make(name, Kinds.DATETIME, true, false, true, false, false, 0, List.of());
  }

  private static Field system(String name, FieldKind kind, String... to) {
    return make(name, kind, true, false, false, false, false, 0, List.of(to));
  }

  public static RecordType type(String name, Draft... fields) {
    return make(name, false, fields);
  }

  /** A type whose records are people. */
  public static RecordType party(String name, Draft... fields) {
    return make(name, true, fields);
  }

  private static RecordType make(String name, boolean party, Draft... fields) {
    Map<String, Field> all = new LinkedHashMap<>();
    List<Field> list = new ArrayList<>();
    list.add(moment("created_at"));
    list.add(system("created_by", Kinds.REFERENCE, "user"));
    list.add(moment("modified_at"));
    list.add(system("modified_by", Kinds.REFERENCE, "user"));
    list.add(system("owner", Kinds.REFERENCE, "user"));
    list.add(system("deleted_at", Kinds.DATETIME));
    for (Draft draft : fields) {
      list.add(draft.field());
    }
    list.forEach(field -> all.put(field.name(), field));
    return new RecordType(
        name,
        name,
        name + "s",
        null,
        "{id}",
        party,
        "test",
        false,
        null,
        all,
        List.of(),
        List.of(),
        List.of(),
        null);
  }

  /** A model of these types and users. */
  public static Model model(long version, RecordType... types) {
    Map<String, RecordType> all = new LinkedHashMap<>();
    all.put("user", type("user", field("name", Kinds.TEXT)));
    StringBuilder digest = new StringBuilder();
    for (RecordType type : types) {
      all.put(type.name(), type);
      type.fields().values().forEach(field -> digest.append(field.toString()));
    }
    return new Model(version, Integer.toHexString(digest.toString().hashCode()), all);
  }
}
