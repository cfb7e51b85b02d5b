// SPDX-License-Identifier: Apache-2.0
package org.parley.itest.harness;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * A client of one Parley, as an outside program would be one. Paths are relative to {@code
 * /api/v1/} unless they begin with a slash. Safe for use by several threads.
 */
public final class Api {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final HttpClient http;
  private final URI root;
  private final String cookie;
  private final String csrf;

  private Api(HttpClient http, URI root, String cookie, String csrf) {
    this.http = http;
    this.root = root;
    this.cookie = cookie;
    this.csrf = csrf;
  }

  /** A client without a login. */
  public static Api anonymous(URI root) {
    HttpClient http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    return new Api(http, root, null, null);
  }

  /** A client with the login of somebody else's cookie, {@code name=value}; it only reads. */
  public static Api of(URI root, String cookie) {
    return new Api(anonymous(root).http, root, cookie, null);
  }

  /** The same client with a login of its own. */
  public Api login(String username, String password) {
    Answer answer = post("session", Map.of("username", username, "password", password)).expect(200);
    String set = answer.header("Set-Cookie");
    String fresh = set.substring(0, set.contains(";") ? set.indexOf(';') : set.length());
    return new Api(http, root, fresh, answer.json().path("csrf").asText());
  }

  /** The same login without the CSRF header. */
  public Api withoutCsrf() {
    return new Api(http, root, cookie, null);
  }

  public URI root() {
    return root;
  }

  /** The session cookie as {@code name=value}, or null without a login. */
  public String cookie() {
    return cookie;
  }

  public Answer get(String path, Object... query) {
    return send("GET", path(path, query), null, null);
  }

  public Answer post(String path, Object body) {
    return send("POST", path, json(body), "application/json");
  }

  public Answer patch(String path, Object body, String... headers) {
    return send("PATCH", path, json(body), "application/json", headers);
  }

  public Answer delete(String path, String... headers) {
    return send("DELETE", path, null, null, headers);
  }

  /** Uploads a plugin's jar: installs, upgrades or re-attaches it, or only plans that. */
  public Answer upload(byte[] jar, boolean plan) {
    return send(
        "POST",
        plan ? "plugins?plan=true" : "plugins",
        BodyPublishers.ofByteArray(jar),
        "application/java-archive");
  }

  /** Creates a record and answers it. */
  public JsonNode create(String type, Map<String, ?> fields) {
    return post("records/" + type, Map.of("fields", fields)).expect(201).json();
  }

  /** The plugin's entry in the list, or null. */
  public JsonNode plugin(String id) {
    for (JsonNode plugin : get("plugins").expect(200).json().path("items")) {
      if (plugin.path("id").asText().equals(id)) {
        return plugin;
      }
    }
    return null;
  }

  /** Any request at all. */
  public Answer send(
      String method, String path, BodyPublisher body, String contentType, String... headers) {
    HttpRequest request = request(method, path, body, contentType, headers).build();
    try {
      return Answer.of(
          method + " " + request.uri(),
          http.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8)));
    } catch (IOException failed) {
      throw new UncheckedIOException(method + " " + request.uri() + ": " + failed, failed);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stop);
    }
  }

  /** A request with this client's login on it, to be sent in another way. */
  public HttpRequest.Builder request(
      String method, String path, BodyPublisher body, String contentType, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(resolve(path))
            .timeout(PATIENCE)
            .method(method, body == null ? BodyPublishers.noBody() : body);
    if (contentType != null) {
      request.header("Content-Type", contentType);
    }
    if (cookie != null) {
      request.header("Cookie", cookie);
    }
    if (csrf != null && !method.equals("GET")) {
      request.header("X-CSRF-Token", csrf);
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    return request;
  }

  public HttpClient http() {
    return http;
  }

  public URI resolve(String path) {
    if (!root.getPath().equals("/")) {
      // Below a base path, whose slash is the root's last.
      return URI.create(root + (path.startsWith("/") ? path.substring(1) : "api/v1/" + path));
    }
    return root.resolve(path.startsWith("/") ? path : "/api/v1/" + path);
  }

  /** A path with its query, encoded; the query is name, value, name, value. */
  public static String path(String path, Object... query) {
    StringBuilder whole = new StringBuilder(path);
    for (int i = 0; i < query.length; i += 2) {
      whole
          .append(i == 0 && path.indexOf('?') < 0 ? '?' : '&')
          .append(query[i])
          .append('=')
          .append(URLEncoder.encode(String.valueOf(query[i + 1]), StandardCharsets.UTF_8));
    }
    return whole.toString();
  }

  /** A value as a JSON body; a String is taken as it is. */
  public static BodyPublisher json(Object body) {
    try {
      return BodyPublishers.ofString(
          body instanceof String text ? text : Answer.JSON.writeValueAsString(body));
    } catch (JsonProcessingException unwritable) {
      throw new IllegalArgumentException(unwritable);
    }
  }

  /** A multipart form with one file. */
  public static BodyPublisher multipart(String boundary, String part, Path file)
      throws IOException {
    String head =
        "--%s\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"%s\"\r\nContent-Type: application/java-archive\r\n\r\n"
            .formatted(boundary, part, file.getFileName());
    return BodyPublishers.concat(
        BodyPublishers.ofString(head),
        BodyPublishers.ofFile(file),
        BodyPublishers.ofString("\r\n--" + boundary + "--\r\n"));
  }
}
