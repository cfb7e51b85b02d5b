// SPDX-License-Identifier: Apache-2.0
package org.parley.core.rest.internal.openapi;

import io.swagger.v3.oas.models.media.ArraySchema;
import io.swagger.v3.oas.models.media.BooleanSchema;
import io.swagger.v3.oas.models.media.ComposedSchema;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import java.math.BigDecimal;
import java.util.List;
import org.parley.core.record.Choice;
import org.parley.core.record.Field;
import org.parley.core.record.Model;
import org.parley.core.record.RecordType;

/** Schemas of fields and of records, as they are answered and as they are written. */
final class FieldSchemas {
  private FieldSchemas() {}

  /** A field's values; an unknown kind, which a plugin may have added, is any value. */
  static Schema<?> field(Model model, Field field) {
    Schema<?> schema =
        switch (field.kind().name()) {
          case "text", "phone" -> text(field);
          case "longtext" -> text(field);
          case "richtext" -> text(field).format("html");
          case "email" -> text(field).format("email");
          case "url" -> text(field).format("uri");
          case "integer" -> integer();
          case "decimal", "percent" -> decimal();
          case "money" -> money();
          case "boolean" -> new BooleanSchema();
          case "date" -> new StringSchema().format("date");
          case "datetime" -> new StringSchema().format("date-time");
          case "choice" -> choice(field);
          case "choices" -> choices(field);
          case "tags" -> new ArraySchema().items(new StringSchema().maxLength(50)).maxItems(50);
          case "reference", "user" -> reference(model, field);
          case "many" -> many(model, field);
          case "duration" -> new StringSchema().format("duration").example("PT1H30M");
          case "address" -> address();
          case "sequence" -> new StringSchema();
          case "file" -> file();
          case "secret" -> secret(field);
          default -> new Schema<>();
        };
    schema.setTitle(field.label());
    schema.setDescription(field.help());
    schema.setNullable(true);
    return schema;
  }

  private static Schema<?> text(Field field) {
    Schema<?> schema = new StringSchema();
    if (field.max() > 0) {
      schema.setMaxLength(field.max());
    }
    return schema;
  }

  static Schema<?> integer() {
    return new IntegerSchema().format("int64");
  }

  static Schema<?> id() {
    return new IntegerSchema().format("int64").minimum(BigDecimal.ONE);
  }

  private static Schema<?> decimal() {
    return new StringSchema().pattern("^-?[0-9]{1,19}(\\.[0-9]{1,10})?$").example("12.5");
  }

  private static Schema<?> money() {
    return new ObjectSchema()
        .addProperty("amount", decimal())
        .addProperty("currency", new StringSchema().pattern("^[A-Z]{3}$").example("EUR"))
        .required(List.of("amount", "currency"));
  }

  private static Schema<?> file() {
    Schema<?> schema =
        new ObjectSchema()
            .addProperty(
                "file", new StringSchema().description("In a write: what POST /files answered."))
            .addProperty("hash", new StringSchema().description("SHA-256 of what stands there."))
            .addProperty("name", new StringSchema())
            .addProperty("size", integer())
            .addProperty("type", new StringSchema());
    schema.setAdditionalProperties(false);
    return schema;
  }

  /** A text goes in, and all that comes out is that it is set. */
  private static Schema<?> secret(Field field) {
    Schema<?> answered =
        new ObjectSchema()
            .addProperty("set", new BooleanSchema())
            .required(List.of("set"))
            .additionalProperties(false);
    return new ComposedSchema().oneOf(List.of(text(field), answered));
  }

  private static Schema<?> choice(Field field) {
    StringSchema schema = new StringSchema();
    // A field that may be empty names null among its values, or validators refuse it.
    field.choices().stream().map(Choice::name).forEach(schema::addEnumItem);
    schema.addEnumItem(null);
    return schema;
  }

  /** The records of the junction: its own fields but the one that points back. */
  private static Schema<?> many(Model model, Field field) {
    RecordType through = model.types().get(field.junction().through());
    Schema<?> item = new ObjectSchema().addProperty("id", id());
    for (Field part : through == null ? List.<Field>of() : through.fields().values()) {
      boolean given = !part.hidden() && !part.readOnly() && part.junction() == null;
      if (given && !part.name().equals(field.junction().source())) {
        item.addProperty(part.name(), field(model, part));
      }
    }
    item.setAdditionalProperties(false);
    return new ArraySchema().items(item).maxItems(200);
  }

  private static Schema<?> choices(Field field) {
    StringSchema name = new StringSchema();
    field.choices().stream().map(Choice::name).forEach(name::addEnumItem);
    return new ArraySchema().items(name);
  }

  private static Schema<?> address() {
    return new ObjectSchema()
        .addProperty("street", new StringSchema().nullable(true))
        .addProperty("postal_code", new StringSchema().nullable(true))
        .addProperty("city", new StringSchema().nullable(true))
        .addProperty("region", new StringSchema().nullable(true))
        .addProperty(
            "country", new StringSchema().pattern("^[A-Za-z]{2}$").example("CH").nullable(true));
  }

  private static Schema<?> reference(Model model, Field field) {
    if (field.refersToOne()) {
      return id();
    }
    StringSchema type = new StringSchema();
    if (field.to().contains(Field.PARTY)) {
      model.types().values().stream()
          .filter(RecordType::party)
          .map(RecordType::name)
          .forEach(type::addEnumItem);
    } else if (!field.refersToAny()) {
      field.to().forEach(type::addEnumItem);
    }
    return new ObjectSchema()
        .addProperty("type", type)
        .addProperty("id", id())
        .required(List.of("type", "id"));
  }

  /** What a record's {@code fields} hold when it is answered. */
  static Schema<?> answered(Model model, RecordType type) {
    Schema<?> schema = new ObjectSchema();
    for (Field field : type.fields().values()) {
      if (!field.hidden() && field.junction() == null) {
        schema.addProperty(field.name(), field(model, field));
      }
    }
    return schema;
  }

  /** What a write may give; nothing else is taken. */
  static Schema<?> written(Model model, RecordType type, boolean create) {
    Schema<?> schema = new ObjectSchema();
    for (Field field : type.fields().values()) {
      if (field.hidden() || field.readOnly()) {
        continue;
      }
      schema.addProperty(field.name(), field(model, field));
      if (create && field.required() && field.defaultValue() == null) {
        schema.addRequiredItem(field.name());
      }
    }
    schema.setAdditionalProperties(false);
    return schema;
  }

  /** A record around its fields. */
  static Schema<?> record(Model model, RecordType type) {
    Schema<?> included = new ObjectSchema();
    included.setDescription("What \"include\" asked for, by name.");
    included.setAdditionalProperties(true);
    for (Model.Inverse inverse : model.inverses(type.name())) {
      included.addProperty(inverse.name(), new ObjectSchema().title(inverse.label()));
    }
    for (Field field : type.fields().values()) {
      if (field.junction() != null && !field.hidden()) {
        included.addProperty(field.name(), new ObjectSchema().title(field.label()));
      }
    }
    return new ObjectSchema()
        .addProperty("id", id())
        .addProperty("type", new StringSchema()._enum(List.of(type.name())))
        .addProperty("version", id())
        .addProperty("title", new StringSchema())
        .addProperty("fields", answered(model, type))
        .addProperty("links", links())
        .addProperty("included", included)
        .required(List.of("id", "type", "version", "title", "fields", "links"));
  }

  private static Schema<?> links() {
    Schema<?> link =
        new ObjectSchema()
            .addProperty("type", new StringSchema())
            .addProperty("id", id())
            .addProperty("title", new StringSchema());
    Schema<?> links = new ObjectSchema();
    links.setAdditionalProperties(link);
    return links;
  }

  static Schema<?> page(Schema<?> item) {
    return new ObjectSchema()
        .addProperty("items", new ArraySchema().items(item))
        .addProperty("prev", new StringSchema().nullable(true))
        .addProperty("next", new StringSchema().nullable(true))
        .addProperty("count", integer())
        .addProperty("more", new BooleanSchema())
        .required(List.of("items", "next"));
  }
}
