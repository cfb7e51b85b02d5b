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
import org.parley.core.record.May;
import org.parley.core.record.RecordStore;

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
            .filter(contribution -> isFor(principal, contribution.permission()))
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

  /**
   * Whether somebody has what a contribution asks for: a right, or an action on records of a type.
   */
  private boolean isFor(Principal principal, String permission) {
    if (permission == null) {
      return true;
    }
    int colon = permission.indexOf(':');
    if (colon < 0) {
      return principal.may(permission);
    }
    RecordStore records = rooms.records();
    String type = permission.substring(colon + 1);
    if (!records.model(principal).types().containsKey(type)) {
      return false;
    }
    May may = records.may(principal, type);
    return switch (permission.substring(0, colon)) {
      case "create" -> may.create();
      case "edit" -> may.edit();
      case "delete" -> may.delete();
      case "export" -> may.export();
      case "import" -> may.imports();
      default -> true;
    };
  }
}
