// SPDX-License-Identifier: Apache-2.0
package org.parley.core.rest.internal.openapi;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.parameters.RequestBody;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.util.List;
import org.parley.core.record.RecordType;

/** The calls by which files come in and go out. */
final class FileCalls {
  private static final String BYTES = "application/octet-stream";

  private FileCalls() {}

  private static Schema<?> binary() {
    Schema<?> bytes = new StringSchema();
    bytes.setFormat("binary");
    return bytes;
  }

  /** A file as it is, or as the part "file" of a form. */
  static Content bytes() {
    return new Content()
        .addMediaType(BYTES, new MediaType().schema(binary()))
        .addMediaType(
            "multipart/form-data",
            new MediaType().schema(new ObjectSchema().addProperty("file", binary())));
  }

  static Operation upload() {
    Operation upload = Calls.call("Files", "files.upload", "Upload a file, for a record to name");
    upload.requestBody(new RequestBody().required(true).content(bytes()));
    upload.addParametersItem(
        Calls.text("name", "What it is called, where no header or form says it."));
    Schema<?> uploaded =
        new ObjectSchema()
            .addProperty("file", new StringSchema().description("What the record's write gives."))
            .addProperty("name", new StringSchema())
            .addProperty("size", FieldSchemas.integer())
            .addProperty("type", new StringSchema())
            .required(List.of("file", "name", "size", "type"));
    Calls.answers(upload, "201", "Can be attached for a day, by its sender.", uploaded);
    return Calls.problems(upload, "413");
  }

  static Operation download(RecordType type) {
    Operation download =
        Calls.call(type.plural(), type.name() + ".file", "Download a file of " + type.label());
    StringSchema fields = new StringSchema();
    type.fields().values().stream()
        .filter(field -> field.file() != null && !field.hidden())
        .forEach(field -> fields.addEnumItem(field.name()));
    download.addParametersItem(
        new Parameter().in("path").name("field").required(true).schema(fields));
    download.addParametersItem(
        Calls.flag("inline", "To be shown rather than saved, where its type is safe."));
    download.addParametersItem(
        new Parameter()
            .in("header")
            .name("Range")
            .description("One part, such as bytes=0-1023; 206 then.")
            .schema(new StringSchema()));
    Content bytes = new Content().addMediaType(BYTES, new MediaType().schema(binary()));
    download.getResponses().addApiResponse("200", answer("The file; its ETag is its hash.", bytes));
    download.getResponses().addApiResponse("206", answer("The part.", bytes));
    download.getResponses().addApiResponse("304", answer("Known by If-None-Match.", null));
    download.getResponses().addApiResponse("416", answer("There is no such part.", null));
    return download;
  }

  private static ApiResponse answer(String description, Content content) {
    return new ApiResponse().description(description).content(content);
  }
}
