// SPDX-License-Identifier: Apache-2.0
package org.parley.core.rest.internal;

import java.util.Set;
import java.util.stream.Collectors;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import org.parley.core.record.Model;
import org.parley.core.record.RecordType;

/** The record types in force. */
@Path("/types")
@Produces(MediaType.APPLICATION_JSON)
public final class TypesResource {
  private final Rooms rooms;

  TypesResource(Rooms rooms) {
    this.rooms = rooms;
  }

  @GET
  public Response all(@Context HttpServletRequest request) {
    Query.of(request);
    Caller.principal(request);
    Model model = rooms.records().model();
    Set<String> built = built();
    return tagged(request, model, json -> TypeJson.all(json, model, built));
  }

  @GET
  @Path("/{type}")
  public Response one(@Context HttpServletRequest request, @PathParam("type") String name) {
    Query.of(request);
    Caller.principal(request);
    Model model = rooms.records().model();
    RecordType type = model.type(name);
    Set<String> built = built();
    return tagged(request, model, json -> TypeJson.type(json, model, type, built));
  }

  /** The fields whose indexes administrators have built, as {@code type.field}. */
  private Set<String> built() {
    return rooms.indexes().built().stream()
        .map(index -> index.type() + "." + index.field())
        .collect(Collectors.toSet());
  }

  static Response tagged(HttpServletRequest request, Model model, Json.Writer body) {
    String tag = Answer.tag("m" + model.version());
    Response.ResponseBuilder answer =
        Answer.isKnown(request, tag) ? Response.notModified() : Answer.json(200, body);
    return answer.header("ETag", tag).header("Cache-Control", "private, no-cache").build();
  }
}
