// SPDX-License-Identifier: Apache-2.0
package org.parley.core.rest.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.Consumes;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import org.parley.api.error.ParleyException;
import org.parley.api.security.Principal;
import org.parley.core.plugin.Plugin;
import org.parley.core.plugin.PluginPlan;
import org.parley.core.plugin.Plugins;

/** The plugins of this system, and changing them while it runs. */
@javax.ws.rs.Path("/plugins")
@Produces(MediaType.APPLICATION_JSON)
public final class PluginsResource {
  private static final String RIGHT = "plugins";
  private static final String THROUGH = "rest";

  private final Rooms rooms;

  PluginsResource(Rooms rooms) {
    this.rooms = rooms;
  }

  @GET
  public Response all(@Context HttpServletRequest request) {
    Texts texts = rooms.texts(Query.of(request, "lang").text("lang"));
    Caller.principal(request, RIGHT);
    List<Plugin> plugins =
        rooms.plugins().list().stream().sorted(Comparator.comparing(Plugin::id)).toList();
    return Answer.ok(
        json -> {
          json.writeStartObject();
          json.writeArrayFieldStart("items");
          for (Plugin plugin : plugins) {
            PluginJson.plugin(json, plugin, texts);
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  @GET
  @javax.ws.rs.Path("/{id}")
  public Response one(@Context HttpServletRequest request, @PathParam("id") String id) {
    Query.of(request);
    Caller.principal(request, RIGHT);
    Plugin plugin = known(id);
    return Answer.ok(json -> PluginJson.plugin(json, plugin, Texts.PLAIN));
  }

  @POST
  @Consumes({"application/java-archive", "application/octet-stream", MediaType.MULTIPART_FORM_DATA})
  public Response upload(@Context HttpServletRequest request) throws IOException {
    boolean plan = Query.of(request, "plan").flag("plan");
    Principal principal = Caller.principal(request, RIGHT);
    Plugins plugins = rooms.plugins();
    try (Upload upload = Upload.receive(request)) {
      return plan
          ? plan(plugins.plan(upload.file()))
          : install(request, plugins, upload.file(), principal);
    }
  }

  private static Response install(
      HttpServletRequest request, Plugins plugins, Path file, Principal principal) {
    List<String> before = plugins.list().stream().map(Plugin::id).toList();
    Plugin plugin = plugins.install(file, principal, THROUGH);
    Response.ResponseBuilder answer =
        Answer.json(
            before.contains(plugin.id()) ? 200 : 201,
            json -> PluginJson.plugin(json, plugin, Texts.PLAIN));
    return answer.header("Location", Answer.address(request, "plugins/" + plugin.id())).build();
  }

  @POST
  @javax.ws.rs.Path("/{id}/quarantine")
  public Response quarantine(@Context HttpServletRequest request, @PathParam("id") String id) {
    boolean plan = Query.of(request, "plan").flag("plan");
    Principal principal = Caller.principal(request, RIGHT);
    known(id);
    if (plan) {
      return plan(rooms.plugins().planQuarantine(id));
    }
    Plugin plugin = rooms.plugins().quarantine(id, principal, THROUGH);
    return Answer.ok(json -> PluginJson.plugin(json, plugin, Texts.PLAIN));
  }

  @POST
  @javax.ws.rs.Path("/{id}/reattach")
  public Response reattach(@Context HttpServletRequest request, @PathParam("id") String id) {
    Query.of(request);
    Principal principal = Caller.principal(request, RIGHT);
    known(id);
    Plugin plugin = rooms.plugins().reattach(id, principal, THROUGH);
    return Answer.ok(json -> PluginJson.plugin(json, plugin, Texts.PLAIN));
  }

  private Plugin known(String id) {
    return rooms.plugins().list().stream()
        .filter(plugin -> plugin.id().equals(id))
        .findFirst()
        .orElseThrow(() -> ParleyException.notFound("There is no plugin with this id."));
  }

  private static Response plan(PluginPlan plan) {
    return Answer.ok(json -> PluginJson.plan(json, plan));
  }
}
