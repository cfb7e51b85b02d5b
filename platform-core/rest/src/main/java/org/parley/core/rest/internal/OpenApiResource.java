// SPDX-License-Identifier: Apache-2.0
package org.parley.core.rest.internal;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import org.parley.core.operation.RequestFacts;
import org.parley.core.record.Model;
import org.parley.core.rest.internal.openapi.OpenApiDocument;

/** The description of the API, made anew when the model changes and kept until then. */
@Path("/openapi.json")
@Produces(MediaType.APPLICATION_JSON)
public final class OpenApiResource {
  /** Documents kept: the whole one and some narrowed ones. */
  private static final int KEPT = 10;

  private final Rooms rooms;

  /** By model, which is one and the same object for all who see the same. */
  private final Map<Model, Map<String, byte[]>> documents = new IdentityHashMap<>();

  OpenApiResource(Rooms rooms) {
    this.rooms = rooms;
  }

  @GET
  public Response document(@Context HttpServletRequest request) {
    Set<String> types = Query.of(request, "types").names("types");
    Model model = rooms.records().model(Caller.principal(request));
    byte[] document = document(model, types, RequestFacts.prefix(request));
    String tag = Answer.tag(Answer.digest(document));
    Response.ResponseBuilder answer =
        Answer.isKnown(request, tag)
            ? Response.notModified()
            : Answer.whole(200, MediaType.APPLICATION_JSON, document);
    return answer.header("ETag", tag).header("Cache-Control", "private, no-cache").build();
  }

  private synchronized byte[] document(Model model, Set<String> types, String prefix) {
    if (documents.values().stream().mapToInt(Map::size).sum() >= KEPT) {
      documents.clear();
    }
    return documents
        .computeIfAbsent(model, seen -> new HashMap<>())
        .computeIfAbsent(
            prefix + "\n" + (types == null ? "" : String.join(",", types)),
            key -> OpenApiDocument.of(model, types, prefix));
  }
}
