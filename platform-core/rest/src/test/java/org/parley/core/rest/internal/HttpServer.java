// SPDX-License-Identifier: Apache-2.0
package org.parley.core.rest.internal;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.servlet.DispatcherType;
import javax.servlet.Servlet;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.servlet.FilterHolder;
import org.eclipse.jetty.servlet.ServletContextHandler;
import org.eclipse.jetty.servlet.ServletHolder;
import org.parley.core.operation.Networks;
import org.parley.core.operation.internal.front.FrontDoor;

/**
 * The room behind a real HTTP server of the same make as the shipped one, the other rooms faked.
 */
final class HttpServer implements AutoCloseable {
  final Rooms rooms = new Rooms();
  final FakeRecords records = new FakeRecords();
  final FakePlugins plugins = new FakePlugins();
  final RequestMetrics metrics = new RequestMetrics();
  final FakeSessions sessions = new FakeSessions();
  final FakeEvents stream = new FakeEvents();
  final EventsServlet events;
  HttpClient client = HttpClient.newHttpClient();
  private final Server server = new Server();
  private final ServerConnector connector = new ServerConnector(server);
  String cookie;
  String csrf;

  HttpServer() throws Exception {
    this(true);
  }

  /**
   * @param filtered whether the web server has its filters, which it lacks for a moment while
   *     others come or go
   */
  HttpServer(boolean filtered) throws Exception {
    rooms.records = records;
    rooms.plugins = plugins;
    rooms.indexes = new FakeIndexes();
    rooms.sessions = sessions;
    rooms.events = stream;
    connector.setHost("127.0.0.1");
    connector
        .getConnectionFactory(HttpConnectionFactory.class)
        .getHttpConfiguration()
        .addCustomizer(new FrontDoor(Networks.of("127.0.0.1"), ""));
    server.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler();
    Gate gate = new Gate(rooms, metrics, Optional.of("scrape"));
    events = new EventsServlet(rooms, gate, 100);
    if (filtered) {
      FilterHolder filter = new FilterHolder(gate);
      filter.setAsyncSupported(true);
      for (String pattern : new String[] {"/api/*", "/health/*", "/metrics"}) {
        context.addFilter(filter, pattern, EnumSet.of(DispatcherType.REQUEST));
      }
    }
    server.setHandler(context);
    add(context, new ApiServlet(rooms, gate), "/api/v1/*");
    add(context, new HealthServlet(rooms), "/health/*");
    add(context, events, "/api/v1/events");
    add(context, new MetricsServlet(rooms, gate, metrics, events), "/metrics");
    add(context, new DocsServlet(), "/api/docs/*");
    add(context, new NothingServlet(), "/api/*");
    server.start();
  }

  private static void add(ServletContextHandler context, Servlet servlet, String pattern) {
    ServletHolder holder = new ServletHolder(servlet);
    holder.setAsyncSupported(true);
    context.addServlet(holder, pattern);
  }

  /** Talks over new connections from now on: a connection keeps the settings it began with. */
  void reconnect() {
    client = HttpClient.newHttpClient();
  }

  int port() {
    return connector.getLocalPort();
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port() + path);
  }

  HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(20));
    if (cookie != null) {
      request.header("Cookie", "parley_session=" + cookie).header("X-CSRF-Token", csrf);
    }
    return request;
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(request(path));
  }

  HttpResponse<String> send(String method, String path, String body)
      throws IOException, InterruptedException {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body)));
  }

  void login(String username) throws IOException, InterruptedException {
    cookie = null;
    HttpResponse<String> answer =
        send(
            "POST",
            "/api/v1/session",
            "{\"username\":\"" + username + "\",\"password\":\"right\"}");
    String header = answer.headers().firstValue("Set-Cookie").orElseThrow();
    cookie = header.substring(header.indexOf('=') + 1, header.indexOf(';'));
    Matcher matcher = Pattern.compile("\"csrf\":\"([^\"]+)\"").matcher(answer.body());
    if (!matcher.find()) {
      throw new AssertionError(answer.body());
    }
    csrf = matcher.group(1);
  }

  @Override
  public void close() throws Exception {
    events.stop();
    server.stop();
  }
}
