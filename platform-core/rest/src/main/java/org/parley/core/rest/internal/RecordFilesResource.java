// SPDX-License-Identifier: Apache-2.0
package org.parley.core.rest.internal;

import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.Response;

/** The files of records: who may read the record may read them. */
@Path("/records/{type}/{id}/files/{field}")
public final class RecordFilesResource {
  private final Rooms rooms;

  RecordFilesResource(Rooms rooms) {
    this.rooms = rooms;
  }

  @GET
  public Response download(
      @Context HttpServletRequest request,
      @Context HttpServletResponse response,
      @PathParam("type") String type,
      @PathParam("id") String id,
      @PathParam("field") String field) {
    boolean inline = Query.of(request, "inline").flag("inline");
    return new FileAnswer(
            rooms.files().open(Caller.principal(request), type, Answer.id(id), field), inline)
        .of(request, response);
  }
}
