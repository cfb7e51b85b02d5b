// SPDX-License-Identifier: Apache-2.0
package org.parley.core.rest.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.Consumes;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import org.parley.api.error.ParleyException;
import org.parley.api.security.Principal;
import org.parley.core.record.Conversions;
import org.parley.core.record.Conversions.Choice;
import org.parley.core.record.Conversions.Made;
import org.parley.core.record.Conversions.Part;
import org.parley.core.record.Conversions.State;
import org.parley.core.record.Result;

/** What records can be turned into. */
@Path("/records/{type}/{id}/conversions/{name}")
@Produces(MediaType.APPLICATION_JSON)
public final class ConversionsResource {
  private final Rooms rooms;

  ConversionsResource(Rooms rooms) {
    this.rooms = rooms;
  }

  @GET
  public Response state(
      @Context HttpServletRequest request,
      @PathParam("type") String type,
      @PathParam("id") String id,
      @PathParam("name") String name) {
    Query.of(request);
    Principal principal = Caller.principal(request);
    return answer(rooms.conversions().state(principal, type, Answer.id(id), name));
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  public Response convert(
      @Context HttpServletRequest request,
      @PathParam("type") String type,
      @PathParam("id") String id,
      @PathParam("name") String name)
      throws IOException {
    Query.of(request);
    Principal principal = Caller.principal(request);
    long version = Answer.expectedVersion(request);
    Body body = Body.read(request, "into");
    Map<String, Choice> choices = new LinkedHashMap<>();
    for (Map.Entry<String, Object> part : body.object("into").entrySet()) {
      if (part.getValue() != null) {
        choices.put(part.getKey(), choice(part.getKey(), part.getValue()));
      }
    }
    return answer(
        rooms.conversions().convert(principal, type, Answer.id(id), version, name, choices));
  }

  @SuppressWarnings("unchecked")
  private static Choice choice(String name, Object value) {
    if (!(value instanceof Map<?, ?> members)) {
      throw ParleyException.badRequest(
          "bad_request", "\"" + name + "\" must be an object with an id or with fields.");
    }
    Body body = Body.of((Map<String, Object>) members, "id", "fields");
    long id = body.number("id");
    if (id > 0 && body.has("fields")) {
      throw ParleyException.badRequest(
          "bad_request", "\"" + name + "\" is there already or gets fields, not both.");
    }
    return new Choice(id, body.has("fields") ? body.object("fields") : Map.of());
  }

  @POST
  @Path("/undo")
  public Response undo(
      @Context HttpServletRequest request,
      @PathParam("type") String type,
      @PathParam("id") String id,
      @PathParam("name") String name) {
    Query.of(request);
    Conversions conversions = rooms.conversions();
    Result result = conversions.undo(Caller.principal(request), type, Answer.id(id), name);
    return Answer.json(200, json -> RecordJson.record(json, result))
        .header("ETag", Answer.tag(result.record().version()))
        .build();
  }

  private static Response answer(State state) {
    return Answer.ok(json -> write(json, state));
  }

  private static void write(JsonGenerator json, State state) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", state.conversion().name());
    json.writeStringField("label", state.conversion().label());
    json.writeBooleanField("done", state.done());
    json.writeArrayFieldStart("into");
    for (Part part : state.parts()) {
      json.writeStartObject();
      json.writeStringField("name", part.into().name());
      json.writeStringField("type", part.into().type());
      json.writeBooleanField("optional", part.into().optional());
      json.writeBooleanField("create", part.creates());
      json.writeFieldName("fields");
      Json.write(json, part.fields());
      json.writeFieldName("titles");
      Json.write(json, part.titles());
      json.writeArrayFieldStart("matches");
      for (Result match : part.matches()) {
        RecordJson.record(json, match);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("made");
    for (Made made : state.made()) {
      json.writeStartObject();
      json.writeStringField("name", made.name());
      json.writeStringField("type", made.link().type());
      json.writeNumberField("id", made.link().id());
      json.writeStringField("title", made.link().title());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeStringField("obstacle", state.obstacle());
    json.writeEndObject();
  }
}
