// SPDX-License-Identifier: Apache-2.0
package org.parley.core.rest.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.Consumes;
import javax.ws.rs.DELETE;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import org.parley.api.error.FieldError;
import org.parley.api.error.ParleyException;
import org.parley.api.security.Principal;
import org.parley.core.rest.internal.calendar.CalendarView;
import org.parley.core.security.Feeds;

/** The secret addresses by which calendar programs read one's calendars. */
@Path("/account/feeds")
@Produces(MediaType.APPLICATION_JSON)
public final class FeedsResource {
  private final Rooms rooms;

  FeedsResource(Rooms rooms) {
    this.rooms = rooms;
  }

  @GET
  public Response list(@Context HttpServletRequest request) {
    Query query = Query.of(request, "lang");
    Principal principal = Caller.person(request);
    Texts texts = rooms.texts(query.text("lang"));
    List<Feeds.Feed> feeds = rooms.feeds().of(principal);
    return Answer.ok(
        json -> {
          json.writeStartObject();
          json.writeArrayFieldStart("items");
          for (Feeds.Feed feed : feeds) {
            write(json, feed, name(principal, feed, texts), null);
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  public Response make(@Context HttpServletRequest request) throws IOException {
    Query query = Query.of(request, "lang");
    Principal principal = Caller.person(request);
    Body body = Body.read(request, "type", "view", "whose");
    String type = body.text("type");
    String view = body.text("view");
    if (CalendarView.find(rooms.records(), principal, type, view).isEmpty()) {
      throw ParleyException.invalid(
          List.of(
              new FieldError(
                  "view", "unknown_view", "There is no view of the kind calendar by this name.")));
    }
    Feeds.Made made = rooms.feeds().make(principal, type, view, body.text("whose"));
    String address = Answer.address(request, "calendars/" + made.secret() + ".ics");
    Optional<String> name = name(principal, made.feed(), rooms.texts(query.text("lang")));
    return Answer.json(201, json -> write(json, made.feed(), name, address)).build();
  }

  @DELETE
  @Path("/{id}")
  public Response revoke(@Context HttpServletRequest request, @PathParam("id") String id) {
    Query.of(request);
    rooms.feeds().revoke(Caller.person(request), id);
    return Response.noContent().build();
  }

  /** How a calendar is called; empty where its person does not see it any more. */
  private Optional<String> name(Principal principal, Feeds.Feed feed, Texts texts) {
    return CalendarView.find(rooms.records(), principal, feed.type(), feed.view())
        .map(view -> name(view, feed.view(), texts));
  }

  static String name(CalendarView view, String named, Texts texts) {
    String type = view.type().name();
    return texts.type(type, "plural", view.type().plural())
        + ": "
        + texts.type(type, "views." + named, view.label());
  }

  private static void write(
      JsonGenerator json, Feeds.Feed feed, Optional<String> name, String address)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("id", feed.id());
    json.writeStringField("name", name.orElse(null));
    json.writeStringField("type", feed.type());
    json.writeStringField("view", feed.view());
    json.writeStringField("whose", feed.whose());
    json.writeStringField("created_at", feed.createdAt().toString());
    json.writeStringField("used_at", feed.usedAt() == null ? null : feed.usedAt().toString());
    if (address != null) {
      json.writeStringField("path", address);
    }
    json.writeEndObject();
  }
}
