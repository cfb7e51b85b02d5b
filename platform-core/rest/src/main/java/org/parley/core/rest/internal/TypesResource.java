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
import org.parley.api.security.Principal;
import org.parley.core.record.RecordStore;
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
    Query query = Query.of(request, "lang", "brief");
    TypeJson types = types(Caller.principal(request), query.text("lang"), query.flag("brief"));
    return tagged(request, types::all);
  }

  @GET
  @Path("/{type}")
  public Response one(@Context HttpServletRequest request, @PathParam("type") String name) {
    String language = Query.of(request, "lang").text("lang");
    TypeJson types = types(Caller.principal(request), language, false);
    RecordType type = types.model().type(name);
    return tagged(request, json -> types.type(json, type));
  }

  /** The types as this principal sees them. */
  private TypeJson types(Principal principal, String language, boolean brief) {
    RecordStore records = rooms.records();
    return new TypeJson(
        records.model(principal),
        type -> records.may(principal, type),
        built(),
        rooms.texts(language),
        brief);
  }

  /** The fields whose indexes administrators have built, as {@code type.field}. */
  private Set<String> built() {
    return rooms.indexes().built().stream()
        .map(index -> index.type() + "." + index.field())
        .collect(Collectors.toSet());
  }

  /** Told by its content, which depends on the model, the language and who asks. */
  static Response tagged(HttpServletRequest request, Json.Writer body) {
    byte[] bytes = Json.bytes(body);
    String tag = Answer.tag(Answer.digest(bytes));
    Response.ResponseBuilder answer =
        Answer.isKnown(request, tag)
            ? Response.notModified()
            : Answer.whole(200, MediaType.APPLICATION_JSON, bytes);
    return answer.header("ETag", tag).header("Cache-Control", "private, no-cache").build();
  }
}
