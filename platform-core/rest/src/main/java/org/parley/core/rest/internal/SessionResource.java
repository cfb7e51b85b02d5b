// SPDX-License-Identifier: Apache-2.0
package org.parley.core.rest.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.Consumes;
import javax.ws.rs.DELETE;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import org.parley.api.error.ParleyException;
import org.parley.api.record.Record;
import org.parley.api.security.Principal;
import org.parley.core.operation.RequestFacts;
import org.parley.core.operation.Settings;
import org.parley.core.record.RecordFiles;
import org.parley.core.record.RecordStore;
import org.parley.core.record.Result;
import org.parley.core.security.Session;
import org.parley.core.security.Sessions;

/** Logging in and out, and who I am. */
@Path("/session")
@Produces(MediaType.APPLICATION_JSON)
public final class SessionResource {
  private static final int COOKIE_SECONDS = 7 * 24 * 3600;
  private static final int DEVICE_SECONDS = 90 * 24 * 3600;

  /** What the interface needs to know of a person from the start. */
  private static final Set<String> PROFILE =
      Set.of("language", "time_zone", "formats", "outside", "picture");

  private final Rooms rooms;

  SessionResource(Rooms rooms) {
    this.rooms = rooms;
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  public Response login(@Context HttpServletRequest request) throws IOException {
    Query.of(request);
    Body body = Body.read(request, "username", "password", "code");
    return begun(
        request,
        rooms
            .sessions()
            .login(
                body.text("username"),
                body.text("password"),
                body.textOrNull("code"),
                Caller.client(request)));
  }

  /** The answer to whoever has just got in. */
  Response begun(HttpServletRequest request, Sessions.Begun begun) {
    Response.ResponseBuilder answer = Answer.json(200, json -> write(json, begun.session()));
    cookies(request, begun).forEach(one -> answer.header("Set-Cookie", one));
    return answer.build();
  }

  /** What the browser of whoever has just got in keeps. */
  List<String> cookies(HttpServletRequest request, Sessions.Begun begun) {
    List<String> cookies = new ArrayList<>();
    cookies.add(cookie(request, Caller.COOKIE, begun.session().token(), COOKIE_SECONDS));
    if (begun.device() != null) {
      cookies.add(cookie(request, Caller.DEVICE, begun.device(), DEVICE_SECONDS));
    }
    return cookies;
  }

  @GET
  public Response show(@Context HttpServletRequest request) {
    Query.of(request);
    Session session = Caller.session(request);
    return Answer.ok(json -> write(json, session));
  }

  @DELETE
  public Response logout(@Context HttpServletRequest request) {
    Query.of(request);
    Caller.person(request);
    rooms.sessions().end(Caller.token(request));
    return Response.noContent().header("Set-Cookie", cookie(request, Caller.COOKIE, "", 0)).build();
  }

  static String cookie(HttpServletRequest request, String name, String value, int seconds) {
    return name
        + "="
        + value
        + "; Path="
        + RequestFacts.prefix(request)
        + "/; Max-Age="
        + seconds
        + "; HttpOnly; SameSite=Lax"
        + (request.isSecure() ? "; Secure" : "");
  }

  private void write(JsonGenerator json, Session session) throws IOException {
    Principal principal = session.principal();
    json.writeStartObject();
    json.writeObjectFieldStart("user");
    json.writeNumberField("id", principal.userId());
    json.writeStringField("username", principal.name());
    person(json, session);
    json.writeEndObject();
    json.writeStringField("csrf", session.csrf());
    json.writeFieldName("rights");
    Json.write(json, new TreeSet<>(principal.rights()));
    json.writeFieldName("needs");
    Json.write(json, session.needsSecondFactor() ? List.of("second_factor") : List.of());
    company(json, principal);
    RecordFiles files = rooms.files;
    if (files != null) {
      json.writeNumberField("maxUpload", files.greatestUpload());
    }
    json.writeFieldName("frames");
    Json.write(json, frames());
    json.writeStringField("version", System.getProperty("parley.version", "development"));
    json.writeEndObject();
  }

  /** The person as they are now; a session may be older than the name. */
  private void person(JsonGenerator json, Session session) throws IOException {
    Principal principal = session.principal();
    Result user = null;
    try {
      user = rooms.records().get(principal, "user", principal.userId(), PROFILE, null);
    } catch (ParleyException unknown) {
      // told without what the record would say
    }
    json.writeStringField("name", user == null ? session.displayName() : user.title());
    for (String name : PROFILE) {
      if (user != null && user.record().get(name) instanceof String text) {
        json.writeStringField(name, text);
      }
    }
    boolean outside = user != null && Boolean.TRUE.equals(user.record().get("outside"));
    json.writeBooleanField("outside", outside);
    json.writeBooleanField("picture", user != null && user.record().get("picture") != null);
  }

  /** Whose pages may be shown in a frame. */
  private static List<String> frames() {
    return Arrays.stream(Settings.named("PARLEY_FRAME_HOSTS").value().split(","))
        .map(String::strip)
        .filter(origin -> !origin.isEmpty())
        .toList();
  }

  private void company(JsonGenerator json, Principal principal) throws IOException {
    RecordStore.ListQuery first =
        new RecordStore.ListQuery(null, null, null, null, 1, null, false, false);
    Record company =
        rooms.records().list(principal, "company", first).items().stream()
            .findFirst()
            .map(result -> result.record())
            .orElse(new Record("company", 0, 0, java.util.Map.of()));
    json.writeObjectFieldStart("company");
    json.writeNumberField("id", company.id());
    json.writeStringField("name", text(company, "name", "Parley"));
    json.writeStringField("currency", text(company, "currency", "EUR"));
    json.writeStringField("time_zone", text(company, "time_zone", "UTC"));
    json.writeStringField("language", text(company, "language", "en"));
    json.writeBooleanField("set_up", Boolean.TRUE.equals(company.get("set_up")));
    json.writeBooleanField("demo", Boolean.TRUE.equals(company.get("demo")));
    json.writeEndObject();
  }

  private static String text(Record company, String field, String otherwise) {
    Object value = company.get(field);
    return value == null ? otherwise : value.toString();
  }
}
