// SPDX-License-Identifier: Apache-2.0
package org.parley.core.rest.internal;

import java.util.Map;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.DELETE;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import org.parley.api.security.Principal;
import org.parley.core.record.Models;
import org.parley.core.record.RecordStore;

/** Demo data, for those who look around first: it comes with a call and goes with another. */
@Path("/demo")
@Produces(MediaType.APPLICATION_JSON)
public final class DemoResource {
  private static final String RIGHT = "plugins";

  private final Rooms rooms;

  DemoResource(Rooms rooms) {
    this.rooms = rooms;
  }

  @POST
  public Response load(@Context HttpServletRequest request) {
    Query.of(request);
    choose(Caller.principal(request, RIGHT), true);
    rooms.plugins().loadDemo();
    return Response.noContent().build();
  }

  @DELETE
  public Response remove(@Context HttpServletRequest request) {
    Query.of(request);
    choose(Caller.principal(request, RIGHT), false);
    Models.DemoRemoved removed = rooms.plugins().removeDemo();
    return Answer.ok(
        json -> {
          json.writeStartObject();
          json.writeNumberField("removed", removed.removed());
          json.writeFieldName("kept");
          Json.write(json, removed.kept());
          json.writeEndObject();
        });
  }

  /** Modules that come later do as the company has chosen. */
  private void choose(Principal principal, boolean demo) {
    RecordStore records = rooms.records();
    RecordStore.ListQuery first =
        new RecordStore.ListQuery(null, null, null, null, 1, null, false, false);
    records
        .list(principal, "company", first)
        .items()
        .forEach(
            company ->
                records.update(
                    principal, "company", company.record().id(), 0, Map.of("demo", demo), "rest"));
  }
}
