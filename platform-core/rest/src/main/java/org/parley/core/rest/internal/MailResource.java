// SPDX-License-Identifier: Apache-2.0
package org.parley.core.rest.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.DELETE;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import org.parley.core.mail.Mails;

/** How outgoing mail goes, for those who set it up. */
@Path("/mail")
@Produces(MediaType.APPLICATION_JSON)
public final class MailResource {
  private static final String SETTINGS = "settings";

  private final Rooms rooms;

  MailResource(Rooms rooms) {
    this.rooms = rooms;
  }

  @GET
  public Response state(@Context HttpServletRequest request) {
    Query.of(request);
    Mails.State state = rooms.mails().state(Caller.principal(request, SETTINGS));
    return Answer.ok(
        json -> {
          json.writeStartObject();
          json.writeBooleanField("on", state.on());
          json.writeNumberField("waiting", state.waiting());
          json.writeNumberField("sent", state.sent());
          json.writeFieldName("trouble");
          if (state.trouble() == null) {
            json.writeNull();
          } else {
            step(json, state.trouble());
          }
          json.writeArrayFieldStart("stuck");
          for (Mails.Stuck one : state.stuck()) {
            stuck(json, one);
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  private static void stuck(JsonGenerator json, Mails.Stuck one) throws IOException {
    json.writeStartObject();
    json.writeNumberField("id", one.id());
    json.writeStringField("kind", one.kind());
    json.writeNumberField("user", one.userId());
    json.writeStringField("problem", one.problem());
    json.writeStringField("detail", one.detail());
    json.writeNumberField("tries", one.tries());
    json.writeStringField("asked_at", one.at().toString());
    json.writeEndObject();
  }

  /** Sends a mail to the one who asks and tells how far it came. */
  @POST
  @Path("/test")
  public Response test(@Context HttpServletRequest request) {
    Query.of(request);
    var steps = rooms.mails().test(Caller.principal(request, SETTINGS));
    boolean arrived = steps.stream().allMatch(step -> step.code().equals("ok"));
    return Answer.ok(
        json -> {
          json.writeStartObject();
          json.writeBooleanField("sent", arrived);
          json.writeArrayFieldStart("steps");
          for (Mails.Step step : steps) {
            step(json, step);
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  private static void step(JsonGenerator json, Mails.Step step) throws IOException {
    json.writeStartObject();
    json.writeStringField("step", step.name());
    json.writeStringField("code", step.code());
    json.writeStringField("detail", step.detail());
    json.writeStringField("answer", step.answer());
    json.writeEndObject();
  }

  @POST
  @Path("/stuck/{id}/again")
  public Response again(@Context HttpServletRequest request, @PathParam("id") String id) {
    Query.of(request);
    rooms.mails().again(Caller.principal(request, SETTINGS), Answer.id(id));
    return Response.noContent().build();
  }

  @DELETE
  @Path("/stuck/{id}")
  public Response drop(@Context HttpServletRequest request, @PathParam("id") String id) {
    Query.of(request);
    rooms.mails().drop(Caller.principal(request, SETTINGS), Answer.id(id));
    return Response.noContent().build();
  }
}
