// SPDX-License-Identifier: Apache-2.0
package org.parley.core.rest.internal.openapi;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.Paths;
import io.swagger.v3.oas.models.media.ArraySchema;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.RequestBody;
import java.util.List;

/** The calls by which files of rows become records. */
final class ImportCalls {
  private static final String TAG = "Imports";

  private ImportCalls() {}

  static void describe(Paths paths) {
    paths.addPathItem("/imports", new PathItem().post(begin()));
    paths.addPathItem("/imports/{id}/guess", item().get(guess()));
    paths.addPathItem("/imports/{id}/mapping", item().put(map()));
    paths.addPathItem(
        "/imports/{id}/run", item().post(act("run", "Import the rows that can become records")));
    paths.addPathItem(
        "/imports/{id}/cancel",
        item().post(act("cancel", "End a check or a run; what is in stays")));
    paths.addPathItem(
        "/imports/{id}/undo",
        item()
            .post(act("undo", "Take back what a run has done, as far as nobody changed it since")));
  }

  private static PathItem item() {
    return new PathItem().addParametersItem(Calls.id("The import, a record of the type import."));
  }

  private static Operation begin() {
    Operation begin = Calls.call(TAG, "imports.begin", "Upload a CSV file to be imported");
    begin.requestBody(new RequestBody().required(true).content(FileCalls.bytes()));
    begin.addParametersItem(
        Calls.text("name", "What it is called, where no header or form says it."));
    Schema<?> begun =
        new ObjectSchema().addProperty("id", FieldSchemas.id()).required(List.of("id"));
    return Calls.problems(Calls.answers(begin, "201", "Can be mapped now.", begun), "413");
  }

  private static Operation guess() {
    Operation guess =
        Calls.call(TAG, "imports.guess", "What the file looks like, and a mapping to begin with");
    guess.addParametersItem(Calls.text("encoding", "Where the guess is wrong."));
    guess.addParametersItem(Calls.text("delimiter", "Where the guess is wrong."));
    guess.addParametersItem(Calls.text("type", "The record type to propose a mapping to."));
    Schema<?> column =
        new ObjectSchema()
            .addProperty("header", new StringSchema())
            .addProperty("samples", new ArraySchema().items(new StringSchema()));
    Schema<?> looks =
        new ObjectSchema()
            .addProperty("encoding", new StringSchema())
            .addProperty("delimiter", new StringSchema())
            .addProperty("columns", new ArraySchema().items(column))
            .addProperty("mapping", mapping())
            .required(List.of("encoding", "delimiter", "columns", "mapping"));
    return Calls.answers(guess, "200", "By its first thousand rows.", looks);
  }

  private static Schema<?> mapping() {
    Schema<?> source =
        new ObjectSchema()
            .addProperty("column", new StringSchema())
            .addProperty(
                "match", new StringSchema().description("Which field a reference is looked up by."))
            .addProperty(
                "format", new StringSchema().description("Of dates and times, such as M/d/yyyy."))
            .addProperty("decimal", new StringSchema().addEnumItem(".").addEnumItem(","))
            .addProperty("currency", new StringSchema().description("Of amounts that name none."))
            .addProperty(
                "corrections",
                new ObjectSchema()
                    .additionalProperties(new StringSchema())
                    .description("By value what it is read as."))
            .required(List.of("column"));
    return new ObjectSchema()
        .addProperty("type", new StringSchema())
        .addProperty("key", new StringSchema().description("The column that tells rows apart."))
        .addProperty("fields", new ObjectSchema().additionalProperties(source))
        .addProperty("encoding", new StringSchema())
        .addProperty("delimiter", new StringSchema())
        .required(List.of("type", "fields"));
  }

  private static Operation map() {
    Operation map =
        Calls.call(TAG, "imports.map", "Set the mapping and begin to check every row by it");
    Calls.takes(map, mapping());
    return Calls.problems(Calls.answers(map, "204", "Is being checked.", null), "409", "422");
  }

  private static Operation act(String name, String summary) {
    Operation act = Calls.call(TAG, "imports." + name, summary);
    return Calls.problems(Calls.answers(act, "204", "Begun.", null), "409");
  }
}
