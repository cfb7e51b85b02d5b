// SPDX-License-Identifier: Apache-2.0
package org.parley.core.rest.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.parley.core.event.Change;
import org.parley.core.record.Field;
import org.parley.core.record.Happening;
import org.parley.core.record.Model;
import org.parley.core.record.RecordStore;
import org.parley.core.record.RecordType;
import org.parley.core.record.Result;

/** Records, pages and histories in JSON, as the REST reference shows them. */
final class RecordJson {
  private RecordJson() {}

  static void summary(JsonGenerator json, RecordStore.Summary summary) throws IOException {
    json.writeStartObject();
    figures(json, summary.count(), summary.sums(), summary.values());
    json.writeArrayFieldStart("groups");
    for (RecordStore.Group group : summary.groups()) {
      json.writeStartObject();
      json.writeFieldName("by");
      Json.write(json, group.by());
      json.writeFieldName("titles");
      Json.write(json, group.titles());
      figures(json, group.count(), group.sums(), group.values());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeBooleanField("more", summary.more());
    json.writeEndObject();
  }

  private static void figures(
      JsonGenerator json, long count, Map<String, Object> sums, Map<String, Long> values)
      throws IOException {
    json.writeNumberField("count", count);
    json.writeFieldName("sums");
    Json.write(json, sums);
    json.writeFieldName("values");
    Json.write(json, values);
  }

  static void page(JsonGenerator json, RecordStore.Page page) throws IOException {
    json.writeStartObject();
    items(json, page.items());
    json.writeStringField("prev", page.prev());
    json.writeStringField("next", page.next());
    if (page.count() >= 0) {
      json.writeNumberField("count", page.count());
      json.writeBooleanField("more", page.more());
    }
    json.writeEndObject();
  }

  private static void items(JsonGenerator json, List<Result> items) throws IOException {
    json.writeArrayFieldStart("items");
    for (Result item : items) {
      record(json, item);
    }
    json.writeEndArray();
  }

  static void record(JsonGenerator json, Result result) throws IOException {
    json.writeStartObject();
    json.writeNumberField("id", result.record().id());
    json.writeStringField("type", result.record().type());
    json.writeNumberField("version", result.record().version());
    json.writeStringField("title", result.title());
    json.writeObjectFieldStart("fields");
    for (Map.Entry<String, Object> entry : result.record().fields().entrySet()) {
      json.writeFieldName(entry.getKey());
      value(json, result.type().fields().get(entry.getKey()), entry.getValue());
    }
    json.writeEndObject();
    json.writeObjectFieldStart("links");
    for (Map.Entry<String, Result.Link> entry : result.links().entrySet()) {
      json.writeFieldName(entry.getKey());
      link(json, entry.getValue());
    }
    json.writeEndObject();
    if (!result.included().isEmpty()) {
      included(json, result.included());
    }
    if (result.allowed() != null) {
      json.writeObjectFieldStart("may");
      json.writeBooleanField("edit", result.allowed().edit());
      json.writeBooleanField("delete", result.allowed().delete());
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private static void link(JsonGenerator json, Result.Link link) throws IOException {
    json.writeStartObject();
    json.writeStringField("type", link.type());
    json.writeNumberField("id", link.id());
    json.writeStringField("title", link.title());
    json.writeEndObject();
  }

  private static void included(JsonGenerator json, Map<String, Result.Included> included)
      throws IOException {
    json.writeObjectFieldStart("included");
    for (Map.Entry<String, Result.Included> entry : included.entrySet()) {
      Result.Included part = entry.getValue();
      json.writeFieldName(entry.getKey());
      if (part.many()) {
        json.writeStartObject();
        items(json, part.items());
        json.writeStringField("next", part.next());
        json.writeEndObject();
      } else if (part.items().isEmpty()) {
        json.writeNull();
      } else {
        record(json, part.items().get(0));
      }
    }
    json.writeEndObject();
  }

  /** Plain values go the short way; only their kind knows the form of the others. */
  private static void value(JsonGenerator json, Field field, Object value) throws IOException {
    if (value instanceof String text) {
      json.writeString(text);
    } else if (value instanceof Long number) {
      json.writeNumber(number);
    } else if (value instanceof Boolean flag) {
      json.writeBoolean(flag);
    } else if (value == null || field == null) {
      Json.write(json, value);
    } else {
      Json.write(json, field.kind().write(field, value));
    }
  }

  static void history(JsonGenerator json, RecordType type, RecordStore.History history)
      throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("items");
    for (Change change : history.items()) {
      json.writeStartObject();
      change(json, type, change, history.titles());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeStringField("next", history.next());
    json.writeEndObject();
  }

  /** What happened around a record. */
  static void timeline(JsonGenerator json, Model model, RecordStore.TimelinePage page)
      throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("items");
    for (Happening item : page.items()) {
      json.writeStartObject();
      json.writeStringField("at", item.at().toString());
      if (item.of() != null) {
        json.writeFieldName("of");
        link(json, item.of());
      }
      if (item.record() != null) {
        json.writeFieldName("record");
        record(json, item.record());
      } else {
        json.writeObjectFieldStart("change");
        change(json, model.type(item.change().type()), item.change(), page.titles());
        json.writeEndObject();
      }
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeStringField("next", page.next());
    json.writeEndObject();
  }

  /** Changes of many records; a record that may not be read has no title. */
  static void audit(JsonGenerator json, Model model, RecordStore.Audit audit) throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("items");
    for (Change change : audit.items()) {
      json.writeStartObject();
      json.writeObjectFieldStart("record");
      json.writeStringField("type", change.type());
      json.writeNumberField("id", change.recordId());
      json.writeStringField("title", audit.titles().get(change.type() + "/" + change.recordId()));
      json.writeEndObject();
      change(json, model.type(change.type()), change, audit.titles());
      from(json, audit.origins().get(change.actor().origin()));
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeStringField("next", audit.next());
    json.writeEndObject();
  }

  private static void from(JsonGenerator json, RecordStore.Origin origin) throws IOException {
    if (origin != null) {
      json.writeObjectFieldStart("from");
      json.writeStringField("kind", origin.kind());
      json.writeStringField("name", origin.name());
      json.writeStringField("address", origin.address());
      json.writeStringField("agent", origin.agent());
      json.writeEndObject();
    }
  }

  private static void change(
      JsonGenerator json, RecordType type, Change change, Map<String, String> titles)
      throws IOException {
    json.writeNumberField("position", change.position());
    json.writeStringField("at", change.at().toString());
    json.writeStringField("operation", EventJson.name(change.operation()));
    json.writeNumberField("version", change.recordVersion());
    json.writeObjectFieldStart("by");
    json.writeNumberField("id", change.actor().userId());
    json.writeStringField(
        "name", titles.getOrDefault("user/" + change.actor().userId(), change.actor().name()));
    json.writeEndObject();
    json.writeStringField("through", change.through());
    json.writeArrayFieldStart("changes");
    for (Change.FieldChange one : change.fields()) {
      Field field = type.fields().get(one.field());
      if (field != null && field.hidden()) {
        continue;
      }
      json.writeStartObject();
      json.writeStringField("field", one.field());
      json.writeStringField("label", field == null ? one.field() : field.label());
      json.writeFieldName("old");
      Json.write(json, one.oldValue());
      json.writeFieldName("new");
      Json.write(json, one.newValue());
      json.writeStringField("oldTitle", title(field, one.oldValue(), titles));
      json.writeStringField("newTitle", title(field, one.newValue(), titles));
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /** What a reference or the rows of a junction pointed to, by name; null for anything else. */
  private static String title(Field field, Object value, Map<String, String> titles) {
    if (value instanceof List<?> rows && field != null && field.junction() != null) {
      return rows.stream()
          .map(row -> ((Map<?, ?>) row).get(field.junction().target()))
          .map(target -> target instanceof Map<?, ?> pair ? pair.get("id") : target)
          .map(id -> byId(titles, "/" + id))
          .collect(Collectors.joining(", "));
    }
    if (value instanceof Map<?, ?> reference && field != null && !field.to().isEmpty()) {
      return titles.get(reference.get("type") + "/" + reference.get("id"));
    }
    if (value instanceof Number id && field != null && field.refersToOne()) {
      return titles.get(field.to().get(0) + "/" + id);
    }
    return null;
  }

  /** A title by id alone, which no two records share. */
  private static String byId(Map<String, String> titles, String end) {
    return titles.entrySet().stream()
        .filter(title -> title.getKey().endsWith(end))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("#" + end.substring(1));
  }
}
