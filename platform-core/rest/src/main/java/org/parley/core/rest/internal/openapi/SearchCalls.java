// SPDX-License-Identifier: Apache-2.0
package org.parley.core.rest.internal.openapi;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.Paths;
import io.swagger.v3.oas.models.media.ArraySchema;
import io.swagger.v3.oas.models.media.BooleanSchema;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.Parameter;
import java.math.BigDecimal;
import java.util.List;

/** Describes the search across types. */
final class SearchCalls {
  private SearchCalls() {}

  static void describe(Paths paths) {
    Operation search = Calls.call("Search", "search", "Find records of all types by their words");
    search.addParametersItem(
        Calls.text("q", "Words, or what they begin with; at most 200 characters.").required(true));
    search.addParametersItem(Calls.text("types", "Names of record types, separated by commas."));
    search.addParametersItem(Calls.text("filter", "FIQL, as of a list; for exactly one type."));
    search.addParametersItem(
        new Parameter()
            .in("query")
            .name("limit")
            .description("How many, 20 if left out.")
            .schema(new IntegerSchema().minimum(BigDecimal.ONE).maximum(BigDecimal.valueOf(50))));
    search.addParametersItem(Calls.text("after", "\"next\" of the page before."));
    search.addParametersItem(Calls.flag("present", "Also tell of which types there are any."));
    paths.addPathItem(
        "/search", new PathItem().get(Calls.answers(search, "200", "The best first.", found())));
  }

  private static Schema<?> found() {
    Schema<?> part =
        new ObjectSchema()
            .addProperty("text", new StringSchema())
            .addProperty("hit", new BooleanSchema());
    Schema<?> match =
        new ObjectSchema()
            .addProperty("field", new StringSchema())
            .addProperty("parts", new ArraySchema().items(part));
    Schema<?> hit =
        new ObjectSchema()
            .addProperty("id", FieldSchemas.id())
            .addProperty("type", new StringSchema())
            .addProperty("title", new StringSchema())
            .addProperty("modified_at", new StringSchema().format("date-time"))
            .addProperty("matches", new ArraySchema().items(match))
            .required(List.of("id", "type", "title", "matches"));
    return new ObjectSchema()
        .addProperty("items", new ArraySchema().items(hit))
        .addProperty("next", new StringSchema().nullable(true))
        .addProperty("present", new ArraySchema().items(new StringSchema()))
        .addProperty("incomplete", new BooleanSchema())
        .required(List.of("items", "next", "incomplete"));
  }
}
