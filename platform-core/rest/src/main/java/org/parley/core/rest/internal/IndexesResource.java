// SPDX-License-Identifier: Apache-2.0
package org.parley.core.rest.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.Consumes;
import javax.ws.rs.DELETE;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import org.parley.api.security.Principal;
import org.parley.core.record.Indexes;
import org.parley.core.record.ModelPlan;

/** Indexes that an administrator has built over a type's fields. */
@Path("/types/{type}/indexes")
@Produces(MediaType.APPLICATION_JSON)
public final class IndexesResource {
  /** Who may install plugins may change tables. */
  private static final String RIGHT = "plugins";

  private final Rooms rooms;

  IndexesResource(Rooms rooms) {
    this.rooms = rooms;
  }

  @GET
  public Response all(@Context HttpServletRequest request, @PathParam("type") String type) {
    Query.of(request);
    Principal asking = Caller.principal(request);
    rooms.records().model(asking).type(type);
    List<Indexes.Built> built =
        rooms.indexes().built().stream().filter(index -> index.type().equals(type)).toList();
    return Answer.ok(
        json -> {
          json.writeStartObject();
          json.writeArrayFieldStart("items");
          for (Indexes.Built index : built) {
            index(json, index);
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  public Response build(@Context HttpServletRequest request, @PathParam("type") String type)
      throws IOException {
    boolean plan = Query.of(request, "plan").flag("plan");
    Principal principal = Caller.principal(request, RIGHT);
    String field = Body.read(request, "field").text("field");
    if (plan) {
      Indexes.Plan planned = rooms.indexes().plan(type, field);
      return Answer.ok(json -> plan(json, planned));
    }
    Indexes.Built index = rooms.indexes().build(principal, type, field);
    return Answer.json(201, json -> index(json, index))
        .header("Location", Answer.address(request, "types/" + type + "/indexes"))
        .build();
  }

  @DELETE
  @Path("/{field}")
  public Response drop(
      @Context HttpServletRequest request,
      @PathParam("type") String type,
      @PathParam("field") String field) {
    Query.of(request);
    Caller.principal(request, RIGHT);
    rooms.indexes().drop(type, field);
    return Response.noContent().build();
  }

  private static void index(JsonGenerator json, Indexes.Built index) throws IOException {
    json.writeStartObject();
    json.writeStringField("field", index.field());
    json.writeStringField("builtBy", index.by());
    json.writeStringField("builtAt", index.at().toString());
    json.writeEndObject();
  }

  private static void plan(JsonGenerator json, Indexes.Plan plan) throws IOException {
    json.writeStartObject();
    json.writeStringField("field", plan.field());
    json.writeNumberField("records", plan.records());
    json.writeArrayFieldStart("ddl");
    for (ModelPlan.SchemaStep step : plan.steps()) {
      json.writeStartObject();
      json.writeStringField("sql", step.sql());
      json.writeStringField("cost", step.cost());
      json.writeStringField("pause", step.pause());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
