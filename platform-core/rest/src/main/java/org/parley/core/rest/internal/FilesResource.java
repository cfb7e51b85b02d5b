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
import org.parley.api.security.Principal;
import org.parley.core.record.RecordFiles.Uploaded;

/** Files come in here; the write of a record then says where they belong. */
@Path("/files")
@Produces(MediaType.APPLICATION_JSON)
public final class FilesResource {
  private final Rooms rooms;

  FilesResource(Rooms rooms) {
    this.rooms = rooms;
  }

  @POST
  @Consumes(MediaType.WILDCARD)
  public Response upload(@Context HttpServletRequest request) throws IOException {
    String name = Query.of(request, "name").text("name");
    Principal principal = Caller.principal(request);
    try (FileUpload upload = new FileUpload(request, name)) {
      Uploaded uploaded = rooms.files().upload(principal, upload);
      return Answer.json(
              201,
              json -> {
                json.writeStartObject();
                json.writeStringField("file", uploaded.token());
                json.writeStringField("name", uploaded.name());
                json.writeNumberField("size", uploaded.size());
                json.writeStringField("type", uploaded.type());
                json.writeEndObject();
              })
          .build();
    }
  }
}
