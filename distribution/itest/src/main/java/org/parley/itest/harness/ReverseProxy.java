// SPDX-License-Identifier: Apache-2.0
package org.parley.itest.harness;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A small reverse proxy, as nginx in front of Parley would be one: it serves a path, passes
 * everything below it on, with or without that path, adds headers of its own, and streams what
 * comes back.
 */
public final class ReverseProxy implements AutoCloseable {
  /** What a proxy keeps to itself, and what the client here sets by itself. */
  private static final Set<String> OWN =
      Set.of(
          "connection", "host", "content-length", "transfer-encoding", "upgrade", "http2-settings");

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI target;
  private final String path;
  private final boolean strips;
  private final Map<String, String> headers;

  /**
   * Starts one.
   *
   * @param target what stands behind it
   * @param path what it serves, such as {@code /crm}
   * @param strips whether it takes that path off before it passes a request on
   * @param headers what it sets, over whatever the client sent by that name
   */
  public ReverseProxy(URI target, String path, boolean strips, Map<String, String> headers)
      throws IOException {
    this.target = target;
    this.path = path;
    this.strips = strips;
    this.headers = headers;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext(path + "/", this::pass);
    server.start();
  }

  /** Its address, with the path and a slash at the end. */
  public URI root() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path + "/");
  }

  private void pass(HttpExchange exchange) throws IOException {
    try (exchange) {
      String asked = exchange.getRequestURI().toString();
      String passed = strips ? asked.substring(path.length()) : asked;
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(target.toString().replaceAll("/$", "") + passed));
      for (Map.Entry<String, List<String>> header : exchange.getRequestHeaders().entrySet()) {
        String name = header.getKey().toLowerCase(Locale.ROOT);
        if (!OWN.contains(name) && headers.keySet().stream().noneMatch(name::equalsIgnoreCase)) {
          header.getValue().forEach(value -> request.header(name, value));
        }
      }
      headers.forEach(request::header);
      byte[] body = exchange.getRequestBody().readAllBytes();
      request.method(
          exchange.getRequestMethod(),
          body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
      HttpResponse<InputStream> answer = client.send(request.build(), BodyHandlers.ofInputStream());
      answer
          .headers()
          .map()
          .forEach(
              (name, values) -> {
                if (!OWN.contains(name.toLowerCase(Locale.ROOT)) && !name.startsWith(":")) {
                  exchange.getResponseHeaders().put(name, values);
                }
              });
      boolean bodiless =
          answer.statusCode() == 204
              || answer.statusCode() == 304
              || exchange.getRequestMethod().equals("HEAD");
      exchange.sendResponseHeaders(answer.statusCode(), bodiless ? -1 : 0);
      try (InputStream in = answer.body()) {
        if (!bodiless) {
          stream(in, exchange.getResponseBody());
        }
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  /** Each piece at once, so that events do not wait for more. */
  private static void stream(InputStream in, OutputStream out) throws IOException {
    byte[] buffer = new byte[8192];
    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
      out.write(buffer, 0, count);
      out.flush();
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
