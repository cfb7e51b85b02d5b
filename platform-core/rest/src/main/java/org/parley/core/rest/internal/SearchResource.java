// SPDX-License-Identifier: Apache-2.0
package org.parley.core.rest.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import org.parley.core.record.Result;
import org.parley.core.search.Search;

/** Finds records of all types by their words. */
@Path("/search")
@Produces(MediaType.APPLICATION_JSON)
public final class SearchResource {
  private static final int DEFAULT_LIMIT = 20;
  private static final int GREATEST_LIMIT = 50;

  private final Rooms rooms;

  SearchResource(Rooms rooms) {
    this.rooms = rooms;
  }

  @GET
  public Response search(@Context HttpServletRequest request) {
    Query query = Query.of(request, "q", "types", "filter", "limit", "after", "present");
    Integer limit = query.number("limit", 1, GREATEST_LIMIT);
    Search.Query wanted =
        new Search.Query(
            query.text("q"),
            query.names("types"),
            query.text("filter"),
            limit == null ? DEFAULT_LIMIT : limit,
            query.text("after"),
            query.flag("present"));
    Search.Found found = rooms.search().search(Caller.principal(request), wanted);
    return Answer.ok(json -> write(json, wanted, found));
  }

  private static void write(JsonGenerator json, Search.Query wanted, Search.Found found)
      throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("items");
    for (Search.Hit hit : found.items()) {
      write(json, hit);
    }
    json.writeEndArray();
    json.writeStringField("next", found.next());
    if (wanted.present()) {
      json.writeFieldName("present");
      Json.write(json, found.present());
    }
    json.writeBooleanField("incomplete", found.incomplete());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Search.Hit hit) throws IOException {
    Result result = hit.result();
    json.writeStartObject();
    json.writeNumberField("id", result.record().id());
    json.writeStringField("type", result.record().type());
    json.writeStringField("title", result.title());
    if (result.record().get("modified_at") instanceof Instant at) {
      json.writeStringField("modified_at", at.toString());
    }
    json.writeArrayFieldStart("matches");
    for (Search.Match match : hit.matches()) {
      json.writeStartObject();
      json.writeStringField("field", match.field());
      json.writeArrayFieldStart("parts");
      for (Search.Part part : match.parts()) {
        json.writeStartObject();
        json.writeStringField("text", part.text());
        json.writeBooleanField("hit", part.hit());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
