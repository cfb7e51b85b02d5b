// SPDX-License-Identifier: Apache-2.0
package org.parley.core.rest.internal.openapi;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.BooleanSchema;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.parameters.RequestBody;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import java.math.BigDecimal;

/** The pieces that descriptions of calls are put together from. */
final class Calls {
  private static final String JSON = "application/json";

  private Calls() {}

  /** A call and the problems that every call can meet. */
  static Operation call(String tag, String id, String summary) {
    ApiResponses responses = new ApiResponses();
    for (String status : new String[] {"400", "401", "403", "404", "429", "503"}) {
      problem(responses, status);
    }
    return new Operation().addTagsItem(tag).operationId(id).summary(summary).responses(responses);
  }

  static Operation problems(Operation call, String... statuses) {
    for (String status : statuses) {
      problem(call.getResponses(), status);
    }
    return call;
  }

  private static void problem(ApiResponses responses, String status) {
    responses.addApiResponse(status, new ApiResponse().$ref("#/components/responses/Problem"));
  }

  static Operation answers(Operation call, String status, String description, Schema<?> schema) {
    ApiResponse response = new ApiResponse().description(description);
    if (schema != null) {
      response.content(json(schema));
    }
    call.getResponses().addApiResponse(status, response);
    return call;
  }

  /** The answer also carries the version to be sent back. */
  static Operation tagged(Operation call, String status) {
    call.getResponses()
        .get(status)
        .addHeaderObject(
            "ETag", new Header().description("The version.").schema(new StringSchema()));
    return call;
  }

  static Operation takes(Operation call, Schema<?> schema) {
    return call.requestBody(new RequestBody().required(true).content(json(schema)));
  }

  static Content json(Schema<?> schema) {
    return new Content().addMediaType(JSON, new MediaType().schema(schema));
  }

  static Schema<?> shared(String name) {
    return new Schema<>().$ref("#/components/schemas/" + name);
  }

  static Parameter id(String what) {
    return new Parameter()
        .in("path")
        .name("id")
        .required(true)
        .description(what)
        .schema(FieldSchemas.id());
  }

  static Parameter text(String name, String description) {
    return query(name, description, new StringSchema());
  }

  static Parameter flag(String name, String description) {
    return query(name, description, new BooleanSchema());
  }

  static Parameter limit() {
    return limit(50, 200);
  }

  static Parameter limit(int otherwise, int most) {
    return query(
        "limit",
        "How many, " + otherwise + " if left out.",
        new IntegerSchema().minimum(BigDecimal.ONE).maximum(BigDecimal.valueOf(most)));
  }

  private static Parameter query(String name, String description, Schema<?> schema) {
    return new Parameter().in("query").name(name).description(description).schema(schema);
  }

  static Parameter ifMatch() {
    return new Parameter()
        .in("header")
        .name("If-Match")
        .description("The ETag of the version this is meant for; 412 when it has moved on.")
        .schema(new StringSchema().pattern("^\"[1-9][0-9]{0,17}\"$").example("\"3\""));
  }
}
