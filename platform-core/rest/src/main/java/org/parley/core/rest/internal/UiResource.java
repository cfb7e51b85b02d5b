// SPDX-License-Identifier: Apache-2.0
package org.parley.core.rest.internal;

import java.util.List;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import org.parley.api.security.Principal;
import org.parley.core.plugin.UiContribution;

/** What plugins add to the screen, as far as the caller may use it. */
@Path("/ui")
@Produces(MediaType.APPLICATION_JSON)
public final class UiResource {
  private final Rooms rooms;

  UiResource(Rooms rooms) {
    this.rooms = rooms;
  }

  @GET
  public Response all(@Context HttpServletRequest request) {
    Texts texts = rooms.texts(Query.of(request, "lang").text("lang"));
    Principal principal = Caller.principal(request);
    List<UiContribution> contributions =
        rooms.plugins().contributions().stream()
            .filter(
                contribution ->
                    contribution.permission() == null || principal.may(contribution.permission()))
            .toList();
    return Answer.ok(
        json -> {
          json.writeStartObject();
          json.writeArrayFieldStart("items");
          for (UiContribution contribution : contributions) {
            PluginJson.contribution(json, contribution, texts);
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }
}
