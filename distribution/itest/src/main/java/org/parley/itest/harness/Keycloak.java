// SPDX-License-Identifier: Apache-2.0
package org.parley.itest.harness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/**
 * A real identity provider as companies run it, with the realm of {@code keycloak/acme-realm.json}:
 * ada and grace, whose addresses it has checked, and mallory, who gave an address that is not hers.
 */
public final class Keycloak implements AutoCloseable {
  public static final String CLIENT = "parley";
  public static final String SECRET = "parley-and-keycloak-share-this";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String REALM = "acme";
  private static final String ADMIN = "root";
  private static final String PASSWORD = "root-at-keycloak";
  private static final long PATIENCE_SECONDS = 240;

  private final HttpClient client = HttpClient.newHttpClient();
  private final Process process;
  private final URI root;

  private Keycloak(Process process, URI root) {
    this.process = process;
    this.root = root;
  }

  /** Starts one from the distribution that the build has unpacked; {@link #await} it. */
  public static Keycloak start() {
    Path target = ParleyProcess.target();
    try {
      Path home = home(target.resolve("keycloak"));
      Path realm = Files.createDirectories(home.resolve("data/import")).resolve("acme-realm.json");
      try (InputStream in = Keycloak.class.getResourceAsStream("/keycloak/acme-realm.json")) {
        Files.copy(in, realm, StandardCopyOption.REPLACE_EXISTING);
      }
      int port = Ports.free();
      ProcessBuilder builder =
          new ProcessBuilder(
              home.resolve("bin/kc.sh").toString(),
              "start-dev",
              "--import-realm",
              "--http-host=127.0.0.1",
              "--http-port=" + port);
      builder.environment().put("KC_BOOTSTRAP_ADMIN_USERNAME", ADMIN);
      builder.environment().put("KC_BOOTSTRAP_ADMIN_PASSWORD", PASSWORD);
      builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
      builder.environment().put("JAVA_OPTS_APPEND", "-XX:TieredStopAtLevel=1 -Xmx512m");
      builder.redirectErrorStream(true).redirectOutput(target.resolve("keycloak.log").toFile());
      return new Keycloak(builder.start(), URI.create("http://127.0.0.1:" + port + "/"));
    } catch (IOException e) {
      throw new UncheckedIOException("Keycloak does not start", e);
    }
  }

  private static Path home(Path unpacked) throws IOException {
    try (var inside = Files.list(unpacked)) {
      return inside.filter(Files::isDirectory).findFirst().orElseThrow();
    }
  }

  /** Waits until people can log in there. */
  public Keycloak await() {
    Awaitility.await()
        .atMost(Duration.ofSeconds(PATIENCE_SECONDS))
        .pollInterval(Duration.ofMillis(500))
        .ignoreExceptions()
        .until(
            () -> {
              if (!process.isAlive()) {
                throw new IllegalStateException("Keycloak has stopped: see target/keycloak.log");
              }
              return send("GET", "realms/" + REALM + "/.well-known/openid-configuration", null, "")
                      .statusCode()
                  == 200;
            });
    return this;
  }

  /** How the realm calls itself. */
  public String issuer() {
    return root + "realms/" + REALM;
  }

  /** Takes somebody out of a group. */
  public void leave(String username, String group) {
    change("DELETE", username, group);
  }

  /** Puts somebody into a group. */
  public void join(String username, String group) {
    change("PUT", username, group);
  }

  private void change(String method, String username, String group) {
    String token = token();
    String user = found(token, "users?exact=true&username=" + username).get(0).get("id").asText();
    String id = found(token, "groups?exact=true&search=" + group).get(0).get("id").asText();
    String path = "admin/realms/" + REALM + "/users/" + user + "/groups/" + id;
    int status = send(method, path, token, "").statusCode();
    if (status != 204) {
      throw new IllegalStateException("Keycloak answers " + status + " to " + method + " " + path);
    }
  }

  private JsonNode found(String token, String query) {
    return json(send("GET", "admin/realms/" + REALM + "/" + query, token, ""));
  }

  private String token() {
    String form =
        Map.of(
                "client_id",
                "admin-cli",
                "grant_type",
                "password",
                "username",
                ADMIN,
                "password",
                PASSWORD)
            .entrySet()
            .stream()
            .map(
                one ->
                    one.getKey() + "=" + URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    String path = "realms/master/protocol/openid-connect/token";
    return json(send("POST", path, null, form)).get("access_token").asText();
  }

  private static JsonNode json(HttpResponse<String> answer) {
    try {
      return JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private HttpResponse<String> send(String method, String path, String token, String form) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(root.resolve(path))
            .timeout(Duration.ofSeconds(30))
            .method(method, HttpRequest.BodyPublishers.ofString(form));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    if (!form.isEmpty()) {
      request.header("Content-Type", "application/x-www-form-urlencoded");
    }
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The script hands over to Java, or waits for it: both end. */
  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
