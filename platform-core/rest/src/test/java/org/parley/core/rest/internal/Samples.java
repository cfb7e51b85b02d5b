// SPDX-License-Identifier: Apache-2.0
package org.parley.core.rest.internal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.parley.api.record.Money;
import org.parley.api.record.Reference;
import org.parley.core.record.Choice;
import org.parley.core.record.Column;
import org.parley.core.record.Condition;
import org.parley.core.record.Conversion;
import org.parley.core.record.Field;
import org.parley.core.record.FieldKind;
import org.parley.core.record.Model;
import org.parley.core.record.OnDelete;
import org.parley.core.record.Operator;
import org.parley.core.record.RecordType;
import org.parley.core.record.Section;
import org.parley.core.record.Shape;
import org.parley.core.record.View;

/** A small model to answer with. */
final class Samples {
  private Samples() {}

  /** A kind that writes what its name says and does nothing else. */
  record Kind(String name) implements FieldKind {
    @Override
    public List<Column> columns(Field field) {
      return List.of(new Column("", Shape.TEXT, 255));
    }

    @Override
    public Object read(Field field, Object json) {
      return json;
    }

    @Override
    public Object write(Field field, Object value) {
      if (value instanceof Money money) {
        return Map.of("amount", money.amount().toPlainString(), "currency", money.currency());
      }
      if (value instanceof Reference reference && field.refersToOne()) {
        return reference.id();
      }
      if (value instanceof Reference reference) {
        return Map.of("type", reference.type(), "id", reference.id());
      }
      return value.toString();
    }

    @Override
    public Object[] split(Field field, Object value) {
      return new Object[] {value};
    }

    @Override
    public Object join(Field field, Object[] columns) {
      return columns[0];
    }

    @Override
    public int comparedColumn(Field field) {
      return name.equals("longtext") ? -1 : 0;
    }

    @Override
    public Condition compare(
        List<Field> path, Field field, Operator operator, List<String> arguments) {
      return Condition.ALL;
    }
  }

  static Field field(String name, String kind, String... to) {
    return new Field(
        name,
        name.toUpperCase(java.util.Locale.ROOT),
        new Kind(kind),
        "parley-contacts",
        false,
        false,
        name.equals("last_name"),
        false,
        false,
        false,
        name.equals("hidden"),
        kind.equals("text") ? 100 : 0,
        kind.equals("decimal") ? 19 : 0,
        kind.equals("decimal") ? 4 : 0,
        null,
        kind.equals("choice")
            ? List.of(new Choice("new", "New", "grey", null), new Choice("won", "Won", null, "won"))
            : List.of(),
        List.of(to),
        to.length == 0 ? null : "contacts",
        to.length == 0 ? null : "Contacts",
        OnDelete.CLEAR,
        null);
  }

  static RecordType contact(boolean quarantined) {
    Map<String, Field> fields = new LinkedHashMap<>();
    for (Field field :
        List.of(
            field("last_name", "text"),
            field("notes", "longtext"),
            field("lifecycle", "choice"),
            field("revenue", "money"),
            field("weight", "decimal"),
            field("employees", "integer"),
            field("email", "email"),
            field("site", "url"),
            field("active", "boolean"),
            field("born", "date"),
            field("seen_at", "datetime"),
            field("account", "reference", "account"),
            field("about", "reference", "*"),
            field("hidden", "text"))) {
      fields.put(field.name(), field);
    }
    Conversion promote =
        new Conversion(
            "promote",
            "Promote",
            "star",
            List.of(new Conversion.Into("account", "account", false, Map.of())),
            Map.of(),
            Map.of("account", "account"));
    return new RecordType(
        "contact",
        "Contact",
        "Contacts",
        "user",
        "{last_name}",
        true,
        "parley-contacts",
        quarantined,
        new RecordType.Nav("Sales", 20, "c"),
        fields,
        List.of(new View("all", "All", "list", List.of("title"), "-last_name", null, "x")),
        List.of(new Section("details", "Details", List.of("last_name"))),
        List.of(),
        null,
        List.of(),
        null,
        List.of(promote),
        null);
  }

  static RecordType account() {
    return new RecordType(
        "account",
        "Account",
        "Accounts",
        null,
        "{name}",
        true,
        "parley-contacts",
        false,
        null,
        Map.of("name", field("name", "text")),
        List.of(),
        List.of(),
        List.of(),
        null);
  }

  static Model model(long version) {
    Map<String, RecordType> types = new LinkedHashMap<>();
    types.put("account", account());
    types.put("contact", contact(false));
    return new Model(version, "digest", types);
  }
}
