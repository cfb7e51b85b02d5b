// SPDX-License-Identifier: Apache-2.0
package org.parley.core.rest.internal;

import java.io.IOException;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.Consumes;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;

/**
 * For people who are not logged in and have forgotten their password. The answer and the time it
 * takes say nothing about whether there is somebody of the name given: it is looked for later.
 */
@Path("/forgotten")
@Produces(MediaType.APPLICATION_JSON)
public final class ForgottenResource {
  private final Rooms rooms;

  ForgottenResource(Rooms rooms) {
    this.rooms = rooms;
  }

  /** Whether a link can be had by mail. */
  @GET
  public Response ways(@Context HttpServletRequest request) {
    Query.of(request);
    boolean mail = rooms.credentials().remindsByMail();
    return Answer.ok(
        json -> {
          json.writeStartObject();
          json.writeBooleanField("mail", mail);
          json.writeEndObject();
        });
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  public Response ask(@Context HttpServletRequest request) throws IOException {
    Query.of(request);
    Body body = Body.read(request, "who");
    rooms.credentials().forgotten(body.text("who"), Caller.client(request));
    return Response.accepted().build();
  }
}
