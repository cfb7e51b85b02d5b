// SPDX-License-Identifier: Apache-2.0
package org.parley.core.rest.internal;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.servlet.AsyncContext;
import javax.servlet.Servlet;
import javax.servlet.ServletException;
import javax.servlet.ServletRequest;
import javax.servlet.ServletResponse;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.parley.api.error.ErrorKind;
import org.parley.api.error.ParleyException;
import org.parley.core.event.Change;
import org.parley.core.event.EventStream;
import org.parley.core.security.Session;
import org.parley.core.security.SlowDown;

/** Live events as server-sent events: one open response and no thread for each who listens. */
@Component(
    service = {Servlet.class, EventsServlet.class},
    property = {
      "osgi.http.whiteboard.servlet.pattern=/api/v1/events",
      "osgi.http.whiteboard.servlet.name=parley-events",
      "osgi.http.whiteboard.servlet.asyncSupported:Boolean=true"
    })
public final class EventsServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private static final int MOST = 1_000;
  private static final int MOST_PER_SESSION = 50;
  private static final long HEARTBEAT_SECONDS = 15;

  /** Positions that are sent again to who was away; who missed more fetches anew. */
  private static final long RESUME = 10_000;

  private final transient Rooms rooms;
  private final transient Gate gate;
  private final transient Set<EventConnection> connections = ConcurrentHashMap.newKeySet();
  private final transient ScheduledExecutorService heartbeat;
  private final transient ExecutorService checks;

  @Activate
  public EventsServlet(@Reference Rooms rooms, @Reference Gate gate) {
    this(rooms, gate, HEARTBEAT_SECONDS * 1_000);
  }

  EventsServlet(Rooms rooms, Gate gate, long heartbeatMillis) {
    this.rooms = rooms;
    this.gate = gate;
    this.heartbeat =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "parley-events-heartbeat");
              thread.setDaemon(true);
              return thread;
            });
    this.checks =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread thread = new Thread(task, "parley-events-checks");
              thread.setDaemon(true);
              return thread;
            });
    heartbeat.scheduleWithFixedDelay(
        this::beat, heartbeatMillis, heartbeatMillis, TimeUnit.MILLISECONDS);
  }

  @Deactivate
  public void stop() {
    heartbeat.shutdownNow();
    checks.shutdown();
    connections.forEach(EventConnection::close);
  }

  /** How many listen at the moment. */
  int open() {
    return connections.size();
  }

  @Override
  public void service(ServletRequest request, ServletResponse response)
      throws ServletException, IOException {
    gate.guard(request, response, super::service);
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Query.of(request);
    Session session = Caller.session(request);
    String token = Caller.token(request);
    if (token == null) {
      throw ParleyException.badRequest(
          "bad_request", "Events are told to people who are logged in, not to tokens.");
    }
    bound(token);
    EventStream events = rooms.events();
    long model = rooms.records().model().version();
    long position = events.position();
    OptionalLong last = last(request.getHeader("Last-Event-ID"));
    long behind = last.isPresent() ? position - last.getAsLong() : 0;
    boolean lost = behind < 0 || behind > RESUME;
    long after = last.isPresent() && !lost ? last.getAsLong() : position;

    response.setContentType("text/event-stream");
    response.setCharacterEncoding("UTF-8");
    // Reverse proxies must not wait for more before they pass an event on.
    response.setHeader("X-Accel-Buffering", "no");
    AsyncContext async = request.startAsync();
    async.setTimeout(0);
    EventConnection connection =
        new EventConnection(
            async, token, after, change -> sees(token, change), checks, connections::remove);
    connections.add(connection);
    connection.begin();
    connection.send("hello", Json.bytes(json -> Json.write(json, hello(model, position))));
    if (lost || last.isEmpty() && request.getHeader("Last-Event-ID") != null) {
      connection.reset();
    }
    connection.follow(events);
  }

  /** Whether the one who listens may know of a change, as they may now. */
  private boolean sees(String token, Change change) {
    return rooms
        .sessions()
        .find(token)
        .filter(session -> !session.needsSecondFactor())
        .filter(
            session -> rooms.records().sees(session.principal(), change.type(), change.recordId()))
        .isPresent();
  }

  private static Map<String, Object> hello(long model, long position) {
    Map<String, Object> hello = new java.util.LinkedHashMap<>();
    hello.put("model", model);
    hello.put("position", position);
    return hello;
  }

  private void bound(String token) {
    if (connections.size() >= MOST) {
      throw new ParleyException(
          ErrorKind.UNAVAILABLE, "unavailable", "Too many listen to events here. Try later.");
    }
    if (connections.stream().filter(open -> open.belongsTo(token)).count() >= MOST_PER_SESSION) {
      throw new SlowDown(
          "This session listens to events " + MOST_PER_SESSION + " times already.",
          Duration.ofSeconds(15));
    }
  }

  private static OptionalLong last(String header) {
    return header != null && header.matches("[0-9]{1,18}")
        ? OptionalLong.of(Long.parseLong(header))
        : OptionalLong.empty();
  }

  /** A sign of life, so that proxies keep the line open and broken lines are found. */
  private void beat() {
    for (EventConnection connection : connections) {
      try {
        if (rooms
            .sessions()
            .find(connection.token())
            .filter(session -> !session.needsSecondFactor())
            .isEmpty()) {
          connection.close();
        } else {
          connection.beat();
        }
      } catch (ParleyException e) {
        // The logins do not answer at the moment; asked again with the next beat.
        connection.beat();
      }
    }
  }
}
