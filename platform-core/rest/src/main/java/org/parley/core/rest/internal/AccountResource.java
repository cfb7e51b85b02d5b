// SPDX-License-Identifier: Apache-2.0
package org.parley.core.rest.internal;

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
import org.parley.core.security.Sessions;

/** How one gets in oneself: the password, and the sessions there are. */
@Path("/account")
@Produces(MediaType.APPLICATION_JSON)
public final class AccountResource {
  private final Rooms rooms;

  AccountResource(Rooms rooms) {
    this.rooms = rooms;
  }

  @POST
  @Path("/password")
  @Consumes(MediaType.APPLICATION_JSON)
  public Response password(@Context HttpServletRequest request) throws IOException {
    Query.of(request);
    Body body = Body.read(request, "password", "next");
    rooms
        .credentials()
        .change(
            Caller.person(request),
            body.text("password"),
            body.text("next"),
            Caller.token(request));
    return Response.noContent().build();
  }

  @GET
  @Path("/sessions")
  public Response sessions(@Context HttpServletRequest request) {
    Query.of(request);
    List<Sessions.Open> open = rooms.sessions().open(Caller.person(request), Caller.token(request));
    return Answer.ok(
        json -> {
          json.writeStartObject();
          json.writeArrayFieldStart("items");
          for (Sessions.Open session : open) {
            json.writeStartObject();
            json.writeStringField("id", session.id());
            json.writeStringField("created_at", session.createdAt().toString());
            json.writeStringField("used_at", session.usedAt().toString());
            json.writeStringField("address", session.address());
            json.writeStringField("agent", session.agent());
            json.writeBooleanField("current", session.current());
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  @DELETE
  @Path("/sessions/{id}")
  public Response end(@Context HttpServletRequest request, @PathParam("id") String id) {
    Query.of(request);
    rooms.sessions().end(Caller.person(request), id);
    return Response.noContent().build();
  }
}
