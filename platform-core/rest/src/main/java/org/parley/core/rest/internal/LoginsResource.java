// SPDX-License-Identifier: Apache-2.0
package org.parley.core.rest.internal;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import org.parley.api.error.ParleyException;
import org.parley.core.operation.RequestFacts;
import org.parley.core.security.SingleSignOn;

/**
 * Logging in by what another system knows of a person: a browser is sent there and comes back. It
 * is a browser that calls, so whatever goes wrong is told by the login page.
 */
@Path("/logins")
@Produces(MediaType.APPLICATION_JSON)
public final class LoginsResource {
  /** Ties the answer of the other system to the browser that asked. */
  private static final String KEPT = "parley_login";

  private static final int LONGEST_QUERY = 8_000;

  private final Rooms rooms;
  private final SessionResource sessions;

  LoginsResource(Rooms rooms, SessionResource sessions) {
    this.rooms = rooms;
    this.sessions = sessions;
  }

  /** What the login page offers besides a password. */
  @GET
  public Response ways(@Context HttpServletRequest request) {
    Query.of(request);
    SingleSignOn known = rooms.singleSignOn;
    List<SingleSignOn.Way> ways = known == null ? List.of() : known.ways();
    return Answer.ok(
        json -> {
          json.writeStartObject();
          json.writeArrayFieldStart("ways");
          for (SingleSignOn.Way way : ways) {
            json.writeStartObject();
            json.writeStringField("plugin", way.plugin());
            json.writeStringField("choice", way.choice());
            json.writeStringField("label", way.label());
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  @GET
  @Path("/{plugin}/{choice}")
  public Response start(
      @Context HttpServletRequest request,
      @PathParam("plugin") String plugin,
      @PathParam("choice") String choice) {
    String next = Query.of(request, "next").text("next");
    try {
      SingleSignOn.Departure departure =
          rooms
              .singleSignOn()
              .start(
                  plugin, choice, address(request, plugin, choice), next, Caller.client(request));
      return Response.status(302)
          .header("Location", departure.page().toASCIIString())
          .header("Set-Cookie", kept(request, departure.kept(), SingleSignOn.SECONDS))
          .build();
    } catch (ParleyException problem) {
      return told(request, problem);
    }
  }

  /** Where the other system sends the browser back to. */
  @GET
  @Path("/{plugin}/{choice}/return")
  public Response finish(
      @Context HttpServletRequest request,
      @PathParam("plugin") String plugin,
      @PathParam("choice") String choice) {
    try {
      SingleSignOn.Arrival arrival =
          rooms
              .singleSignOn()
              .finish(
                  plugin,
                  choice,
                  address(request, plugin, choice),
                  parameters(request),
                  Caller.cookie(request, KEPT),
                  Caller.client(request));
      Response.ResponseBuilder answer =
          Response.status(302).header("Location", home(request, arrival.next()));
      sessions.cookies(request, arrival.begun()).forEach(one -> answer.header("Set-Cookie", one));
      return answer.header("Set-Cookie", kept(request, "", 0)).build();
    } catch (ParleyException problem) {
      return told(request, problem);
    }
  }

  /** The login page, which says what was wrong. */
  private static Response told(HttpServletRequest request, ParleyException problem) {
    return Response.status(302)
        .header(
            "Location", RequestFacts.prefix(request) + "/login?elsewhere=" + coded(problem.code()))
        .header("Set-Cookie", kept(request, "", 0))
        .build();
  }

  private static String home(HttpServletRequest request, String next) {
    return next.equals("/") ? RequestFacts.prefix(request) + "/" : next;
  }

  private static String kept(HttpServletRequest request, String value, int seconds) {
    return SessionResource.cookie(request, KEPT, value, seconds);
  }

  /** Where this system is reached, as the one who asks reaches it. */
  private static URI address(HttpServletRequest request, String plugin, String choice) {
    int port = request.getServerPort();
    boolean usual = port == (request.isSecure() ? 443 : 80);
    return URI.create(
        request.getScheme()
            + "://"
            + request.getServerName()
            + (usual ? "" : ":" + port)
            + RequestFacts.prefix(request)
            + "/api/v1/logins/"
            + coded(plugin)
            + "/"
            + coded(choice)
            + "/return");
  }

  private static Map<String, String> parameters(HttpServletRequest request) {
    String query = request.getQueryString();
    if (query != null && query.length() > LONGEST_QUERY) {
      throw ParleyException.badRequest("bad_request", "More came back than belongs to a login.");
    }
    Map<String, String> parameters = new HashMap<>();
    request.getParameterMap().forEach((name, values) -> parameters.put(name, values[0]));
    return parameters;
  }

  private static String coded(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8);
  }
}
