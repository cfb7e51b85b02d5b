// SPDX-License-Identifier: Apache-2.0
package org.parley.itest.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.parley.itest.harness.Answer;
import org.parley.itest.harness.Api;
import org.parley.itest.harness.Events;
import org.parley.itest.harness.ParleyProcess;
import org.parley.itest.harness.ReverseProxy;
import org.parley.itest.harness.Skips;

/** Everything below a path, behind a proxy that strips it and one that does not. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BehindAProxyIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private ParleyProcess parley;

  @BeforeAll
  void start() {
    parley =
        ParleyProcess.Setup.fresh("proxied")
            .withDemo()
            .with(
                "PARLEY_BASE_PATH", "/crm",
                "PARLEY_TRUSTED_PROXIES", "127.0.0.1",
                "PARLEY_LOG_FORMAT", "json")
            .start();
  }

  @AfterAll
  void end() {
    if (parley != null) {
      parley.close();
    }
  }

  private ReverseProxy proxy(boolean strips, String scheme) throws IOException {
    return new ReverseProxy(
        parley.root(),
        "/crm",
        strips,
        Map.of(
            "X-Forwarded-For", "203.0.113.7",
            "X-Forwarded-Proto", scheme,
            "X-Forwarded-Host", "crm.example"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void everythingIsBelowThePath(boolean strips) throws IOException {
    try (ReverseProxy proxy = proxy(strips, "https")) {
      Api stranger = Api.anonymous(proxy.root());
      String page = stranger.get("/").expect(200).body();
      assertThat(page).contains("<base href=\"/crm/\">");
      Matcher files = Pattern.compile("(?:href|src)=\"(ui/kit/[^\"]+)\"").matcher(page);
      while (files.find()) {
        stranger.get("/" + files.group(1)).expect(200);
      }
      assertThat(stranger.get("/records/account").expect(200).body()).isEqualTo(page);
      stranger.get("/health/ready").expect(200);
      stranger.get("/api/docs/").expect(200);

      Answer login =
          stranger
              .post("session", Map.of("username", "admin", "password", ParleyProcess.PASSWORD))
              .expect(200);
      assertThat(login.header("Set-Cookie")).contains("; Path=/crm/;", "; Secure");
      Api api = stranger.login("admin", ParleyProcess.PASSWORD);
      Answer created =
          api.post("records/account", Map.of("fields", Map.of("name", "Behind"))).expect(201);
      assertThat(created.header("Location")).startsWith("/crm/api/v1/records/account/");
      api.get(created.header("Location").substring("/crm".length())).expect(200);
      assertThat(api.get("openapi.json").expect(200).json().at("/servers/0/url").asText())
          .isEqualTo("/crm/api/v1");
      try (Events events = Events.listen(api, null)) {
        events.await("hello", data -> true);
      }
      assertThat(api.get("records/nothing").json().path("request").asText()).isNotEmpty();
    }
  }

  @Test
  void theClientAndItsRequestAreInTheLogs() throws IOException {
    try (ReverseProxy proxy = proxy(true, "https")) {
      Api api = Api.anonymous(proxy.root()).login("admin", ParleyProcess.PASSWORD);
      String query = "?filter=" + "email==ada%40example.com";
      Answer answer =
          api.send("GET", "records/contact" + query, null, null, "X-Request-Id", "trace-4711");
      assertThat(answer.header("X-Request-Id")).isEqualTo("trace-4711");
      JsonNode line = accessLine("trace-4711");
      assertThat(line.path("address").asText()).isEqualTo("203.0.113.7");
      assertThat(line.path("path").asText()).isEqualTo("/crm/api/v1/records/contact");
      assertThat(line.path("status").asInt()).isEqualTo(200);
      assertThat(line.path("user").asLong()).isPositive();
      assertThat(line.path("bytes").asLong()).isPositive();
      for (String logged : Files.readAllLines(parley.setup().data().resolve("log/parley.log"))) {
        assertThat(JSON.readTree(logged).path("level").asText()).as(logged).isNotEmpty();
      }
      assertThat(parley.log())
          .doesNotContain("ada%40example.com", "ada@example.com")
          .doesNotContain(api.cookie().substring(api.cookie().indexOf('=') + 1));
    }
  }

  private JsonNode accessLine(String request) {
    Path file = parley.setup().data().resolve("log/access.log");
    return Awaitility.await()
        .until(
            () -> {
              for (String line : Files.readAllLines(file)) {
                JsonNode json = JSON.readTree(line);
                if (json.path("request").asText().equals(request)) {
                  return json;
                }
              }
              return null;
            },
            json -> json != null);
  }

  @Test
  void guessingIsSlowedDownPerClientAndNotPerProxy() throws IOException {
    try (ReverseProxy proxy = proxy(false, "https");
        ReverseProxy other =
            new ReverseProxy(
                parley.root(), "/crm", false, Map.of("X-Forwarded-For", "203.0.113.99"))) {
      Map<String, String> wrong = Map.of("username", "guessed", "password", "wrong");
      Api guesser = Api.anonymous(proxy.root());
      Awaitility.await()
          .atMost(java.time.Duration.ofMinutes(2))
          .until(() -> guesser.post("session", wrong).status() == 429);
      assertThat(Api.anonymous(other.root()).post("session", wrong).status()).isEqualTo(401);
    }
  }

  @Test
  void whoIsNoProxyOfOursChangesNothing() throws IOException {
    String forged =
        "X-Forwarded-For: 198.51.100.1\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Host: evil\r\n"
            + "X-Forwarded-Prefix: /evil\r\nForwarded: for=198.51.100.1;proto=https\r\n"
            + "X-Request-Id: forged-1\r\n";
    String page = fromElsewhere("GET", "/crm/", forged, "");
    assertThat(page).startsWith("HTTP/1.1 200").contains("<base href=\"/crm/\">");
    assertThat(page).doesNotContain("forged-1");
    assertThat(fromElsewhere("GET", "/api/v1/session", forged, "")).startsWith("HTTP/1.1 404");
    String body = "{\"username\":\"admin\",\"password\":\"" + ParleyProcess.PASSWORD + "\"}";
    String login = fromElsewhere("POST", "/crm/api/v1/session", forged, body);
    assertThat(login).startsWith("HTTP/1.1 200").contains("Path=/crm/;");
    assertThat(login).doesNotContain("; Secure");
    assertThat(fromElsewhere("GET", "/metrics", forged, "")).startsWith("HTTP/1.1 401");
    assertThat(parley.log()).doesNotContain("198.51.100.1");
  }

  /** From an address of this machine that is not the trusted one. */
  private String fromElsewhere(String method, String path, String headers, String body)
      throws IOException {
    URI root = parley.root();
    try (Socket socket = new Socket()) {
      try {
        socket.bind(new InetSocketAddress("127.0.0.2", 0));
      } catch (IOException e) {
        Skips.unless(false, "this machine has no second loopback address");
      }
      socket.connect(new InetSocketAddress(root.getHost(), root.getPort()));
      socket.setSoTimeout(20_000);
      String request =
          "%s %s HTTP/1.1\r\nHost: %s\r\n%sContent-Type: application/json\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
              .formatted(method, path, root.getAuthority(), headers, body.length(), body);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void aPersonWorksBelowThePath() throws IOException {
    try (ReverseProxy proxy = proxy(true, "http");
        Screen screen =
            new Screen(Chromium.shared().browser(), proxy.root(), 1280, 800, ColorScheme.LIGHT)) {
      screen.login();
      screen.place("Accounts").click();
      screen.seen(screen.heading("Accounts"));
      assertThat(URI.create(screen.page().url()).getPath()).isEqualTo("/crm/records/account");
      screen.page().reload();
      screen.seen(screen.heading("Accounts"));
      assertThat(screen.troubles()).isEqualTo(List.of());
    }
  }
}
