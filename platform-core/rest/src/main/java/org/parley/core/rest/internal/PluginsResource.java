// SPDX-License-Identifier: Apache-2.0
package org.parley.core.rest.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
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
import org.apache.cxf.jaxrs.ext.multipart.Attachment;
import org.apache.cxf.jaxrs.ext.multipart.MultipartBody;
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
    Query.of(request);
    Caller.principal(request, RIGHT);
    List<Plugin> plugins =
        rooms.plugins().list().stream().sorted(Comparator.comparing(Plugin::id)).toList();
    return Answer.ok(
        json -> {
          json.writeStartObject();
          json.writeArrayFieldStart("items");
          for (Plugin plugin : plugins) {
            PluginJson.plugin(json, plugin);
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
    return Answer.ok(json -> PluginJson.plugin(json, plugin));
  }

  @POST
  @Consumes({"application/java-archive", "application/octet-stream"})
  public Response upload(@Context HttpServletRequest request) throws IOException {
    return take(request, request.getInputStream());
  }

  @POST
  @Consumes(MediaType.MULTIPART_FORM_DATA)
  public Response upload(@Context HttpServletRequest request, MultipartBody body)
      throws IOException {
    Attachment file = body.getAttachment("file");
    if (file == null) {
      throw ParleyException.badRequest(
          "bad_request", "The form has no part named \"file\" with the plugin's jar.");
    }
    try (InputStream jar = file.getDataHandler().getInputStream()) {
      return take(request, jar);
    }
  }

  private Response take(HttpServletRequest request, InputStream jar) throws IOException {
    boolean plan = Query.of(request, "plan").flag("plan");
    Principal principal = Caller.principal(request, RIGHT);
    Plugins plugins = rooms.plugins();
    Path file = Files.createTempFile("parley-upload-", ".jar");
    try {
      keep(jar, file);
      return plan ? plan(plugins.plan(file)) : install(plugins, file, principal);
    } finally {
      Files.deleteIfExists(file);
    }
  }

  /** Only what the client sends may fail as an IOException: the disk's failures are ours. */
  private static void keep(InputStream jar, Path file) throws IOException {
    OutputStream out;
    try {
      out = Files.newOutputStream(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    byte[] buffer = new byte[64 * 1024];
    try (out) {
      for (int read = jar.read(buffer); read >= 0; read = jar.read(buffer)) {
        try {
          out.write(buffer, 0, read);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private static Response install(Plugins plugins, Path file, Principal principal) {
    List<String> before = plugins.list().stream().map(Plugin::id).toList();
    Plugin plugin = plugins.install(file, principal, THROUGH);
    Response.ResponseBuilder answer =
        Answer.json(
            before.contains(plugin.id()) ? 200 : 201, json -> PluginJson.plugin(json, plugin));
    return answer.header("Location", URI.create("/api/v1/plugins/" + plugin.id())).build();
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
    return Answer.ok(json -> PluginJson.plugin(json, plugin));
  }

  @POST
  @javax.ws.rs.Path("/{id}/reattach")
  public Response reattach(@Context HttpServletRequest request, @PathParam("id") String id) {
    Query.of(request);
    Principal principal = Caller.principal(request, RIGHT);
    known(id);
    Plugin plugin = rooms.plugins().reattach(id, principal, THROUGH);
    return Answer.ok(json -> PluginJson.plugin(json, plugin));
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
