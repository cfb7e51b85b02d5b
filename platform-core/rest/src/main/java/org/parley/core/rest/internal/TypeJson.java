// SPDX-License-Identifier: Apache-2.0
package org.parley.core.rest.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.parley.core.record.Choice;
import org.parley.core.record.Conversion;
import org.parley.core.record.Field;
import org.parley.core.record.May;
import org.parley.core.record.Model;
import org.parley.core.record.RecordType;
import org.parley.core.record.Section;
import org.parley.core.record.Timeline;
import org.parley.core.record.View;

/**
 * Record types in JSON, as the REST reference shows them: attributes that do not apply are left
 * out.
 *
 * @param model as the reader sees it
 * @param may what the reader may do with records of a type
 * @param built fields whose indexes administrators have built, as {@code type.field}
 * @param texts what the reader's language calls them
 * @param brief whether to tell only what a list needs, for the first page of the interface
 */
record TypeJson(
    Model model, Function<String, May> may, Set<String> built, Texts texts, boolean brief) {

  /** All types. */
  void all(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeNumberField("model", model.version());
    json.writeArrayFieldStart("items");
    for (RecordType type : model.types().values()) {
      type(json, type);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  void type(JsonGenerator json, RecordType type) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", type.name());
    json.writeStringField("label", texts.type(type.name(), "label", type.label()));
    json.writeStringField("plural", texts.type(type.name(), "plural", type.plural()));
    optional(json, "icon", type.icon());
    if (!brief || type.quarantined()) {
      json.writeStringField("plugin", type.plugin());
    }
    json.writeStringField("state", type.quarantined() ? "quarantined" : "active");
    flag(json, "party", type.party());
    if (type.right() != null) {
      json.writeStringField("right", type.right());
    }
    json.writeStringField("title", type.title());
    RecordType.Nav nav = type.nav();
    if (nav != null) {
      json.writeObjectFieldStart("nav");
      json.writeStringField("group", texts.of(type.plugin() + ".nav." + nav.group(), nav.group()));
      json.writeNumberField("order", nav.order());
      optional(json, "key", nav.key());
      json.writeEndObject();
    }
    May allowed = may.apply(type.name());
    may(json, allowed);
    json.writeArrayFieldStart("fields");
    for (Field field : type.fields().values()) {
      if (!field.hidden()) {
        field(json, type, field, allowed);
      }
    }
    json.writeEndArray();
    views(json, type);
    if (!brief) {
      beyondLists(json, type);
    }
    json.writeEndObject();
  }

  /** What forms and single records need of a type. */
  private void beyondLists(JsonGenerator json, RecordType type) throws IOException {
    inverses(json, type);
    layout(json, type);
    if (!type.duplicates().isEmpty()) {
      json.writeFieldName("duplicates");
      Json.write(json, type.duplicates());
    }
    reminders(json, type);
    if (type.timeline() != null) {
      timeline(json, type.timeline());
    }
    if (!type.conversions().isEmpty()) {
      conversions(json, type);
    }
  }

  private static void reminders(JsonGenerator json, RecordType type) throws IOException {
    if (type.reminders().isEmpty()) {
      return;
    }
    json.writeArrayFieldStart("reminders");
    for (RecordType.Reminder reminder : type.reminders()) {
      json.writeStartObject();
      json.writeStringField("field", reminder.field());
      json.writeStringField("to", reminder.to());
      optional(json, "before", reminder.before());
      optional(json, "unless", reminder.unless());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void timeline(JsonGenerator json, Timeline timeline) throws IOException {
    json.writeObjectFieldStart("timeline");
    optional(json, "at", timeline.at());
    optional(json, "kind", timeline.kind());
    json.writeFieldName("icons");
    Json.write(json, timeline.icons());
    optional(json, "done", timeline.done());
    optional(json, "due", timeline.due());
    optional(json, "text", timeline.text());
    strings(json, "fields", timeline.fields());
    json.writeEndObject();
  }

  private void conversions(JsonGenerator json, RecordType type) throws IOException {
    json.writeArrayFieldStart("conversions");
    for (Conversion conversion : type.conversions()) {
      json.writeStartObject();
      json.writeStringField("name", conversion.name());
      json.writeStringField(
          "label", texts.type(type.name(), "conversions." + conversion.name(), conversion.label()));
      json.writeStringField("icon", conversion.icon());
      strings(
          json,
          "links",
          conversion.links().keySet().stream().filter(type.fields()::containsKey).toList());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private String text(RecordType type, Field field, String what, String otherwise) {
    return texts.field(type.name(), field.name(), field.system(), what, otherwise);
  }

  private static void may(JsonGenerator json, May may) throws IOException {
    json.writeObjectFieldStart("may");
    json.writeBooleanField("create", may.create());
    json.writeBooleanField("edit", may.edit());
    json.writeBooleanField("delete", may.delete());
    json.writeBooleanField("export", may.export());
    json.writeBooleanField("import", may.imports());
    json.writeEndObject();
  }

  private void field(JsonGenerator json, RecordType type, Field field, May may) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", field.name());
    json.writeStringField("label", text(type, field, "label", field.label()));
    json.writeStringField("kind", field.kind().name());
    flag(json, "readOnly", field.readOnly() || may.readOnly().contains(field.name()));
    flag(json, "system", field.system());
    flag(json, "sortable", field.kind().comparedColumn(field) >= 0);
    if (field.precision() > 0) {
      json.writeNumberField("scale", field.scale());
    }
    if (!field.choices().isEmpty()) {
      choices(json, type, field);
    }
    if (!field.to().isEmpty()) {
      strings(json, "to", field.to());
    }
    optional(json, "format", field.format());
    if (field.junction() != null) {
      json.writeStringField("through", field.junction().through());
    }
    if (!brief) {
      beyondLists(json, type, field);
    }
    json.writeEndObject();
  }

  /** What forms and administrators need of a field. */
  private void beyondLists(JsonGenerator json, RecordType type, Field field) throws IOException {
    json.writeStringField("plugin", field.plugin());
    json.writeBooleanField("required", field.required());
    json.writeBooleanField("unique", field.unique());
    json.writeBooleanField("index", field.index());
    if (built.contains(type.name() + "." + field.name())) {
      json.writeStringField("indexBy", "administrator");
    }
    json.writeBooleanField("sensitive", field.sensitive());
    positive(json, "max", field.max());
    positive(json, "precision", field.precision());
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
    if (field.junction() != null) {
      json.writeStringField("source", field.junction().source());
      json.writeStringField("target", field.junction().target());
    }
    optional(json, "inverse", field.inverse());
    optional(json, "help", text(type, field, "help", field.help()));
  }

  private void choices(JsonGenerator json, RecordType type, Field field) throws IOException {
    json.writeArrayFieldStart("choices");
    for (Choice choice : field.choices()) {
      json.writeStartObject();
      json.writeStringField("name", choice.name());
      json.writeStringField("label", text(type, field, "choices." + choice.name(), choice.label()));
      optional(json, "color", choice.color());
      optional(json, "outcome", choice.outcome());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void inverses(JsonGenerator json, RecordType type) throws IOException {
    json.writeArrayFieldStart("inverses");
    for (Model.Inverse inverse : model.inverses(type.name())) {
      json.writeStartObject();
      json.writeStringField("name", inverse.name());
      json.writeStringField(
          "label", text(inverse.from(), inverse.field(), "inverse", inverse.label()));
      json.writeStringField("type", inverse.from().name());
      json.writeStringField("field", inverse.field().name());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void views(JsonGenerator json, RecordType type) throws IOException {
    json.writeArrayFieldStart("views");
    for (View view : type.views()) {
      json.writeStartObject();
      json.writeStringField("name", view.name());
      json.writeStringField("label", texts.type(type.name(), "views." + view.name(), view.label()));
      json.writeStringField("kind", view.kind());
      strings(json, "columns", view.columns());
      if (view.sort() != null || !brief) {
        json.writeStringField("sort", view.sort());
      }
      if (view.filter() != null || !brief) {
        json.writeStringField("filter", view.filter());
      }
      optional(json, "group", view.group());
      optional(json, "sum", view.sum());
      if (!view.limits().isEmpty()) {
        json.writeFieldName("limits");
        Json.write(json, view.limits());
      }
      if (view.calendar() != null) {
        optional(json, "start", view.calendar().start());
        optional(json, "end", view.calendar().end());
        optional(json, "duration", view.calendar().duration());
        optional(json, "day", view.calendar().day());
        optional(json, "color", view.calendar().color());
        optional(json, "done", view.calendar().done());
        optional(json, "place", view.calendar().place());
        if (!view.calendar().preset().isEmpty()) {
          json.writeFieldName("preset");
          Json.write(json, view.calendar().preset());
        }
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void layout(JsonGenerator json, RecordType type) throws IOException {
    json.writeArrayFieldStart("layout");
    for (Section section : type.layout()) {
      json.writeStartObject();
      json.writeStringField("name", section.name());
      json.writeStringField(
          "label", texts.type(type.name(), "layout." + section.name(), section.label()));
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

  /** A no says itself where little is to be told. */
  private void flag(JsonGenerator json, String name, boolean value) throws IOException {
    if (value || !brief) {
      json.writeBooleanField(name, value);
    }
  }

  private static void positive(JsonGenerator json, String name, int value) throws IOException {
    if (value > 0) {
      json.writeNumberField(name, value);
    }
  }
}
