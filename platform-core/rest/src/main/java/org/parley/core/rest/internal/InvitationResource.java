// SPDX-License-Identifier: Apache-2.0
package org.parley.core.rest.internal;

import java.io.IOException;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.Consumes;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import org.parley.core.security.Credentials;

/**
 * Getting in by a link, for people who are not logged in. The link's token comes in the body, so
 * that it stands in nobody's log.
 */
@Path("/invitation")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public final class InvitationResource {
  private final Rooms rooms;
  private final SessionResource sessions;

  InvitationResource(Rooms rooms, SessionResource sessions) {
    this.rooms = rooms;
    this.sessions = sessions;
  }

  /** Whom a link is for. */
  @POST
  public Response look(@Context HttpServletRequest request) throws IOException {
    Query.of(request);
    Body body = Body.read(request, "token");
    Credentials.Invited invited = rooms.credentials().invited(body.text("token"));
    return Answer.ok(
        json -> {
          json.writeStartObject();
          json.writeStringField("username", invited.username());
          json.writeStringField("name", invited.name());
          json.writeStringField("expires_at", invited.expiresAt().toString());
          json.writeEndObject();
        });
  }

  /** Chooses a password by a link, and is logged in unless there is a second factor: 204. */
  @POST
  @Path("/accept")
  public Response accept(@Context HttpServletRequest request) throws IOException {
    Query.of(request);
    Body body = Body.read(request, "token", "password");
    return rooms
        .credentials()
        .accept(body.text("token"), body.text("password"), Caller.client(request))
        .map(begun -> sessions.begun(request, begun))
        .orElseGet(() -> Response.noContent().build());
  }
}
