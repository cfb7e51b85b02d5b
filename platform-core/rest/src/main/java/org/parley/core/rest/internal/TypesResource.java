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
    String language = Query.of(request, "lang").text("lang");
    Caller.principal(request);
    Model model = rooms.records().model();
    TypeJson types = new TypeJson(model, built(), rooms.texts(language));
    return tagged(request, model, language, types::all);
  }

  @GET
  @Path("/{type}")
  public Response one(@Context HttpServletRequest request, @PathParam("type") String name) {
    String language = Query.of(request, "lang").text("lang");
    Caller.principal(request);
    Model model = rooms.records().model();
    RecordType type = model.type(name);
    TypeJson types = new TypeJson(model, built(), rooms.texts(language));
    return tagged(request, model, language, json -> types.type(json, type));
  }

  /** The fields whose indexes administrators have built, as {@code type.field}. */
  private Set<String> built() {
    return rooms.indexes().built().stream()
        .map(index -> index.type() + "." + index.field())
        .collect(Collectors.toSet());
  }

  static Response tagged(
      HttpServletRequest request, Model model, String language, Json.Writer body) {
    String tag = Answer.tag("m" + model.version() + (language == null ? "" : "-" + language));
    Response.ResponseBuilder answer =
        Answer.isKnown(request, tag) ? Response.notModified() : Answer.json(200, body);
    return answer.header("ETag", tag).header("Cache-Control", "private, no-cache").build();
  }
}
