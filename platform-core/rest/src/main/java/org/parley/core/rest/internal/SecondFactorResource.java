// SPDX-License-Identifier: Apache-2.0
package org.parley.core.rest.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
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
import org.parley.core.security.SecondFactors;

/** The code that is asked for beside a password: one's own, and ended for others. */
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
public final class SecondFactorResource {
  private static final String OWN = "account/second-factor";
  private static final String OTHERS = "people/{id}/second-factor";

  private final Rooms rooms;

  SecondFactorResource(Rooms rooms) {
    this.rooms = rooms;
  }

  @GET
  @Path(OWN)
  public Response show(@Context HttpServletRequest request) {
    Query.of(request);
    return state(rooms.secondFactors().state(Caller.person(request)));
  }

  /** Begins to set one up. */
  @POST
  @Path(OWN)
  @Consumes(MediaType.APPLICATION_JSON)
  public Response begin(@Context HttpServletRequest request) throws IOException {
    Query.of(request);
    Body body = Body.read(request, "password");
    SecondFactors.Offer offer =
        rooms.secondFactors().begin(Caller.person(request), body.text("password"));
    return Answer.json(
            201,
            json -> {
              json.writeStartObject();
              json.writeStringField("secret", offer.secret());
              json.writeStringField("uri", offer.uri());
              json.writeStringField("picture", offer.picture());
              json.writeNumberField("size", offer.size());
              json.writeEndObject();
            })
        .header("Cache-Control", "no-store")
        .build();
  }

  @POST
  @Path(OWN + "/confirm")
  @Consumes(MediaType.APPLICATION_JSON)
  public Response confirm(@Context HttpServletRequest request) throws IOException {
    Query.of(request);
    Body body = Body.read(request, "code");
    return codes(rooms.secondFactors().confirm(Caller.person(request), body.text("code")));
  }

  @POST
  @Path(OWN + "/codes")
  @Consumes(MediaType.APPLICATION_JSON)
  public Response codes(@Context HttpServletRequest request) throws IOException {
    Query.of(request);
    Body body = Body.read(request, "password");
    return codes(rooms.secondFactors().codes(Caller.person(request), body.text("password")));
  }

  @POST
  @Path(OWN + "/remove")
  @Consumes(MediaType.APPLICATION_JSON)
  public Response remove(@Context HttpServletRequest request) throws IOException {
    Query.of(request);
    Body body = Body.read(request, "password");
    rooms.secondFactors().remove(Caller.person(request), body.text("password"));
    return Response.noContent().build();
  }

  @GET
  @Path(OTHERS)
  public Response show(@Context HttpServletRequest request, @PathParam("id") String id) {
    Query.of(request);
    return state(rooms.secondFactors().state(Caller.person(request), Answer.id(id)));
  }

  @DELETE
  @Path(OTHERS)
  public Response remove(@Context HttpServletRequest request, @PathParam("id") String id) {
    Query.of(request);
    rooms.secondFactors().remove(Caller.person(request), Answer.id(id));
    return Response.noContent().build();
  }

  /** Who has yet to set up the one that is demanded of them. */
  @GET
  @Path("people/second-factors")
  public Response lacking(@Context HttpServletRequest request) {
    Query.of(request);
    List<Long> lacking = List.copyOf(rooms.secondFactors().lacking(Caller.person(request)));
    return Answer.ok(
        json -> {
          json.writeStartObject();
          json.writeFieldName("lacking");
          Json.write(json, lacking);
          json.writeEndObject();
        });
  }

  private static Response state(SecondFactors.State state) {
    return Answer.ok(
        json -> {
          json.writeStartObject();
          json.writeStringField("since", state.since() == null ? null : state.since().toString());
          json.writeNumberField("codes", state.codes());
          json.writeBooleanField("demanded", state.demanded());
          json.writeBooleanField("password", state.password());
          json.writeEndObject();
        });
  }

  private static Response codes(List<String> codes) {
    return Answer.json(200, json -> write(json, codes)).header("Cache-Control", "no-store").build();
  }

  private static void write(JsonGenerator json, List<String> codes) throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("codes");
    for (String code : codes) {
      json.writeString(code);
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
