// SPDX-License-Identifier: Apache-2.0
package org.parley.core.rest.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Locale;
import org.parley.core.plugin.Plugin;
import org.parley.core.plugin.PluginPlan;
import org.parley.core.plugin.UiContribution;
import org.parley.core.record.ModelPlan;

/** Plugins, plans and UI contributions in JSON, as the REST reference shows them. */
final class PluginJson {
  private PluginJson() {}

  static void plugin(JsonGenerator json, Plugin plugin, Texts texts) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", plugin.id());
    json.writeStringField("version", plugin.version());
    json.writeStringField("label", texts.of(plugin.id() + ".plugin.label", plugin.label()));
    json.writeStringField("vendor", plugin.vendor());
    json.writeStringField("category", plugin.category());
    json.writeStringField("license", plugin.license());
    json.writeStringField(
        "description", texts.of(plugin.id() + ".plugin.description", plugin.description()));
    json.writeStringField("state", lower(plugin.state()));
    json.writeStringField("health", plugin.health());
    json.writeStringField("detail", plugin.detail());
    json.writeStringField(
        "installedAt", plugin.installedAt() == null ? null : plugin.installedAt().toString());
    json.writeStringField("installedBy", plugin.installedBy());
    json.writeFieldName("types");
    Json.write(json, plugin.types());
    json.writeFieldName("extends");
    Json.write(json, plugin.extended());
    json.writeFieldName("requires");
    Json.write(json, plugin.requires());
    json.writeFieldName("grants");
    Json.write(json, plugin.grants());
    json.writeStringField("previousVersion", plugin.previousVersion());
    json.writeFieldName("operation");
    if (plugin.operation() == null) {
      json.writeNull();
    } else {
      json.writeStartObject();
      json.writeStringField("kind", plugin.operation().kind());
      json.writeStringField("step", plugin.operation().step());
      json.writeStringField("since", plugin.operation().since().toString());
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  static void plan(JsonGenerator json, PluginPlan plan) throws IOException {
    json.writeStartObject();
    json.writeStringField("action", plan.action());
    json.writeObjectFieldStart("plugin");
    json.writeStringField("id", plan.id());
    json.writeStringField("version", plan.version());
    json.writeStringField("label", plan.label());
    json.writeStringField("vendor", plan.vendor());
    json.writeEndObject();
    json.writeStringField("from", plan.from());
    json.writeBooleanField("possible", plan.possible());
    json.writeArrayFieldStart("bundles");
    for (PluginPlan.BundleChange bundle : plan.bundles()) {
      json.writeStartObject();
      json.writeStringField("name", bundle.name());
      json.writeStringField("version", bundle.version());
      json.writeStringField("change", bundle.change());
      json.writeEndObject();
    }
    json.writeEndArray();
    model(json, plan);
    json.writeArrayFieldStart("contributions");
    for (PluginPlan.Contribution contribution : plan.contributions()) {
      json.writeStartObject();
      json.writeStringField("point", contribution.point());
      json.writeStringField("label", contribution.label());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeFieldName("grants");
    Json.write(json, plan.grants());
    json.writeFieldName("warnings");
    Json.write(json, plan.warnings());
    json.writeArrayFieldStart("conflicts");
    for (PluginPlan.Conflict conflict : plan.conflicts()) {
      json.writeStartObject();
      json.writeStringField("code", conflict.code());
      json.writeStringField("message", conflict.message());
      json.writeStringField("file", conflict.file());
      json.writeFieldName("line");
      Json.write(json, conflict.line() > 0 ? conflict.line() : null);
      json.writeStringField("pointer", conflict.pointer());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void model(JsonGenerator json, PluginPlan plan) throws IOException {
    json.writeArrayFieldStart("types");
    for (ModelPlan.TypeChange type : plan.types()) {
      json.writeStartObject();
      json.writeStringField("name", type.type());
      json.writeStringField("change", lower(type.difference()));
      json.writeStringField("label", type.label());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("fields");
    for (ModelPlan.FieldChange field : plan.fields()) {
      json.writeStartObject();
      json.writeStringField("type", field.type());
      json.writeStringField("name", field.field());
      json.writeStringField("kind", field.kind());
      json.writeStringField("change", lower(field.difference()));
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("ddl");
    for (ModelPlan.SchemaStep step : plan.ddl()) {
      json.writeStartObject();
      json.writeStringField("sql", step.sql());
      json.writeStringField("cost", step.cost());
      json.writeStringField("pause", step.pause());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  static void contribution(JsonGenerator json, UiContribution contribution, Texts texts)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("point", contribution.point());
    json.writeStringField("name", contribution.name());
    json.writeStringField("plugin", contribution.plugin());
    json.writeStringField("version", contribution.version());
    json.writeStringField("hash", contribution.hash());
    json.writeStringField("module", contribution.module());
    json.writeStringField("export", contribution.export());
    json.writeStringField(
        "label",
        texts.of(contribution.plugin() + ".ui." + contribution.name(), contribution.label()));
    json.writeStringField("icon", contribution.icon());
    json.writeNumberField("order", contribution.order());
    json.writeFieldName("types");
    Json.write(json, contribution.types());
    json.writeStringField("key", contribution.key());
    json.writeStringField("permission", contribution.permission());
    json.writeEndObject();
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
