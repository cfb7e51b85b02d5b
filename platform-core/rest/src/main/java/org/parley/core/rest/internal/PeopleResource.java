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
import org.parley.api.error.ParleyException;
import org.parley.api.security.Principal;
import org.parley.core.record.RecordStore;
import org.parley.core.security.Credentials;

/** What is done with people beyond their records: invitations, tokens, and what a leaver leaves. */
@Path("/people/{id}")
@Produces(MediaType.APPLICATION_JSON)
public final class PeopleResource {
  private static final String PEOPLE = "people";

  private final Rooms rooms;

  PeopleResource(Rooms rooms) {
    this.rooms = rooms;
  }

  /**
   * A link by which somebody chooses a password: by mail where that works, else to hand over; with
   * {@code by=hand} to hand over in any case.
   */
  @POST
  @Path("/invite")
  public Response invite(@Context HttpServletRequest request, @PathParam("id") String id) {
    Query query = Query.of(request, "by");
    Caller.person(request);
    Principal principal = Caller.principal(request, PEOPLE);
    String by = query.text("by");
    if (by != null && !by.equals("hand")) {
      throw ParleyException.badRequest("bad_request", "The parameter by is hand, or left out.");
    }
    Optional<String> mailed =
        by == null ? rooms.credentials().inviteByMail(principal, Answer.id(id)) : Optional.empty();
    if (mailed.isPresent()) {
      return Answer.json(
              201,
              json -> {
                json.writeStartObject();
                json.writeStringField("mailed", mailed.get());
                json.writeEndObject();
              })
          .build();
    }
    Credentials.Link link = rooms.credentials().invite(principal, Answer.id(id));
    return Answer.json(
            201,
            json -> {
              json.writeStartObject();
              json.writeStringField("token", link.token());
              json.writeStringField("expires_at", link.expiresAt().toString());
              json.writeEndObject();
            })
        .build();
  }

  /** Moves some of somebody's records to another; called until none are left. */
  @POST
  @Path("/hand-over")
  @Consumes(MediaType.APPLICATION_JSON)
  public Response handOver(@Context HttpServletRequest request, @PathParam("id") String id)
      throws IOException {
    Query.of(request);
    Principal principal = Caller.principal(request, PEOPLE);
    Body body = Body.read(request, "to");
    RecordStore.HandedOver done =
        rooms.records().handOver(principal, Answer.id(id), body.number("to"), "rest");
    return Answer.ok(
        json -> {
          json.writeStartObject();
          json.writeNumberField("moved", done.moved());
          json.writeNumberField("left", done.left());
          json.writeEndObject();
        });
  }

  @GET
  @Path("/tokens")
  public Response tokens(@Context HttpServletRequest request, @PathParam("id") String id) {
    Query.of(request);
    List<Credentials.Token> tokens =
        rooms.credentials().tokens(Caller.principal(request), Answer.id(id));
    return Answer.ok(
        json -> {
          json.writeStartObject();
          json.writeArrayFieldStart("items");
          for (Credentials.Token token : tokens) {
            write(json, token, null);
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  @POST
  @Path("/tokens")
  @Consumes(MediaType.APPLICATION_JSON)
  public Response create(@Context HttpServletRequest request, @PathParam("id") String id)
      throws IOException {
    Query.of(request);
    Body body = Body.read(request, "name", "scope", "days");
    Credentials.Made made =
        rooms
            .credentials()
            .create(
                Caller.person(request),
                Answer.id(id),
                body.text("name"),
                body.text("scope"),
                (int) Math.min(Integer.MAX_VALUE, body.number("days")));
    return Answer.json(201, json -> write(json, made.token(), made.secret())).build();
  }

  @DELETE
  @Path("/tokens/{token}")
  public Response revoke(
      @Context HttpServletRequest request,
      @PathParam("id") String id,
      @PathParam("token") String token) {
    Query.of(request);
    rooms.credentials().revoke(Caller.person(request), Answer.id(id), token);
    return Response.noContent().build();
  }

  private static void write(JsonGenerator json, Credentials.Token token, String secret)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("id", token.id());
    json.writeStringField("name", token.name());
    json.writeStringField("scope", token.scope());
    json.writeStringField("created_at", token.createdAt().toString());
    time(json, "expires_at", token.expiresAt());
    time(json, "used_at", token.usedAt());
    if (secret != null) {
      json.writeStringField("secret", secret);
    }
    json.writeEndObject();
  }

  private static void time(JsonGenerator json, String name, java.time.Instant at)
      throws IOException {
    json.writeStringField(name, at == null ? null : at.toString());
  }
}
