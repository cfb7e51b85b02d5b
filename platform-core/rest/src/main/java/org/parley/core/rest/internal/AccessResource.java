// SPDX-License-Identifier: Apache-2.0
package org.parley.core.rest.internal;

import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import org.parley.api.security.Principal;
import org.parley.core.record.Explanation;

/** Why somebody can or cannot do something with a record. */
@Path("/records/{type}/{id}/access")
@Produces(MediaType.APPLICATION_JSON)
public final class AccessResource {
  private final Rooms rooms;

  AccessResource(Rooms rooms) {
    this.rooms = rooms;
  }

  @GET
  public Response explain(
      @Context HttpServletRequest request,
      @PathParam("type") String type,
      @PathParam("id") String id) {
    Integer user = Query.of(request, "user").number("user", 1, Integer.MAX_VALUE);
    Principal principal = Caller.principal(request);
    long about = user == null ? principal.userId() : user;
    Explanation why = rooms.records().explain(principal, about, type, Answer.id(id));
    return Answer.ok(
        json -> {
          json.writeStartObject();
          json.writeNumberField("user", about);
          json.writeArrayFieldStart("decisions");
          for (Explanation.Decision decision : why.decisions()) {
            json.writeStartObject();
            json.writeStringField("action", decision.action());
            json.writeBooleanField("allowed", decision.allowed());
            json.writeFieldName("because");
            Json.write(json, decision.because());
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }
}
