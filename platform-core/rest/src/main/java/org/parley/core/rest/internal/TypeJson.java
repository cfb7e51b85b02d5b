// SPDX-License-Identifier: Apache-2.0
package org.parley.core.rest.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.parley.core.record.Choice;
import org.parley.core.record.Field;
import org.parley.core.record.Model;
import org.parley.core.record.RecordType;
import org.parley.core.record.Section;
import org.parley.core.record.View;

/**
 * Record types in JSON, as the REST reference shows them: attributes that do not apply are left
 * out.
 */
final class TypeJson {
  private TypeJson() {}

  /**
   * All types.
   *
   * @param built fields whose indexes administrators have built, as {@code type.field}
   */
  static void all(JsonGenerator json, Model model, Set<String> built) throws IOException {
    json.writeStartObject();
    json.writeNumberField("model", model.version());
    json.writeArrayFieldStart("items");
    for (RecordType type : model.types().values()) {
      type(json, model, type, built);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  static void type(JsonGenerator json, Model model, RecordType type, Set<String> built)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("name", type.name());
    json.writeStringField("label", type.label());
    json.writeStringField("plural", type.plural());
    optional(json, "icon", type.icon());
    json.writeStringField("plugin", type.plugin());
    json.writeStringField("state", type.quarantined() ? "quarantined" : "active");
    json.writeBooleanField("party", type.party());
    json.writeStringField("title", type.title());
    if (type.navGroup() != null) {
      json.writeObjectFieldStart("nav");
      json.writeStringField("group", type.navGroup());
      json.writeNumberField("order", type.navOrder());
      json.writeEndObject();
    }
    json.writeArrayFieldStart("fields");
    for (Field field : type.fields().values()) {
      if (!field.hidden()) {
        field(json, field, built.contains(type.name() + "." + field.name()));
      }
    }
    json.writeEndArray();
    inverses(json, model, type);
    views(json, type.views());
    layout(json, type.layout());
    json.writeEndObject();
  }

  private static void field(JsonGenerator json, Field field, boolean built) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", field.name());
    json.writeStringField("label", field.label());
    json.writeStringField("kind", field.kind().name());
    json.writeStringField("plugin", field.plugin());
    json.writeBooleanField("required", field.required());
    json.writeBooleanField("unique", field.unique());
    json.writeBooleanField("index", field.index());
    if (built) {
      json.writeStringField("indexBy", "administrator");
    }
    json.writeBooleanField("readOnly", field.readOnly());
    json.writeBooleanField("system", field.system());
    json.writeBooleanField("sensitive", field.sensitive());
    json.writeBooleanField("sortable", field.kind().comparedColumn(field) >= 0);
    positive(json, "max", field.max());
    positive(json, "precision", field.precision());
    if (field.precision() > 0) {
      json.writeNumberField("scale", field.scale());
    }
    if (field.file() != null) {
      if (field.file().maxBytes() > 0) {
        json.writeNumberField("maxBytes", field.file().maxBytes());
      }
      if (!field.file().accept().isEmpty()) {
        strings(json, "accept", field.file().accept());
      }
    }
    if (field.defaultValue() != null) {
      json.writeFieldName("default");
      Json.write(json, field.defaultValue());
    }
    if (!field.choices().isEmpty()) {
      choices(json, field.choices());
    }
    if (!field.to().isEmpty()) {
      strings(json, "to", field.to());
    }
    optional(json, "format", field.format());
    if (field.junction() != null) {
      json.writeStringField("through", field.junction().through());
      json.writeStringField("source", field.junction().source());
      json.writeStringField("target", field.junction().target());
    }
    optional(json, "inverse", field.inverse());
    optional(json, "help", field.help());
    json.writeEndObject();
  }

  private static void choices(JsonGenerator json, List<Choice> choices) throws IOException {
    json.writeArrayFieldStart("choices");
    for (Choice choice : choices) {
      json.writeStartObject();
      json.writeStringField("name", choice.name());
      json.writeStringField("label", choice.label());
      optional(json, "color", choice.color());
      optional(json, "outcome", choice.outcome());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void inverses(JsonGenerator json, Model model, RecordType type)
      throws IOException {
    json.writeArrayFieldStart("inverses");
    for (Model.Inverse inverse : model.inverses(type.name())) {
      json.writeStartObject();
      json.writeStringField("name", inverse.name());
      json.writeStringField("label", inverse.label());
      json.writeStringField("type", inverse.from().name());
      json.writeStringField("field", inverse.field().name());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void views(JsonGenerator json, List<View> views) throws IOException {
    json.writeArrayFieldStart("views");
    for (View view : views) {
      json.writeStartObject();
      json.writeStringField("name", view.name());
      json.writeStringField("label", view.label());
      json.writeStringField("kind", view.kind());
      strings(json, "columns", view.columns());
      json.writeStringField("sort", view.sort());
      json.writeStringField("filter", view.filter());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void layout(JsonGenerator json, List<Section> layout) throws IOException {
    json.writeArrayFieldStart("layout");
    for (Section section : layout) {
      json.writeStartObject();
      json.writeStringField("name", section.name());
      json.writeStringField("label", section.label());
      strings(json, "fields", section.fields());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void strings(JsonGenerator json, String name, List<String> values)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (String value : values) {
      json.writeString(value);
    }
    json.writeEndArray();
  }

  private static void optional(JsonGenerator json, String name, String value) throws IOException {
    if (value != null) {
      json.writeStringField(name, value);
    }
  }

  private static void positive(JsonGenerator json, String name, int value) throws IOException {
    if (value > 0) {
      json.writeNumberField(name, value);
    }
  }
}
