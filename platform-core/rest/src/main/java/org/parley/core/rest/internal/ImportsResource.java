// SPDX-License-Identifier: Apache-2.0
package org.parley.core.rest.internal;

import java.io.IOException;
import java.util.Map;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.Consumes;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.PUT;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import org.parley.api.security.Principal;

/** Imports of files of rows. How far one is, its record of the type import tells. */
@Path("/imports")
@Produces(MediaType.APPLICATION_JSON)
public final class ImportsResource {
  private final Rooms rooms;

  ImportsResource(Rooms rooms) {
    this.rooms = rooms;
  }

  @POST
  @Consumes(MediaType.WILDCARD)
  public Response begin(@Context HttpServletRequest request) throws IOException {
    String name = Query.of(request, "name").text("name");
    Principal principal = Caller.principal(request);
    try (FileUpload upload = new FileUpload(request, name)) {
      long id = rooms.imports().begin(principal, upload);
      return Answer.json(
              201,
              json -> {
                json.writeStartObject();
                json.writeNumberField("id", id);
                json.writeEndObject();
              })
          .header("Location", Answer.address(request, "records/import/" + id))
          .build();
    }
  }

  @GET
  @Path("/{id}/guess")
  public Response guess(@Context HttpServletRequest request, @PathParam("id") String id) {
    Query query = Query.of(request, "encoding", "delimiter", "type");
    Map<String, Object> guess =
        rooms
            .imports()
            .guess(
                Caller.principal(request),
                Answer.id(id),
                query.text("encoding"),
                query.text("delimiter"),
                query.text("type"));
    return Answer.ok(json -> Json.write(json, guess));
  }

  @PUT
  @Path("/{id}/mapping")
  @Consumes(MediaType.APPLICATION_JSON)
  public Response map(@Context HttpServletRequest request, @PathParam("id") String id)
      throws IOException {
    Query.of(request);
    Principal principal = Caller.principal(request);
    rooms.imports().map(principal, Answer.id(id), Body.members(request));
    return Response.noContent().build();
  }

  @POST
  @Path("/{id}/run")
  public Response run(@Context HttpServletRequest request, @PathParam("id") String id) {
    Query.of(request);
    rooms.imports().run(Caller.principal(request), Answer.id(id));
    return Response.noContent().build();
  }

  @POST
  @Path("/{id}/cancel")
  public Response cancel(@Context HttpServletRequest request, @PathParam("id") String id) {
    Query.of(request);
    rooms.imports().cancel(Caller.principal(request), Answer.id(id));
    return Response.noContent().build();
  }

  @POST
  @Path("/{id}/undo")
  public Response undo(@Context HttpServletRequest request, @PathParam("id") String id) {
    Query.of(request);
    rooms.imports().undo(Caller.principal(request), Answer.id(id));
    return Response.noContent().build();
  }
}
