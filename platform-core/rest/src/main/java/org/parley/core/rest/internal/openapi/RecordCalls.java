// SPDX-License-Identifier: Apache-2.0
package org.parley.core.rest.internal.openapi;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.Paths;
import io.swagger.v3.oas.models.media.ArraySchema;
import io.swagger.v3.oas.models.media.BooleanSchema;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.util.List;
import java.util.Map;
import org.parley.core.record.Conversion;
import org.parley.core.record.Model;
import org.parley.core.record.RecordType;

/** The calls on records of one type. */
final class RecordCalls {
  private final Model model;
  private final RecordType type;
  private final String name;

  RecordCalls(Model model, RecordType type) {
    this.model = model;
    this.type = type;
    this.name = type.name();
  }

  @SuppressWarnings("rawtypes")
  void describe(Paths paths, Map<String, Schema> schemas) {
    schemas.put(name + ".record", FieldSchemas.record(model, type));
    schemas.put(name + ".create", FieldSchemas.written(model, type, true));
    schemas.put(name + ".update", FieldSchemas.written(model, type, false));
    String base = "/records/" + name;
    paths.addPathItem(base, new PathItem().get(list()).post(create()));
    paths.addPathItem(
        base + "/{id}",
        new PathItem()
            .addParametersItem(Calls.id(type.label()))
            .get(show())
            .patch(update())
            .delete(delete()));
    paths.addPathItem(
        base + "/{id}/restore",
        new PathItem().addParametersItem(Calls.id(type.label())).post(restore()));
    paths.addPathItem(
        base + "/{id}/erase",
        new PathItem().addParametersItem(Calls.id(type.label())).post(erase()));
    paths.addPathItem(
        base + "/{id}/purge",
        new PathItem().addParametersItem(Calls.id(type.label())).post(purge()));
    paths.addPathItem(
        base + "/{id}/history",
        new PathItem().addParametersItem(Calls.id(type.label())).get(history()));
    paths.addPathItem(
        base + "/{id}/timeline",
        new PathItem().addParametersItem(Calls.id(type.label())).get(timeline()));
    paths.addPathItem(
        base + "/{id}/access",
        new PathItem()
            .addParametersItem(Calls.id(type.label()))
            .get(PeopleCalls.access(type.plural(), name)));
    for (Conversion conversion : type.conversions()) {
      String path = base + "/{id}/conversions/" + conversion.name();
      paths.addPathItem(
          path,
          new PathItem()
              .addParametersItem(Calls.id(type.label()))
              .get(conversion(conversion, "state", "What it would make, or has made"))
              .post(convert(conversion)));
      paths.addPathItem(
          path + "/undo",
          new PathItem()
              .addParametersItem(Calls.id(type.label()))
              .post(Calls.problems(conversion(conversion, "undo", "Take it back"), "409", "422")));
    }
    if (type.fields().values().stream().anyMatch(field -> field.file() != null)) {
      paths.addPathItem(
          base + "/{id}/files/{field}",
          new PathItem().addParametersItem(Calls.id(type.label())).get(FileCalls.download(type)));
    }
    paths.addPathItem(base + "/bulk", new PathItem().post(bulk()));
    paths.addPathItem(base + "/summary", new PathItem().get(summary()));
    paths.addPathItem(base + "/export", new PathItem().get(export()));
  }

  private Operation call(String verb, String summary) {
    return Calls.call(type.plural(), name + "." + verb, summary);
  }

  private Schema<?> record() {
    return Calls.shared(name + ".record");
  }

  private Operation list() {
    Operation list = call("list", "List " + type.plural());
    list.addParametersItem(Calls.text("filter", "FIQL, such as id=gt=5;created_at=gt=today-7"));
    list.addParametersItem(Calls.text("sort", "Up to three fields, such as -modified_at,id"));
    list.addParametersItem(Calls.text("fields", "Names of the fields to answer."));
    list.addParametersItem(Calls.text("include", "Names of references and lists to answer too."));
    list.addParametersItem(Calls.limit());
    list.addParametersItem(Calls.text("after", "\"next\" of the page before."));
    list.addParametersItem(Calls.text("before", "\"prev\" of the page after."));
    list.addParametersItem(Calls.flag("count", "Whether to count, up to 10,000."));
    list.addParametersItem(Calls.flag("trash", "Whether to list the trash instead."));
    Calls.problems(list, "422");
    return Calls.answers(list, "200", "A page.", FieldSchemas.page(record()));
  }

  private Operation summary() {
    Operation summary = call("summary", "Count and add up " + type.plural());
    summary.addParametersItem(Calls.text("filter", "FIQL, as of a list"));
    summary.addParametersItem(
        Calls.text(
            "by",
            "Up to two fields to group by, such as stage,created_at:month; across references by"
                + " dots. Periods are day, week, month, quarter, year."));
    summary.addParametersItem(Calls.text("of", "Numbers to add up, such as amount."));
    summary.addParametersItem(Calls.flag("trash", "Whether to look into the trash instead."));
    Calls.problems(summary, "422");
    Schema<?> sums = new ObjectSchema().additionalProperties(new Schema<>());
    Schema<?> values = new ObjectSchema().additionalProperties(FieldSchemas.integer());
    Schema<?> group =
        new ObjectSchema()
            .addProperty("by", new ArraySchema().items(new Schema<>().nullable(true)))
            .addProperty("titles", new ArraySchema().items(new StringSchema().nullable(true)))
            .addProperty("count", FieldSchemas.integer())
            .addProperty("sums", sums)
            .addProperty("values", values);
    Schema<?> answer =
        new ObjectSchema()
            .addProperty("count", FieldSchemas.integer())
            .addProperty("sums", sums)
            .addProperty("values", values)
            .addProperty("groups", new ArraySchema().items(group))
            .addProperty("more", new BooleanSchema());
    return Calls.answers(summary, "200", "Figures; amounts in company currency.", answer);
  }

  private Operation export() {
    Operation export = call("export", "All " + type.plural() + " of a list as a CSV file");
    export.addParametersItem(Calls.text("filter", "FIQL, as of a list"));
    export.addParametersItem(Calls.text("sort", "As of a list"));
    export.addParametersItem(Calls.text("fields", "Names of the columns, title among them."));
    export.addParametersItem(Calls.flag("trash", "Whether to export the trash instead."));
    export.addParametersItem(Calls.text("lang", "The language of the headers."));
    Calls.problems(export, "422");
    export
        .getResponses()
        .addApiResponse(
            "200",
            new ApiResponse()
                .description("UTF-8 with a byte order mark, a header, then a line a record.")
                .content(
                    new Content()
                        .addMediaType("text/csv", new MediaType().schema(new StringSchema()))));
    return export;
  }

  private Operation create() {
    Operation create = Calls.takes(call("create", "Create " + type.label()), fields("create"));
    Calls.answers(create, "201", "Created.", record());
    return Calls.problems(Calls.tagged(create, "201"), "409", "413", "415", "422");
  }

  private Operation show() {
    Operation show = call("get", "Get " + type.label());
    show.addParametersItem(Calls.text("fields", "Names of the fields to answer."));
    show.addParametersItem(Calls.text("include", "Names of references and lists to answer too."));
    return Calls.tagged(Calls.answers(show, "200", "The record.", record()), "200");
  }

  private Operation update() {
    Operation update = Calls.takes(call("update", "Change " + type.label()), fields("update"));
    update.addParametersItem(Calls.ifMatch());
    Calls.answers(update, "200", "As it is now.", record());
    return Calls.problems(Calls.tagged(update, "200"), "409", "412", "413", "415", "422");
  }

  private Operation delete() {
    Operation delete = call("delete", "Move " + type.label() + " to the trash");
    delete.addParametersItem(Calls.ifMatch());
    return Calls.problems(Calls.answers(delete, "204", "In the trash.", null), "409", "412");
  }

  private Operation erase() {
    Operation erase = call("erase", "Take personal values out of " + type.label());
    return Calls.problems(Calls.answers(erase, "204", "Out of the journal too.", null), "409");
  }

  private Operation purge() {
    Operation purge = call("purge", "Take " + type.label() + " out of the trash for good");
    return Calls.problems(Calls.answers(purge, "204", "There is no way back.", null), "409");
  }

  private Operation restore() {
    Operation restore = call("restore", "Take " + type.label() + " out of the trash");
    return Calls.problems(Calls.answers(restore, "200", "Back.", record()), "409", "422");
  }

  private Operation history() {
    Operation history = call("history", "Every change of " + type.label());
    history.addParametersItem(Calls.limit());
    history.addParametersItem(Calls.text("after", "\"next\" of the page before."));
    return Calls.answers(
        history, "200", "Newest first.", FieldSchemas.page(Calls.shared("Change")));
  }

  private Operation timeline() {
    Operation timeline = call("timeline", "Everything that happened around " + type.label());
    timeline.addParametersItem(Calls.limit(30, 100));
    timeline.addParametersItem(Calls.text("after", "\"next\" of the page before."));
    timeline.addParametersItem(
        Calls.text("kinds", "Some of activities, changes and related; left out, all."));
    return Calls.answers(
        timeline, "200", "Newest first.", FieldSchemas.page(Calls.shared("Happening")));
  }

  private Operation conversion(Conversion conversion, String verb, String summary) {
    Operation call = call(conversion.name() + "." + verb, conversion.label() + ": " + summary);
    return Calls.answers(
        call,
        "200",
        verb.equals("undo") ? "The record as it was." : "How it stands.",
        verb.equals("undo") ? record() : Calls.shared("Object"));
  }

  private Operation convert(Conversion conversion) {
    Schema<?> choice =
        new ObjectSchema()
            .addProperty("id", FieldSchemas.id())
            .addProperty("fields", Calls.shared("Object"))
            .nullable(true);
    Schema<?> into = new ObjectSchema();
    conversion.into().forEach(part -> into.addProperty(part.name(), choice));
    Schema<?> body = new ObjectSchema().addProperty("into", into).required(List.of("into"));
    Operation convert = Calls.takes(conversion(conversion, "run", "Do it"), body);
    convert.addParametersItem(Calls.ifMatch());
    return Calls.problems(convert, "409", "412", "413", "415", "422");
  }

  private Operation bulk() {
    Schema<?> row =
        new ObjectSchema()
            .addProperty("op", new StringSchema()._enum(List.of("create", "update", "delete")))
            .addProperty("id", FieldSchemas.id())
            .addProperty("version", FieldSchemas.id())
            .addProperty("fields", Calls.shared(name + ".update"))
            .required(List.of("op"))
            .additionalProperties(false);
    Schema<?> rows =
        new ObjectSchema()
            .addProperty("rows", new ArraySchema().items(row).maxItems(1_000))
            .required(List.of("rows"))
            .additionalProperties(false);
    Operation bulk = Calls.takes(call("bulk", "Write many " + type.plural()), rows);
    bulk.addParametersItem(Calls.flag("atomic", "All rows or none."));
    Schema<?> answer =
        new ObjectSchema()
            .addProperty("status", FieldSchemas.integer())
            .addProperty("record", record())
            .addProperty("problem", Calls.shared("Problem"));
    Schema<?> answers = new ObjectSchema().addProperty("rows", new ArraySchema().items(answer));
    Calls.answers(bulk, "200", "One answer for each row.", answers);
    Calls.problems(bulk, "413", "415");
    return Calls.answers(bulk, "422", "Nothing was written; failing rows say why.", answers);
  }

  private Schema<?> fields(String of) {
    return new ObjectSchema()
        .addProperty("fields", Calls.shared(name + "." + of))
        .required(List.of("fields"))
        .additionalProperties(false);
  }
}
