// SPDX-License-Identifier: Apache-2.0
package org.parley.core.rest.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.servlet.Servlet;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.parley.api.error.ParleyException;
import org.parley.api.security.Principal;
import org.parley.core.record.RecordStore;

/** Whether the process lives, and whether it can be given work. */
@Component(
    service = Servlet.class,
    property = {
      "osgi.http.whiteboard.servlet.pattern=/health/*",
      "osgi.http.whiteboard.servlet.name=parley-health"
    })
public final class HealthServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private final transient Rooms rooms;

  @Activate
  public HealthServlet(@Reference Rooms rooms) {
    this.rooms = rooms;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String path = request.getPathInfo();
    if ("/live".equals(path)) {
      answer(response, 200, "application/json", status("live"));
    } else if ("/ready".equals(path)) {
      ready(request, response);
    } else {
      throw ParleyException.notFound("There are /health/live and /health/ready.");
    }
  }

  private void ready(HttpServletRequest request, HttpServletResponse response) throws IOException {
    List<String> awaited = awaited();
    if (awaited.isEmpty()) {
      answer(response, 200, "application/json", status("ready"));
      return;
    }
    response.setHeader("Retry-After", "1");
    byte[] body =
        Json.bytes(
            json -> {
              json.writeStartObject();
              json.writeStringField("type", "https://parley.example/problems/unavailable");
              json.writeStringField("title", "Not available at the moment");
              json.writeNumberField("status", 503);
              json.writeStringField("code", "unavailable");
              json.writeStringField("detail", String.join(" ", awaited));
              json.writeStringField("request", Caller.requestId(request));
              json.writeFieldName("awaited");
              Json.write(json, awaited);
              json.writeEndObject();
            });
    answer(response, 503, Problem.MEDIA_TYPE, body);
  }

  /** A sentence for each thing that does not serve yet. */
  private List<String> awaited() {
    List<String> awaited = new ArrayList<>();
    try {
      awaited.addAll(rooms.plugins().awaited());
      rooms.sessions();
      // A read that reaches the database: a registered service alone proves little.
      rooms
          .records()
          .list(
              Principal.SYSTEM,
              "user",
              new RecordStore.ListQuery(null, null, null, null, 1, null, false, false));
    } catch (ParleyException e) {
      awaited.addAll(rooms.reasons());
      awaited.add(e.getMessage());
    }
    return awaited;
  }

  private static byte[] status(String status) {
    return Json.bytes(
        json -> {
          json.writeStartObject();
          json.writeStringField("status", status);
          json.writeEndObject();
        });
  }

  private static void answer(HttpServletResponse response, int status, String type, byte[] body)
      throws IOException {
    response.setStatus(status);
    response.setContentType(type);
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }
}
